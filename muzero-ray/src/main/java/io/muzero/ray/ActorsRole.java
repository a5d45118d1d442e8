package io.muzero.ray;

import io.muzero.blackboard.Counter;
import io.muzero.blackboard.Counters;
import io.muzero.network.Weights;
import io.muzero.ray.cluster.Cluster;
import io.muzero.ray.cluster.ClusterEvent;
import io.muzero.ray.cluster.Clusters;
import io.muzero.ray.wire.ActorSetup;
import io.muzero.ray.wire.WeightsMessage;
import io.muzero.rayhome.ChildException;
import io.muzero.run.Role;
import io.muzero.run.RunContext;
import io.muzero.run.RunEvent;
import io.muzero.run.SelfPlayPlace;
import io.muzero.run.WorkerState;
import io.muzero.run.WorkerState.Activity;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands in a run for all actors on a cluster: hands out weights, asks for games while the gates
 * are open, and feeds them to the replay buffer.
 *
 * <p>A cluster that goes away pauses self-play; the learner trains on as far as the gates let it.
 * When it is not back after the patience, the run ends at a checkpoint. Numbers of actors are used
 * once in a run, over all its sessions: a replacement draws other random numbers than the one that
 * died, so no game is played twice.
 */
final class ActorsRole implements Role {
  private static final String NAME = "self-play on Ray";
  private static final int FORMAT = 1;

  /** Above every number that a thread had which began where nothing was counted. */
  private static final int ABOVE_THREADS = 1024;

  private static final long POLL_MILLIS = 20;
  private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long RETRY_MILLIS = 2000;

  private final RunContext context;
  private final Clusters clusters;
  private final ActorSetup setup;
  private final Bounds bounds;
  private final GamesIntake intake;
  private final AnswerPatience answers;
  private final Outage outage;

  /** No number below is given out: earlier sessions had them, and may not have counted them. */
  private volatile int leastNumber;

  private final long begun = System.nanoTime();
  private volatile Now now = new Now(Activity.BEGINNING, System.nanoTime());
  private volatile @Nullable String failure;
  private boolean connectedOnce;

  /** Those of the intake when it was last looked at; of positions, none are newer in an outage. */
  private long trajectories;

  private long positions;

  private record Now(Activity activity, long sinceNanos) {}

  /**
   * What a user wants.
   *
   * @param actors how many
   * @param patienceSeconds how long a cluster that went away is waited for
   * @param moveSeconds what a move in all games of an actor may take by the game's own limit; 0
   *     where it has none
   * @param pauseMillis how long no actors are started after some failed; doubles with each time
   */
  record Bounds(ActorCount actors, int patienceSeconds, double moveSeconds, int pauseMillis) {
    /** With the usual pauses. */
    Bounds(ActorCount actors, int patienceSeconds, double moveSeconds) {
      this(actors, patienceSeconds, moveSeconds, 1000);
    }
  }

