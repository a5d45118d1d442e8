package io.muzero.replay;

import java.util.Arrays;

/**
 * The newest frames and actions of a game in progress, from which its network inputs are composed.
 *
 * <p>Self-play starts it where recording starts, so that what is played and what is sampled later
 * show the network the same. Used by one thread.
 */
public final class ObservationHistory {
  private final ObservationStacker stacker;

  /** Ring of frames [k, frameSize]; the newest is at {@link #newest}. */
  private final Frames frames;

  /** The action that led to each frame of the ring, −1 for none [k]. */
  private final int[] actions;

  private int newest;
  private int count;

  ObservationHistory(ObservationStacker stacker) {
    this.stacker = stacker;
    frames = Frames.of(stacker.layout(), stacker.stackedFrames());
    actions = new int[stacker.stackedFrames()];
  }

  private ObservationHistory(ObservationHistory other) {
    stacker = other.stacker;
    frames = other.frames.copy();
    actions = other.actions.clone();
    newest = other.newest;
    count = other.count;
  }

  /** An independent copy. */
  public ObservationHistory copy() {
    return new ObservationHistory(this);
  }

  /**
   * Forgets everything and begins with a frame.
   *
   * @param source holds the frame
   * @param offset index of its first number
   */
  public void start(float[] source, int offset) {
    newest = 0;
    count = 1;
    put(-1, source, offset);
  }

  /**
   * Adds the frame that an action led to.
   *
   * @param action the action, in {@code 0 .. A-1}
   * @param source holds the frame
   * @param offset index of its first number
   */
  public void add(int action, float[] source, int offset) {
    if (count == 0) {
      throw new IllegalStateException("a history must be started before it can grow");
    }
    newest = (newest + 1) % actions.length;
    count = Math.min(count + 1, actions.length);
    put(action, source, offset);
  }

  private void put(int action, float[] source, int offset) {
    actions[newest] = action;
    frames.put(newest, source, offset);
  }

  /** Writes the network input of the newest frame to a row of pictures. */
  public void write(Pictures target, int row) {
    int stacked = actions.length;
    int size = stacker.frameSize();
    for (int j = 0; j < stacked; j++) {
      int slot = Math.floorMod(newest - j, stacked);
      int at = row * stacked + j;
      if (j < count) {
        frames.write(slot, stacker.layout().format(), target.frames(), at * size);
        target.actions()[at] = actions[slot];
      } else {
        Arrays.fill(target.frames(), at * size, (at + 1) * size, (byte) 0);
        target.actions()[at] = -1;
      }
    }
  }

  /** As {@link #write(float[], int, int)}, untransformed. */
  public void write(float[] target, int offset) {
    write(target, offset, 0);
  }

  /**
   * Writes the network input of the newest frame as a symmetry of the game shows it.
   *
   * @param target receives {@link ObservationStacker#inputSize()} numbers
   * @param offset index of the first
   * @param transformation number of the symmetry; 0 is the identity
   */
  public void write(float[] target, int offset, int transformation) {
    ObservationStacker.Input input = new ObservationStacker.Input(target, offset, transformation);
    int stacked = actions.length;
    for (int j = 0; j < stacked; j++) {
      int slot = Math.floorMod(newest - j, stacked);
      boolean present = j < count;
      stacker.writeFrame(frames, present ? slot : -1, j, input);
      if (stacked > 1) {
        stacker.writeAction(present ? actions[slot] : -1, j, input);
      }
    }
  }
}
