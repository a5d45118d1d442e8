package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.srctest.Jar.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Languages with other digits, another decimal comma and another lower case of I. */
class LocaleIT {
  /** What is printed is the same each time. RUN and OTHER are runs. */
  private static final List<String> REPEATED =
      List.of(
          "agents --json",
          "games --json",
          "config --game gomoku --json",
          "config --game connect4",
          "match RUN random --games 4 --simulations 2 --save match.txt --json",
          "match RUN random perfect --games 4 --simulations 2",
          "ladder RUN --games 4 --simulations 2 --csv ladder.csv --png ladder.png --json",
          "diagnose RUN --games 1 --simulations 2 --out page.html --json",
          "export RUN --out networks --json",
          "record --game tictactoe --player random --games 2 --out games.txt --json");

  /** Files that those commands write, as often as they like the same. */
  private static final List<String> FILES =
      List.of("match.txt", "ladder.csv", "page.html", "games.txt");

  /** What is printed depends on the time and the machine. */
  private static final List<String> CHANGING =
      List.of(
          "runs --json",
          "runs show RUN --json",
          "runs diff RUN OTHER --json",
          "render --checkpoint RUN --simulations 2 --out game.gif",
          "sweep sweep.yaml --json",
          "doctor --quick --json",
          "benchmark --game tictactoe --config small.yaml --seconds 0.1 --batch 4 --workers 1"
              + " --json");

  @TempDir private static Path place;

  private static String run = "";
  private static String other = "";

  /** By command or file: what it is in English. */
  private static final Map<String, String> ENGLISH = new LinkedHashMap<>();

  @BeforeAll
  static void english() throws Exception {
    Files.writeString(place.resolve("small.yaml"), RunOnDisk.SMALL);
    Files.writeString(
        place.resolve("sweep.yaml"),
        """
        game: cartpole
        config: small.yaml
        method: grid
        steps: 20
        ranges: {learner.learningRate: {choice: [0.001]}}
        """);
    run = trained("0.001");
    other = trained("0.0025");
    ENGLISH.putAll(everything("en", "US"));
  }

  private static String trained(String rate) throws Exception {
    Ended ended =
        new Jar(place)
            .run(
                "train",
                "--game",
                "tictactoe",
                "--config",
                "small.yaml",
                "--steps",
                "20",
                "--set",
                "learner.learningRate=" + rate);
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    return place.relativize(RunOnDisk.latest(place, "tictactoe").folder()).toString();
  }

  /** The results and files of the commands that repeat. */
  private static Map<String, String> everything(String language, String country) throws Exception {
    PathUtils.deleteDirectory(Files.createDirectories(place.resolve("networks")));
    Map<String, String> all = new LinkedHashMap<>();
    for (String command : REPEATED) {
      Ended ended = run(language, country, words(command));
      assertThat(ended.exitCode()).as(command + ": " + ended.errors()).isZero();
      assertPlain(ended.errors());
      all.put(command, ended.output());
    }
    for (String file : FILES) {
      all.put(file, Files.readString(place.resolve(file)));
    }
    return all;
  }

  private static String[] words(String command) {
    return command.replace("RUN", run).replace("OTHER", other).split(" ");
  }

  private static Ended run(String language, String country, String... arguments) throws Exception {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-XX:TieredStopAtLevel=1",
                "-Duser.language=" + language,
                "-Duser.country=" + country,
                "-jar"));
    options.add(Jar.path().toString());
    return new Jar(place).startJava(options, arguments).type("").await();
  }

  @ParameterizedTest
  @CsvSource({"fa,IR", "ar,EG", "tr,TR", "de,DE"})
  void commands_everyLocale_printWhatTheyPrintInEnglish(String language, String country)
      throws Exception {
    Map<String, String> found = everything(language, country);
    ENGLISH.forEach((what, text) -> assertThat(found.get(what)).as(what).isEqualTo(text));
  }

  @ParameterizedTest
  @CsvSource({"fa,IR", "ar,EG", "tr,TR", "de,DE"})
  void commands_everyLocale_printPlainNumbers(String language, String country) throws Exception {
    for (String command : CHANGING) {
      Ended ended = run(language, country, words(command));
      // A machine may have a fault that doctor is right about.
      assertThat(ended.exitCode())
          .as(command + ": " + ended.errors())
          .isIn(command.startsWith("doctor") ? List.of(0, 1) : List.of(0));
      assertPlain(ended.output() + ended.errors());
      for (String line : ended.output().lines().toList()) {
        assertThat(new ObjectMapper().readTree(line).isObject()).as(line).isTrue();
      }
    }
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
      RunOnDisk latest = RunOnDisk.latest(place, game);
      for (String file : List.of("config.yaml", "metrics.csv", "muzero.log")) {
        assertPlain(Files.readString(latest.folder().resolve(file)));
      }
      assertThat(latest.newest().manifest().step()).isEqualTo(20);
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
