package io.muzero.run;

import io.muzero.model.MuZeroModel;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.Weights;
import io.muzero.replay.ReplayBuffer;
import io.muzero.selfplay.Reanalyser;
import io.muzero.storage.Counter;
import io.muzero.storage.SharedStorage;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The reanalyser with its own network, kept to its share of what self-play adds. Made and used by
 * one thread; {@link #save} may be called by any.
 */
final class ReanalysePart implements AutoCloseable {
  private final SharedStorage storage;
  private final ReanalyseShare share;
  private final DjlMuZeroModel model;
  private final MuZeroModel searched;
  private final Reanalyser reanalyser;
  private final ReentrantLock working = new ReentrantLock(true);

  ReanalysePart(RunSetup setup, SharedStorage storage, ReplayBuffer buffer, ReanalyseShare share) {
    this.storage = storage;
    this.share = share;
    model = setup.model();
    searched = setup.searchModel(model);
    reanalyser = setup.reanalyser(searched, buffer);
  }

  /** Works until the end. */
  void run() throws InterruptedException {
    while (!storage.ended()) {
      share.awaitBehind();
      if (!storage.ended()) {
        refresh();
      }
    }
  }

  /** Whether fewer positions were searched again than its share asks for. */
  boolean isBehind() {
    return share.isBehind();
  }

  /** Searches a batch of stored positions again. */
  void refresh() {
    Weights newest = storage.weights();
    if (newest.version() != model.version()) {
      model.load(newest);
    }
    working.lock();
    try {
      int searched = reanalyser.refresh();
      storage.add(Counter.REANALYSED, searched);
      share.searched(searched);
    } finally {
      working.unlock();
    }
  }

  void save(DataOutput out) throws IOException {
    working.lock();
    try {
      reanalyser.save(out);
    } finally {
      working.unlock();
    }
  }

  void restore(DataInput in) throws IOException {
    reanalyser.restore(in);
  }

  @Override
  public void close() {
    reanalyser.close();
    searched.close();
  }
}
