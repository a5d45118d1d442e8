package io.muzero.games.gridworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.Environment;
import io.muzero.environment.GameProvider;
import io.muzero.games.table.OptimalPlayer;
import io.muzero.games.table.PolicyEvaluatorContract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The recorded trajectories are replayed by {@code GymnasiumOracleTest}. */
class GridWorldTest extends PolicyEvaluatorContract {

  @Override
  protected GameProvider provider() {
    return new GridWorldProvider();
  }

  /** games.md: .9719 by breadth-first search, 4.5 steps on average, 8 at most. */
  @Test
  void optimum_isThatOfShortestPaths() {
    assertThat(evaluator().optimum()).isCloseTo(.9719, within(5e-5));
    int sum = 0;
    int most = 0;
    OptimalPlayer player = new OptimalPlayer(new GridWorld(6, true, false));
    for (Environment state : evaluator().states()) {
      while (!state.step(player.choose(state)).ended()) {
        // Goes on.
      }
      int steps = ((GridWorld) state).steps();
      sum += steps;
      most = Math.max(most, steps);
    }
    assertThat(sum / 60.0).isEqualTo(4.5);
    assertThat(most).isEqualTo(8);
  }

  /**
   * Without the goal in sight, facing left and facing up can look alike but need different turns. A
   * policy of the observation alone that always turns left then loses a step now and then.
   */
  @Test
  void value_ofTheBestThatCanBeSeen_isLittleBelowTheOptimum() {
    OptimalPlayer player = new OptimalPlayer(new GridWorld(6, true, false));
    Map<List<Float>, Integer> byLook = new HashMap<>();
    for (Environment state : evaluator().states()) {
      byLook.put(look(state), inSight(state) ? player.choose(state).index() : 0);
    }
    assertThat(byLook.size()).isLessThan(60);
    double value = evaluator().valueOf(state -> byLook.get(look(state)));
    assertThat(value).isBetween(.9700, .9719);
  }

  private static List<Float> look(Environment state) {
    List<Float> look = new ArrayList<>();
    for (float number : state.observation()) {
      look.add(number);
    }
    return look;
  }

  private static boolean inSight(Environment state) {
    return look(state).subList(49, 98).contains(1f);
  }

  @Test
  void observation_isTurnedToTheAgent() {
    GridWorld world = new GridWorld(6, true, false);
    world.reset(0);
    world.setState((4 * 6 + 3) * 4);
    float[] seen = world.observation();
    // Facing right next to the goal: one tile ahead in the middle column.
    assertThat(seen[49 + 5 * 7 + 3]).isEqualTo(1);
    world.setState((3 * 6 + 3) * 4 + 3);
    // Facing up, the goal is behind.
    assertThat(inSight(world)).isFalse();
  }
}
