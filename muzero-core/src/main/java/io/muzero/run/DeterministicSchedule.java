package io.muzero.run;

import io.muzero.blackboard.StopSignal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Everybody in turns on one thread: train whenever the replay ratio allows a step, else search
 * stored games again when that is behind, else let the next worker play a move. Where newer weights
 * must win before they play, their match comes right after the training step that made them.
 *
 * <p>What comes next depends on counts alone, which checkpoints keep, so a resumed run goes on with
 * the very turn that would have followed. Time has no part in it.
 */
final class DeterministicSchedule implements Schedule {
  private final RunContext context;
  private final Roster roster;
  private final LearnerRole learner;
  private final EvaluationRole evaluation;
  private final RunMonitor monitor;

  DeterministicSchedule(
      RunContext context,
      Roster roster,
      LearnerRole learner,
      EvaluationRole evaluation,
      RunMonitor monitor) {
    this.context = context;
    this.roster = roster;
    this.learner = learner;
    this.evaluation = evaluation;
    this.monitor = monitor;
  }

  @Override
  public void run() throws IOException {
    StopSignal stop = context.board().stop();
    List<Role> all = new ArrayList<>(roster.all());
    roster.gating().ifPresent(all::add);
    all.add(learner);
    all.add(evaluation);
    watchGames(stop);
    try {
      for (Role role : all) {
        role.begin();
      }
      roster.gating().ifPresent(Role::turn); // for one that a stop cut off
      evaluation.makeUp();
      learner.endIfDone();
      while (!stop.ended()) {
        if (learner.turn()) {
          roster.gating().ifPresent(Role::turn);
          evaluation.turn();
          learner.afterTurn();
        } else if (!roster.reanalyser().map(Role::turn).orElse(false)) {
          roster.nextPlayer().turn();
        }
        monitor.tickIfDue();
      }
    } finally {
      all.forEach(Role::close);
    }
    monitor.tellEnd();
  }

  /** Looks after the games, because the one thread that is inside them cannot look at itself. */
  private void watchGames(StopSignal stop) {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (!stop.awaitEnd(Pauses.TICK_MILLISECONDS)) {
                  monitor.look();
                }
              } catch (Throwable e) { // whatever it is: the run ends and shows it
                stop.fail(e);
              }
            },
            "watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** Nobody is left. */
  @Override
  public void finish() {}
}
