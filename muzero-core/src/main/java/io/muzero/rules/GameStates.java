package io.muzero.rules;

import io.muzero.environment.Environment;
import io.muzero.model.HiddenStates;
import org.jspecify.annotations.Nullable;

/**
 * A slab of game states: in each row an environment, made when the row is first used and written
 * over from then on, and what the network was shown of it. Used by one thread; in Java's memory.
 */
final class GameStates implements HiddenStates {
  /** Whether and how the episode is over in a state. */
  enum End {
    /** It goes on. */
    NONE,
    /** The game has ended: nothing is left to win. */
    TERMINATED,
    /** It was cut: what the network says of the state stays its value. */
    TRUNCATED
  }

  private final @Nullable Environment[] environments;
  private final End[] ends;
  private final byte[] transformations;
  private final long[] imageSeeds;

  /** Inputs that were shown [rows, I]; empty when an input is one frame, which no other needs. */
  private final float[] inputs;

  GameStates(int rows, int keptInput) {
    environments = new Environment[rows];
    ends = new End[rows];
    transformations = new byte[rows];
    imageSeeds = new long[rows];
    inputs = new float[Math.multiplyExact(rows, keptInput)];
  }

  /** Makes the state of a row a copy of this one. */
  Environment put(int row, Environment state, int transformation) {
    Environment used = environments[row];
    Environment copy = used == null ? state.copy() : state.copyInto(used);
    environments[row] = copy;
    ends[row] = End.NONE;
    transformations[row] = (byte) transformation;
    return copy;
  }

  /**
   * The state of a row.
   *
   * @throws IllegalStateException when it has none
   */
  Environment state(int row) {
    Environment state = environments[row];
    if (state == null) {
      throw new IllegalStateException(
          "row " + row + " holds no game: the roots of the search were not set (setRootStates)");
    }
    return state;
  }

  End end(int row) {
    return ends[row];
  }

  void end(int row, End end) {
    ends[row] = end;
  }

  /** The image of the game that the row's input and actions are of. */
  int transformation(int row) {
    return transformations[row];
  }

  /** From what the image is drawn as which the network is shown the row's state. */
  long imageSeed(int row) {
    return imageSeeds[row];
  }

  void imageSeed(int row, long seed) {
    imageSeeds[row] = seed;
  }

  /** Inputs that were shown [rows, I]. */
  float[] inputs() {
    return inputs;
  }

  @Override
  public int rows() {
    return environments.length;
  }

  @Override
  public void close() {
    // Java's memory.
  }
}
