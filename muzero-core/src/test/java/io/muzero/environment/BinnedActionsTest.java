package io.muzero.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.settings.InvalidSettingException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BinnedActionsTest {

  /** A point pushed about in the plane for ten steps; it ends early beyond x = 3. */
  private static final class Point implements Environment {
    private final EnvironmentSpec spec;
    private double x;
    private double y;
    private int steps;

    Point(ActionSpace actions) {
      spec = new EnvironmentSpec(1, 2, 1, 1, -50, 50, actions, -4, 4, 10, Symmetry.NONE);
    }

    @Override
    public EnvironmentSpec spec() {
      return spec;
    }

    @Override
    public void reset(long seed) {
      reset();
      y = seed;
    }

    @Override
    public void reset() {
      x = 0;
      y = 0;
      steps = 0;
    }

    @Override
    public int playerToMove() {
      return 0;
    }

    @Override
    public boolean isLegal(int action) {
      throw new IllegalStateException("continuous actions have no index");
    }

    @Override
    public Step step(Action action) {
      if (x > 3 || steps == 10) {
        throw new IllegalStateException("the episode has ended");
      }
      x += action.values()[0];
      y += action.values()[1];
      steps++;
      return new Step(action.values()[1], x > 3, x <= 3 && steps == 10);
    }

    @Override
    public void observe(float[] target, int offset) {
      target[offset] = (float) x;
      target[offset + 1] = (float) y;
    }

    @Override
    public Environment copy() {
      Point copy = new Point(spec.actions());
      copy.x = x;
      copy.y = y;
      copy.steps = steps;
      return copy;
    }

    @Override
    public String text() {
      return x + " " + y;
    }

    @Override
    public String json() {
      return "{\"kind\":\"point\",\"x\":" + x + ",\"y\":" + y + "}";
    }
  }

  private static ActionSpace.Continuous box() {
    return new ActionSpace.Continuous(new float[] {-1, 0}, new float[] {1, 4});
  }

  private static BinnedActions binned(int bins) {
    return new BinnedActions(new Point(box()), bins);
  }

  @Test
  void wrapped_keepsTheContract() {
    assertThat(new EnvironmentChecker(() -> binned(3)).check()).isEmpty();
    assertThat(new EnvironmentChecker(() -> binned(2)).check()).isEmpty();
  }

  @Test
  void actions_areEvenlySpacedWithBothEnds_firstComponentSlowest() {
    BinnedActions environment = binned(3);
    assertThat(environment.spec().actionCount()).isEqualTo(9);
    float[][] expected = {
      {-1, 0}, {-1, 2}, {-1, 4}, {0, 0}, {0, 2}, {0, 4}, {1, 0}, {1, 2}, {1, 4}
    };
    for (int action = 0; action < 9; action++) {
      assertThat(environment.continuous(action).values()).isEqualTo(expected[action]);
      assertThat(environment.nearest(Action.of(expected[action]))).isEqualTo(action);
    }
    assertThat(environment.actionName(7)).isEqualTo("1,2");
    assertThat(binned(5).actionName(5)).isEqualTo("-0.5,0");
  }

  @Test
  void actions_ofAnyCount_endExactlyAtTheBox() {
    ActionSpace.Continuous odd =
        new ActionSpace.Continuous(new float[] {-0.1f, 0.3f}, new float[] {0.7f, 1.1f});
    for (int bins = 2; bins < 30; bins++) {
      BinnedActions environment = new BinnedActions(new Point(odd), bins);
      assertThat(environment.continuous(0).values()).isEqualTo(odd.low());
      assertThat(environment.continuous(bins * bins - 1).values()).isEqualTo(odd.high());
    }
  }

  @Test
  void step_doesWhatTheContinuousActionDoes() {
    BinnedActions environment = binned(3);
    environment.reset(7);
    assertThat(environment.step(Action.of(7))).isEqualTo(Step.going(2));
    assertThat(environment.observation()).containsExactly(1, 9);
    environment.step(Action.of(8));
    environment.step(Action.of(8));
    assertThat(environment.step(Action.of(8))).isEqualTo(Step.terminal(4));
  }

  @Test
  void nearest_outsideTheBox_isTheEnd() {
    assertThat(binned(3).nearest(Action.of(-8, 2.9f))).isEqualTo(1);
    assertThat(binned(3).nearest(Action.of(0.6f, 3.1f))).isEqualTo(8);
    assertThatIllegalArgumentException().isThrownBy(() -> binned(3).nearest(Action.of(0f)));
  }

  @Test
  void constructor_whatCannotBeBinned_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> binned(1))
        .withMessageContaining("at least 2 bins, was 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> binned(300))
        .withMessageContaining("choose fewer bins");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BinnedActions(binned(3), 3))
        .withMessageContaining("continuous");
    ActionSpace unbounded =
        new ActionSpace.Continuous(new float[] {0}, new float[] {Float.POSITIVE_INFINITY});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BinnedActions(new Point(unbounded), 3))
        .withMessageContaining("unbounded");
  }

  @Test
  void byOption_boxThatCannotBeBinned_saysWhatCanBeDone() {
    float[] low = new float[17];
    float[] high = new float[17];
    Arrays.fill(high, 1);
    ActionSpace wide = new ActionSpace.Continuous(low, high);
    assertThatThrownBy(() -> BinnedActions.byOption(new Point(wide), GameOptions.NONE, 2))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("environment.bins must be 0 (continuous actions")
        .hasMessageContaining(
            "2 bins in each of 17 components are more than 65536 actions: put the game into one"
                + " whose actions have fewer components")
        .hasMessageEndingWith(", was 2");
    ActionSpace open =
        new ActionSpace.Continuous(new float[] {0, Float.NEGATIVE_INFINITY}, new float[] {1, 1});
    assertThatThrownBy(() -> BinnedActions.byOption(new Point(open), GameOptions.NONE, 2))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("component 1 is unbounded: put the game into one that bounds");
  }

  @Test
  void byOption_zero_leavesTheActionsContinuous() {
    assertThat(BinnedActions.byOption(new Point(box()), bins(0), 3)).isInstanceOf(Point.class);
    assertThat(BinnedActions.byOption(new Point(box()), bins(4), 3).spec().actionCount())
        .isEqualTo(16);
    assertThat(BinnedActions.byOption(new Point(box()), GameOptions.NONE, 3).spec().actionCount())
        .isEqualTo(9);
    assertThatThrownBy(() -> BinnedActions.byOption(new Point(box()), bins(1), 3))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("environment.bins must be 0");
  }

  private static GameOptions bins(int bins) {
    return new GameOptions(Map.of("bins", bins));
  }
}
