package io.muzero.run;

import io.muzero.model.MuZeroModel;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.Weights;
import io.muzero.replay.ReplayBuffer;
import io.muzero.replay.Trajectory;
import io.muzero.selfplay.GameWatch;
import io.muzero.selfplay.SelfPlayMove;
import io.muzero.selfplay.SelfPlayWorker;
import io.muzero.storage.Counter;
import io.muzero.storage.SharedStorage;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A self-play worker with its own network: plays with the newest weights and feeds the replay
 * buffer.
 *
 * <p>Made and used by one thread; {@link #save} may be called by any.
 */
final class SelfPlayPart implements AutoCloseable {
  private static final long LOOK_MILLISECONDS = 100;

  private final GameWatch watch;
  private final SharedStorage storage;
  private final ReplayBuffer buffer;
  private final ReplayRatio ratio;
  private final ReanalyseShare share;
  private final SupportWatch supports;
  private final RunMetrics metrics;
  private final DjlMuZeroModel model;
  private final MuZeroModel searched;
  private final SelfPlayWorker worker;

  /** Held during a move; fair, so that whoever wants to save gets it after the move. */
  private final ReentrantLock moving = new ReentrantLock(true);

  private int recorded;

  SelfPlayPart(
      RunSetup setup,
      int number,
      SharedStorage storage,
      ReplayBuffer buffer,
      ReplayRatio ratio,
      ReanalyseShare share,
      SupportWatch supports,
      RunMetrics metrics,
      GameWatch watch) {
    this.storage = storage;
    this.buffer = buffer;
    this.ratio = ratio;
    this.share = share;
    this.supports = supports;
    this.metrics = metrics;
    this.watch = watch;
    model = setup.model();
    searched = setup.searchModel(model);
    worker = setup.worker(number, searched, this::add, watch);
  }

  private void add(Trajectory trajectory) {
    buffer.add(trajectory);
    supports.recorded(trajectory);
    recorded += trajectory.sampleablePositions();
  }

  /** Plays until the end. */
  void run() throws InterruptedException {
    while (!storage.ended()) {
      ratio.awaitPlay();
      share.awaitPlay();
      move();
    }
  }

  /** Plays one move in every game. */
  void move() {
    Weights newest = storage.weights();
    if (newest.version() != model.version()) {
      model.load(newest);
    }
    moving.lock();
    try {
      recorded = 0;
      SelfPlayMove move = worker.move(newest.version());
      storage.add(Counter.ENV_STEPS, move.positions());
      storage.add(Counter.GAMES, move.games());
      storage.add(Counter.SIMULATIONS, move.simulations());
      storage.add(Counter.EVALUATIONS, move.evaluations());
      storage.add(Counter.CALL_CAPACITY, (long) move.networkCalls() * move.callCapacity());
      storage.add(Counter.DEPTH, Math.round(move.meanDepth() * move.simulations()));
      metrics.moved(move);
      storage.add(Counter.ENTITLED, ratio.played(recorded));
      storage.add(Counter.REANALYSE_ENTITLED, share.played(recorded));
    } finally {
      moving.unlock();
    }
  }

  /**
   * Writes the worker's state between two moves; nothing at all when a game holds the worker up,
   * because whoever saves must not be held up too.
   */
  void save(DataOutput out) throws IOException {
    if (!restBetweenMoves()) {
      return;
    }
    try {
      worker.save(out);
    } finally {
      moving.unlock();
    }
  }

  /** Waits for the end of a move and keeps the next from beginning; false when a game blocks. */
  private boolean restBetweenMoves() throws InterruptedIOException {
    try {
      while (!moving.tryLock(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS)) {
        if (watch.isBlocked()) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the end of a move");
    }
  }

  void restore(DataInput in) throws IOException {
    worker.restore(in);
  }

  @Override
  public void close() {
    worker.close();
    searched.close();
  }
}
