package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.RunConfig;
import io.muzero.run.Evaluated;
import io.muzero.run.TrainingRun;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunEndingTest {
  private static final Path RUN = Path.of("checkpoints", "tictactoe", "2026-01-02_03-04-05");

  private static RunConfig config(String... settings) {
    List<ConfigLayer> layers = new ArrayList<>();
    layers.add(new ConfigLayer.Flag("--game", "game", "tictactoe"));
    for (String setting : settings) {
      layers.add(new ConfigLayer.Assignment(setting));
    }
    return new ConfigReader(GameRegistry.installed()).read(layers).config().run();
  }

  private static List<String> lines(
      RunConfig config, long step, boolean complete, boolean goodEnough) {
    Checkpoint best =
        new Checkpoint(
            Path.of("best-00000200"),
            new Manifest(Manifest.FORMAT, "tictactoe", "net", 200, Map.of(), -5, Map.of()));
    TrainingRun.Outcome outcome =
        new TrainingRun.Outcome(
            step,
            341,
            complete,
            Path.of("step-00040000"),
            goodEnough,
            TestProgress.evaluations(40, 5, 7),
            best);
    return new RunEnding(
            Program.of(null, "muzero.jar", "Linux"), List.of("--game-jar", "my games.jar"))
        .lines(outcome, config, RUN);
  }

  @Test
  void lines_boundReached_showResultsAndAResumeWithALargerOne() {
    assertThat(lines(config(), 40_000, true, false))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo("done at step 40,000 after 5:41; checkpoint step-00040000"),
            line -> assertThat(line).startsWith("last:    step 300: ").contains("wrong in 7 of"),
            line ->
                assertThat(line)
                    .startsWith("best:    step 200: ")
                    .contains("wrong in 5 of")
                    .endsWith("; checkpoint best-00000200"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "go on:   java -jar muzero.jar train --resume "
                            + RUN
                            + " --steps 80000 --game-jar 'my games.jar'"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "play:    java -jar muzero.jar play --checkpoint "
                            + RUN
                            + " --game-jar 'my games.jar'"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "measure: java -jar muzero.jar evaluate --checkpoint "
                            + RUN
                            + " --game-jar 'my games.jar'"));
  }

  /** It showed the score by which checkpoints are compared, -5.0000, and no last result. */
  @Test
  void lines_nothingMeasuredInThisSession_showWhatEarlierOnesFound(@TempDir Path run)
      throws Exception {
    Files.writeString(
        run.resolve("metrics.csv"),
        """
        step,wall_seconds,tag,value
        200,9,evaluation/random/score,0.975
        200,9,evaluation/random/score_low,0.9
        200,9,evaluation/expert/score,0.5
        200,9,evaluation/bad_decisions_search,1804
        200,9,evaluation/bad_decisions_policy,1900
        200,9,evaluation/exhaustive_losses,3
        300,9,learner/loss,1
        300,9,evaluation/mean_return,21.5
        """);
    assertThat(results(run, List.of()))
        .containsExactly(
            "last:    step 300: mean return 21.50 (of an earlier session)",
            "best:    step 200: scores 97.5 % against random, 50.0 % against expert; wrong in 1,804"
                + " states (without search 1,900), loses 3 lines (of an earlier session); checkpoint"
                + " best-00000200");
    // The last is this session's, the best an earlier one's.
    assertThat(results(run, TestProgress.evaluations(7)))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("last:    step 100: ").contains("wrong in 7 of"),
            line -> assertThat(line).startsWith("best:    step 200: scores 97.5 %"));
    Files.delete(run.resolve("metrics.csv"));
    assertThat(results(run, List.of()))
        .containsExactly(
            "best:    step 200: score -5.0000, higher is better (of an earlier session); checkpoint"
                + " best-00000200");
  }

  private static List<String> results(Path run, List<Evaluated> evaluations) {
    Checkpoint best =
        new Checkpoint(
            Path.of("best-00000200"),
            new Manifest(Manifest.FORMAT, "tictactoe", "net", 200, Map.of(), -5, Map.of()));
    TrainingRun.Outcome outcome =
        new TrainingRun.Outcome(40_000, 341, true, Path.of("step"), false, evaluations, best);
    return new RunEnding(Program.of(null, "muzero.jar", "Linux"), List.of())
        .lines(outcome, config(), run).stream()
            .filter(line -> line.matches("(last|best): .*"))
            .toList();
  }

  @Test
  void lines_otherEnds_goOnAsTheyMust() {
    String resume = "train --resume " + RUN;
    assertThat(lines(config(), 700, false, false))
        .anyMatch(line -> line.contains(resume + " --game-jar"));
    assertThat(lines(config(), 22_000, true, true))
        .anyMatch(line -> line.contains(resume + " --set run.stopAt=0 --game-jar"))
        .anyMatch(line -> line.contains("5 evaluations in a row without a wrong decision"));
    assertThat(lines(config("run.minutes=5"), 700, true, false))
        .anyMatch(line -> line.contains(resume + " --minutes 12 --game-jar"));
    assertThat(lines(config("run.minutes=60", "run.steps=700"), 700, true, false))
        .anyMatch(line -> line.contains(resume + " --steps 1400 --minutes 60 --game-jar"));
  }

  @Test
  void program_howItWasStarted_isRepeated() {
    List<String> arguments = List.of("play", "it's");
    assertThat(Program.of("./muzero", "/x/muzero.jar", "Linux").command(arguments))
        .isEqualTo("./muzero play 'it'\\''s'");
    assertThat(Program.of(null, "my jars/muzero.jar", "Mac OS X").command(List.of("games")))
        .isEqualTo("java -jar 'my jars/muzero.jar' games");
    assertThat(Program.of(null, "C:\\my jars\\muzero.jar", "Windows 11").command(List.of("games")))
        .isEqualTo("java -jar \"C:\\my jars\\muzero.jar\" games");
    assertThat(Program.of(null, "muzero.jar:/y/game.jar", "Linux").command(List.of("games")))
        .isEqualTo("java -cp muzero.jar:/y/game.jar io.muzero.launcher.Main games");
  }
}
