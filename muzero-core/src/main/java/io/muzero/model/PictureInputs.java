package io.muzero.model;

/**
 * Inputs of a batch whose frames are bytes, as games of pictures have them: the network makes the
 * floats and the planes of actions itself, so that a batch takes a quarter of the memory on its
 * way.
 *
 * @param frames the k newest frames of each input, the newest first [rows, k·C·H·W], a byte b for
 *     b/255
 * @param actions the action that led to each frame, −1 for none [rows, k]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PictureInputs(byte[] frames, int[] actions) {}
