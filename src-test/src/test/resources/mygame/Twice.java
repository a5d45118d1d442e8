package mygame;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import java.util.List;
import java.util.Optional;

/** Player 0 moves twice, then it ends; the first action decides: 0 wins, 1 loses. */
public final class Twice implements Environment {
  // The last argument: turns do not alternate.
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          2, 4, 1, 1, 0, 1, new ActionSpace.Discrete(2), -1, 1, 2, Symmetry.NONE, false);

  private int moves;
  private int first;

  @Override public EnvironmentSpec spec() { return SPEC; }

  @Override public void reset(long seed) { reset(); }

  @Override public void reset() {
    moves = 0;
    first = 0;
  }

  @Override public int playerToMove() { return 0; }

  @Override public boolean isLegal(int action) { return moves < 2 && (action == 0 || action == 1); }

  @Override public Step step(Action action) {
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

  @Override public void observe(float[] target, int offset) {
    int state = moves == 1 ? 1 + first : moves == 0 ? 0 : 3;
    for (int i = 0; i < 4; i++) {
      target[offset + i] = i == state ? 1 : 0;
    }
  }

  @Override public Environment copy() {
    Twice copy = new Twice();
    copy.moves = moves;
    copy.first = first;
    return copy;
  }

  @Override public String text() { return moves + " moves, the first " + first; }

  @Override public String json() {
    return "{\"kind\":\"twice\",\"moves\":" + moves + ",\"first\":" + first + "}";
  }

  /** Makes the game known. */
  public static final class Provider implements GameProvider {
    @Override public String name() { return "twice"; }

    @Override public String description() { return "move twice"; }

    @Override public Environment create(GameOptions options) {
      options.only();
      return new Twice();
    }

    @Override public Optional<String> configuration() {
      return Optional.of(
          """
          network: {type: mlp, valueSupport: {min: -1, max: 1, atoms: 21}}
          replay: {tdSteps: 0, discount: 1.0}
          """);
    }

    @Override public List<String> opponents() { return List.of("random", "perfect"); }

    @Override public Player opponent(String name, GameOptions options, long seed) {
      return state -> Action.of(0);
    }
  }
}
