package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.environment.Choices;
import io.muzero.environment.Pile;
import io.muzero.network.GpuMemory;
import io.muzero.settings.InvalidSettingException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GpuRunSizeTest {
  private static final long GIB = 1L << 30;

  private static RunSetup setup(String... settings) {
    List<ConfigLayer> layers = new ArrayList<>();
    layers.add(new ConfigLayer.Flag("--game", "game", Choices.GAME.name()));
    layers.add(new ConfigLayer.Assignment("run.device=cpu"));
    layers.add(new ConfigLayer.Assignment("environment={actions: 81, size: 9}"));
    for (String setting : settings) {
      layers.add(new ConfigLayer.Assignment(setting));
    }
    return new RunSetup(
        new ConfigReader(new GameRegistry(List.of(Choices.GAME, Pile.GAME))).read(layers));
  }

  private static long bytes(String... settings) {
    return GpuRunSize.of(setup(settings)).bytes();
  }

  @Test
  void bytes_growWithEveryoneWhoComputesThere() {
    long one = bytes("selfPlay.workers=1");
    assertThat(one).isGreaterThan(GpuMemory.CONTEXT).isLessThan(GpuMemory.CONTEXT + 2 * GIB);
    long two = bytes("selfPlay.workers=2");
    assertThat(bytes("selfPlay.workers=3") - two).isEqualTo(two - one).isPositive();
    assertThat(bytes("selfPlay.workers=1", "reanalyse.share=1")).isGreaterThan(one);
    assertThat(bytes("selfPlay.workers=1", "learner.batchSize=4096")).isGreaterThan(one);
    // A worker's hidden states: a node for each simulation and the root, of each game.
    SizeOfStates more = new SizeOfStates(setup("selfPlay.workers=1", "search.simulations=400"));
    assertThat(bytes("selfPlay.workers=1", "search.simulations=400")).isGreaterThan(more.bytes());
  }

  /** Copies of the game lie in Java's heap. */
  @Test
  void bytes_searchByTheRules_doNotGrowWithTheTrees() {
    assertThat(byTheRules("search.simulations=400"))
        .isEqualTo(byTheRules("search.simulations=800"));
  }

  private static long byTheRules(String simulations) {
    RunSetup setup =
        new RunSetup(
            new ConfigReader(new GameRegistry(List.of(Pile.GAME)))
                .read(
                    List.of(
                        new ConfigLayer.Flag("--game", "game", Pile.GAME.name()),
                        new ConfigLayer.Assignment("run.device=cpu"),
                        new ConfigLayer.Assignment("search.model=rules"),
                        new ConfigLayer.Assignment("learner.unrollSteps=0"),
                        new ConfigLayer.Assignment(simulations))));
    return GpuRunSize.of(setup).bytes();
  }

  /** Hidden states of a worker's trees, by hand. */
  private record SizeOfStates(RunSetup setup) {
    long bytes() {
      return 401L
          * setup.config().selfPlay().gamesPerWorker()
          * setup.network().stateSize()
          * Float.BYTES;
    }
  }

  @Test
  void requireFits_tooLittleIsFree_namesTheGreatestPart() {
    GpuRunSize size = GpuRunSize.of(setup("selfPlay.workers=8", "selfPlay.gamesPerWorker=4096"));
    assertThatCode(() -> size.requireFits(size.bytes())).doesNotThrowAnyException();
    assertThatThrownBy(() -> size.requireFits(size.bytes() - 1))
        .isInstanceOf(InvalidSettingException.class)
        .message()
        .startsWith(
            "selfPlay.gamesPerWorker must be smaller: self-play of 4,096 games by each of 8 workers needs ")
        .contains(", the whole run ", ", and the GPU has ", " free; or lower selfPlay.workers")
        .endsWith("was 4096");
  }

  @Test
  void requireFitsGpu_aRunOnTheCpu_asksNothing() {
    assertThatCode(
            () -> TrainingRun.requireFitsGpu(Runs.config(Pile.GAME, "run.deterministic=false"), 0))
        .doesNotThrowAnyException();
  }
}
