package io.muzero.run;

import io.muzero.blackboard.Counter;
import io.muzero.blackboard.Counters;
import io.muzero.storage.RunFolder;
import java.util.List;

/**
 * Looks at a run about once a second: says how far it is, who is held up, and ends it when its time
 * is up. {@link #look} may be called by any thread, the rest by one.
 */
final class RunMonitor {
  /** What goes on while a game holds somebody up in a run of one thread. */
  private static final String ALL_WAIT =
      "a deterministic run waits for it, and writes no checkpoint until it returns; a second Ctrl-C"
          + " ends the run without one";

  private final RunContext context;
  private final RunFolder folder;
  private final RunPace pace;
  private final List<Role> roles;
  private final BlockedGames blocked;
  private final StarvedBuffer starved;
  private final long firstMoves;
  private double lastTick;

  /**
   * A monitor.
   *
   * @param folder must stay where it is
   * @param pace how far the run is
   * @param roles everybody, those who play first and the evaluation last
   */
  RunMonitor(RunContext context, RunFolder folder, RunPace pace, List<Role> roles) {
    this.context = context;
    this.folder = folder;
    this.pace = pace;
    this.roles = List.copyOf(roles);
    RunListener listener = context.reports().listener();
    blocked = new BlockedGames(listener::message);
    boolean alone = context.config().run().deterministic();
    for (Role role : roles) {
      blocked.add(role.title(), role.watch(), alone ? ALL_WAIT : role.whileBlocked());
    }
    starved = new StarvedBuffer(context.config(), context.setup().spec());
    firstMoves = context.board().counters().get(Counter.ENV_STEPS);
    lastTick = context.reports().clock().session();
  }

  /** Looks whether a game holds somebody up. */
  void look() {
    blocked.look();
  }

  /** Looks at everything. */
  void tick() {
    folder.requireThere();
    RunListener listener = context.reports().listener();
    Counters counters = context.board().counters();
    listener.progress(pace.progress());
    listener.event(
        new RunEvent.Workers(
            context.reports().clock().seconds(),
            context.newestStep(),
            roles.stream().map(Role::state).toList()));
    blocked.look();
    starved
        .complaint(counters.get(Counter.ENV_STEPS) - firstMoves, context.buffer().size())
        .ifPresent(listener::message);
    if (pace.isTimeUp() || pace.isGoodEnough()) {
      context.board().stop().end();
    }
  }

  /** Says how far the run is when it has come to its end, or its last evaluation to its own. */
  void tellEnd() {
    context.reports().listener().progress(pace.atEnd());
  }

  /** As {@link #tick}, where the last one was a second ago. */
  void tickIfDue() {
    double now = context.reports().clock().session();
    if (now - lastTick > Pauses.TICK_MILLISECONDS / 1000.0) {
      lastTick = now;
      tick();
    }
  }
}
