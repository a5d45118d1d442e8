package io.muzero.totient.ways;

import io.muzero.totient.work.Deal;
import io.muzero.totient.work.Dealer;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Lap;
import io.muzero.totient.work.Part;
import io.muzero.totient.work.Piece;
import io.muzero.totient.work.Piecework;
import io.muzero.totient.work.Piecework.Done;
import io.muzero.totient.work.Progress;
import io.muzero.totient.work.Stopwatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CountedCompleter;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Threads kept between jobs, with the JDK's own machinery for sharing.
 *
 * <p>Fixed parts are one task each for an executor; {@code queue} puts every piece into the
 * executor's queue; {@code steal} is a fork/join pool that halves the job until a piece is left,
 * and whose threads steal halves from each other.
 */
final class PoolWay implements Way {
  private final Stopwatch stopwatch;
  private @Nullable ExecutorService pool;
  private @Nullable Job shape;

  PoolWay(Stopwatch stopwatch) {
    this.stopwatch = stopwatch;
  }

  @Override
  public String name() {
    return WayName.POOL.label();
  }

  @Override
  public Lap run(Job job, Progress progress) throws InterruptedException {
    long called = stopwatch.nanos();
    ExecutorService workers = pool(job);
    long began = stopwatch.nanos();
    Piecework piecework = new Piecework(stopwatch, progress, began);
    long cpu = stopwatch.threadCpuNanos();
    List<Done> done =
        job.deal() == Deal.STEAL
            ? byForking(job, piecework, (ForkJoinPool) workers)
            : byExecutor(job, piecework, workers);
    return piecework.end(began - called, done).withMoreCpu(stopwatch.threadCpuNanos() - cpu);
  }

  private static List<Done> byExecutor(Job job, Piecework piecework, ExecutorService workers)
      throws InterruptedException {
    List<Callable<List<Done>>> tasks = new ArrayList<>();
    Dealer dealer = job.deal().dealer(job);
    if (job.deal() == Deal.QUEUE) {
      for (@Nullable Piece next = dealer.next(0); next != null; next = dealer.next(0)) {
        Part part = next.part();
        tasks.add(
            () -> {
              int worker = Lane.ofThisThread();
              return List.of(piecework.perform(worker, new Piece(part, worker), Part::sum));
            });
      }
    } else {
      for (int i = 0; i < job.workers(); i++) {
        int worker = i;
        tasks.add(
            () -> {
              List<Done> mine = new ArrayList<>();
              piecework.performAll(worker, dealer, Part::sum, mine);
              return mine;
            });
      }
    }
    List<Done> all = new ArrayList<>();
    for (Future<List<Done>> result : workers.invokeAll(tasks)) {
      all.addAll(await(result));
    }
    return all;
  }

  private static List<Done> byForking(Job job, Piecework piecework, ForkJoinPool workers)
      throws InterruptedException {
    ConcurrentLinkedQueue<Done> done = new ConcurrentLinkedQueue<>();
    Halving all =
        new Halving(null, new Part(2, job.to(), 1), Deal.grain(job), Lane.NONE, piecework, done);
    await(workers.submit(all));
    return List.copyOf(done);
  }

  private static <T extends @Nullable Object> T await(Future<T> result)
      throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new LabException("a task of the pool failed: " + e.getCause(), e);
    }
  }

  /** The pool for jobs of this shape, with all threads running. */
  private ExecutorService pool(Job job) throws InterruptedException {
    if (pool != null && shape != null && shape.equals(job.upTo(shape.to()))) {
      return pool;
    }
    close();
    AtomicInteger lanes = new AtomicInteger();
    ExecutorService started =
        job.deal() == Deal.STEAL
            ? new ForkJoinPool(
                job.workers(), in -> new ForkedLane(in, lanes.getAndIncrement()), null, false)
            : Executors.newFixedThreadPool(
                job.workers(), task -> new PlainLane(task, lanes.getAndIncrement()));
    pool = started;
    shape = job;
    CountDownLatch all = new CountDownLatch(job.workers());
    for (int i = 0; i < job.workers(); i++) {
      started.execute(
          () -> {
            all.countDown();
            try {
              all.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    all.await();
    return started;
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdownNow();
      pool = null;
    }
  }

  /** A pool's thread that knows its number. */
  private interface Lane {
    int NONE = -1;

    int lane();

    static int ofThisThread() {
      return ((Lane) Thread.currentThread()).lane();
    }
  }

  private static final class PlainLane extends Thread implements Lane {
    private final int lane;

    PlainLane(Runnable task, int lane) {
      super(task, "totient-pool");
      this.lane = lane;
      setDaemon(true);
    }

    @Override
    public int lane() {
      return lane;
    }
  }

  private static final class ForkedLane extends ForkJoinWorkerThread implements Lane {
    private final int lane;

    ForkedLane(ForkJoinPool pool, int lane) {
      super(pool);
      this.lane = lane;
    }

    @Override
    public int lane() {
      return lane;
    }
  }

  /** Halves a part until it is small: forks the right half, goes on with the left. */
  private static final class Halving extends CountedCompleter<@Nullable Void> {
    private final Part part;
    private final long grain;
    private final int forkedBy;
    private final transient Piecework piecework;
    private final transient ConcurrentLinkedQueue<Done> done;

    Halving(
        @Nullable Halving parent,
        Part part,
        long grain,
        int forkedBy,
        Piecework piecework,
        ConcurrentLinkedQueue<Done> done) {
      super(parent);
      this.part = part;
      this.grain = grain;
      this.forkedBy = forkedBy;
      this.piecework = piecework;
      this.done = done;
    }

    @Override
    public void compute() {
      int lane = Lane.ofThisThread();
      int owner = forkedBy == Lane.NONE ? lane : forkedBy;
      Part left = part;
      while (left.size() > grain) {
        long middle = left.first() + left.size() / 2;
        addToPendingCount(1);
        new Halving(this, new Part(middle, left.end(), 1), grain, lane, piecework, done).fork();
        left = new Part(left.first(), middle, 1);
      }
      try {
        done.add(piecework.perform(lane, new Piece(left, owner), Part::sum));
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while summing " + left, e);
      }
      tryComplete();
    }
  }
}
