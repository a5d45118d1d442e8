package io.muzero.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Environment;
import io.muzero.environment.GameFamily;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.settings.InvalidSettingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Games that are named by a prefix, and the options they pass on. */
class GameFamilyTest {

  /** Every word is a game of this family. */
  private record Words(String prefix) implements GameFamily {
    @Override
    public String description() {
      return "any word";
    }

    @Override
    public GameProvider game(String name) {
      return new Word(prefix + ":" + name);
    }
  }

  private record Word(String name) implements GameProvider {
    @Override
    public String description() {
      return "a word";
    }

    @Override
    public Environment create(GameOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> configuration() {
      return Optional.empty();
    }
  }

  private static GameRegistry registry(GameFamily... families) {
    return new GameRegistry(List.of(new Word("single")), List.of(families));
  }

  @Test
  void get_prefix_asksTheFamily() {
    GameRegistry games = registry(new Words("word"));
    assertThat(games.get("word:ALE/Pong-v5").name()).isEqualTo("word:ALE/Pong-v5");
    assertThat(games.get("word:module:Name").name()).isEqualTo("word:module:Name");
    assertThat(games.get("single").name()).isEqualTo("single");
    assertThat(games.names()).containsExactly("single");
    for (String wrong : List.of("words:x", "word:", "word", ":x")) {
      assertThatThrownBy(() -> games.get(wrong))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("the game '" + wrong + "' is not known")
          .hasMessageContaining("the games are single, word:NAME");
    }
  }

  /** In YAML each of these is something else, or nothing. */
  @Test
  void read_nameGivenAsAnOption_isATextAsItStands() {
    ConfigReader reader = new ConfigReader(registry(new Words("word")));
    for (String name : List.of("word:", "5", "null", "[a", "- b", "a: b", "'c", "\"d\\", " ")) {
      List<ConfigLayer> layers = List.of(ConfigLayer.Flag.ofText("--game", "game", name));
      assertThatThrownBy(() -> reader.read(layers))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith("the game '" + name + "' is not known");
    }
  }

  @Test
  void families_withOnePrefix_areRefused() {
    assertThatThrownBy(() -> registry(new Words("word"), new Words("word")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("two families of games on the class path have the prefix word");
  }

  @Test
  void folder_isSafeEverywhere() {
    assertThat(GameFamily.folder("gym:ALE/Pong-v5")).isEqualTo("gym_ALE_Pong-v5");
    assertThat(GameFamily.folder("a:b\\c*d?.e f")).isEqualTo("a_b_c_d_.e_f");
    assertThat(GameFamily.folder("tictactoe")).isEqualTo("tictactoe");
  }

  /** What a game passes on may be a mapping; printed, it reads as the same. */
  @Test
  void options_mayBeMappings_andArePrintedAsTheyAreRead() {
    ConfigLayers<MuZeroConfig> layers = new ConfigLayers<>(MuZeroConfig.SCHEMA);
    layers.assign("environment.kwargs={mode: easy, size: 3, deep: {list: [1, 2]}}", "--set");
    MuZeroConfig config = layers.build();
    GameOptions options = config.gameOptions();
    Map<String, Object> expected =
        Map.of("mode", "easy", "size", 3, "deep", Map.of("list", List.of(1, 2)));
    assertThat(options.mapping("kwargs")).isEqualTo(expected);
    String yaml = ConfigPrinter.yaml(MuZeroConfig.SCHEMA, config);
    ConfigLayers<MuZeroConfig> again = new ConfigLayers<>(MuZeroConfig.SCHEMA);
    assertThat(again.yaml(yaml, "printed").build()).isEqualTo(config);
  }

  @Test
  void textAndMapping_refuseOthers() {
    GameOptions options = new GameOptions(Map.of("python", 3, "kwargs", "x", "blank", " "));
    assertThat(options.text("absent", "python3")).isEqualTo("python3");
    assertThat(options.mapping("absent")).isEmpty();
    assertThatThrownBy(() -> options.text("python", "python3"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("environment.python must be a text, was 3");
    assertThatThrownBy(() -> options.text("blank", "python3"))
        .isInstanceOf(InvalidSettingException.class);
    assertThatThrownBy(() -> options.mapping("kwargs"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("environment.kwargs must be a mapping");
  }
}
