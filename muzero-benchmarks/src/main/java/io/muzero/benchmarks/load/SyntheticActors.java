package io.muzero.benchmarks.load;

import io.muzero.replay.Trajectory;
import io.muzero.run.Role;
import io.muzero.run.RunContext;
import io.muzero.run.SelfPlayIntake;
import io.muzero.run.SelfPlayPlace;
import io.muzero.run.WorkerState;
import io.muzero.selfplay.SelfPlayMove;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A place where nobody plays: its roles hand recorded games to the run through the port that actors
 * on a cluster use, at a given rate, and wait at the gates as those do. Each game is read from its
 * bytes anew, as one that arrives is. Thread-safe.
 */
final class SyntheticActors implements SelfPlayPlace {
  private static final long NANOSECONDS = 1_000_000_000;

  /** Longest wait for a slot, so that a changed rate is seen soon. */
  private static final long LONGEST_WAIT = NANOSECONDS / 20;

  private final Recordings recordings;
  private final int actors;
  private final AtomicLong next = new AtomicLong();
  private final LongAdder taken = new LongAdder();
  private final LongAdder atGates = new LongAdder();
  private final LongAdder processor = new LongAdder();

  /** When the next trajectory is due, as {@link System#nanoTime}. */
  private long due = System.nanoTime();

  /** Trajectories a second of all together; 0: as many as are taken. */
  private double rate;

  private volatile List<Actor> all = List.of();

  /** The run, as soon as it is open. */
  private volatile @Nullable RunContext context;

  /**
   * A place.
   *
   * @param actors roles, each a thread
   */
  SyntheticActors(Recordings recordings, int actors) {
    this.recordings = recordings;
    this.actors = actors;
  }

  @Override
  public List<Role> roles(RunContext run) {
    context = run;
    all = IntStream.range(0, actors).mapToObj(number -> new Actor(run, number)).toList();
    return List.copyOf(all);
  }

  /** The run that it plays for. */
  RunContext context() {
    return Objects.requireNonNull(context, "no run has been opened yet");
  }

  /** Sets how many trajectories a second all hand out together; 0: as many as are taken. */
  synchronized void rate(double trajectoriesASecond) {
    rate = trajectoriesASecond;
    due = System.nanoTime();
  }

  /** Trajectories that were taken so far. */
  long taken() {
    return taken.sum();
  }

  /** Nanoseconds that actors have waited at the gates, all together, up to now. */
  long nanosAtGates() {
    long now = System.nanoTime();
    return atGates.sum() + all.stream().mapToLong(actor -> actor.waitingFor(now)).sum();
  }

  /** Nanoseconds of processor time that taking games has cost, all together. */
  long processorNanos() {
    return processor.sum();
  }

  /** Nanoseconds until the next trajectory is due; when that is at most 0, it is the caller's. */
  private synchronized long claim() {
    if (rate == 0) {
      return 0;
    }
    long wait = due - System.nanoTime();
    if (wait <= 0) {
      due += (long) (NANOSECONDS / rate);
    }
    return wait;
  }

  /** One actor. Used by its thread. */
  private final class Actor implements Role {
    private final RunContext run;
    private final SelfPlayIntake intake;
    private final String name;
    private final long begun = System.nanoTime();
    private volatile long moves;

    /** When it came to the gates, as {@link System#nanoTime}; 0 elsewhere. */
    private volatile long waitingSince;

    Actor(RunContext run, int number) {
      this.run = run;
      name = "synthetic actor " + number;
      intake = run.intake();
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void run() throws InterruptedException {
      while (!run.board().stop().ended()) {
        long wait = claim();
        if (wait > 0) {
          TimeUnit.NANOSECONDS.sleep(Math.min(wait, LONGEST_WAIT));
          continue;
        }
        waitingSince = System.nanoTime();
        run.gates().awaitPlay();
        atGates.add(waitingFor(System.nanoTime()));
        waitingSince = 0;
        if (!run.board().stop().ended()) {
          turn();
        }
      }
    }

    private long waitingFor(long now) {
      long since = waitingSince;
      return since == 0 ? 0 : Math.max(0, now - since);
    }

    @Override
    public boolean turn() {
      long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      int index = (int) (next.getAndIncrement() % recordings.messages().size());
      Trajectory trajectory = Recordings.read(recordings.messages().get(index));
      intake.recorded(0, trajectory);
      intake.moved(share(trajectory.sampleablePositions()));
      moves += trajectory.sampleablePositions();
      taken.increment();
      processor.add(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
      return true;
    }

    /** What playing so many positions did, by what recording them did. */
    private SelfPlayMove share(int positions) {
      SelfPlayMove all = recordings.moves();
      double part = (double) positions / Math.max(1, all.positions());
      return new SelfPlayMove(
          positions,
          1,
          Math.round(part * all.simulations()),
          Math.round(part * all.evaluations()),
          (int) Math.ceil(part * all.networkCalls()),
          all.callCapacity(),
          all.meanDepth(),
          new float[] {all.rootValues()[0]},
          run.board().weights().newest().version());
    }

    @Override
    public WorkerState state() {
      double seconds = (System.nanoTime() - begun) / (double) NANOSECONDS;
      return new WorkerState(
          name,
          "synthetic",
          WorkerState.Activity.PLAYING,
          seconds,
          seconds,
          moves,
          moves,
          run.board().weights().newest().version(),
          0);
    }

    @Override
    public void close() {}
  }
}
