package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.RunConfig;
import io.muzero.run.TrainingRun;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
