package io.muzero.protocol;

import java.time.Duration;
import java.util.Optional;

/**
 * How long one colour may think about a move under the time settings of the Go Text Protocol: main
 * time, then periods in which a number of moves must be made (Canadian overtime).
 *
 * <p>Of the main time a move gets an equal share for each that is still expected, and what a move
 * of overtime gets. What is used is subtracted here; a controller that sends {@code time_left}
 * knows better.
 */
final class MoveClock {
  /** Kept back of a move's time, for the way there and back. */
  private static final double MARGIN_SECONDS = 0.1;

  private double mainTime = -1;
  private double periodTime;
  private int periodMoves;

  private double left;

  /** Moves that must be made in what is left of the period; 0 in the main time. */
  private int movesLeft;

  /** Sets the time for the whole game; no limit when there are periods without moves. */
  void settings(int mainSeconds, int periodSeconds, int moves) {
    boolean unlimited = periodSeconds > 0 && moves == 0;
    mainTime = unlimited ? -1 : mainSeconds;
    periodTime = periodSeconds;
    periodMoves = moves;
    restart();
  }

  /** Begins a new game. */
  void restart() {
    left = mainTime;
    movesLeft = 0;
    if (mainTime == 0) {
      nextPeriod();
    }
  }

  private void nextPeriod() {
    left = periodTime;
    movesLeft = periodTime > 0 ? periodMoves : 0;
  }

  /**
   * Sets what is left.
   *
   * @param moves that must be made in it; 0: it is the main time
   */
  void left(double seconds, int moves) {
    left = Math.max(0, seconds);
    movesLeft = moves;
    mainTime = Math.max(mainTime, 0);
  }

  /**
   * Time for a move.
   *
   * @param expected moves that this colour may still have to make, at least 1
   * @return empty when there is no limit
   */
  Optional<Duration> budget(int expected) {
    if (mainTime < 0) {
      return Optional.empty();
    }
    double share;
    if (movesLeft > 0) {
      share = left / movesLeft;
    } else {
      share = left / expected + (periodMoves > 0 ? periodTime / periodMoves : 0);
      share = Math.min(share, left + (periodMoves > 0 ? periodTime / periodMoves : 0));
    }
    double seconds = Math.max(share / 2, share - MARGIN_SECONDS);
    return Optional.of(Duration.ofNanos((long) (seconds * 1e9)));
  }

  /** A move took so long. */
  void used(Duration time) {
    if (mainTime < 0) {
      return;
    }
    left -= time.toNanos() / 1e9;
    if (movesLeft == 0 && left < 0) {
      double over = -left;
      nextPeriod();
      left = Math.max(0, left - over);
    }
    if (movesLeft > 0) {
      movesLeft--;
      if (movesLeft == 0) {
        nextPeriod();
      }
    }
  }
}
