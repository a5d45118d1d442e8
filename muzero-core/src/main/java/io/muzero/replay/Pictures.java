package io.muzero.replay;

/**
 * Network inputs whose frames are bytes, as games of pictures have them: the network makes the
 * floats and the actions' planes itself, so that a batch takes a quarter of the memory and less.
 *
 * @param frames the k newest frames of each input, the newest first [rows, k, O], a byte b for
 *     b/255
 * @param actions the action that led to each frame, −1 for none [rows, k]
 * @param stacked frames k of an input
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Pictures(byte[] frames, int[] actions, int stacked) {
  /** Bytes in the frames of an input. */
  public int size() {
    return actions.length == 0 ? 0 : frames.length / (actions.length / stacked);
  }
}
