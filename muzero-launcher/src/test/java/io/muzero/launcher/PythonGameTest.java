package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with games in Python, as docs/python-environments.md shows them. */
class PythonGameTest {
  private static final String PYTHON =
      System.getProperty(
          "muzero.python", Optional.ofNullable(System.getenv("MUZERO_PYTHON")).orElse("python3"));

  private final TestScreen test = new TestScreen(false);

  @TempDir private Path folder;

  private int run(String... arguments) {
    return Main.commandLine(test.screen).execute(arguments);
  }

  @BeforeEach
  void requireGymnasium() throws Exception {
    boolean found;
    try {
      Process process =
          new ProcessBuilder(PYTHON, "-c", "import gymnasium")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      found = process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      found = false;
    }
    assumeTrue(
        found,
        PYTHON
            + " cannot import gymnasium; name a Python that can by -Dmuzero.python=PATH or MUZERO_PYTHON");
  }

  /** A Python that finds modules in the folder, as one that is started there does. */
  private String pythonThere() throws Exception {
    assumeTrue(Files.exists(Path.of("/bin/sh")), "there is no shell here");
    Path script = folder.resolve("python");
    Files.writeString(
        script, "#!/bin/sh\nPYTHONPATH='" + folder + "' exec '" + PYTHON + "' \"$@\"\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script.toString();
  }

  private static String documented(String start) throws Exception {
    String page = Files.readString(Path.of("..", "docs", "python-environments.md"));
    Matcher block = Pattern.compile("```" + start + "(.*?)\n```", Pattern.DOTALL).matcher(page);
    assertThat(block.find()).isTrue();
    return block.group(1).strip();
  }

  private List<String> small(Path runs) {
    return List.of(
        "--set", "run.folder=" + runs,
        "--set", "run.steps=3",
        "--set", "run.minutes=0",
        "--set", "run.warmUp=50",
        "--set", "selfPlay.gamesPerWorker=4",
        "--set", "search.simulations=2",
        "--set", "learner.batchSize=8",
        "--set", "evaluation.games=2",
        "--set", "network.stateSize=8");
  }

  /** The environment and the command of the page, for a moment instead of five minutes. */
  @Test
  void train_environmentOfOnesOwn_asDocumented() throws Exception {
    Files.writeString(folder.resolve("corridor.py"), documented("python\n"));
    String command = documented("\njava -jar muzero.jar (?=train --game gym:corridor)");
    List<String> words = List.of(command.split(" "));
    assertThat(words.subList(0, 3)).containsExactly("train", "--game", "gym:corridor/Corridor-v0");
    Path runs = folder.resolve("checkpoints");
    String[] arguments =
        Stream.of(words.subList(0, 3), List.of("--python", pythonThere()), small(runs))
            .flatMap(List::stream)
            .toArray(String[]::new);
    assertThat(run(arguments)).as(test.errors()).isZero();
    Path latest = runs.resolve("gym_corridor_Corridor-v0").resolve("latest");
    assertThat(latest).exists();
    assertThat(run("evaluate", "--checkpoint", latest.toString(), "--episodes", "2"))
        .as(test.errors())
        .isZero();
    assertThat(test.output()).contains("mean return");
    Path picture = folder.resolve("episode.png");
    assertThat(run("render", "--checkpoint", latest.toString(), "--out", picture.toString()))
        .as(test.errors())
        .isZero();
    assertThat(picture).exists();
  }

  @Test
  void train_environmentThatRaises_endsWithItsLastLine() throws Exception {
    String source = documented("python\n").replace("self.place += 1", "self.place += 1 / 0");
    Files.writeString(folder.resolve("corridor.py"), source);
    String[] arguments =
        Stream.of(
                List.of("train", "--game", "gym:corridor/Corridor-v0"),
                List.of("--python", pythonThere()),
                small(folder.resolve("checkpoints")))
            .flatMap(List::stream)
            .toArray(String[]::new);
    assertThat(run(arguments)).isEqualTo(1);
    assertThat(test.errors())
        .contains("the game gym:corridor/Corridor-v0 failed: ZeroDivisionError: division by zero")
        .contains("corridor.py");
  }

  @Test
  void games_tellsOfTheFamily_andOfOneOfIt() {
    assertThat(run("games")).isZero();
    assertThat(test.output()).contains("gym:NAME");
    assertThat(run("games", "--game", "gym:nothing")).isEqualTo(2);
  }
}
