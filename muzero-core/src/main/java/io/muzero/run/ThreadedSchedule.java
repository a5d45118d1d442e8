package io.muzero.run;

import io.muzero.blackboard.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Everybody at once, each on a thread of its own; one that fails ends the run.
 *
 * <p>One that a game blocks is not waited for, neither at the beginning nor at the end: nothing can
 * stop a game's code, so its thread is left behind and does not keep the process alive.
 */
final class ThreadedSchedule implements Schedule {
  private final RunContext context;
  private final Roster roster;
  private final Role learner;
  private final Role evaluation;
  private final RunMonitor monitor;
  private final List<Running> working = new ArrayList<>();
  private final List<Running> evaluating = new ArrayList<>();

  /** {@code begun} counts down to 0 when the role has begun. */
  private record Running(Role role, Thread thread, CountDownLatch begun) {
    boolean isBlocked() {
      return role.watch().isBlocked();
    }
  }

  /** {@code learner} begins when everybody of the roster has whom no game blocks. */
  ThreadedSchedule(
      RunContext context, Roster roster, Role learner, Role evaluation, RunMonitor monitor) {
    this.context = context;
    this.roster = roster;
    this.learner = learner;
    this.evaluation = evaluation;
    this.monitor = monitor;
  }

  @Override
  public void run() throws InterruptedException {
    StopSignal stop = context.board().stop();
    try {
      roster.all().forEach(role -> working.add(start(role)));
      List<Running> before = List.copyOf(working);
      roster.gating().ifPresent(role -> working.add(start(role)));
      evaluating.add(start(evaluation));
      for (Running one : before) {
        awaitBegun(one, stop);
      }
      working.add(start(learner));
      while (!stop.awaitEnd(Pauses.TICK_MILLISECONDS)) {
        monitor.tick();
      }
    } finally {
      // Whatever happened here: what the threads use must outlive them.
      stop.end();
      context.gates().release();
      join(working);
    }
    monitor.tellEnd(); // what is shown stands while the last weights are evaluated
  }

  /** Waits until somebody has begun, is blocked by a game, or has failed, which ends the run. */
  private void awaitBegun(Running one, StopSignal stop) throws InterruptedException {
    while (!stop.ended()
        && !one.isBlocked()
        && !one.begun.await(Pauses.BEGIN_MILLISECONDS, TimeUnit.MILLISECONDS)) {
      monitor.tickIfDue();
    }
  }

  private Running start(Role role) {
    CountDownLatch begun = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try (role) {
                role.begin();
                begun.countDown();
                role.run();
              } catch (Throwable e) { // whatever it is: the run ends and shows it
                context.board().stop().fail(e);
              }
            },
            role.name());
    thread.setDaemon(true);
    thread.start();
    return new Running(role, thread, begun);
  }

  @Override
  public void finish() throws InterruptedException {
    join(evaluating);
    if (context.board().stop().failure() == null) {
      monitor.tellEnd();
    }
  }

  /** Waits until all have ended or are blocked by a game. */
  private static void join(List<Running> threads) throws InterruptedException {
    for (Running running : threads) {
      while (running.thread.isAlive() && !running.isBlocked()) {
        running.thread.join(Pauses.JOIN_MILLISECONDS);
      }
    }
  }
}
