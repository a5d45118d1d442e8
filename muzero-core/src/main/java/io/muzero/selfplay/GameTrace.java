package io.muzero.selfplay;

import io.muzero.environment.Episode;
import java.util.Arrays;

/**
 * A number that tells games apart: made of the player's seat and all actions, rewards and
 * observations. Used by one thread.
 */
public final class GameTrace {
  private long value;

  /**
   * The trace of a game before its first move.
   *
   * @param seat 0 or 1, of the player in whose view games are counted
   */
  public GameTrace(int seat, Episode episode) {
    value = seat;
    add(-1, 0, episode);
  }

  /** Adds a move and the state after it. */
  public void add(int action, double reward, Episode episode) {
    value = 31 * value + action;
    value = 31 * value + Double.hashCode(reward);
    value = 0x9E3779B97F4A7C15L * (31 * value + Arrays.hashCode(episode.observation(0)));
    value ^= value >>> 29;
  }

  /** The number; equal for equal games. */
  public long value() {
    return value;
  }
}