  ActorsRole(RunContext context, Clusters clusters, ActorSetup setup, Bounds bounds) {
    this.context = context;
    this.clusters = clusters;
    this.setup = setup;
    this.bounds = bounds;
    intake = new GamesIntake(context);
    answers = new AnswerPatience(bounds.moveSeconds());
    outage = new Outage(TimeUnit.SECONDS.toNanos(bounds.patienceSeconds()));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run() throws InterruptedException {
    while (!ended()) {
      String gone;
      try (Cluster cluster = clusters.connect(setup)) {
        gone = serve(cluster);
      } catch (ChildException e) {
        gone = String.valueOf(e.getMessage());
      }
      if (!ended() && !context.board().stop().awaitEnd(POLL_MILLIS)) {
        if (!connectedOnce) {
          throw new RayPlayException("no self-play at " + clusters.place() + ": " + gone);
        }
        pause(gone);
      }
    }
  }

  private boolean ended() {
    return context.board().stop().ended();
  }

  /** Plays until the run ends or the cluster is gone; returns why it is. */
  private String serve(Cluster cluster) throws InterruptedException {
    ActorPool pool = new ActorPool(cluster, bounds, this::nextNumber, intake, answers);
    boolean ready = false;
    boolean storing = false;
    long published = -1;
    long told = System.nanoTime();
    while (!ended()) {
      ClusterEvent event = cluster.next(POLL_MILLIS);
      for (; event != null; event = cluster.next(0)) {
        if (event instanceof ClusterEvent.Gone gone) {
          return gone.reason();
        } else if (event instanceof ClusterEvent.Ready) {
          ready = true;
          connectedOnce = true;
          outage.ready(System.nanoTime());
        } else if (event instanceof ClusterEvent.Stored) {
          storing = false;
        } else {
          pool.handle(event);
        }
      }
      Weights newest = context.board().weights().newest();
      if (ready && !storing && newest.version() != published) {
        cluster.publish(newest.version(), WeightsMessage.encode(newest));
        published = newest.version();
        storing = true;
      }
      if (ready) {
        pool.adjust();
        boolean mayPlay = context.gates().mayPlay();
        if (mayPlay) {
          pool.keepBusy(context.config(), context.gates());
        }
        outage.asking(mayPlay, System.nanoTime());
        is(pool.alive() == 0 ? Activity.BEGINNING : mayPlay ? Activity.PLAYING : Activity.WAITING);
      }
      if (System.nanoTime() - told >= TELL_NANOS) {
        told = System.nanoTime();
        tell(pool);
      }
      lookAtOutage();
    }
    return "";
  }

  /** A connection ends an outage when games come; it ends the run when they do not for too long. */
  private void lookAtOutage() {
    if (intake.trajectories() != trajectories) {
      trajectories = intake.trajectories();
      outage.delivered();
    }
    if (!outage.lasts()) {
      positions = intake.positions();
    } else if (intake.positions() != positions) {
      outage.played(System.nanoTime());
      context.tell("the Ray cluster at " + clusters.place() + " is back: self-play goes on");
    } else if (outage.isTooLong(System.nanoTime())) {
      giveUp();
    }
  }

  private void tell(ActorPool pool) {
    pool.complaint().ifPresent(context::tell);
    context.tell(
        new RunEvent.Actors(
            clusters.place(),
            bounds.actors().wanted(pool.room()),
            intake.refused(),
            pool.states(context.board().weights().newest().version())));
  }

  /** Waits before another connection; ends the run when no game has come for too long. */
  private void pause(String reason) throws InterruptedException {
    is(Activity.WAITING);
    lookAtOutage(); // what came with the last events
    if (outage.lost(System.nanoTime())) {
      context.tell(
          "the Ray cluster at "
              + clusters.place()
              + " is gone ("
              + reason
              + "): self-play pauses; training ends at a checkpoint when it is not back in "
              + bounds.patienceSeconds()
              + " s");
    }
    context.tell(
        new RunEvent.Actors(
            clusters.place(), bounds.actors().least(), intake.refused(), List.of()));
    while (!context.board().stop().awaitEnd(RETRY_MILLIS)) {
      if (outage.isTooLong(System.nanoTime())) {
        giveUp();
        return;
      }
      if (clusters.answers()) {
        return;
      }
    }
  }

  private void giveUp() {
    failure =
        "the Ray cluster at "
            + clusters.place()
            + " did not come back within "
            + bounds.patienceSeconds()
            + " s";
    context.board().stop().end();
  }

  private void is(Activity activity) {
    if (now.activity != activity) {
      now = new Now(activity, System.nanoTime());
    }
  }

  /** Why the run was ended, if this ended it. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** Actors play for as long as they are asked to, not in turns. */
  @Override
  public boolean turn() {
    throw new IllegalStateException(
        "a deterministic run takes turns, which actors on a cluster do not");
  }

  /** A number that nobody of the run had. */
  private int nextNumber() {
    Counters counters = context.board().counters();
    long next = Math.max(leastNumber, counters.get(Counter.PLAYER_NUMBERS));
    counters.add(Counter.PLAYER_NUMBERS, next + 1 - counters.get(Counter.PLAYER_NUMBERS));
    return Math.toIntExact(next);
  }

  /** The number that the next actor gets. */
  @Override
  public byte[] save() {
    long next = Math.max(leastNumber, context.board().counters().get(Counter.PLAYER_NUMBERS));
    return ByteBuffer.allocate(3 * Integer.BYTES)
        .putInt(SelfPlayPlace.ELSEWHERE)
        .putInt(FORMAT)
        .putInt((int) next)
        .array();
  }

  /**
   * Goes on with numbers that nobody had: above those that the run counted, above those of a
   * session of actors before there was a count, and above those of threads.
   */
  @Override
  public void restore(byte[] saved) {
    ByteBuffer state = ByteBuffer.wrap(saved);
    boolean ours =
        saved.length == 3 * Integer.BYTES
            && state.getInt() == SelfPlayPlace.ELSEWHERE
            && state.getInt() == FORMAT;
    if (ours) {
      leastNumber = state.getInt();
    } else if (saved.length > 0) {
      leastNumber = ABOVE_THREADS;
    }
  }

  @Override
  public WorkerState state() {
    Now at = now;
    long nanos = System.nanoTime();
    return new WorkerState(
        NAME,
        clusters.place(),
        at.activity,
        (nanos - at.sinceNanos) / 1e9,
        (nanos - begun) / 1e9,
        intake.positions(),
        intake.games(),
        intake.newestStep(),
        intake.newestStep() < 0
            ? 0
            : Math.max(0, context.board().weights().newest().version() - intake.newestStep()));
  }

  @Override
  public void close() {
    is(Activity.ENDED);
  }
}
