package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.storage.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code runs} over folders of runs that were never trained. */
class RunsCommandTest {
  @TempDir private Path root;

  private Path first;
  private Path second;
  private Path cartpole;

  @BeforeEach
  void makeRuns() throws Exception {
    first = TestRuns.untrained(root, "tictactoe", "run.steps=300", "learner.batchSize=16");
    curves(
        first,
        Duration.ofDays(3),
        """
        step,wall_seconds,tag,value
        100,60,evaluation/random/score,0.9
        100,60,evaluation/perfect/score,0.25
        100,60,evaluation/perfect/score_low,0.2
        200,120,evaluation/perfect/score,0.5
        200,120,loss/total,1.5
        300,180,evaluation/perfect/score,0.4
        300,1
        """);
    second = TestRuns.untrained(root, "tictactoe", "run.steps=500");
    curves(
        second,
        Duration.ofHours(5),
        """
        step,wall_seconds,tag,value
        150,60,evaluation/perfect/score,0.3
        150,60,evaluation/bad_decisions_search,3
        250,150,evaluation/perfect/score,0.45
        250,150,evaluation/bad_decisions_search,5
        """);
    cartpole = TestRuns.untrained(root, "cartpole");
    curves(
        cartpole,
        Duration.ofDays(40),
        """
        step,wall_seconds,tag,value
        1000,600,evaluation/mean_return,195.5
        """);
  }

  private static void curves(Path run, Duration age, String rows) throws Exception {
    Path file = Files.writeString(run.resolve("metrics.csv"), rows);
    // Half a minute more: the unit that is shown must not turn while the test runs.
    Files.setLastModifiedTime(
        file, FileTime.from(Instant.now().minus(age).minus(Duration.ofSeconds(30))));
  }

  private TestScreen runs(int exitCode, String... arguments) {
    List<String> all = new ArrayList<>(List.of("runs"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--checkpoints", root.toString()));
    TestScreen test = new TestScreen(false);
    assertThat(Main.commandLine(test.screen).execute(all.toArray(String[]::new)))
        .as(test.errors())
        .isEqualTo(exitCode);
    return test;
  }

  private JsonNode json(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    TestScreen test = runs(0, all.toArray(String[]::new));
    assertThat(test.lines()).hasSize(1);
    return new ObjectMapper().readTree(test.output());
  }

  @Test
  void runs_listsTheNewestFirst() {
    List<String> lines = runs(0).lines();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0).split(" +"))
        .containsExactly("game", "run", "state", "step", "minutes", "best", "size", "changed");
    assertThat(lines.get(1))
        .matches(
            "tictactoe +2026-01-02_03-04-05_2 +interrupted +250 +2\\.5 +3 wrong decisions +\\d+\\.\\d MiB +5 h ago");
    assertThat(lines.get(2))
        .matches(
            "tictactoe +2026-01-02_03-04-05 +finished +300 +3\\.0 +50\\.0 % vs perfect +\\d+\\.\\d MiB +3 days ago");
    assertThat(lines.get(3))
        .matches("cartpole .* interrupted +1,000 +10\\.0 +195\\.50 .* 40 days ago");
    assertThat(runs(0, "--game", "cartpole").lines()).hasSize(2);
  }

  @Test
  void runs_json_hasTheSameKeysForAll() throws Exception {
    JsonNode all = json().path("runs");
    assertThat(all).hasSize(3);
    assertThat(all.get(1).path("state").asText()).isEqualTo("finished");
    assertThat(all.get(1).path("best").path("score").asDouble()).isEqualTo(0.5);
    assertThat(all.get(1).path("best").path("against").asText()).isEqualTo("perfect");
    assertThat(all.get(2).path("best").path("against").isNull()).isTrue();
    assertThat(all.get(0).path("best").path("wrongDecisions").asInt()).isEqualTo(3);
    assertThat(all.get(1).path("best").path("wrongDecisions").isNull()).isTrue();
    assertThat(all.get(2).path("minutes").asDouble()).isEqualTo(10);
    assertThat(all.get(0).path("bytes").asLong())
        .isGreaterThan(Files.size(second.resolve(RunFolder.CONFIG)));
  }

  @Test
  void runs_lockedRun_isRunningAndStays() throws Exception {
    RunFolder held = RunFolder.open(first);
    try {
      assertThat(runs(0).lines().get(2)).contains(" running ");
      assertThat(runs(0, "prune", "--keep", "0", "--yes", "--game", "tictactoe").output())
          .contains("removed " + second)
          .doesNotContain(first + " ");
      assertThat(first).isDirectory();
      assertThat(second).doesNotExist();
    } finally {
      held.close();
    }
  }

