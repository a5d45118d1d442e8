package io.muzero.games.table;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.games.gymnasium.GymnasiumEnvironment;

/**
 * A table world of Gymnasium's: each step draws one of the table's outcomes, even a certain one.
 *
 * <p>The network sees the state one-hot, S×1×1, unless a world has a better way.
 */
public abstract class TableEnvironment extends GymnasiumEnvironment implements TableWorld {
  private final TransitionTable table;
  private int state;

  /**
   * Creates a world that is still to be reset.
   *
   * @param table its chances
   * @param size numbers of an observation, each 0 or 1
   * @param maxSteps as in the specification
   */
  protected TableEnvironment(TransitionTable table, int size, int maxSteps) {
    super(
        new EnvironmentSpec(
            1,
            size,
            1,
            1,
            0,
            1,
            new ActionSpace.Discrete(table.actions()),
            table.rewardLow(),
            table.rewardHigh(),
            maxSteps,
            Symmetry.NONE));
    this.table = table;
  }

  /** Copies state, generator and step count. */
  protected TableEnvironment(TableEnvironment other) {
    super(other);
    table = other.table;
    state = other.state;
  }

  @Override
  public final TransitionTable table() {
    return table;
  }

  @Override
  public final int state() {
    return state;
  }

  @Override
  public final void setState(int state) {
    this.state = state;
  }

  @Override
  protected void start() {
    state = table.drawStart(random());
  }

  @Override
  protected Step advance(Action action) {
    TransitionTable.Outcome outcome = table.draw(random(), state, action.index());
    state = outcome.next();
    return new Step(outcome.reward(), outcome.terminated(), false);
  }

  @Override
  public double[] gymnasiumObservation() {
    return new double[] {state};
  }

  @Override
  public void observe(float[] target, int offset) {
    for (int i = 0; i < table.states(); i++) {
      target[offset + i] = i == state ? 1 : 0;
    }
  }
}
