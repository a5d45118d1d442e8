package io.muzero.launcher.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.config.ConfigException;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepFileTest {
  private static final String GOOD =
      """
      game: tictactoe
      method: asha
      candidates: 12
      seeds: 3
      steps: 1800
      firstRung: 200
      ranges:
        learner.learningRate: {logUniform: [1e-4, 1e-2]}
        learner.batchSize: {choice: [64, 128]}
        network.dynamicsLayers:
          choice:
            - [16]
            - [32, 32]
        search.simulations: {integer: [4, 16]}
        learner.weightDecay: {uniform: [0, 1e-3]}
      """;

  @TempDir private Path folder;

  private SweepFile read(String text) throws IOException {
    Path file = folder.resolve("sweep.yaml");
    Files.writeString(file, text);
    return SweepFile.read(file);
  }

  private final List<String> notes = new ArrayList<>();

  private Candidates candidates(String text) throws IOException {
    return Candidates.of(
        read(text),
        folder.resolve("sweep.yaml"),
        new ConfigReader(GameRegistry.installed())::read,
        resolved -> {},
        notes::add);
  }

  private void assertRefused(String text, String... parts) {
    assertThatThrownBy(() -> candidates(text))
        .isInstanceOf(ConfigException.class)
        .message()
        .contains(parts)
        .doesNotContain("\n");
  }

  @Test
  void read_goodFile_saysWhatIsToBeDone() throws IOException {
    SweepFile file = read(GOOD);
    assertThat(file.rungs()).containsExactly(200L, 600L, 1800L);
    assertThat(file.ranges().get("learner.learningRate"))
        .isEqualTo(new Range.LogUniform(1e-4, 1e-2, 0));
    assertThat(file.ranges().get("network.dynamicsLayers"))
        .isEqualTo(new Range.Choice(List.of("[16]", "[32, 32]")));
    assertThat(file.ranges().get("search.simulations")).isEqualTo(new Range.Whole(4, 16, 0));
    Candidates candidates = candidates(GOOD);
    assertThat(candidates.configurations()).hasSize(12);
    assertThat(candidates.plan().seeds()).containsExactly(1L, 2L, 3L);
    assertThat(candidates.plan().threads()).isEqualTo(2);
    assertThat(notes).singleElement().asString().contains("learner.decaySteps is 1800");
    assertThat(candidates.configurations().get(0))
        .contains("game: tictactoe", "decaySteps: 1800", "steps: 1800", "workers: 1");
    assertThat(SweepPlan.of(candidates.plan().json())).isEqualTo(candidates.plan());
  }

  @Test
  void read_baseFileAndSets_layThemInOrder() throws IOException {
    Files.writeString(
        folder.resolve("base.yaml"), "learner: {decaySteps: 77, momentum: 0.5, batchSize: 8}\n");
    String yaml =
        candidates(
                GOOD
                    + "config: base.yaml\n"
                    + "set:\n  learner: {momentum: 0.7}\n  selfPlay.workers: 3\n  seed: 11\n")
            .configurations()
            .get(0);
    assertThat(yaml).contains("decaySteps: 77", "momentum: 0.7", "workers: 3", "seed: 11");
    assertThat(notes).isEmpty();
  }

  /** Each rung would be an end of its own, and going on from it another run. */
  @Test
  void read_rateThatFallsOverTheRun_isRefusedWhereItIsSet() throws IOException {
    assertThat(candidates(GOOD.replace("tictactoe", "connect4")).configurations().get(0))
        .contains("decaySteps: 1800");
    assertRefused(
        GOOD.replace("tictactoe", "connect4") + "set:\n  learner.decaySteps: 0\n",
        "learner.decaySteps must be at least 1 in a sweep, was 0",
        "sweep.yaml");
  }

  @Test
  void read_grid_takesAllCombinations() throws IOException {
    Candidates grid =
        candidates(
            """
            game: tictactoe
            method: grid
            steps: 100
            ranges:
              learner.learningRate: {logUniform: [0.001, 0.1], points: 3}
              search.simulations: {integer: [4, 6]}
            """);
    assertThat(grid.plan().candidates()).hasSize(9);
    assertThat(grid.plan().rungs()).containsExactly(100L);
  }

  @Test
  void read_wrongFiles_areRefusedInOneLineWithKeyAndLine() {
    assertRefused(
        GOOD.replace("steps: 1800", "stesp: 1800"),
        "stesp is not a known key",
        "line 5",
        "did you mean steps?");
    assertRefused(
        GOOD.replace("steps: 1800", "qqqqqqqq: 1800"),
        "qqqqqqqq is not a known key",
        "line 5",
        "the keys here are candidates, ");
    assertRefused(
        GOOD.replace("asha", "ahsa"),
        "method must be one of random, grid, asha, was ahsa",
        "line 2",
        "did you mean asha?");
    assertRefused(
        GOOD.replace("candidates: 12", "candidates: many"),
        "candidates must be a whole number within [1, 10000], was many",
        "line 3");
    assertRefused(
        GOOD.replace("seeds: 3", "seeds: 0"),
        "seeds must be a whole number within [1, 30], was 0",
        "line 4");
    assertRefused(
        GOOD.replace("firstRung: 200", "firstRung: 1900"),
        "firstRung must be a whole number within [1, 1800]",
        "line 6");
    assertRefused(
        GOOD.replace("logUniform: [1e-4, 1e-2]", "logUniform: [0, 1e-2]"),
        "learner.learningRate.logUniform must have ends above 0, was [0, 1e-2]",
        "line 8");
    assertRefused(
        GOOD.replace("logUniform:", "loguniform:"),
        "learner.learningRate must have one of choice, uniform, logUniform, integer, was loguniform",
        "line 8",
        "did you mean logUniform?");
    assertRefused(
        GOOD.replace("[4, 16]", "[16, 4]"),
        "search.simulations.integer must be two numbers, the lower one first",
        "line 14");
    assertRefused(
        GOOD.replace("[4, 16]", "[4.5, 16]"), "must have whole numbers as ends", "line 14");
    assertRefused(
        GOOD.replace("{choice: [64, 128]}", "64"), "learner.batchSize must be a mapping", "line 9");
    assertRefused(
        GOOD.replace("learner.batchSize", "learner.batchSzie"),
        "learner.batchSzie is not a known key",
        "line 9",
        "did you mean learner.batchSize?");
    assertRefused(
        GOOD.replace("[64, 128]", "[64, x]"),
        "learner.batchSize must be a whole number",
        "'x'",
        "line 9");
    assertRefused(
        GOOD.replace("[64, 128]", "[64, 0]"),
        "learner.batchSize must be within [1, 65536], was 0",
        "line 9");
    assertRefused(
        GOOD + "set: {learner.batchSize: 3}\n",
        "learner.batchSize is both set and searched for",
        "line 16",
        "line 9");
    assertRefused(
        GOOD + "set: {run.steps: 3}\n", "run.steps cannot be set in a sweep: say steps", "line 16");
    assertRefused(GOOD + "rank: best\n", "rank must be mean or lower, was best", "line 16");
    assertRefused(
        GOOD.replace("seeds: 3", "seeds: 1") + "rank: lower\n",
        "rank must be mean with one seed",
        "line 16");
    assertRefused(GOOD + "game: connect4\n", "game stands there twice", "line 1", "line 16");
    assertRefused(GOOD + "config: nowhere.yaml\n", "nowhere.yaml, which does not exist", "line 16");
    assertRefused(GOOD.replace("tictactoe", "tictactoo"), "tictactoo", "did you mean tictactoe?");
    assertRefused(
        GOOD.replace("method: asha", "method: random"), "firstRung is for method: asha", "line 6");
    assertRefused(
        "game: tictactoe\nmethod: random\ncandidates: 3\nsteps: 5\n", "ranges is missing");
    assertRefused("game: [tictactoe\n", "not valid YAML", "line");
    assertRefused("- a\n- b\n", "a sweep must be a mapping of keys to values", "line 1");
    assertRefused("", "method is missing");
    assertRefused(
        GOOD.replace("[64, 128]", "&a [*a]"),
        "learner.batchSize.choice is nested too deep",
        "line 9");
    assertRefused(
        GOOD + "set: {run.deterministic: true, evaluation.everySteps: 300}\n",
        "evaluation.everySteps must divide the steps of every rung",
        "was 300 with a rung of 200");
  }
}
