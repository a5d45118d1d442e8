package io.muzero.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.settings.Check;
import io.muzero.settings.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLayersTest {
  enum Fruit {
    APPLE,
    SOUR_CHERRY
  }

  record Range(
      @Setting(value = "least", byDefault = "-1.0") double min,
      @Setting(value = "greatest, above min", byDefault = "1.0") double max) {
    Range {
      Check.above("max", max, min);
    }
  }

  record Inner(
      @Setting(value = "how many, at least 1", byDefault = "25") int count,
      @Setting(value = "which", byDefault = "apple") Fruit fruit,
      @Setting(value = "widths", byDefault = "[8, 16]") List<Integer> widths,
      @Setting(value = "the range", byDefault = "{max: 5}") Range range) {
    Inner {
      Check.atLeast("inner.count", count, 1);
    }
  }

  record Outer(
      @Setting(value = "a name", byDefault = "''") String name,
      @Setting(value = "a large number", byDefault = "12345678901") long large,
      @Setting(value = "whether", byDefault = "false") boolean flag,
      @Setting(value = "free options", byDefault = "{}") Map<String, Object> options,
      @Setting(value = "more", byDefault = "{}") Inner inner) {}

  private static final ConfigSchema<Outer> SCHEMA = ConfigSchema.of(Outer.class);

  private static ConfigLayers<Outer> layers() {
    return new ConfigLayers<>(SCHEMA);
  }

  @Test
  void build_nothingSet_takesDefaults() {
    assertThat(layers().build())
        .isEqualTo(
            new Outer(
                "",
                12345678901L,
                false,
                Map.of(),
                new Inner(25, Fruit.APPLE, List.of(8, 16), new Range(-1, 5))));
  }

  @Test
  void build_severalLayers_laterOnesWin() {
    Outer built =
        layers()
            .yaml("name: a\ninner:\n  count: 3\n  fruit: sour_cherry\n", "first.yaml")
            .yaml("inner: {count: 4, range: {min: 1e-1}}\noptions: {size: 5, komi: 7.5}", "second")
            .assign("inner.widths=[1]", "--set")
            .assign("options.size = 7", "--set")
            .put("flag", "true", "--flag")
            .build();
    assertThat(built)
        .isEqualTo(
            new Outer(
                "a",
                12345678901L,
                true,
                Map.of("size", 7, "komi", 7.5),
                new Inner(4, Fruit.SOUR_CHERRY, List.of(1), new Range(0.1, 5))));
  }

  /** In another order in each process, a configuration was another file each time. */
  @Test
  void build_options_keepTheirOrder() {
    List<String> names = List.of("size", "line", "komi", "a", "z", "wind", "b", "rules");
    ConfigLayers<MuZeroConfig> layers = new ConfigLayers<>(MuZeroConfig.SCHEMA);
    names.forEach(name -> layers.assign("environment." + name + "=1", "--set"));
    assertThat(layers.build().environment().keySet()).containsExactlyElementsOf(names);
  }

  @Test
  void yaml_emptySections_changeNothing() {
    assertThat(layers().yaml("inner:\n# count: 3\n", "f").build()).isEqualTo(layers().build());
    assertThat(layers().yaml("# nothing\n", "f").build()).isEqualTo(layers().build());
  }

  @Test
  void yaml_unknownKey_namesFileLineAndNearest() {
    assertWrong(
        () -> layers().yaml("name: a\ninner:\n  cuont: 3\n", "my.yaml"),
        "inner.cuont is not a known key (my.yaml, line 3); did you mean inner.count?");
    assertWrong(
        () -> layers().yaml("count: 3\n", "my.yaml"),
        "count is not a known key (my.yaml, line 1); did you mean inner.count?");
    assertWrong(
        () -> layers().yaml("zzzzzzzzzz: 3\n", "my.yaml"),
        "zzzzzzzzzz is not a known key (my.yaml, line 1); the keys are name, large, flag, options,"
            + " inner");
    assertWrong(
        () -> layers().assign("name.first=3", "--set"),
        "name.first is not a known key: name has no keys below it (--set)");
  }

  @Test
  void yaml_wrongType_namesRuleAndValue() {
    assertWrong(
        () -> layers().yaml("inner:\n  count: many\n", "my.yaml"),
        "inner.count must be a whole number below 2^31, was 'many' (my.yaml, line 2)");
    assertWrong(
        () -> layers().yaml("inner:\n  count: 2.5\n", "my.yaml"),
        "inner.count must be a whole number below 2^31, was 2.5 (my.yaml, line 2)");
    assertWrong(
        () -> layers().yaml("inner:\n  count:\n", "my.yaml"),
        "inner.count must be a whole number below 2^31, was nothing (my.yaml, line 2)");
    assertWrong(
        () -> layers().assign("inner=5", "--set"),
        "inner must be a mapping of keys to values, was 5 (--set)");
    assertWrong(
        () -> layers().assign("inner.range.max=.nan", "--set"),
        "inner.range.max must be a number, was '.nan' (--set)");
    assertWrong(
        () -> layers().assign("flag=yes", "--set"),
        "flag must be true or false, was 'yes' (--set)");
    assertWrong(
        () -> layers().assign("inner.widths=[1, x]", "--set"),
        "inner.widths must be a list such as [a, b], of which each must be a whole number below 2^31, was"
            + " [1,\"x\"] (--set)");
    assertWrong(
        () -> layers().assign("options.a=[1]", "--set"),
        "options.a must be a number, a text, true or false, was [1] (--set)");
  }

  @Test
  void yaml_wrongWord_namesNearest() {
    assertWrong(
        () -> layers().assign("inner.fruit=appel", "--set"),
        "inner.fruit must be one of apple, sour_cherry, was 'appel' (--set); did you mean apple?");
  }

  @Test
  void build_outOfRange_namesPlace() {
    assertWrong(
        () -> layers().yaml("name: x\n\ninner:\n  count: 0\n", "my.yaml").build(),
        "inner.count must be at least 1, was 0 (my.yaml, line 4)");
    assertWrong(
        () -> layers().assign("inner.range.max=-7", "--set").build(),
        "inner.range.max must be above -1, was -7 (--set)");
  }

  @Test
  void yaml_notYaml_namesFileAndLine() {
    assertThatThrownBy(() -> layers().yaml("name: a\n  b: [\n", "my.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("not valid YAML: ")
        .hasMessageContaining("(my.yaml, line 2)")
        .message()
        .doesNotContain("\n");
    assertThatThrownBy(() -> layers().yaml("name: a\nname: b\n", "my.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("uplicate")
        .hasMessageContaining("(my.yaml, line 2)");
    assertWrong(
        () -> layers().yaml("- a\n", "my.yaml"),
        "a configuration must be a mapping of keys to values, was [\"a\"] (my.yaml, line 1)");
  }

  @Test
  void assign_withoutEquals_saysWhatIsNeeded() {
    assertWrong(
        () -> layers().assign("inner.count", "--set"),
        "--set needs key=value, was 'inner.count', for example search.simulations=25");
  }

  @Test
  void file_missing_saysSo(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("none.yaml");
    assertWrong(() -> layers().file(file), "the configuration file " + file + " does not exist");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertWrong(() -> layers().file(file), "the configuration file " + file + " is not UTF-8 text");
  }

  @Test
  void printer_anyValues_readsBackEqual() {
    Outer config =
        new Outer(
            "it's \"a\" name: # really",
            -1,
            true,
            Map.of("word", "true", "size", 3, "half", 0.5, "on", false),
            new Inner(7, Fruit.SOUR_CHERRY, List.of(), new Range(-1e-9, 1e300)));
    String yaml = ConfigPrinter.yaml(SCHEMA, config);
    assertThat(layers().yaml(yaml, "printed").build()).isEqualTo(config);
    assertThat(yaml).contains("  # how many, at least 1\n  count: 7\n");
  }

  @Test
  void schema_componentWithoutSetting_isRefused() {
    record Bare(int number) {}
    assertThatThrownBy(() -> ConfigSchema.of(Bare.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the setting number is not annotated with @Setting");
  }

  private static void assertWrong(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(ConfigException.class).hasMessage(message);
  }
}
