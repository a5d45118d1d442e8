package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.muzero.storage.RunFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    having("gymnasium");
  }

  private static void having(String module) throws Exception {
    boolean found;
    try {
      Process process =
          new ProcessBuilder(PYTHON, "-c", "import " + module)
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
            + " cannot import "
            + module
            + "; name a Python that can by -Dmuzero.python=PATH or MUZERO_PYTHON");
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

  /** Its episodes are not those of their seeds: nothing but undo and resuming plays one again. */
  @Test
  void train_environmentWithRandomnessOfItsOwn_trainsEvaluatesPlaysAndResumes() throws Exception {
    String source =
        documented("python\n")
            .replace("int(self.np_random.integers(1, 6))", "random.randint(1, 9)")
            .replace("import gymnasium\n", "import gymnasium\nimport random\n");
    Files.writeString(folder.resolve("corridor.py"), source);
    Path runs = folder.resolve("checkpoints");
    String[] arguments =
        Stream.of(
                List.of("train", "--game", "gym:corridor/Corridor-v0"),
                List.of("--python", pythonThere()),
                small(runs),
                // As a network that sees several frames needs those of earlier moves too.
                List.of("--set", "replay.stackedFrames=3", "--set", "evaluation.games=20"),
                List.of("--set", "evaluation.everySteps=1"))
            .flatMap(List::stream)
            .toArray(String[]::new);
    assertThat(run(arguments)).as(test.errors()).isZero();
    String latest = runs.resolve("gym_corridor_Corridor-v0").resolve("latest").toString();
    assertThat(run("evaluate", "--checkpoint", latest, "--episodes", "9"))
        .as(test.errors())
        .isZero();
    assertThat(test.output()).contains("mean return");
    assertThat(run("play", "--checkpoint", latest, "--seat", "none")).as(test.errors()).isZero();
    assertThat(run("train", "--resume", latest, "--steps", "5")).as(test.errors()).isZero();
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

  /** While the environment waits in a step, the run is asked for on its page. */
  @Test
  void train_serve_showsTheGameOfTheRun() throws Exception {
    Path go = folder.resolve("go");
    String source =
        documented("python\n")
            .replace("import gymnasium\n", "import gymnasium\nimport os\nimport time\n")
            .replace(
                "        self.place +=",
                "        while not os.path.exists('"
                    + go
                    + "'): time.sleep(0.02)\n        self.place +=");
    Files.writeString(folder.resolve("corridor.py"), source);
    Path runs = folder.resolve("checkpoints");
    String[] fresh =
        Stream.of(
                List.of("train", "--game", "gym:corridor/Corridor-v0", "--serve", "0"),
                List.of("--python", pythonThere()),
                small(runs))
            .flatMap(List::stream)
            .toArray(String[]::new);
    String latest = runs.resolve("gym_corridor_Corridor-v0").resolve("latest").toString();
    String[] resumed = {"train", "--resume", latest, "--steps", "5", "--serve", "0"};
    for (String[] arguments : List.of(fresh, resumed)) {
      Files.deleteIfExists(go);
      TestScreen screen = new TestScreen(false);
      CompletableFuture<Integer> run =
          CompletableFuture.supplyAsync(() -> Main.commandLine(screen.screen).execute(arguments));
      try {
        Matcher address = Pattern.compile("the page is at (http://\\S+)#/runs").matcher("");
        while (!run.isDone() && !address.reset(screen.errors()).find()) {
          Thread.sleep(20);
        }
        assertThat(address.reset(screen.errors()).find()).as(screen.errors()).isTrue();
        String info =
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(URI.create(address.group(1) + "api/info")).build(),
                    HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(info).contains("\"gym:corridor/Corridor-v0\"");
      } finally {
        Files.createFile(go);
      }
      assertThat(run.get()).as(screen.errors()).isZero();
    }
  }

  @Test
  void train_atari_beginsWithAnImageNetworkOfFourFrames() throws Exception {
    having("ale_py");
    Path runs = folder.resolve("checkpoints");
    String[] arguments =
        Stream.of(
                List.of("train", "--game", "gym:ALE/Pong-v5", "--python", PYTHON),
                small(runs),
                List.of("--set", "environment.max_steps=120", "--set", "run.warmUp=20"),
                List.of("--set", "learner.batchSize=2", "--steps", "1"))
            .flatMap(List::stream)
            .toArray(String[]::new);
    assertThat(run(arguments)).as(test.errors()).isZero();
    Path latest = runs.resolve("gym_ALE_Pong-v5").resolve("latest");
    assertThat(Files.readString(RunFolder.resolve(latest).resolve(RunFolder.CONFIG)))
        .contains("type: image", "stackedFrames: 4", "segmentLength: 200");
    assertThat(test.errors()).contains("a frame is stored as 7,056 bytes, the buffer holds ");
  }

  @Test
  void games_tellsOfTheFamily_andOfOneOfIt() {
    assertThat(run("games")).isZero();
    assertThat(test.output()).contains("gym:NAME");
    assertThat(run("games", "--game", "gym:nothing")).isEqualTo(2);
  }
}
