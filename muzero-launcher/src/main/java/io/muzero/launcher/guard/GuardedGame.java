package io.muzero.launcher.guard;

import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.PolicyEvaluator;
import io.muzero.environment.Solver;
import io.muzero.environment.VectorEnvironment;
import java.util.List;
import java.util.Optional;

/**
 * A game whose environments are watched ({@link GameCalls}) and checked: what is not finite, or a
 * state without a legal action, is a {@link io.muzero.environment.BrokenGameException} that names
 * the game, the step and the seed. The game's own players and solvers are given the game's own
 * environments.
 */
public final class GuardedGame implements GameProvider {
  private final GameProvider inner;
  private final GuardedEnvironment.Guard guard;

  private GuardedGame(GameProvider inner, GuardedEnvironment.Guard guard) {
    this.inner = inner;
    this.guard = guard;
  }

  /** A game that is watched and checked. */
  public static GameProvider checked(GameProvider game, GameCalls calls) {
    return new GuardedGame(game, new GuardedEnvironment.Guard(game.name(), calls, true));
  }

  /** A game that is only watched, because what it gives is checked otherwise. */
  public static GameProvider watched(GameProvider game, GameCalls calls) {
    return new GuardedGame(game, new GuardedEnvironment.Guard(game.name(), calls, false));
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public String description() {
    return inner.description();
  }

  @Override
  public Environment create(GameOptions options) {
    return GuardedEnvironment.of(guard, guard.ask("create", () -> inner.create(options)));
  }

  @Override
  public VectorEnvironment createVector(GameOptions options, int size) {
    return inner.createVector(options, size);
  }

  @Override
  public Optional<String> configuration() {
    return inner.configuration();
  }

  @Override
  public List<String> opponents() {
    return inner.opponents();
  }

  @Override
  public Player opponent(String opponent, GameOptions options, long seed) {
    Player player =
        guard.ask("its player " + opponent, () -> inner.opponent(opponent, options, seed));
    return environment ->
        guard
            .calls()
            .ask(
                guard.game(),
                "its player " + opponent,
                GameCalls.CHOICE,
                () -> player.choose(GuardedEnvironment.inside(environment)));
  }

  @Override
  public List<String> notes(GameOptions options) {
    return inner.notes(options);
  }

  @Override
  public Optional<Solver> solver(GameOptions options) {
    return inner.solver(options).map(OwnSolver::new);
  }

  @Override
  public Optional<PolicyEvaluator> policyEvaluator(GameOptions options) {
    return inner.policyEvaluator(options).map(OwnEvaluator::new);
  }

  /** Gives the solver the game's own environments. */
  private record OwnSolver(Solver solver) implements Solver {
    @Override
    public int[] actionValues(Environment environment) {
      return solver.actionValues(GuardedEnvironment.inside(environment));
    }

    @Override
    public boolean canEnumerate() {
      return solver.canEnumerate();
    }
  }

  /** Guards the states, in which an agent decides. */
  private final class OwnEvaluator implements PolicyEvaluator {
    private final PolicyEvaluator evaluator;

    OwnEvaluator(PolicyEvaluator evaluator) {
      this.evaluator = evaluator;
    }

    @Override
    public List<Environment> states() {
      return evaluator.states().stream().map(state -> GuardedEnvironment.of(guard, state)).toList();
    }

    @Override
    public double value(int[] actions) {
      return evaluator.value(actions);
    }

    @Override
    public double optimum() {
      return evaluator.optimum();
    }
  }
}
