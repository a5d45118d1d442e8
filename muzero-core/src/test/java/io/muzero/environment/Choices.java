package io.muzero.environment;

import java.util.Optional;

/**
 * A game of as many actions as one likes, for tests: an episode of ten steps on a board, each with
 * a target, the number of steps done times a seventh of the actions; whoever chooses within a tenth
 * of it gets 1. One action in {@code every} is legal. The observation is the step, alike on all
 * cells.
 */
public final class Choices implements Environment {
  /** The task; options {@code actions} (4672), {@code size} of the board (1), {@code every} (1). */
  public static final GameProvider GAME = new Provider();

  private static final int STEPS = 10;

  private final int actions;
  private final int size;
  private final int every;
  private int steps;

  private Choices(int actions, int size, int every) {
    this.actions = actions;
    this.size = size;
    this.every = every;
  }

  @Override
  public EnvironmentSpec spec() {
    return new EnvironmentSpec(
        1, 1, size, size, 0, 1, new ActionSpace.Discrete(actions), 0, 1, STEPS, Symmetry.NONE);
  }

  @Override
  public void reset(long seed) {
    reset();
  }

  @Override
  public void reset() {
    steps = 0;
  }

  @Override
  public int playerToMove() {
    return 0;
  }

  @Override
  public boolean isLegal(int action) {
    return steps < STEPS && action % every == 0;
  }

  @Override
  public Step step(Action action) {
    long target = (long) steps * actions / 7 % actions;
    double reward = Math.abs(action.index() - target) <= actions / 10 ? 1 : 0;
    steps++;
    return new Step(reward, steps == STEPS, false);
  }

  @Override
  public void observe(float[] target, int offset) {
    for (int i = 0; i < size * size; i++) {
      target[offset + i] = (float) steps / STEPS;
    }
  }

  @Override
  public Choices copy() {
    Choices copy = new Choices(actions, size, every);
    copy.steps = steps;
    return copy;
  }

  @Override
  public String text() {
    return "after " + steps + " choices";
  }

  @Override
  public String json() {
    return "{\"kind\":\"choices\",\"steps\":" + steps + "}";
  }

  /** Makes it, for a jar as for tests. */
  public static final class Provider implements GameProvider {
    @Override
    public String name() {
      return "choices";
    }

    @Override
    public String description() {
      return "choose near the target among many actions";
    }

    @Override
    public Environment create(GameOptions options) {
      options.only("actions", "size", "every");
      return new Choices(
          options.integer("actions", 4672, 1, 10_000_000),
          options.integer("size", 1, 1, 100),
          options.integer("every", 1, 1, 10_000_000));
    }

    @Override
    public Optional<String> configuration() {
      return Optional.empty();
    }
  }
}
