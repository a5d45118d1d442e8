package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.srctest.Jar.Ended;
import io.muzero.srctest.Jar.Running;
import io.muzero.storage.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A sweep as a user does it: stopped, killed, resumed; and tuners of others over one run's lines.
 */
class SweepIT {
  private static final long LIMIT_SECONDS = 300;
  private static final Path PAGE = Path.of("..", "docs", "sweeps.md");

  private static final String SWEEP =
      """
      game: cartpole
      config: small.yaml
      method: asha
      candidates: 4
      steps: 80
      firstRung: 20
      reduction: 2
      set:
        run.deterministic: true
        evaluation.everySteps: 20
      ranges:
        learner.learningRate: {choice: [0.01, 0.001, 1e30, 0.003]}
      """;

  @TempDir private Path place;

  private static Path folder(Path place) throws IOException {
    try (Stream<Path> all = Files.list(place.resolve("sweeps").resolve("s"))) {
      return all.filter(path -> Files.exists(path.resolve("plan.json"))).findFirst().orElseThrow();
    }
  }

  /** Processes of this machine whose command names a path. */
  private static List<ProcessHandle> naming(Path path) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process.info().commandLine().orElse("").contains("--end-with-input")
                    && process.info().commandLine().orElse("").contains(path.toString()))
        .toList();
  }

  private static void awaitNone(Path path) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!naming(path).isEmpty()) {
      assertThat(System.nanoTime()).as("runs outlive their sweep").isLessThan(end);
      Thread.sleep(100);
    }
  }

  private static void awaitRuns(Running running, Path path) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (naming(path).isEmpty()) {
      assertThat(running.alive()).as(running.printed()).isTrue();
      assertThat(System.nanoTime()).as(running.printed()).isLessThan(end);
      Thread.sleep(50);
    }
  }

  private static JsonNode last(String output) throws IOException {
    List<String> lines = output.lines().toList();
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  @Test
  void sweep_stoppedKilledAndResumed_endsAsItsBestRunNeverStopped() throws Exception {
    Files.writeString(place.resolve("small.yaml"), RunOnDisk.SMALL);
    Files.writeString(place.resolve("s.yaml"), SWEEP);
    Path sweeps = place.resolve("sweeps");
    String absolute = sweeps.toString();
    Running first = new Jar(place).start("sweep", "s.yaml", "--folder", absolute, "--json");
    awaitRuns(first, sweeps);
    first.signal("TERM");
    Ended stopped = first.await();
    assertThat(stopped.exitCode()).as(stopped.errors()).isZero();
    assertThat(stopped.errors()).contains("stopping: the runs write", "go on: ", "sweep --resume ");
    assertThat(last(stopped.output()).path("reason").asText()).isEqualTo("stopped");
    assertThat(naming(sweeps)).isEmpty();

    String folder = folder(place).toString();
    Running second = new Jar(place).start("sweep", "--resume", folder);
    awaitRuns(second, sweeps);
    second.kill();
    awaitNone(sweeps);

    Ended ended = new Jar(place).run("sweep", "--resume", folder, "--json");
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    JsonNode end = last(ended.output());
    assertThat(end.path("reason").asText()).isEqualTo("done");
    assertThat(end.path("failed").asInt()).as(ended.errors()).isEqualTo(1);
    assertThat(end.path("candidates")).hasSize(4);
    assertThat(end.at("/candidates/0/steps").asLong()).isEqualTo(80);
    assertThat(end.at("/candidates/3/settings").path("learner.learningRate").asText())
        .isEqualTo("1e30");
    assertThat(end.at("/candidates/3/failed").asBoolean()).isTrue();

    // Rungs, stops and kills have left no trace in the best run.
    String best = folder + "/best.yaml";
    Ended straight = new Jar(place).run("train", "--config", best, "--json");
    assertThat(straight.exitCode()).as(straight.errors()).isZero();
    assertThat(straight.output().lines())
        .allMatch(line -> line.startsWith("{\"event\":"))
        .hasSize(5);
    assertThat(last(straight.output()).path("score").asDouble())
        .isEqualTo(end.at("/candidates/0/mean").asDouble());
    String run = String.format(Locale.ROOT, "%04d-1", end.at("/candidates/0/candidate").asInt());
    RunOnDisk promoted =
        new RunOnDisk(RunFolder.resolve(Path.of(folder, "runs", run, "cartpole", "latest")));
    assertThat(promoted.weights(80)).isEqualTo(RunOnDisk.latest(place, "cartpole").weights(80));
  }

  /** The two programs of docs/sweeps.md, as they stand there. */
  @ParameterizedTest
  @CsvSource({"optuna,Optuna", "ray.tune,Ray Tune"})
  void example_ofThePage_findsABestConfiguration(String module, String heading) throws Exception {
    assumeTrue(
        imports(module),
        "skipped: python3 cannot import " + module + " (.ci/run installs optuna and ray[tune])");
    Matcher example =
        Pattern.compile(Pattern.quote(heading) + " \\(`.*?```python\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE).replace("\r\n", "\n"));
    assertThat(example.find()).as("an example of %s in %s", heading, PAGE).isTrue();
    Path program = place.resolve("tune.py");
    Files.writeString(program, example.group(1));
    assertThat(Files.readAllLines(program)).hasSizeLessThan(35);
    Path output = place.resolve("output.txt");
    List<String> command = new ArrayList<>(List.of("python3", program.toString()));
    command.addAll(List.of(Jar.path().toString(), "50", "2"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(place.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("RAY_USAGE_STATS_ENABLED", "0");
    // Ray's workers are nice to others by default: on a busy machine they would never begin.
    builder.environment().put("RAY_worker_niceness", "0");
    builder.environment().put("HOME", place.toString()); // where Ray Tune puts its results
    // The example's java is the one that these tests run on.
    builder
        .environment()
        .merge("PATH", Jar.tool("java").getParent().toString(), (path, java) -> java + ":" + path);
    Process process = builder.start();
    if (!process.waitFor(2 * LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String printed = Files.readString(output);
    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed).containsPattern("best -?[0-9.]+ \\{.*learner\\.batchSize'?: (64|128)");
  }

  private boolean imports(String module) throws Exception {
    try {
      Process process =
          new ProcessBuilder("python3", "-c", "import " + module)
              .redirectErrorStream(true)
              .redirectOutput(place.resolve("import.txt").toFile())
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // no python3
    }
  }
}
