package io.muzero.selfplay;

import io.muzero.environment.EnvironmentSpec;

/** When a game that is played to compare its players counts as over. */
public final class GameLength {
  /**
   * Moves after which a game that states no bound counts as over. Players who know no better may
   * move to and fro for ever, and whoever waits for the result would too. It is far beyond the
   * length of any game that a player means to win.
   */
  private static final int UNSTATED = 10_000;

  private GameLength() {}

  /** Moves after which a game counts as over, as it stands then: those it states, or enough. */
  public static int most(EnvironmentSpec spec) {
    return spec.maxSteps() > 0 ? spec.maxSteps() : UNSTATED;
  }
}
