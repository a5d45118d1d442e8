package io.muzero.replay;

/**
 * Games that stay, for example those of experts: {@link ReplayBuffer#sample(TrainingBatch, int)}
 * draws some rows of a batch from them, each position equally likely. Thread-safe.
 */
public interface FixedGames {
  /** Positions that can be drawn. */
  int positions();

  /**
   * A position with what surrounds it.
   *
   * @param position within [0, {@link #positions})
   * @param unrollSteps steps K that follow it, fewer where the game ends before
   */
  Window at(int position, int unrollSteps);

  /**
   * A part of a game around a position: the steps before it that its frame stack shows, and those
   * that training unrolls.
   *
   * @param part the steps
   * @param valueTargets value target of each step's position in the view of its player to move [T]
   * @param index the position's place among them
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Window(Trajectory part, float[] valueTargets, int index) {}
}