  @Test
  void show_tellsCheckpointsAndUnusualSettings() throws Exception {
    String text = runs(0, "show", "tictactoe/2026-01-02_03-04-05").output();
    assertThat(text)
        .contains("state    finished", "300 steps in 3.0 min", "best-00000100", "50.0 %")
        .containsPattern("learner.batchSize +16 +\\d+")
        .containsPattern("run.steps +300 +\\d+")
        .contains("train --resume " + first + " --from-best --steps 600");
    assertThat(runs(0, "show", "tictactoe/latest").output()).contains("folder   " + second);
    assertThat(runs(0, "show", first.toString()).output()).contains("folder   " + first);
    JsonNode json = json("show", "2026-01-02_03-04-05_2");
    assertThat(json.path("settings").path("run.steps").asText()).isEqualTo("500");
    assertThat(json.path("checkpoints").get(0).path("score").asDouble()).isEqualTo(0.5);
  }

  @Test
  void diff_comparesSettingsAndScores() throws Exception {
    List<String> lines = runs(0, "diff", first.toString(), second.toString()).lines();
    assertThat(lines)
        .contains("score vs perfect by step", "score vs perfect by minute")
        .anySatisfy(line -> assertThat(line).matches("run.steps +300 +500"))
        .anySatisfy(line -> assertThat(line).matches(" *100 +25\\.0 % +-"))
        .anySatisfy(line -> assertThat(line).matches(" *200 +50\\.0 % +30\\.0 %"))
        .anySatisfy(line -> assertThat(line).matches(" *300 +40\\.0 % +45\\.0 %"))
        .anySatisfy(line -> assertThat(line).matches(" *2\\.5 +50\\.0 % +45\\.0 %"));
    JsonNode json = json("diff", first.toString(), second.toString());
    assertThat(json.path("settings").path("run.steps").path("b").asText()).isEqualTo("500");
    assertThat(json.path("bySteps").get(0).path("b").isNull()).isTrue();
    assertThat(json.path("measure").asText()).isEqualTo("score");
    assertThat(json.path("against").asText()).isEqualTo("perfect");
    assertThat(runs(0, "diff", first.toString(), cartpole.toString()).output())
        .contains("they have no evaluation in common");
  }

  /** In training and in runs the fewest wrong decisions are the best, whatever the score. */
  @Test
  void diff_solvedGame_comparesWrongDecisions() throws Exception {
    curves(
        first,
        Duration.ofDays(3),
        """
        step,wall_seconds,tag,value
        100,12,evaluation/perfect/score,0.25
        100,12,evaluation/bad_decisions_search,1200
        200,14,evaluation/perfect/score,0.5
        200,14,evaluation/bad_decisions_search,7
        """);
    List<String> lines = runs(0, "diff", first.toString(), second.toString()).lines();
    assertThat(lines)
        .contains("wrong decisions with search (fewer is better) by step")
        .contains("wrong decisions with search (fewer is better) by minute")
        .noneMatch(line -> line.contains("score vs"))
        .anySatisfy(line -> assertThat(line).matches(" *100 +1,200 +-"))
        .anySatisfy(line -> assertThat(line).matches(" *250 +7 +5"))
        .anySatisfy(line -> assertThat(line).matches(" *0\\.20 +1,200 +-"))
        .anySatisfy(line -> assertThat(line).matches(" *0\\.23 +7 +-"));
    JsonNode json = json("diff", first.toString(), second.toString());
    assertThat(json.path("measure").asText()).isEqualTo("wrongDecisions");
    assertThat(json.path("against").isNull()).isTrue();
    assertThat(json.path("bySteps").get(0).path("a").asDouble()).isEqualTo(1200);
    JsonNode other = json("diff", first.toString(), cartpole.toString());
    assertThat(other.path("measure").isNull()).isTrue();
  }

  @Test
  void list_isWhatRunsDoesAlone() throws Exception {
    assertThat(runs(0, "list").output()).isEqualTo(runs(0).output());
    assertThat(runs(0, "list", "--game", "cartpole").lines()).hasSize(2);
    assertThat(json("list").path("runs")).hasSize(3);
  }

  @Test
  void prune_showsFirst_removesWithYes() throws Exception {
    TestScreen dry = runs(0, "prune", "--older-than", "2d");
    assertThat(dry.output())
        .contains("would remove " + first, "would remove " + cartpole)
        .contains("2 runs, ")
        .contains("nothing was removed: add --yes")
        .doesNotContain(second + " ");
    assertThat(first).isDirectory();
    assertThat(json("prune", "--keep", "1").path("runs")).hasSize(1);
    // The newest by name is what latest names; it goes, and the one before takes its place.
    curves(second, Duration.ofDays(9), "");
    runs(0, "prune", "--keep", "1", "--yes");
    assertThat(second).doesNotExist();
    assertThat(root.resolve("tictactoe/latest")).hasContent("2026-01-02_03-04-05");
    assertThat(cartpole).isDirectory();
    runs(0, "prune", "--older-than", "0min", "--yes");
    assertThat(root.resolve("tictactoe")).isEmptyDirectory();
    assertThat(runs(0).errors()).contains("no run in " + root);
  }

