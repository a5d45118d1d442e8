package io.muzero.games.table;

import io.muzero.environment.Environment;

/** An environment of one player whose states can be numbered and chances listed. */
public interface TableWorld extends Environment {
  /** What may follow from each state and action. */
  TransitionTable table();

  /** The number of the state in the table. */
  int state();

  /**
   * Puts an episode that is going on into a state, for analysis; the step count stays.
   *
   * @param state a number of the table
   */
  void setState(int state);

  /** Steps made since the reset. */
  int steps();

  /**
   * What the table's rewards are multiplied by in a step.
   *
   * @param step number of the step in its episode, from 1
   */
  default double rewardFactor(int step) {
    return 1;
  }
}
