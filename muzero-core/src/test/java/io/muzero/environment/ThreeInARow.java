package io.muzero.environment;

import java.util.Arrays;
import java.util.Optional;

/**
 * A board game for tests: two players put stones on 3×3 cells in turn, and three in a row win 1. As
 * SGF it is a gomoku of 3×3; its points are A1 at the bottom left to C3.
 */
public final class ThreeInARow implements SquareBoardGame {
  /** The game. */
  public static final GameProvider GAME = new Provider();

  private static final int SIZE = 3;
  private static final int CELLS = SIZE * SIZE;
  private static final int[][] LINES = {
    {0, 1, 2}, {3, 4, 5}, {6, 7, 8}, {0, 3, 6}, {1, 4, 7}, {2, 5, 8}, {0, 4, 8}, {2, 4, 6}
  };

  private final int[] moves = new int[CELLS];
  private int count;

  /** 0 nothing, 1 a stone of the first player, 2 one of the second. */
  private final int[] stones = new int[CELLS];

  @Override
  public EnvironmentSpec spec() {
    ActionSpace cells = new ActionSpace.Discrete(CELLS, ActionSpace.Layout.CELLS);
    return new EnvironmentSpec(2, 2, SIZE, SIZE, 0, 1, cells, 0, 1, CELLS, Symmetry.NONE);
  }

  @Override
  public void reset(long seed) {
    reset();
  }

  @Override
  public void reset() {
    count = 0;
    Arrays.fill(stones, 0);
  }

  @Override
  public int playerToMove() {
    return count % 2;
  }

  private boolean won() {
    return Arrays.stream(LINES)
        .anyMatch(
            line ->
                stones[line[0]] != 0
                    && stones[line[0]] == stones[line[1]]
                    && stones[line[0]] == stones[line[2]]);
  }

  @Override
  public boolean isLegal(int action) {
    return action >= 0 && action < CELLS && stones[action] == 0 && !won();
  }

  @Override
  public Step step(Action action) {
    if (!isLegal(action.index())) {
      throw new IllegalArgumentException("no stone can be put on cell " + action.index());
    }
    stones[action.index()] = 1 + playerToMove();
    moves[count] = action.index();
    count++;
    if (won()) {
      return Step.terminal(1);
    }
    return count == CELLS ? Step.terminal(0) : Step.going(0);
  }

  @Override
  public void observe(float[] target, int offset) {
    for (int i = 0; i < CELLS; i++) {
      target[offset + i] = stones[i] == 1 + playerToMove() ? 1 : 0;
      target[offset + CELLS + i] = stones[i] == 2 - playerToMove() ? 1 : 0;
    }
  }

  @Override
  public Environment copy() {
    ThreeInARow copy = new ThreeInARow();
    System.arraycopy(stones, 0, copy.stones, 0, CELLS);
    System.arraycopy(moves, 0, copy.moves, 0, CELLS);
    copy.count = count;
    return copy;
  }

  @Override
  public boolean isDeterministic() {
    return true;
  }

  @Override
  public String actionName(int action) {
    return "abc".charAt(action % SIZE) + Integer.toString(SIZE - action / SIZE);
  }

  @Override
  public int sgfGame() {
    return 4;
  }

  @Override
  public int line() {
    return SIZE;
  }

  @Override
  public int[] played() {
    return Arrays.copyOf(moves, count);
  }

  @Override
  public String text() {
    return Arrays.toString(stones);
  }

  @Override
  public String json() {
    StringBuilder cells = new StringBuilder();
    for (int stone : stones) {
      cells.append(cells.isEmpty() ? "" : ",").append('"').append(".XO".charAt(stone)).append('"');
    }
    return "{\"kind\":\"board\",\"rows\":3,\"columns\":3,\"cells\":[" + cells + "]}";
  }

  private static final class Provider implements GameProvider {
    @Override
    public String name() {
      return "three";
    }

    @Override
    public String description() {
      return "three stones in a row";
    }

    @Override
    public Environment create(GameOptions options) {
      options.only();
      return new ThreeInARow();
    }

    @Override
    public Optional<String> configuration() {
      return Optional.empty();
    }
  }
}
