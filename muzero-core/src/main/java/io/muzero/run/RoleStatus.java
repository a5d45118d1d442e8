package io.muzero.run;

import io.muzero.run.WorkerState.Activity;
import io.muzero.selfplay.GameWatch;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps what a role says of itself. Told by the role's thread, read by any. */
final class RoleStatus {
  private static final String HERE = "this process";

  private final String name;
  private final GameWatch watch;
  private final RunClock clock;
  private final double since;
  private final AtomicLong moves = new AtomicLong();
  private final AtomicLong games = new AtomicLong();
  private volatile Doing doing;
  private volatile long weights = -1;

  private record Doing(Activity activity, double since) {}

  RoleStatus(String name, GameWatch watch, RunClock clock) {
    this.name = name;
    this.watch = watch;
    this.clock = clock;
    since = clock.session();
    doing = new Doing(Activity.BEGINNING, since);
  }

  String name() {
    return name;
  }

  /** The role does this from now on. */
  void now(Activity activity) {
    if (doing.activity != activity) {
      doing = new Doing(activity, clock.session());
    }
  }

  /** The role works with the weights of this training step. */
  void uses(long trainingStep) {
    weights = trainingStep;
  }

  /** The role has done more. */
  void add(long moreMoves, long moreGames) {
    moves.addAndGet(moreMoves);
    games.addAndGet(moreGames);
  }

  /**
   * All of it.
   *
   * @param newest training step of the newest published weights
   */
  WorkerState state(long newest) {
    double now = clock.session();
    Doing at = doing;
    boolean blocked = watch.isBlocked();
    return new WorkerState(
        name,
        HERE,
        blocked ? Activity.BLOCKED : at.activity,
        blocked ? watch.secondsInside() : now - at.since,
        now - since,
        moves.get(),
        games.get(),
        weights,
        weights < 0 ? 0 : Math.max(0, newest - weights));
  }
}
