package io.muzero.gymnasium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentChecker;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Step;
import io.muzero.environment.VectorEnvironment;
import io.muzero.games.arcade.AsterixProvider;
import io.muzero.games.arcade.BreakoutProvider;
import io.muzero.games.arcade.FreewayProvider;
import io.muzero.games.arcade.SeaquestProvider;
import io.muzero.games.arcade.SpaceInvadersProvider;
import io.muzero.games.cartpole.CartPoleProvider;
import io.muzero.games.pendulum.PendulumProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Environments in Python beside the same games in Java, seed for seed and step for step. */
class GymnasiumBridgeTest {
  private static final GymnasiumFamily FAMILY = new GymnasiumFamily();

  private static GameOptions options(Object... pairs) {
    Map<String, Object> values = new HashMap<>(Map.of("python", Pythons.path()));
    for (int i = 0; i < pairs.length; i += 2) {
      values.put((String) pairs[i], pairs[i + 1]);
    }
    return new GameOptions(values);
  }

  private static void assertAlike(Environment python, Environment java, String where) {
    float[] expected = java.observation();
    float[] actual = python.observation();
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("number %d %s", i, where)
          .isCloseTo(expected[i], within(1e-5 * Math.max(1, Math.abs(expected[i]))));
    }
  }

  /** Plays the same random actions on both, episode after episode; returns the steps. */
  private static int playAlike(Environment python, Environment java, long[] seeds, int mostSteps) {
    Random random = new Random(1);
    int all = 0;
    for (long seed : seeds) {
      python.reset(seed);
      java.reset(seed);
      Step step;
      int steps = 0;
      do {
        assertAlike(python, java, "after step " + steps + ", seed " + seed);
        Action action = Action.of(random.nextInt(java.spec().actionCount()));
        step = java.step(action);
        Step same = python.step(action);
        assertThat(same.reward())
            .as("reward of step %d, seed %d", steps + 1, seed)
            .isCloseTo(step.reward(), within(1e-6));
        assertThat(same.terminated()).isEqualTo(step.terminated());
        assertThat(same.truncated()).isEqualTo(step.truncated());
        steps++;
      } while (!step.ended() && steps < mostSteps);
      assertAlike(python, java, "at the end, seed " + seed);
      all += steps;
    }
    return all;
  }

  @Test
  void cartPole_isTheGameInJava() throws Exception {
    Pythons.having("gymnasium");
    GameProvider game = FAMILY.game("CartPole-v1");
    long[] seeds = {0, 1, 2, 3, 42, 123456789, 1L << 40, Long.MAX_VALUE};
    Environment python = game.create(options());
    Environment java = new CartPoleProvider().create(GameOptions.NONE);
    assertThat(python.spec().maxSteps()).isEqualTo(500);
    assertThat(playAlike(python, java, seeds, 500)).isGreaterThan(80);
  }

  /** Continuous actions in bins; the time limit truncates. */
  @Test
  void pendulum_inBins_isTheGameInJava() throws Exception {
    Pythons.having("gymnasium");
    Environment python = FAMILY.game("Pendulum-v1").create(options("bins", 9));
    Environment java = new PendulumProvider().create(GameOptions.NONE);
    assertThat(playAlike(python, java, new long[] {5, 6}, 200)).isEqualTo(400);
  }

  @Test
  void kwargs_areTheEnvironmentsArguments() throws Exception {
    Pythons.having("gymnasium");
    Environment python =
        FAMILY.game("CartPole-v1").create(options("kwargs", Map.of("sutton_barto_reward", true)));
    Environment java =
        new CartPoleProvider().create(new GameOptions(Map.of("sutton_barto_reward", true)));
    playAlike(python, java, new long[] {7}, 500);
  }

  static Stream<Arguments> arcade() {
    return Stream.of(
        Arguments.of("Asterix", new AsterixProvider()),
        Arguments.of("Breakout", new BreakoutProvider()),
        Arguments.of("Freeway", new FreewayProvider()),
        Arguments.of("Seaquest", new SeaquestProvider()),
        Arguments.of("SpaceInvaders", new SpaceInvadersProvider()));
  }

  /** With sticky actions, over several episodes: nothing is left of the one before. */
  @ParameterizedTest
  @MethodSource("arcade")
  void minAtar_isTheArcadeGame(String name, GameProvider arcade) throws Exception {
    Pythons.having("gymnasium", "minatar.gym");
    Environment minimal = FAMILY.game("MinAtar/" + name + "-v1").create(options());
    Environment same = arcade.create(new GameOptions(Map.of("minimal_actions", true)));
    playAlike(minimal, same, new long[] {11, 12, 13, 14}, 120);
    Environment full = FAMILY.game("MinAtar/" + name + "-v0").create(options());
    playAlike(full, arcade.create(GameOptions.NONE), new long[] {21, 22}, 200);
  }

  @ParameterizedTest
  @EnumSource(
      value = EnvironmentChecker.Rule.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "MEMORY") // 110,000 messages
  void cartPole_keepsTheContract(EnvironmentChecker.Rule rule) throws Exception {
    Pythons.having("gymnasium");
    GameProvider game = FAMILY.game("CartPole-v1");
    assertThat(new EnvironmentChecker(game, options("render", false)).check(rule)).isEmpty();
  }

  /** The vector by which self-play steps gives what single environments give. */
  @Test
  void vector_isItsEnvironmentsSideBySide() throws Exception {
    Pythons.having("gymnasium");
    GameProvider game = FAMILY.game("CartPole-v1");
    Environment single = new CartPoleProvider().create(GameOptions.NONE);
    int size = 5;
    try (VectorEnvironment vector = game.createVector(options(), size)) {
      assertThat(vector.stride()).isEqualTo(size);
      long[] seeds = {3, 4, 5, VectorEnvironment.NONE, VectorEnvironment.NONE};
      vector.reset(0, size, seeds);
      vector.reset(3, 5, new long[] {0, 0, 0, 6, 7});
      int[] actions = {0, 1, 0, 1, VectorEnvironment.NONE};
      vector.step(0, size, actions);
      vector.step(1, 3, new int[] {0, 1, 1, 0, 0});
      long[] seed = {3, 4, 5, 6, 7};
      int[][] played = {{0}, {1, 1}, {0, 1}, {1}, {}};
      for (int i = 0; i < size; i++) {
        single.reset(seed[i]);
        for (int action : played[i]) {
          single.step(Action.of(action));
        }
        float[] expected = single.observation();
        int at = vector.state().observationAt(i);
        float[] actual = Arrays.copyOfRange(vector.state().observations, at, at + 4);
        for (int j = 0; j < 4; j++) {
          assertThat((double) actual[j]).isCloseTo(expected[j], within(1e-6));
        }
        assertThat(vector.state().rewards[i]).isEqualTo(played[i].length == 0 ? 0 : 1);
        assertThat(vector.state().legal).containsOnly(true);
      }
      while (!vector.state().ended(0)) {
        vector.step(0, 1, new int[] {1});
      }
      assertThat(vector.state().terminated[0]).isTrue();
      assertThatIllegalStateException().isThrownBy(() -> vector.step(0, 1, new int[] {1}));
      assertThatIllegalArgumentException().isThrownBy(() -> vector.step(1, 2, new int[] {0, 2}));
    }
  }

  @Test
  void copies_andOriginal_goOnAlike_andEachByItself() throws Exception {
    Pythons.having("gymnasium");
    Environment original = FAMILY.game("CartPole-v1").create(options());
    original.reset(9);
    for (int i = 0; i < 4; i++) {
      original.step(Action.of(i % 2));
    }
    List<Environment> copies =
        Stream.generate(original::copy).limit(30).map(Environment.class::cast).toList();
    float[] before = original.observation();
    for (Environment copy : copies) {
      copy.step(Action.of(1));
      assertThat(copy.observation()).isEqualTo(copies.get(0).observation());
    }
    assertThat(original.observation()).isEqualTo(before);
    original.step(Action.of(1));
    assertThat(original.observation()).isEqualTo(copies.get(0).observation());
  }

  @Test
  void processes_areAsManyAsTheyMayBe_andEndWithTheirEnvironments() throws Exception {
    Pythons.having("gymnasium");
    PythonSetup setup = PythonSetup.of("gym", "CartPole-v1", options("render", false));
    try (Children children = new Children(setup, 2)) {
      children.spaces();
      List<Child.Lease> leases = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        // A thread of its own for each, as a server's requests have; all are alive.
        FutureTask<Child.Lease> taking = new FutureTask<>(() -> children.ofThisThread(null));
        new Thread(taking).start();
        leases.add(taking.get());
      }
      leases.add(children.ofThisThread(null));
      assertThat(children.pids()).hasSizeLessThanOrEqualTo(2);
      Child.Lease mine = leases.get(6);
      assertThat(children.ofThisThread(mine).child().isAlive()).isTrue();
      leases.forEach(Child.Lease::giveBack);
      leases.forEach(Child.Lease::giveBack); // twice is once
      children.endUnused();
      assertThat(children.pids()).hasSize(1);
      assertThat(leases).extracting(lease -> lease.child().held()).containsOnly(0);
    }
  }

  @Test
  void json_isTheEnvironmentsFrame_orNumbers() throws Exception {
    Pythons.having("gymnasium", "pygame");
    Environment drawn = FAMILY.game("CartPole-v1").create(options());
    drawn.reset(1);
    assertThat(drawn.json()).startsWith("{\"kind\":\"image\",\"png\":\"iVBORw0KGgo");
    Environment plain = FAMILY.game("CartPole-v1").create(options("render", false));
    assertThat(plain.text()).as("before the first reset").startsWith("step 0, return 0.0");
    assertThat(plain.json()).startsWith("{\"kind\":\"numbers\"");
    plain.reset(1);
    assertThat(plain.json()).startsWith("{\"kind\":\"numbers\",\"values\":[");
  }

  @Test
  void configuration_ofAtari_isForPictures() {
    assertThat(FAMILY.game("ALE/Pong-v5").configuration().orElseThrow())
        .contains("type: image", "stackedFrames: 4", "segmentLength: 200");
    assertThat(FAMILY.game("CartPole-v1").configuration().orElseThrow()).contains("type: mlp");
  }

  /** Grey frames of 84 × 84, four steps an action; the same again by the same seed. */
  @Test
  void pong_isSeenInGreyAndSmall() throws Exception {
    Pythons.having("gymnasium", "ale_py");
    Environment pong = FAMILY.game("ALE/Pong-v5").create(options("frame_stack", 2));
    assertThat(pong.spec().channels()).isEqualTo(2);
    assertThat(pong.spec().height()).isEqualTo(84);
    assertThat(pong.spec().width()).isEqualTo(84);
    assertThat(pong.actionName(3)).isEqualTo("left");
    pong.reset(3);
    for (int i = 0; i < 30; i++) {
      pong.step(Action.of(i % 6));
    }
    assertThat(pong.json()).startsWith("{\"kind\":\"image\",\"png\":\"iVBORw0KGgo");
    Environment copy = pong.copy();
    assertThat(copy.step(Action.of(2))).isEqualTo(pong.step(Action.of(2)));
    assertThat(copy.observation()).isEqualTo(pong.observation());
    float[] seen = pong.observation();
    assertThat(seen).hasSize(2 * 84 * 84);
    float least = 1;
    float greatest = 0;
    for (float number : seen) {
      least = Math.min(least, number);
      greatest = Math.max(greatest, number);
    }
    assertThat(least).isBetween(0f, 0.4f);
    assertThat(greatest).isBetween(0.6f, 1f);
  }
}
