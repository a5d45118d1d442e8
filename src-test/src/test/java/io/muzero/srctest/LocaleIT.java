package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.srctest.Jar.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Languages with other digits, another decimal comma and another lower case of I. */
class LocaleIT {
  @TempDir private Path place;

  @BeforeEach
  void configure() throws Exception {
    Files.writeString(place.resolve("small.yaml"), RunOnDisk.SMALL);
  }

  private Ended run(String language, String country, String... arguments) throws Exception {
    List<String> options =
        new ArrayList<>(
            List.of("-Duser.language=" + language, "-Duser.country=" + country, "-jar"));
    options.add(Jar.path().toString());
    return new Jar(place).startJava(options, arguments).type("").await();
  }

  @ParameterizedTest
  @CsvSource({"fa,IR", "ar,EG", "tr,TR", "de,DE"})
  void trainAndEvaluate_everyLocale_writesPlainDigits(String language, String country)
      throws Exception {
    for (String game : List.of("cartpole", "gomoku")) {
      Ended trained =
          run(
              language,
              country,
              "train",
              "--game",
              game,
              "--config",
              "small.yaml",
              "--steps",
              "20",
              "--set",
              "network.type=" + (game.equals("gomoku") ? "residual" : "mlp"));
      assertThat(trained.exitCode()).as(trained.errors()).isZero();
      assertPlain(trained.errors());
      RunOnDisk run = RunOnDisk.latest(place, game);
      for (String file : List.of("config.yaml", "metrics.csv", "muzero.log")) {
        assertPlain(Files.readString(run.folder().resolve(file)));
      }
      assertThat(run.newest().manifest().step()).isEqualTo(20);
    }
    Ended evaluated =
        run(language, country, "evaluate", "--game", "cartpole", "--episodes", "2", "--json");
    assertThat(evaluated.exitCode()).as(evaluated.errors()).isZero();
    assertPlain(evaluated.output());
    Ended resumed =
        run(language, country, "train", "--resume", "checkpoints/cartpole/latest", "--steps", "25");
    assertThat(resumed.errors()).contains("done at step 25");
  }

  private static void assertPlain(String text) {
    assertThat(text.codePoints().filter(Character::isDigit).filter(c -> c > '9').count())
        .as(text)
        .isZero();
  }
}
