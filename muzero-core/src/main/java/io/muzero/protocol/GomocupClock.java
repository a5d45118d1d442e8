package io.muzero.protocol;

import java.time.Duration;

/**
 * How long a move may take under the limits that a Gomocup manager tells: {@code timeout_turn} of a
 * move, {@code timeout_match} of all together, {@code time_left} of the latter, in milliseconds.
 */
final class GomocupClock {
  /** What managers say when the match has no limit. */
  private static final long UNLIMITED = Integer.MAX_VALUE;

  /** Kept back of a move's time, for the way there and back. */
  private static final long MARGIN = 150;

  /** Moves that a match is expected to take at most from any position on. */
  private static final int MOST_EXPECTED = 30;

  /** Milliseconds; below 0: it was not said. */
  private long turn = -1;

  private long match;
  private long left = UNLIMITED;

  /** Takes a limit; other names are of no concern here. */
  void info(String key, long value) {
    switch (key) {
      case "timeout_turn" -> turn = Math.max(0, value);
      case "timeout_match" -> {
        match = Math.max(0, value);
        left = match == 0 ? UNLIMITED : match;
      }
      case "time_left" -> left = Math.max(0, value);
      default -> {
        // A limit of something else.
      }
    }
  }

  /**
   * Time for a move.
   *
   * @param free cells
   */
  Effort effort(int free) {
    long most = turn < 0 ? Long.MAX_VALUE : turn;
    if (left < UNLIMITED) {
      int expected = Math.max(5, Math.min(MOST_EXPECTED, free / 2));
      most = Math.min(most, left / expected);
    }
    if (most == Long.MAX_VALUE) {
      return Effort.unlimited();
    }
    return Effort.within(Duration.ofMillis(Math.max(most / 2, most - MARGIN)));
  }

  /** A move took so long; a manager that says what is left knows better. */
  void used(Duration time) {
    if (left < UNLIMITED) {
      left = Math.max(0, left - time.toMillis());
    }
  }
}
