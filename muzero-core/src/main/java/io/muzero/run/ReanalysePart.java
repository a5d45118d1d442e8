package io.muzero.run;

import io.muzero.config.MuZeroConfig;
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
  /** How long it sleeps when it has done its share. */
  private static final long PAUSE_MILLISECONDS = 20;

  private final double share;
  private final int warmUp;
  private final SharedStorage storage;
  private final ReplayBuffer buffer;
  private final DjlMuZeroModel model;
  private final Reanalyser reanalyser;
  private final ReentrantLock working = new ReentrantLock(true);

  ReanalysePart(RunSetup setup, SharedStorage storage, ReplayBuffer buffer) {
    MuZeroConfig config = setup.config();
    share = config.reanalyse().share();
    warmUp = config.run().warmUp();
    this.storage = storage;
    this.buffer = buffer;
    model = setup.model();
    reanalyser = setup.reanalyser(model, buffer);
  }

  /** Works until the end. */
  void run() throws InterruptedException {
    while (!storage.ended()) {
      if (isBehind()) {
        refresh();
      } else {
        storage.awaitEnd(PAUSE_MILLISECONDS);
      }
    }
  }

  /** Whether fewer positions were searched again than its share asks for. */
  boolean isBehind() {
    return storage.get(Counter.ENV_STEPS) >= warmUp
        && buffer.size() > 0
        && storage.get(Counter.REANALYSED) < share * storage.get(Counter.ENV_STEPS);
  }

  /** Searches a batch of stored positions again. */
  void refresh() {
    Weights newest = storage.weights();
    if (newest.version() != model.version()) {
      model.load(newest);
    }
    working.lock();
    try {
      storage.add(Counter.REANALYSED, reanalyser.refresh());
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
    model.close();
  }
}
