package io.muzero.environment;

import java.util.List;
import java.util.Optional;

/**
 * A game whose turns do not alternate, for tests: player 0 moves twice, then it ends. The first
 * action decides: 0 wins, 1 loses, by the reward of the second move. Player 1 never moves.
 */
public final class Twice implements Environment {
  /** The game, which says that turns do not alternate. */
  public static final GameProvider GAME = new Provider(false);

  /** The same game with the wrong claim that they do. */
  public static final GameProvider WRONG = new Provider(true);

  private final boolean alternating;
  private int moves;
  private int first;

  private Twice(boolean alternating) {
    this.alternating = alternating;
  }

  @Override
  public EnvironmentSpec spec() {
    return new EnvironmentSpec(
        2, 4, 1, 1, 0, 1, new ActionSpace.Discrete(2), -1, 1, 2, Symmetry.NONE, alternating);
  }

  @Override
  public void reset(long seed) {
    reset();
  }

  @Override
  public void reset() {
    moves = 0;
    first = 0;
  }

  @Override
  public int playerToMove() {
    return 0;
  }

  @Override
  public boolean isLegal(int action) {
    return moves < 2 && (action == 0 || action == 1);
  }

  @Override
  public Step step(Action action) {
    if (moves == 2) {
      throw new IllegalStateException("the game has ended");
    }
    if (!isLegal(action.index())) {
      throw new IllegalArgumentException("action " + action.index() + " is neither 0 nor 1");
    }
    first = moves == 0 ? action.index() : first;
    moves++;
    return moves < 2 ? Step.going(0) : Step.terminal(first == 0 ? 1 : -1);
  }

  @Override
  public void observe(float[] target, int offset) {
    int state = moves == 1 ? 1 + first : moves == 0 ? 0 : 3;
    for (int i = 0; i < 4; i++) {
      target[offset + i] = i == state ? 1 : 0;
    }
  }

  @Override
  public Twice copy() {
    Twice copy = new Twice(alternating);
    copy.moves = moves;
    copy.first = first;
    return copy;
  }

  @Override
  public boolean isDeterministic() {
    return true;
  }

  @Override
  public String text() {
    return moves + " moves, the first " + first;
  }

  @Override
  public String json() {
    return "{\"kind\":\"twice\",\"moves\":" + moves + ",\"first\":" + first + "}";
  }

  private record Provider(boolean alternating) implements GameProvider {
    @Override
    public String name() {
      return "twice";
    }

    @Override
    public String description() {
      return "move twice";
    }

    @Override
    public Environment create(GameOptions options) {
      options.only();
      return new Twice(alternating);
    }

    @Override
    public Optional<String> configuration() {
      return Optional.empty();
    }

    @Override
    public List<String> opponents() {
      return List.of("random", "perfect");
    }

    @Override
    public Player opponent(String opponent, GameOptions options, long seed) {
      return state -> Action.of(0);
    }
  }
}
