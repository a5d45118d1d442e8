package io.muzero.launcher.guard;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.BrokenGameException;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.SquareBoardGame;
import io.muzero.environment.Step;
import java.util.function.Supplier;

/** An environment whose calls are watched and, where that is asked for, checked. */
class GuardedEnvironment implements Environment {
  private static final long UNKNOWN_SEED = -1;

  /** What is the same for all environments of a game. */
  record Guard(String game, GameCalls calls, boolean checks) {
    <T> T ask(String what, Supplier<T> question) {
      return calls.ask(game, what, GameCalls.ANSWER, question);
    }

    private void tell(String what, Runnable order) {
      ask(
          what,
          () -> {
            order.run();
            return true;
          });
    }
  }

  private final Guard guard;
  private final Environment inner;

  // Where it stands, for messages.
  private long seed = UNKNOWN_SEED;
  private int steps;

  GuardedEnvironment(Guard guard, Environment inner) {
    this.guard = guard;
    this.inner = inner;
  }

  /** Guards an environment, which stays what it is otherwise. */
  static Environment of(Guard guard, Environment inner) {
    return inner instanceof SquareBoardGame board
        ? new GuardedBoard(guard, board)
        : new GuardedEnvironment(guard, inner);
  }

  /** The game's own environment. */
  static Environment inside(Environment any) {
    return any instanceof GuardedEnvironment guarded ? guarded.inner : any;
  }

  @Override
  public final EnvironmentSpec spec() {
    return inner.spec();
  }

  @Override
  public final void reset(long newSeed) {
    guard.tell("reset", () -> inner.reset(newSeed));
    seed = newSeed;
    begun();
  }

  @Override
  public final void reset() {
    guard.tell("reset", inner::reset);
    begun();
  }

  private void begun() {
    steps = 0;
    requireLegal();
  }

  /** Of continuous actions every one is legal. */
  private void requireLegal() {
    if (!guard.checks || !(spec().actions() instanceof ActionSpace.Discrete discrete)) {
      return;
    }
    for (int action = 0; action < discrete.size(); action++) {
      if (isLegal(action)) {
        return;
      }
    }
    throw BrokenGameException.noLegalAction(guard.game, inner, steps, seed);
  }

  @Override
  public final int playerToMove() {
    return inner.playerToMove();
  }

  @Override
  public final boolean isLegal(int action) {
    return guard.ask("isLegal", () -> inner.isLegal(action));
  }

  @Override
  public final Step step(Action action) {
    Step step = guard.ask("step", () -> inner.step(action));
    steps++;
    if (guard.checks) {
      BrokenGameException.requireFinite(guard.game, step.reward(), steps, seed);
      if (!step.ended()) {
        requireLegal();
      }
    }
    return step;
  }

  @Override
  public final void observe(float[] target, int offset) {
    guard.tell("observe", () -> inner.observe(target, offset));
    if (guard.checks) {
      for (int i = 0; i < spec().observationSize(); i++) {
        if (!Float.isFinite(target[offset + i])) {
          BrokenGameException.requireFinite(guard.game, inner.observation(), steps, seed);
        }
      }
    }
  }

  @Override
  public final Environment copy() {
    return placed(of(guard, guard.ask("copy", inner::copy)));
  }

  @Override
  public final Environment copyInto(Environment target) {
    Environment memory = inside(target);
    Environment copied = guard.ask("copyInto", () -> inner.copyInto(memory));
    return placed(copied == memory ? target : of(guard, copied));
  }

  private Environment placed(Environment copy) {
    if (copy instanceof GuardedEnvironment guarded) {
      guarded.seed = seed;
      guarded.steps = steps;
    }
    return copy;
  }

  @Override
  public final boolean isDeterministic() {
    return inner.isDeterministic();
  }

  @Override
  public final String text() {
    return guard.ask("text", inner::text);
  }

  @Override
  public final String json() {
    return guard.ask("json", inner::json);
  }

  @Override
  public final String actionName(int action) {
    return guard.ask("actionName", () -> inner.actionName(action));
  }

  @Override
  public final String playerName(int player) {
    return guard.ask("playerName", () -> inner.playerName(player));
  }
}
