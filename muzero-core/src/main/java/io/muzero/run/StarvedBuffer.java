package io.muzero.run;

import io.muzero.config.MuZeroConfig;
import io.muzero.environment.EnvironmentSpec;
import java.util.Locale;
import java.util.Optional;

/** Says why the replay buffer stays empty when no game ends. Used by one thread. */
final class StarvedBuffer {
  /** Moves a game that does not end is given before anything is said. */
  private static final long MOVES = 1000;

  private final MuZeroConfig config;
  private final int games;
  private long notBefore;

  StarvedBuffer(MuZeroConfig config, EnvironmentSpec spec) {
    this.config = config;
    games = config.selfPlay().workers() * config.selfPlay().gamesPerWorker();
    notBefore = Math.max(MOVES, spec.maxSteps());
  }

  /**
   * A line for people; empty while there is nothing to say.
   *
   * @param moves played in all games of this session
   * @param positions in the replay buffer
   */
  Optional<String> complaint(long moves, int positions) {
    if (positions > 0 || moves / games <= notBefore) {
      return Optional.empty();
    }
    notBefore = 2 * (moves / games);
    boolean monteCarlo = config.replay().monteCarlo();
    return Optional.of(
        String.format(
            Locale.ROOT,
            "no game of %s has ended in %,d moves, so the replay buffer is empty and training cannot"
                + " begin: end its episodes (Step.truncated), or %s",
            config.game(),
            moves / games,
            monteCarlo
                ? "set replay.tdSteps above 0, which needs no end"
                : "lower replay.segmentLength, which is " + config.replay().segmentLength()));
  }
}
