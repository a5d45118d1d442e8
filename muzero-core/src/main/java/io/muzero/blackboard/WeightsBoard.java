package io.muzero.blackboard;

import io.muzero.network.Weights;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The newest weights for those who play: immutable snapshots handed over by one reference, so a
 * reader always has a whole set and nobody waits. Thread-safe.
 */
public final class WeightsBoard {
  private final AtomicReference<Weights> weights;

  /** A board on which these weights are the first. */
  public WeightsBoard(Weights first) {
    weights = new AtomicReference<>(first);
  }

  /** The newest weights; the same object until there are newer ones. */
  public Weights newest() {
    return Objects.requireNonNull(weights.get());
  }

  /** Hands weights to the players, who take them over at their next move. */
  public void publish(Weights newest) {
    weights.set(newest);
  }
}
