package io.muzero.run;

import io.muzero.blackboard.Counter;
import io.muzero.blackboard.Counters;
import io.muzero.replay.Trajectory;
import io.muzero.selfplay.MoveListener;
import io.muzero.selfplay.SelfPlayMove;
import io.muzero.selfplay.TrajectorySink;

/**
 * The run's side of self-play's ports: what one player has played goes to the replay buffer, the
 * counters and the gates. Used by one thread; many players have one each.
 */
public final class SelfPlayIntake implements TrajectorySink, MoveListener {
  private final RunContext context;

  /** Positions recorded since the last move. */
  private int recorded;

  SelfPlayIntake(RunContext context) {
    this.context = context;
  }

  @Override
  public void recorded(int game, Trajectory trajectory) {
    context.buffer().add(trajectory);
    context.reports().supports().recorded(trajectory);
    recorded += trajectory.sampleablePositions();
  }

  @Override
  public void moved(SelfPlayMove move) {
    Counters counters = context.board().counters();
    counters.add(Counter.ENV_STEPS, move.positions());
    counters.add(Counter.GAMES, move.games());
    counters.add(Counter.SIMULATIONS, move.simulations());
    counters.add(Counter.EVALUATIONS, move.evaluations());
    counters.add(Counter.CALL_CAPACITY, (long) move.networkCalls() * move.callCapacity());
    counters.add(Counter.DEPTH, Math.round(move.meanDepth() * move.simulations()));
    context.reports().metrics().moved(move.rootValues());
    counters.add(Counter.ENTITLED, context.gates().ratio().played(recorded));
    counters.add(Counter.REANALYSE_ENTITLED, context.gates().share().played(recorded));
    recorded = 0;
  }
}
