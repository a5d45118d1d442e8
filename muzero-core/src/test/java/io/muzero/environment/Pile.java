package io.muzero.environment;

import java.util.List;
import java.util.Optional;

/**
 * A small solved game for tests: two players take one (action 0) or two (action 1) stones in turn,
 * and whoever takes the last wins 1. The player to move loses when the stones left are a multiple
 * of three. The observation has a 1 at the number of stones left.
 */
public final class Pile implements Environment {
  /** The game; option {@code stones} (7). */
  public static final GameProvider GAME = new Provider();

  private final int stones;
  private int left;
  private int mover;

  private Pile(int stones) {
    this.stones = stones;
    left = stones;
  }

  /** Stones left. */
  public int left() {
    return left;
  }

  @Override
  public EnvironmentSpec spec() {
    return new EnvironmentSpec(
        2, stones + 1, 1, 1, 0, 1, new ActionSpace.Discrete(2), 0, 1, stones, Symmetry.NONE);
  }

  @Override
  public void reset(long seed) {
    reset();
  }

  @Override
  public void reset() {
    left = stones;
    mover = 0;
  }

  @Override
  public int playerToMove() {
    return mover;
  }

  @Override
  public boolean isLegal(int action) {
    return action >= 0 && action < Math.min(2, left);
  }

  @Override
  public Step step(Action action) {
    if (left == 0) {
      throw new IllegalStateException("the pile is gone");
    }
    if (!isLegal(action.index())) {
      throw new IllegalArgumentException("only one stone is left");
    }
    left -= action.index() + 1;
    mover = 1 - mover;
    return left == 0 ? Step.terminal(1) : Step.going(0);
  }

  @Override
  public void observe(float[] target, int offset) {
    for (int i = 0; i <= stones; i++) {
      target[offset + i] = i == left ? 1 : 0;
    }
  }

  @Override
  public Pile copy() {
    Pile copy = new Pile(stones);
    copy.left = left;
    copy.mover = mover;
    return copy;
  }

  @Override
  public Environment copyInto(Environment target) {
    if (!(target instanceof Pile other) || other.stones != stones) {
      return copy();
    }
    other.left = left;
    other.mover = mover;
    return other;
  }

  @Override
  public boolean isDeterministic() {
    return true;
  }

  @Override
  public String text() {
    return left + " stones";
  }

  @Override
  public String json() {
    return "{\"kind\":\"pile\",\"left\":" + left + "}";
  }

  private static final class Provider implements GameProvider {
    @Override
    public String name() {
      return "pile";
    }

    @Override
    public String description() {
      return "take the last stone";
    }

    @Override
    public Environment create(GameOptions options) {
      return new Pile(options.only("stones").integer("stones", 7, 1, 100));
    }

    @Override
    public Optional<String> configuration() {
      return Optional.empty();
    }

    @Override
    public List<String> opponents() {
      return List.of("random", "careless", "perfect");
    }

    /** {@code careless} takes one stone whatever happens; {@code perfect} does so when lost. */
    @Override
    public Player opponent(String opponent, GameOptions options, long seed) {
      return switch (opponent) {
        case "careless" -> environment -> Action.of(0);
        case "perfect" -> environment -> Action.of(((Pile) environment).left() % 3 == 2 ? 1 : 0);
        default -> GameProvider.super.opponent(opponent, options, seed);
      };
    }

    @Override
    public Optional<Solver> solver(GameOptions options) {
      return Optional.of(
          new Solver() {
            @Override
            public int[] actionValues(Environment environment) {
              int left = ((Pile) environment).left();
              int one = (left - 1) % 3 == 0 ? 1 : -1;
              int two = left < 2 ? Integer.MIN_VALUE : (left - 2) % 3 == 0 ? 1 : -1;
              return new int[] {one, two};
            }

            @Override
            public boolean canEnumerate() {
              return true;
            }
          });
    }
  }
}
