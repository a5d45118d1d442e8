package io.muzero.ray;

import io.muzero.config.ResolvedConfig;
import io.muzero.environment.GameOptions;
import java.util.concurrent.TimeUnit;

/**
 * How long an actor may take for an answer before another takes its place. It grows with what
 * answers take, so that slow games are waited for, and is kept over all connections of a session.
 *
 * <p>Times are in nanoseconds. Used by one thread.
 */
final class AnswerPatience {
  /** Long beside an answer where moves are fast. */
  private static final long LEAST = TimeUnit.SECONDS.toNanos(180);

  /** The first answer: before that an actor unpacks libtorch and makes its network and games. */
  private static final long LEAST_FIRST = TimeUnit.SECONDS.toNanos(600);

  private static final long MOST = TimeUnit.DAYS.toNanos(1);

  /** How often as long as the longest answer another may take. */
  private static final int TIMES_THE_LONGEST = 4;

  private static final int MOST_DOUBLINGS = 10;

  private final long move;
  private long longest;

  /** Times in a row that an actor was too late and no answer came of any. */
  private int silences;

  /**
   * The patience with games that may take so long.
   *
   * @param moveSeconds what a move in all games of an actor may take by the game's own limit; 0
   *     where it has none
   */
  AnswerPatience(double moveSeconds) {
    move = (long) Math.min(MOST, moveSeconds * 1e9);
  }

  /** What a move in all games of an actor may take by the game's option {@code timeout}, in s. */
  static double moveSeconds(ResolvedConfig resolved) {
    Object set = resolved.config().environment().get("timeout");
    double timeout =
        GameOptions.of(resolved.game(), resolved.config().environment()).stream()
            .filter(option -> option.key().equals("timeout"))
            .map(option -> set == null ? option.byDefault() : set)
            .filter(Number.class::isInstance)
            .mapToDouble(seconds -> ((Number) seconds).doubleValue())
            .findFirst()
            .orElse(0);
    return timeout * resolved.config().selfPlay().gamesPerWorker();
  }

  /** An answer has come after so long. */
  void answered(long nanos) {
    longest = Math.max(longest, Math.min(nanos, MOST));
    silences = 0;
  }

  /** An actor was too late. Perhaps it is the game that is slow: the next is waited for longer. */
  void silent() {
    silences = Math.min(silences + 1, MOST_DOUBLINGS);
  }

  /**
   * The patience now.
   *
   * @param first whether the actor has answered nothing yet
   */
  long nanos(boolean first) {
    long patience = (first ? LEAST_FIRST : LEAST) + Math.max(move, TIMES_THE_LONGEST * longest);
    return Math.min(MOST, patience << silences);
  }
}