  @Test
  void prune_keepBest_leavesWhatPlays() throws Exception {
    Path checkpoints = first.resolve(RunFolder.CHECKPOINTS);
    Path step = Files.createDirectories(checkpoints.resolve("step-00000300"));
    Files.writeString(step.resolve("replay.bin"), "x".repeat(3 << 20));
    Files.writeString(first.resolve("muzero.log"), "a log");
    JsonNode plan = json("prune", "--older-than", "2d", "--game", "tictactoe", "--keep-best");
    assertThat(plan.path("freedBytes").asLong()).isGreaterThanOrEqualTo(3 << 20);
    assertThat(runs(0, "prune", "--older-than", "2d", "--keep-best", "--yes").output())
        .contains("removed 3.0 MiB of " + first);
    assertThat(step).doesNotExist();
    assertThat(first.resolve("muzero.log")).doesNotExist();
    assertThat(checkpoints.resolve("best-00000100/weights.safetensors")).exists();
    assertThat(first.resolve("metrics.csv")).exists();
    assertThat(runs(0, "prune", "--older-than", "2d", "--keep-best", "--yes").output().strip())
        .isEqualTo("no run goes");
  }

  private Path checkpoint(Path run, String name) {
    return run.resolve(RunFolder.CHECKPOINTS).resolve(name);
  }

  @Test
  void prune_gameBeforeOrAfterTheCommand_leavesOtherGames() throws Exception {
    List<String> before = new ArrayList<>(List.of("runs", "--game", "tictactoe", "prune"));
    before.addAll(List.of("--keep", "0", "--yes", "--checkpoints", root.toString()));
    TestScreen test = new TestScreen(false);
    assertThat(Main.commandLine(test.screen).execute(before.toArray(String[]::new))).isZero();
    assertThat(cartpole).isDirectory();
    assertThat(first).doesNotExist();
  }

  @Test
  void show_gameOfAnother_isRefused() {
    TestScreen test = runs(2, "show", "--game", "cartpole", first.toString());
    assertThat(test.errors()).contains("is a run of tictactoe, not of cartpole");
    assertThat(runs(0, "show", "--game", "cartpole", "2026-01-02_03-04-05").output())
        .contains("folder   " + cartpole);
  }

  @Test
  void show_runWithoutAStep_goesOnFromItsBest() throws Exception {
    assertThat(runs(0, "show", first.toString()).output())
        .contains("train --resume " + first + " --from-best");
    TestRuns.addSnapshot(first, "tictactoe", 200);
    Files.move(checkpoint(first, "best-00000100"), root.resolve("best-00000100"));
    assertThat(runs(0, "show", first.toString()).output())
        .contains("train --resume " + checkpoint(first, "snapshot-00000200"));
  }

  @Test
  void runs_unreadableOne_isDamagedAndHidesNoOther() throws Exception {
    Files.write(first.resolve(RunFolder.CONFIG), new byte[100]);
    TestScreen test = runs(0);
    assertThat(test.lines()).hasSize(4);
    assertThat(test.output()).contains(" damaged ");
    assertThat(test.errors()).contains(first + " is damaged: ");
    TestScreen pruned = runs(0, "prune", "--keep", "0", "--yes");
    assertThat(first).isDirectory();
    assertThat(second).doesNotExist();
    assertThat(pruned.errors()).contains(first + " stays: it is damaged");
  }

  @Test
  void runs_progress_isThatOfTheWayItGoesOn() throws Exception {
    java.util.Map<String, io.muzero.storage.CheckpointStore.Content> files =
        new java.util.TreeMap<>();
    for (String name :
        List.of("weights.safetensors", "optimizer.safetensors", "replay.bin", "state.bin")) {
      files.put(name, out -> out.write(1));
    }
    new io.muzero.storage.CheckpointStore(first.resolve(RunFolder.CHECKPOINTS), 3)
        .writeStep(
            new io.muzero.storage.Manifest(
                io.muzero.storage.Manifest.FORMAT,
                "tictactoe",
                "test",
                50,
                java.util.Map.of("wall_millis", 30_000L),
                Double.NaN,
                java.util.Map.of()),
            files);
    JsonNode run = json("show", first.toString());
    assertThat(run.path("step").asLong()).isEqualTo(50);
    assertThat(run.path("minutes").asDouble()).isEqualTo(0.5);
    assertThat(run.path("state").asText()).isEqualTo("interrupted");
  }

