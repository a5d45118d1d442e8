package io.muzero.games.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Player;
import io.muzero.environment.PolicyEvaluator;
import io.muzero.environment.Step;
import io.muzero.games.EnvironmentContract;
import io.muzero.games.ReferencePlay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What every game whose policies have exact values must keep besides. */
public abstract class PolicyEvaluatorContract extends EnvironmentContract {

  /** Episodes whose mean is compared with a value. */
  private static final int EPISODES = 4000;

  /** The evaluator under test. */
  protected final PolicyEvaluator evaluator() {
    return provider().policyEvaluator(options()).orElseThrow();
  }

  /** The exact values are the means of play, which knows nothing of tables. */
  @Test
  void value_ofRandomPolicies_isTheMeanOfPlay() {
    PolicyEvaluator evaluator = evaluator();
    List<Environment> states = evaluator.states();
    double optimum = evaluator.optimum();
    for (int number = 0; number < 3; number++) {
      SplittableRandom random = new SplittableRandom(number);
      int[] policy = randomPolicy(states, random);
      Map<Integer, Integer> byState = new HashMap<>();
      for (int i = 0; i < policy.length; i++) {
        byState.put(((TableWorld) states.get(i)).state(), policy[i]);
      }
      double value = evaluator.value(policy);
      assertThat(value).isLessThanOrEqualTo(optimum + 1e-9);
      assertMean(
          "policy " + number,
          environment -> Action.of(byState.get(((TableWorld) environment).state())),
          value);
    }
  }

  @Test
  void optimum_isTheMeanOfTheOptimalPlayer() {
    assertMean("optimal", provider().opponent("optimal", options(), 0), evaluator().optimum());
  }

  private void assertMean(String name, Player player, double value) {
    Environment environment = provider().create(options());
    double sum = 0;
    double squares = 0;
    for (int episode = 0; episode < EPISODES; episode++) {
      double total = ReferencePlay.episode(environment, player, episode);
      sum += total;
      squares += total * total;
    }
    double mean = sum / EPISODES;
    double deviation = Math.sqrt(Math.max(0, squares / EPISODES - mean * mean) / EPISODES);
    assertThat(mean).as(name).isCloseTo(value, within(4.5 * deviation + 1e-9));
  }

  private static int[] randomPolicy(List<Environment> states, SplittableRandom random) {
    int[] policy = new int[states.size()];
    for (int i = 0; i < policy.length; i++) {
      List<Integer> legal = new ArrayList<>();
      for (int action = 0; action < states.get(i).spec().actionCount(); action++) {
        if (states.get(i).isLegal(action)) {
          legal.add(action);
        }
      }
      policy[i] = legal.get(random.nextInt(legal.size()));
    }
    return policy;
  }

  /** Play reaches no state but these, and each of them goes on. */
  @Test
  void states_areWherePlayCanBe() {
    List<Environment> states = evaluator().states();
    Map<Integer, Environment> byState = new HashMap<>();
    for (Environment state : states) {
      assertThat(byState.put(((TableWorld) state).state(), state)).isNull();
      state.copy().step(randomAction(state, new SplittableRandom(1)));
    }
    Environment environment = provider().create(options());
    SplittableRandom random = new SplittableRandom(2);
    for (int seed = 0; seed < 200; seed++) {
      environment.reset(seed);
      Step step;
      do {
        Environment same = byState.get(((TableWorld) environment).state());
        assertThat(same).as("state of %s", environment.text()).isNotNull();
        assertThat(same.observation()).isEqualTo(environment.observation());
        step = environment.step(randomAction(environment, random));
      } while (!step.ended());
    }
  }

  private static Action randomAction(Environment environment, SplittableRandom random) {
    int action;
    do {
      action = random.nextInt(environment.spec().actionCount());
    } while (!environment.isLegal(action));
    return Action.of(action);
  }

  @Test
  void value_ofWhatIsNoPolicy_isRefused() {
    PolicyEvaluator evaluator = evaluator();
    int states = evaluator.states().size();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluator.value(new int[states + 1]))
        .withMessageContaining("was " + (states + 1));
    int[] wrong = new int[states];
    Arrays.fill(wrong, -1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluator.value(wrong))
        .withMessageContaining("-1 is not legal");
  }
}
