package io.muzero.run;

import io.muzero.replay.ReplayBuffer;
import io.muzero.storage.SharedStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The schedule of a deterministic run: train whenever the replay ratio allows a step, else search
 * stored games again when that is behind, else let the next worker play a move.
 *
 * <p>What comes next depends on counts alone, which checkpoints keep, so a resumed run goes on with
 * the very turn that would have followed. Belongs to one thread.
 */
final class TurnTaker implements AutoCloseable {
  private final RunParts parts;
  private final LearnerPart learner;
  private final List<SelfPlayPart> workers = new ArrayList<>();
  private final @Nullable ReanalysePart reanalyse;

  TurnTaker(
      RunSetup setup,
      RunParts parts,
      LearnerPart learner,
      SharedStorage storage,
      ReplayBuffer buffer,
      ReplayRatio ratio,
      RunMetrics metrics)
      throws IOException {
    this.parts = parts;
    this.learner = learner;
    for (int i = 0; i < parts.workers(); i++) {
      workers.add(parts.makeSelfPlay(i, setup, storage, buffer, ratio, metrics));
    }
    reanalyse = parts.reanalyses() ? parts.makeReanalyse(setup, storage, buffer) : null;
  }

  /** Takes the next turn; returns whether it was a training step. */
  boolean next() {
    if (learner.mayStep()) {
      learner.step();
      return true;
    }
    if (reanalyse != null && reanalyse.isBehind()) {
      reanalyse.refresh();
      return false;
    }
    workers.get(parts.turn).move();
    parts.turn = (parts.turn + 1) % workers.size();
    return false;
  }

  @Override
  public void close() {
    workers.forEach(SelfPlayPart::close);
    if (reanalyse != null) {
      reanalyse.close();
    }
  }
}
