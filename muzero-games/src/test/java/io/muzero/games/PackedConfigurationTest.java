package io.muzero.games;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.MuZeroConfig;
import io.muzero.config.RunConfig;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.Transitions;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.ParameterLayout;
import io.muzero.network.SupportConfig;
import io.muzero.network.Weights;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationStacker;
import io.muzero.run.SupportWatch;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every game's configuration is read, and fits the game. */
class PackedConfigurationTest {

  static List<String> games() {
    return GameRegistry.installed().names();
  }

  private static MuZeroConfig configuration(String game) {
    return new ConfigReader(GameRegistry.installed())
        .read(List.of(new ConfigLayer.Flag("--game", "game", game)))
        .config();
  }

  private static EnvironmentSpec spec(String game) {
    return GameRegistry.installed().get(game).create(configuration(game).gameOptions()).spec();
  }

  @ParameterizedTest
  @MethodSource("games")
  void configuration_isPackedAndGivesActionsToSearch(String game) {
    assertThat(GameRegistry.installed().get(game).configuration()).isPresent();
    assertThat(spec(game).actionCount()).isPositive();
  }

  /** Whatever the supports are, what has not been learned is worth nothing, not their middle. */
  @ParameterizedTest
  @MethodSource("games")
  void freshNetwork_saysValueAndRewardZero(String game) {
    MuZeroConfig config = configuration(game);
    EnvironmentSpec spec = spec(game);
    ObservationStacker stacker = new ObservationStacker(spec, config.replay().stackedFrames());
    NetworkShape shape = NetworkShape.of(spec, stacker.inputSize());
    ParameterLayout layout = new NetworkProgram(config.network(), shape).layout();
    int count = 3;
    float[] inputs = new float[count * shape.inputSize()];
    UniformRandomProvider random = RandomStream.create(1, "fresh", 0);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = random.nextFloat();
    }
    ModelOutput output = new ModelOutput(count, shape.actionCount());
    try (DjlMuZeroModel model =
            new DjlMuZeroModel(
                config.network(), shape, config.signedDiscount(spec), DeviceChoice.CPU);
        HiddenStates states = model.newHiddenStates(count)) {
      model.load(new Weights(0, layout.initialise(random)));
      int[] rows = {0, 1, 2};
      model.initialInference(inputs, count, states, rows, output);
      assertZero(output.value, config.network().valueSupport());
      model.recurrentInference(
          states, new Transitions(rows, new int[] {0, 1, 0}, rows, count), output);
      assertZero(output.value, config.network().valueSupport());
      assertZero(output.reward, config.network().rewardSupport());
    }
  }

  /** Where a support ends at 0 or before it, a thousandth of its range is all there is. */
  private static void assertZero(float[] said, SupportConfig support) {
    boolean inside = support.min() < 0 && support.max() > 0;
    double error = inside ? 1e-4 : 1e-3 * (support.max() - support.min());
    for (float number : said) {
      assertThat((double) number).as(support + "").isCloseTo(0, within(error));
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void rewardSupport_holdsWhatIsDeclaredOrMeansToClip(String game) {
    assertThat(SupportWatch.declared(configuration(game), spec(game))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("games")
  void configuration_namesItsGameAndABound(String game) {
    assertThat(GameRegistry.installed().get(game).configuration().orElseThrow())
        .containsPattern("(?m)^game: " + game + "$");
    RunConfig run = configuration(game).run();
    assertThat(run.steps() + run.minutes()).isPositive();
    assertThat(run.stopAt()).isEqualTo(game.equals("tictactoe") ? 5 : 0);
  }

  /** Beyond its ends a support clips, which would change what is best in these games. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "acrobot",
        "blackjack",
        "cliff",
        "frozenlake",
        "gridworld",
        "mountaincar",
        "mountaincar_continuous",
        "pendulum",
        "simple_grid",
        "taxi",
        "twentyone"
      })
  void rewardSupport_holdsEveryReward(String game) {
    SupportConfig rewards = configuration(game).network().rewardSupport();
    assertThat(rewards.max()).isGreaterThanOrEqualTo(spec(game).rewardHigh());
    assertThat(rewards.min()).isLessThanOrEqualTo(spec(game).rewardLow());
  }
}
