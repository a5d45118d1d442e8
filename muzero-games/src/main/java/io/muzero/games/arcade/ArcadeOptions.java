package io.muzero.games.arcade;

import io.muzero.environment.GameOptions;

/**
 * What can be chosen about an arcade game.
 *
 * @param stickyActions probability within [0, 1] that the action before is done again instead of
 *     the one asked for
 * @param difficultyRamp whether the game gets harder as it goes on
 * @param minimalActions whether only the actions that do something in the game are offered
 * @param maxSteps steps after which an episode is truncated; 0: never
 */
public record ArcadeOptions(
    double stickyActions, boolean difficultyRamp, boolean minimalActions, int maxSteps) {

  /** MinAtar's defaults: sticky with probability .1, ramp on, six actions, no limit. */
  public static final ArcadeOptions DEFAULT = new ArcadeOptions(0.1, true, false, 0);

  /** Checks the probability and the limit. */
  public ArcadeOptions {
    if (!(stickyActions >= 0 && stickyActions <= 1)) {
      throw new IllegalArgumentException(
          "the probability of a sticky action must be within [0, 1], was " + stickyActions);
    }
    if (maxSteps < 0) {
      throw new IllegalArgumentException(
          "the limit of an episode must be at least 0 steps, was " + maxSteps);
    }
  }

  /** Reads them from a game's configuration. */
  static ArcadeOptions of(GameOptions options) {
    options.only("sticky_actions", "difficulty_ramp", "minimal_actions", "max_steps");
    return new ArcadeOptions(
        options.number("sticky_actions", DEFAULT.stickyActions, 0, 1),
        options.flag("difficulty_ramp", DEFAULT.difficultyRamp),
        options.flag("minimal_actions", DEFAULT.minimalActions),
        options.integer("max_steps", DEFAULT.maxSteps, 0, 1_000_000));
  }
}
