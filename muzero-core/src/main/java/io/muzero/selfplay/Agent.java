package io.muzero.selfplay;

import io.muzero.environment.Episode;
import java.util.List;

/**
 * Chooses actions without exploration, for many positions at once; the same weights always choose
 * alike. Used by the thread that made it.
 */
public interface Agent extends AutoCloseable {
  /** The action chosen in each episode's state by searching; none may have ended. */
  int[] search(List<Episode> episodes);

  /** The legal action that the network alone holds likeliest in each episode's state. */
  int[] policy(List<Episode> episodes);

  /** Frames that are looked at; with 1 the state alone decides, whatever led to it. */
  int stackedFrames();

  /** Frees what it holds. */
  @Override
  void close();
}