  @Test
  void prune_keepBest_damagedOne_keepsAWholeOneOrAll() throws Exception {
    TestRuns.addSnapshot(first, "tictactoe", 200);
    Path best = checkpoint(first, "best-00000100");
    Path weights = best.resolve("weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);
    Path mine = Files.createDirectory(checkpoint(first, "best-00000100-copy"));
    Files.createDirectory(checkpoint(first, "abandoned-step-00000100"));
    runs(0, "prune", "--older-than", "2d", "--game", "tictactoe", "--keep-best", "--yes");
    assertThat(best).doesNotExist();
    assertThat(checkpoint(first, "abandoned-step-00000100")).doesNotExist();
    assertThat(checkpoint(first, "snapshot-00000200")).isDirectory();
    assertThat(mine).isDirectory();
    Path left = checkpoint(first, "snapshot-00000200").resolve("weights.safetensors");
    Files.delete(left);
    Files.writeString(first.resolve("muzero.log"), "a log");
    TestScreen test =
        runs(0, "prune", "--older-than", "2d", "--game", "tictactoe", "--keep-best", "--yes");
    assertThat(test.errors()).contains(first + " stays: it has no whole checkpoint to keep");
    assertThat(first.resolve("muzero.log")).exists();
  }

  @Test
  void prune_latest_namesTheNewestRunAndNoCopy() throws Exception {
    Path game = first.getParent();
    Path tenth = game.resolve("2026-01-02_03-04-05_10");
    for (Path copy : List.of(game.resolve("latest-copy"), tenth)) {
      Files.createDirectory(copy);
      Files.copy(first.resolve(RunFolder.CONFIG), copy.resolve(RunFolder.CONFIG));
    }
    Files.writeString(game.resolve("latest"), "2026-01-02_03-04-05\n");
    runs(0, "prune", "--older-than", "2d", "--game", "tictactoe", "--yes");
    assertThat(first).doesNotExist();
    assertThat(game.resolve("latest")).hasContent("2026-01-02_03-04-05_10");
  }

  @Test
  void prune_whatWasLeftHalfRemoved_isNoRunAndGoes() throws Exception {
    Path left = first.resolveSibling(".removed-2025");
    Files.createDirectories(left);
    Files.writeString(left.resolve(RunFolder.CONFIG), "game: tictactoe");
    assertThat(runs(0).lines()).hasSize(4);
    runs(0, "prune", "--older-than", "900d", "--yes");
    assertThat(left).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "show nowhere | there is no run nowhere, neither as a folder nor in ",
        "show cartpol/2026-01-02_03-04-05 | there is no run cartpol/2026-01-02_03-04-05",
        "show 2026-01-02_03-04-05 | 2026-01-02_03-04-05 is the name of 2 runs: name one of ",
        "diff tictactoe/latest tictactoe/2026-01-02_03-04-05_2 | A and B must be two runs, were both ",
        "prune | say which runs may go: --older-than AGE, --keep N, or both",
        "prune --older-than soon | --older-than must be a number of days, hours or minutes",
        "prune --keep -1 | --keep must be within [0, 1000000], was -1",
        "shw | muzero runs has no command 'shw', only show, diff, prune; did you mean show?",
        "--game cartpol | the game 'cartpol' is not known, the games are ",
      })
  void wrongUsage_isOneLine(String command, String message) {
    TestScreen test = runs(2, command.split(" "));
    assertThat(test.errors().lines()).singleElement().asString().startsWith("muzero: " + message);
  }

  @Test
  void runs_folderThatIsNotThere_isOneLine() {
    TestScreen test = new TestScreen(false);
    assertThat(Main.commandLine(test.screen).execute("runs", "--checkpoints", root + "/none"))
        .isEqualTo(2);
    assertThat(test.errors()).startsWith("muzero: there is no folder " + root);
  }

  /** Who names a run's folder need not have others. */
  @Test
  void show_ofARunBesidesTheFolderOfRuns_showsIt() {
    TestScreen test = new TestScreen(false);
    String none = root + "/none";
    assertThat(
            Main.commandLine(test.screen)
                .execute("runs", "--checkpoints", none, "show", first.toString()))
        .as(test.errors())
        .isZero();
    assertThat(test.output()).contains("tictactoe");
    assertThat(
            Main.commandLine(test.screen).execute("runs", "--checkpoints", none, "show", "nowhere"))
        .isEqualTo(2);
    assertThat(test.errors())
        .isEqualTo(
            "muzero: there is no run nowhere, neither as a folder nor in "
                + none
                + "; the command runs lists them"
                + System.lineSeparator());
  }
}
