package io.muzero.run;

import java.util.function.BooleanSupplier;

/**
 * Where threads of a run wait for each other. What decides whether they may go on is guarded by the
 * gate's own lock; whoever changes it calls {@link #notifyAll}. Thread-safe.
 */
abstract class Gate {
  private boolean released;

  /** Waits until a condition holds, which is asked under the gate's lock, or the run ends. */
  final synchronized void await(BooleanSupplier mayGoOn) throws InterruptedException {
    while (!released && !mayGoOn.getAsBoolean()) {
      wait();
    }
  }

  /** Lets every waiting thread go, for good: the run ends. */
  final synchronized void release() {
    released = true;
    notifyAll();
  }
}
