package io.muzero.selfplay;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Step;
import io.muzero.replay.ObservationHistory;
import io.muzero.replay.ObservationStacker;

/**
 * A state of a real game together with what the network sees of it: its frames and actions so far.
 * Used by one thread.
 */
public final class Position {
  private final Environment environment;
  private final ObservationHistory history;
  private final float[] frame;

  /**
   * A state with its history.
   *
   * @param environment owned by the position from now on
   * @param history ends with the environment's state; owned by the position from now on
   */
  public Position(Environment environment, ObservationHistory history) {
    this.environment = environment;
    this.history = history;
    frame = new float[environment.spec().observationSize()];
  }

  /**
   * The state an environment is in, as the first of its history.
   *
   * @param environment owned by the position from now on
   */
  public static Position of(Environment environment, ObservationStacker stacker) {
    Position position = new Position(environment, stacker.newHistory());
    environment.observe(position.frame, 0);
    position.history.start(position.frame, 0);
    return position;
  }

  /** An independent copy. */
  public Position copy() {
    return new Position(environment.copy(), history.copy());
  }

  /** The environment, to be changed by {@link #play} only. */
  public Environment environment() {
    return environment;
  }

  /** What the player to move sees; not to be changed. */
  float[] frame() {
    return frame;
  }

  /** Makes a move of the player to move. */
  public Step play(Action action) {
    Step step = environment.step(action);
    environment.observe(frame, 0);
    history.add(action.index(), frame, 0);
    return step;
  }

  /** Writes the network's input as a symmetry of the game shows it. */
  void writeInput(float[] target, int offset, int transformation) {
    history.write(target, offset, transformation);
  }
}
