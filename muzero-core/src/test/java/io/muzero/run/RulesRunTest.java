package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.config.ConfigException;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.Pile;
import io.muzero.environment.Walk;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AlphaZero: a run whose searches step the real rules, from self-play to its evaluation. */
class RulesRunTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 4, 5, 6, 7);

  @TempDir private Path root;

  private static final class Quiet implements RunListener {
    @Override
    public void progress(Progress progress) {}

    @Override
    public void message(String line) {}
  }

  private TrainingRun.Outcome run(String name, ResolvedConfig config) throws Exception {
    try (RunFolder folder = RunFolder.create(root.resolve(name), config.config().game(), NOW);
        TrainingRun run = TrainingRun.open(config, folder, new Quiet())) {
      return run.run();
    }
  }

  private static ResolvedConfig pile() {
    return Runs.config(
        Pile.GAME,
        "search.model=rules",
        "learner.unrollSteps=0",
        "learner.batchSize=32",
        "replay.tdSteps=0",
        "replay.discount=1",
        "reanalyse.share=0.3",
        "reanalyse.batch=4",
        "evaluation.everySteps=40",
        "evaluation.simulations=200",
        "run.steps=120");
  }

  @Test
  void run_byTheRules_decidesRightAndRepeatsBitForBit() throws Exception {
    TrainingRun.Outcome one = run("one", pile());
    TrainingRun.Outcome other = run("other", pile());
    assertThat(Files.readAllBytes(one.checkpoint().resolve(CheckpointStore.WEIGHTS)))
        .isEqualTo(Files.readAllBytes(other.checkpoint().resolve(CheckpointStore.WEIGHTS)));
    List<String> rows =
        Files.readAllLines(
            root.resolve("one").resolve("pile/2026-03-04_05-06-07").resolve("metrics.csv"));
    // Nothing was unrolled, so no reward was learned; the search decides every state right.
    assertThat(rows.stream().filter(row -> row.contains(",loss/reward,")))
        .isNotEmpty()
        .allMatch(row -> Double.parseDouble(row.substring(row.lastIndexOf(',') + 1)) == 0);
    assertThat(one.evaluations()).isNotEmpty();
    assertThat(one.evaluations().get(one.evaluations().size() - 1).report().isFaultless()).isTrue();
  }

  @Test
  void config_gameOfChance_isRefused() {
    assertThatThrownBy(() -> Runs.config(Walk.GAME, "search.model=rules", "learner.unrollSteps=0"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("does not say that it has no chance");
  }
}
