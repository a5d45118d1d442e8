package io.muzero.protocol;

import java.time.Duration;

/**
 * How long a {@link HostedPlayer} may think about a move.
 *
 * @param limit time at most, at least 0; it may end much earlier
 * @param openEnded whether it goes on past its usual effort, because somebody watches
 */
public record Effort(Duration limit, boolean openEnded) {
  /** No limit that matters: a year. */
  private static final Duration UNLIMITED = Duration.ofDays(365);

  /** Checks the limit. */
  public Effort {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("limit must be at least 0, was " + limit);
    }
  }

  /** Whether it must end before it is made. */
  public boolean isBounded() {
    return limit.compareTo(UNLIMITED) < 0;
  }

  /** As long as a move takes. */
  static Effort unlimited() {
    return new Effort(UNLIMITED, false);
  }

  /** As long as a move takes, but no longer than this. */
  static Effort within(Duration limit) {
    return new Effort(limit.isNegative() ? Duration.ZERO : limit, false);
  }

  /** Until it is closed, or there is no more to find. */
  static Effort watched() {
    return new Effort(UNLIMITED, true);
  }
}
