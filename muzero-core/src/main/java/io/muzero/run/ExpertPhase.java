package io.muzero.run;

/**
 * Keeps self-play from beginning while a run learns from games of experts alone. Thread-safe;
 * waiting threads are woken by {@link #end} and {@link #release}.
 */
final class ExpertPhase extends Gate {
  private boolean over;

  /** {@code over}: whether there is no such phase. */
  ExpertPhase(boolean over) {
    this.over = over;
  }

  /** Whether self-play may go on. */
  synchronized boolean mayPlay() {
    return over;
  }

  /** Self-play may go on from now on. */
  synchronized void end() {
    over = true;
    notifyAll();
  }

  /** Waits until self-play may go on or the run ends. */
  void awaitPlay() throws InterruptedException {
    await(this::mayPlay);
  }
}
