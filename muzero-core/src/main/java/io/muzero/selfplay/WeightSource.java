package io.muzero.selfplay;

/**
 * Where the weights come from that a worker plays with: a port of self-play. Threads read a
 * reference, an actor on another machine reads what reached it last, a test says a number.
 */
@FunctionalInterface
public interface WeightSource {
  /**
   * Brings the worker's model up to the newest weights there are. Called by the worker's thread
   * before each move; does not wait for newer weights.
   *
   * @return their version: the training step after which they were taken, at least 0
   */
  long takeNewest();
}
