package io.muzero.environment;

import java.util.Optional;

/**
 * A small task of chance for tests: walk from a random cell to the right end of a corridor. Actions
 * are left (illegal at the left end), wait and right; wind sometimes pushes one cell back. Each
 * step to the right brings 0.25, the end 1. After a number of steps the episode is cut. The
 * observation is the cell and the step, both scaled to [0, 1].
 */
public final class Walk implements Environment {
  /** The task; options {@code cells} (6) and {@code limit} of steps (12). */
  public static final GameProvider GAME = new Provider();

  private final int cells;
  private final int limit;
  private long generator;
  private int cell;
  private int steps;
  private boolean ended;

  private Walk(int cells, int limit) {
    this.cells = cells;
    this.limit = limit;
    reset(0);
  }

  @Override
  public EnvironmentSpec spec() {
    return new EnvironmentSpec(
        1, 2, 1, 1, 0, 1, new ActionSpace.Discrete(3), 0, 1.25, limit, Symmetry.NONE);
  }

  private int draw(int bound) {
    generator = generator * 6364136223846793005L + 1442695040888963407L;
    return (int) Math.floorMod(generator >>> 33, (long) bound);
  }

  @Override
  public void reset(long seed) {
    generator = seed;
    reset();
  }

  @Override
  public void reset() {
    cell = draw(cells / 2);
    steps = 0;
    ended = false;
  }

  @Override
  public int playerToMove() {
    return 0;
  }

  @Override
  public boolean isLegal(int action) {
    return !ended && action >= (cell > 0 ? 0 : 1) && action < 3;
  }

  @Override
  public Step step(Action action) {
    if (ended) {
      throw new IllegalStateException("the walk has ended");
    }
    if (!isLegal(action.index())) {
      throw new IllegalArgumentException("there is a wall to the left");
    }
    int before = cell;
    cell += action.index() - 1;
    if (cell > 0 && draw(4) == 0) {
      cell--;
    }
    steps++;
    boolean there = cell == cells;
    ended = there || steps == limit;
    return new Step((cell > before ? 0.25 : 0) + (there ? 1 : 0), there, ended && !there);
  }

  @Override
  public void observe(float[] target, int offset) {
    target[offset] = (float) cell / cells;
    target[offset + 1] = (float) steps / limit;
  }

  @Override
  public Walk copy() {
    Walk copy = new Walk(cells, limit);
    copy.generator = generator;
    copy.cell = cell;
    copy.steps = steps;
    copy.ended = ended;
    return copy;
  }

  @Override
  public String text() {
    return "cell " + cell + " after " + steps + " steps";
  }

  @Override
  public String json() {
    return "{\"kind\":\"walk\",\"cell\":" + cell + "}";
  }

  private static final class Provider implements GameProvider {
    @Override
    public String name() {
      return "walk";
    }

    @Override
    public String description() {
      return "reach the right end";
    }

    @Override
    public Environment create(GameOptions options) {
      options.only("cells", "limit");
      return new Walk(options.integer("cells", 6, 2, 100), options.integer("limit", 12, 1, 1000));
    }

    @Override
    public Optional<String> configuration() {
      return Optional.empty();
    }
  }
}
