package io.muzero.games;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.MuZeroConfig;
import io.muzero.config.RunConfig;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.network.SupportConfig;
import java.util.List;
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
