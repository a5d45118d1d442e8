package io.muzero.network;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.function.Predicate;

/**
 * A network's parameters in a tensor on the device where they were trained, which nobody changes:
 * who computes on the same device takes them without a way through the CPU.
 *
 * <p>Thread-safe. Whoever made it closes it; networks that took the parameters before keep the
 * memory alive until they take others.
 */
public final class DeviceWeights implements AutoCloseable {
  private final PtNDArray parameters;
  private boolean open = true;

  /** Owns {@code parameters}, whose manager must live longer. */
  public DeviceWeights(PtNDArray parameters) {
    this.parameters = parameters;
  }

  /**
   * Lets a network take the parameters while they cannot be closed.
   *
   * @param taker says whether it took them
   * @return whether it did; false also when they are closed
   */
  synchronized boolean use(Predicate<PtNDArray> taker) {
    return open && taker.test(parameters);
  }

  @Override
  public synchronized void close() {
    if (open) {
      open = false;
      parameters.close();
    }
  }
}
