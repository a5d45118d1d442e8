package io.muzero.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Walk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  /** A game that only counts its options. */
  private static final class Corridor implements GameProvider {
    @Override
    public String name() {
      return "corridor";
    }

    @Override
    public String description() {
      return "walk to the end";
    }

    @Override
    public Environment create(GameOptions options) {
      options.only("length").integer("length", 5, 2, 10);
      return Walk.GAME.create(GameOptions.NONE);
    }

    @Override
    public Optional<String> configuration() {
      return Optional.of(
          "search:\n  simulations: 7\nenvironment:\n  length: 4\nrun:\n  steps: 4000\n");
    }
  }

  private final ConfigReader reader = new ConfigReader(new GameRegistry(List.of(new Corridor())));

  private static ConfigLayer game(String name) {
    return new ConfigLayer.Flag("--game", "game", name);
  }

  @Test
  void read_networkThatTheGameDoesNotAllow_isRefused() {
    List<ConfigLayer> layers =
        List.of(game("corridor"), new ConfigLayer.Assignment("network.policyHead=spatial"));
    assertThatThrownBy(() -> reader.read(layers))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("network.policyHead must be dense where actions are not")
        .hasMessageContaining("--set");
  }

  @Test
  void read_layers_goOverTheGamesOwn(@TempDir Path folder) throws Exception {
    MuZeroConfig plain = reader.read(List.of(game("corridor"))).config();
    assertThat(plain.search().simulations()).isEqualTo(7);
    assertThat(plain.environment()).containsEntry("length", 4);

    Path file =
        Files.writeString(
            folder.resolve("my.yaml"), "game: corridor\nsearch: {simulations: 9}\nseed: 3");
    MuZeroConfig config =
        reader
            .read(
                List.of(
                    new ConfigLayer.File(file),
                    new ConfigLayer.Assignment("environment.length=6"),
                    new ConfigLayer.Assignment("seed=4"),
                    new ConfigLayer.Flag("--seed", "seed", "5")))
            .config();
    assertThat(config.game()).isEqualTo("corridor");
    assertThat(config.search().simulations()).isEqualTo(9);
    assertThat(config.environment()).containsEntry("length", 6);
    assertThat(config.seed()).isEqualTo(5);
  }

  @Test
  void read_printedConfig_isEqual(@TempDir Path folder) throws Exception {
    ResolvedConfig resolved = reader.read(List.of(game("corridor")));
    Path file = Files.writeString(folder.resolve("config.yaml"), resolved.yaml());
    assertThat(reader.read(List.of(new ConfigLayer.File(file))).config())
        .isEqualTo(resolved.config());
  }

  @Test
  void read_wrongGame_namesNearest() {
    assertThatThrownBy(() -> reader.read(List.of(game("coridor"))))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "the game 'coridor' is not known, the games are corridor; did you mean corridor?");
    assertThatThrownBy(() -> reader.read(List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("no game is named: add --game NAME, one of corridor");
  }

  @Test
  void read_wrongOption_namesPlace() {
    assertThatThrownBy(
            () ->
                reader.read(
                    List.of(game("corridor"), new ConfigLayer.Assignment("environment.length=1"))))
        .isInstanceOf(ConfigException.class)
        .hasMessage("environment.length must be a whole number within [2, 10], was 1 (--set)");
    assertThatThrownBy(
            () ->
                reader.read(
                    List.of(game("corridor"), new ConfigLayer.Assignment("environment.size=1"))))
        .isInstanceOf(ConfigException.class)
        .hasMessage("environment.size is not one of [length], was 1 (--set)");
  }

  @Test
  void read_filesOfAnotherGame_areRefused(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("walk.yaml"), "# Walk.\ngame: walk\n");
    assertThatThrownBy(() -> reader.read(List.of(new ConfigLayer.File(file), game("corridor"))))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "game must be the same everywhere, was walk ("
                + file
                + ", line 2) and corridor (--game); name one game, or another configuration");
  }

  private RunConfig run(ConfigLayer... more) {
    List<ConfigLayer> layers = new ArrayList<>(List.of(more));
    layers.add(game("corridor"));
    return reader.read(layers).config().run();
  }

  @Test
  void read_bounds_theCommandLinesReplaceTheGamesOwn(@TempDir Path folder) throws Exception {
    assertThat(run().steps()).isEqualTo(4000);
    RunConfig hour = run(new ConfigLayer.Flag("--minutes", "run.minutes", "60"));
    assertThat(hour.steps()).isZero();
    assertThat(hour.minutes()).isEqualTo(60);
    RunConfig both =
        run(
            new ConfigLayer.Flag("--minutes", "run.minutes", "60"),
            new ConfigLayer.Assignment("run.steps=7"));
    assertThat(both.steps()).isEqualTo(7);
    assertThat(both.minutes()).isEqualTo(60);
    Path file = Files.writeString(folder.resolve("my.yaml"), "run: {minutes: 5}");
    RunConfig ofFile = run(new ConfigLayer.File(file));
    assertThat(ofFile.steps()).isZero();
    assertThat(ofFile.minutes()).isEqualTo(5);
    RunConfig over =
        run(new ConfigLayer.File(file), new ConfigLayer.Flag("--steps", "run.steps", "9"));
    assertThat(over.steps()).isEqualTo(9);
    assertThat(over.minutes()).isZero();
    assertThat(run(new ConfigLayer.Flag("--steps", "run.steps", "0")).steps()).isZero();
  }

  @Test
  void read_rangeOfAHigherRankThanItsMayClip_isWatched() {
    ConfigLayer.Text own =
        new ConfigLayer.Text("network: {valueSupport: {min: -5, max: 5, mayClip: true}}", "a file");
    ConfigLayer.Assignment narrower =
        new ConfigLayer.Assignment("network.valueSupport={min: -1, max: 1, atoms: 21}");
    assertThat(mayClip(own)).isTrue();
    assertThat(mayClip(own, narrower)).isFalse();
    assertThat(mayClip(own, new ConfigLayer.Assignment("network.valueSupport.max=2"))).isFalse();
    assertThat(mayClip(own, new ConfigLayer.Assignment("network.valueSupport.atoms=31"))).isTrue();
    assertThat(
            mayClip(own, narrower, new ConfigLayer.Assignment("network.valueSupport.mayClip=true")))
        .isTrue();
  }

  private boolean mayClip(ConfigLayer... more) {
    List<ConfigLayer> layers = new ArrayList<>(List.of(more));
    layers.add(game("corridor"));
    return reader.read(layers).config().network().valueSupport().mayClip();
  }

  @Test
  void read_stopAtWhereNobodyJudges_isRefused() {
    assertThatThrownBy(() -> run(new ConfigLayer.Assignment("run.stopAt=5")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("run.stopAt must be 0 for corridor")
        .hasMessageEndingWith("was 5 (--set)");
  }

  @Test
  void read_keyOfNearlyThatMeaning_isNamed() {
    assertThatThrownBy(() -> run(new ConfigLayer.Assignment("learner.rate=1")))
        .hasMessage("learner.rate is not a known key (--set); did you mean learner.learningRate?");
  }
}
