package io.muzero.launcher.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.config.GameRegistry;
import io.muzero.environment.Action;
import io.muzero.environment.BrokenGameException;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentChecker;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.PolicyEvaluator;
import io.muzero.environment.Solver;
import io.muzero.environment.SquareBoardGame;
import io.muzero.environment.Step;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The games that come with the program, guarded, stay the same games. */
class GuardedGameTest {
  private final GameCalls calls = new GameCalls(System::nanoTime);

  private GameProvider own(String name) {
    return GameRegistry.installed().get(name);
  }

  private static GameOptions none() {
    return new GameOptions(Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tictactoe", "gomoku", "pendulum", "blackjack", "twentyone"})
  void environments_keepTheContract(String name) {
    GameProvider guarded = GuardedGame.checked(own(name), calls);
    EnvironmentChecker checker = new EnvironmentChecker(guarded, none());
    for (EnvironmentChecker.Rule rule : EnvironmentChecker.Rule.values()) {
      if (rule != EnvironmentChecker.Rule.MEMORY) {
        assertThat(checker.check(rule)).as(rule.meaning()).isEmpty();
      }
    }
  }

  @Test
  void playersAndSolvers_areGivenTheGamesOwnStates() {
    GameProvider own = own("tictactoe");
    GameProvider guarded = GuardedGame.checked(own, calls);
    Environment state = guarded.create(none());
    Environment same = own.create(none());
    state.reset(1);
    same.reset(1);
    Solver solver = guarded.solver(none()).orElseThrow();
    Solver ownSolver = own.solver(none()).orElseThrow();
    assertThat(solver.canEnumerate()).isEqualTo(ownSolver.canEnumerate());
    Step step;
    do {
      assertThat(solver.actionValues(state)).isEqualTo(ownSolver.actionValues(same));
      Action action = guarded.opponent("perfect", none(), 3).choose(state);
      step = state.step(action);
      assertThat(step).isEqualTo(same.step(action));
      assertThat(state.text()).isEqualTo(same.text());
      assertThat(state.json()).isEqualTo(same.json());
    } while (!step.ended());
  }

  @Test
  void continuousActions_areAllLegal() {
    Environment state =
        GuardedGame.checked(own("pendulum"), calls).create(new GameOptions(Map.of("bins", 0)));
    state.reset(0);
    assertThat(state.step(Action.of(new float[] {0.5f})).ended()).isFalse();
  }

  @Test
  void boards_stayBoards() {
    Environment board = GuardedGame.checked(own("gomoku"), calls).create(none());
    board.reset(0);
    board.step(Action.of(7));
    assertThat(board).isInstanceOf(SquareBoardGame.class);
    assertThat(((SquareBoardGame) board.copy()).played()).containsExactly(7);
    assertThat(((SquareBoardGame) board).line()).isEqualTo(5);
  }

  @Test
  void evaluators_areGivenNoStatesButShowGuardedOnes() {
    GameProvider own = own("frozenlake");
    PolicyEvaluator evaluator = own.policyEvaluator(none()).orElseThrow();
    PolicyEvaluator guarded = GuardedGame.checked(own, calls).policyEvaluator(none()).orElseThrow();
    int[] right = new int[evaluator.states().size()];
    assertThat(guarded.value(right)).isEqualTo(evaluator.value(right));
    assertThat(guarded.optimum()).isEqualTo(evaluator.optimum());
    assertThat(guarded.states().get(1).text()).isEqualTo(evaluator.states().get(1).text());
  }

  @Test
  void copyInto_takesOverTheGamesOwnMemory() {
    Environment state = GuardedGame.checked(own("connect4"), calls).create(none());
    state.reset(0);
    state.step(Action.of(3));
    Environment memory = state.copy();
    memory.step(Action.of(3));
    assertThat(state.copyInto(memory)).isSameAs(memory);
    assertThat(memory.text()).isEqualTo(state.text());
  }

  /** Tic-tac-toe, but for what a method gives. */
  private GameProvider broken(String method, Object result) {
    GameProvider own = own("tictactoe");
    return (GameProvider)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {GameProvider.class},
            (proxy, asked, arguments) ->
                asked.getName().equals("create")
                    ? environment(own.create(none()), method, result)
                    : asked.invoke(own, arguments));
  }

  private Environment environment(Environment own, String method, Object result) {
    return (Environment)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Environment.class},
            (proxy, asked, arguments) -> {
              Object right = asked.invoke(own, arguments);
              return asked.getName().equals(method) ? result : right;
            });
  }

  private Environment begun(GameProvider game) {
    Environment state = game.create(none());
    state.reset(12);
    return state;
  }

  @Test
  void step_rewardThatIsNotFinite_namesWhere() {
    GameProvider game = broken("step", Step.going(Double.NaN));
    Environment state = begun(GuardedGame.checked(game, calls));
    assertThatThrownBy(() -> state.step(Action.of(0)))
        .isInstanceOf(BrokenGameException.class)
        .hasMessageContaining("a reward of the game tictactoe must be finite")
        .hasMessageContaining("(after step 1, seed 12)");
    begun(GuardedGame.watched(game, calls)).step(Action.of(0));
  }

  @Test
  void reset_noLegalAction_namesWhere() {
    assertThatThrownBy(() -> begun(GuardedGame.checked(broken("isLegal", false), calls)))
        .isInstanceOf(BrokenGameException.class)
        .hasMessageContaining("the game tictactoe has no legal action")
        .hasMessageContaining("(after step 0, seed 12)");
  }

  @Test
  void registry_gamesSeenOtherwise_areAllSeenSo() {
    GameRegistry seen =
        new GameRegistry(List.of(own("tictactoe"), own("twentyone")))
            .as(game -> GuardedGame.checked(game, calls));
    assertThat(seen.names()).containsExactly("tictactoe", "twentyone");
    assertThat(seen.get("twentyone")).isInstanceOf(GuardedGame.class);
    assertThat(seen.all()).allMatch(GuardedGame.class::isInstance);
    assertThat(seen.get("twentyone").configuration()).isEqualTo(own("twentyone").configuration());
    assertThat(seen.get("twentyone").opponents()).isEqualTo(own("twentyone").opponents());
  }
}
