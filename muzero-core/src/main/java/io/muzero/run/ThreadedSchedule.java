package io.muzero.run;

import io.muzero.blackboard.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Everybody at once, each on a thread of its own; one that fails ends the run.
 *
 * <p>One that a game blocks is not waited for: nothing can stop a game's code, so its thread is
 * left behind and does not keep the process alive.
 */
final class ThreadedSchedule implements Schedule {
  private final RunContext context;
  private final Roster roster;
  private final Role learner;
  private final Role evaluation;
  private final RunMonitor monitor;
  private final List<Running> working = new ArrayList<>();
  private final List<Running> evaluating = new ArrayList<>();

  private record Running(Role role, Thread thread) {}

  /** {@code learner} begins when everybody of the roster has. */
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
      CountDownLatch missing = new CountDownLatch(roster.all().size());
      roster.all().forEach(role -> working.add(start(role, missing)));
      roster.gating().ifPresent(role -> working.add(start(role, new CountDownLatch(1))));
      evaluating.add(start(evaluation, new CountDownLatch(1)));
      while (!stop.ended() && !missing.await(Pauses.BEGIN_MILLISECONDS, TimeUnit.MILLISECONDS)) {
        monitor.look(); // those who are missing end the run when they fail
      }
      working.add(start(learner, new CountDownLatch(1)));
      while (!stop.awaitEnd(Pauses.TICK_MILLISECONDS)) {
        monitor.tick();
      }
    } finally {
      // Whatever happened here: what the threads use must outlive them.
      stop.end();
      context.gates().release();
      join(working);
    }
  }

  /** Starts a role; {@code missing} counts down when it has begun. */
  private Running start(Role role, CountDownLatch missing) {
    Thread thread =
        new Thread(
            () -> {
              try (role) {
                role.begin();
                missing.countDown();
                role.run();
              } catch (Throwable e) { // whatever it is: the run ends and shows it
                context.board().stop().fail(e);
              }
            },
            role.name());
    thread.setDaemon(true);
    thread.start();
    return new Running(role, thread);
  }

  @Override
  public void finish() throws InterruptedException {
    join(evaluating);
  }

  /** Waits until all have ended or are blocked by a game. */
  private static void join(List<Running> threads) throws InterruptedException {
    for (Running running : threads) {
      while (running.thread.isAlive() && !running.role.watch().isBlocked()) {
        running.thread.join(Pauses.JOIN_MILLISECONDS);
      }
    }
  }
}
