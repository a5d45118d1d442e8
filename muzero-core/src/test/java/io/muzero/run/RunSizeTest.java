package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.AlteredWalk;
import io.muzero.environment.Choices;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.ObservationFormat;
import io.muzero.environment.Pile;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.replay.RecordedStep;
import io.muzero.replay.ReplayBuffer;
import io.muzero.replay.TrajectoryBuilder;
import io.muzero.search.SearchSize;
import io.muzero.settings.InvalidSettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunSizeTest {
  private static final MemoryRoom SMALL = new MemoryRoom(6L << 30, 6L << 30, 24L << 30);

  /** The default settings with some changed. */
  private static ResolvedConfig config(GameProvider game, String... settings) {
    List<ConfigLayer> layers = new ArrayList<>();
    layers.add(new ConfigLayer.Flag("--game", "game", game.name()));
    layers.add(new ConfigLayer.Assignment("run.device=cpu"));
    for (String setting : settings) {
      layers.add(new ConfigLayer.Assignment(setting));
    }
    return new ConfigReader(new GameRegistry(List.of(game))).read(layers);
  }

  private static void requireFits(ResolvedConfig config) {
    RunSize.of(new RunSetup(config)).requireFits(SMALL);
  }

  private static void refused(ResolvedConfig config, String start, String... parts) {
    assertThatThrownBy(() -> requireFits(config))
        .isInstanceOf(InvalidSettingException.class)
        .message()
        .startsWith(start)
        .contains(parts)
        .doesNotContain("\n");
  }

  @Test
  void requireFits_gamesOfFewActions_do() {
    assertThatCode(() -> requireFits(config(Pile.GAME))).doesNotThrowAnyException();
    assertThatCode(
            () ->
                requireFits(
                    config(
                        Choices.GAME, "environment={actions: 81, size: 9}", "reanalyse.share=1")))
        .doesNotThrowAnyException();
  }

  /** With 2 GiB of heap, of which a third is the buffer's. */
  @Test
  void requireFits_asManyActionsAsChess_dependsOnTheGamesPlayedAtOnce() {
    ResolvedConfig fewer = config(Choices.GAME, "selfPlay.gamesPerWorker=32");
    RunSize.of(new RunSetup(fewer)).requireFits(new MemoryRoom(2L << 30, 2L << 30, 4L << 30));
    refused(
        config(Choices.GAME, "environment={actions: 47049}"),
        "selfPlay.gamesPerWorker must be smaller, about ",
        "self-play of 128 games by each of 2 workers needs ",
        " MiB, the whole run ",
        " MiB, and Java's heap has 5,530 MiB for it; or lower selfPlay.workers, search.simulations"
            + " or search.maxConsideredActions, or give Java more with -Xmx, was 128");
  }

  @Test
  void requireFits_aMillionActions_saysWhichArrayIsTooLong() {
    refused(
        config(Choices.GAME, "environment={actions: 1000000}"),
        "network must be smaller: its parameters would need 208,015,536 numbers in one array, of at"
            + " most 173,364,564",
        "; lower network.channels, network.headWidth or ",
        ", was that with heads.logits.weight [1000042, 64]");
    refused(
        config(
            Choices.GAME,
            "environment={actions: 1000000}",
            "network.channels=4",
            "network.headWidth=16"),
        "learner.batchSize must be smaller: a training batch of 128 positions and 5 unrolled steps"
            + " would need 768,032,384 numbers in one array, of at most 536,870,",
        "; or lower learner.unrollSteps, was 128");
  }

  @Test
  void requireFits_hugeTrainingBatch_saysWhichArrayIsTooLong() {
    refused(
        config(Pile.GAME, "learner.batchSize=65536", "learner.unrollSteps=1000"),
        "learner.batchSize must be smaller: a training batch of 65,536 positions and 1,000 unrolled"
            + " steps would need ",
        "numbers in one array, of at most 536,870,",
        "; or lower learner.unrollSteps, was 65536");
  }

  /** One at a time, each setting that takes memory at its greatest. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "network.channels=65536",
        "network.blocks=1000;network.channels=4096",
        "network.type=mlp;network.stateSize=65536;network.representationLayers=[65536]",
        "selfPlay.gamesPerWorker=65536;search.simulations=100000",
        "environment={actions: 47049};selfPlay.gamesPerWorker=2;evaluation.trainingSimulations=100000",
        "reanalyse.batch=65536;reanalyse.share=1;search.simulations=10000",
        "replay.capacityMiB=16777216;replay.capacity=100000000",
        "learner.batchSize=65536;learner.unrollSteps=1000;learner.consistencyWeight=2",
        "network.valueSupport={min: 90, max: 91, atoms: 5001}"
      })
  void requireFits_settingsAtTheirGreatest_areRefusedInOneLine(String settings) {
    String[] all = ("environment={actions: 81, size: 9};" + settings).split(";");
    assertThatThrownBy(() -> requireFits(config(Choices.GAME, all)))
        .isInstanceOf(InvalidSettingException.class)
        .message()
        .contains(" must be smaller", "lower ")
        .doesNotContain("\n");
  }

  /** It said evaluation.trainingSimulations, which were 0. */
  @Test
  void requireFits_searchesThatEvaluate_namesTheSettingThatCounts() {
    String rule = " must be smaller, about ";
    String value = "evaluation.games, or give Java more with -Xmx, was ";
    refused(evaluated("evaluation.simulations=100000"), "evaluation.simulations" + rule, value);
    refused(
        evaluated("evaluation.simulations=9", "evaluation.trainingSimulations=99999"),
        "evaluation.trainingSimulations" + rule,
        value + "99999");
    assertThat(evaluated().config().evaluation().trainingSimulationsKey())
        .isEqualTo(evaluated().config().gating().simulationsKey())
        .isEqualTo("search.simulations");
    ResolvedConfig gated = config(Pile.GAME, "gating.simulations=7");
    assertThat(gated.config().gating().simulationsKey()).isEqualTo("gating.simulations");
  }

  private static ResolvedConfig evaluated(String... settings) {
    List<String> all = new ArrayList<>(List.of("selfPlay.gamesPerWorker=2"));
    all.addAll(List.of(settings));
    return config(Choices.GAME, all.toArray(String[]::new));
  }

  @Test
  void requireFits_aBufferLargerThanTheHeap_namesIt() {
    refused(
        config(
            Choices.GAME,
            "environment={actions: 4672}",
            "selfPlay.gamesPerWorker=8",
            "replay.capacityMiB=16000",
            "replay.capacity=1000000"),
        "replay.capacityMiB must be smaller, about ",
        "the full replay buffer needs 16,");
  }

  /** What a stem makes of pictures on the way is in no state and no batch. */
  @Test
  void requireFits_pictures_countsWhatTheStemMakes() {
    String[] pictures = {
      "environment={actions: 6, size: 96}", "network.type=image", "network.channels=64",
      "selfPlay.gamesPerWorker=8", "learner.batchSize=64", "replay.capacity=1000"
    };
    assertThatCode(() -> requireFits(config(Choices.GAME, pictures))).doesNotThrowAnyException();
    String[] many = pictures.clone();
    many[4] = "learner.batchSize=8192";
    refused(
        config(Choices.GAME, many),
        "learner.batchSize must be smaller, about ",
        "a training batch of 8,192 positions and 5 unrolled steps needs ",
        "and this machine has 24,576 MiB for it");
  }

  private static final String[] BY_THE_RULES = {
    "search.model=rules", "learner.unrollSteps=0", "replay.capacity=1000"
  };

  private static ResolvedConfig byTheRules(GameProvider game, String... more) {
    List<String> all = new ArrayList<>(List.of(BY_THE_RULES));
    all.addAll(List.of(more));
    return config(game, all.toArray(String[]::new));
  }

  /** A copy of a pile is three numbers, whatever the network's hidden state is. */
  @Test
  void of_searchByTheRules_countsCopiesOfTheGameAndNoStatesOfTheNetwork() {
    RunSetup setup = new RunSetup(byTheRules(Pile.GAME));
    SearchSize size = MatchSize.of(setup, setup.config().search(), 1);
    assertThat(size.stateSize()).isBetween(5, 40);
    RunSetup learned = new RunSetup(config(Pile.GAME));
    assertThat(MatchSize.of(learned, learned.config().search(), 1).stateSize())
        .isEqualTo(learned.network().keptSize())
        .isGreaterThan(size.stateSize());
  }

  /**
   * Each worker's 128 games of 801 nodes of 20 kB are 2 GB, of which all but the copies is little.
   */
  @Test
  void requireFits_largeCopies_areRefusedInOneLine() {
    String[] many = {"search.simulations=800", "selfPlay.workers=4", "selfPlay.gamesPerWorker=128"};
    assertThatCode(() -> requireFits(byTheRules(Pile.GAME, many))).doesNotThrowAnyException();
    refused(
        byTheRules(new Laden(20_000), many),
        "selfPlay.gamesPerWorker must be smaller",
        "self-play of 128 games by each of 4 workers needs ");
  }

  /** A pile whose states carry something along. */
  private record Laden(int bytes) implements GameProvider {
    @Override
    public String name() {
      return "laden";
    }

    @Override
    public String description() {
      return "a pile with a burden";
    }

    @Override
    public Environment create(GameOptions options) {
      return new LadenPile(Pile.GAME.create(options), new byte[bytes]);
    }

    @Override
    public Optional<String> configuration() {
      return Optional.empty();
    }
  }

  private record LadenPile(Environment pile, byte[] burden) implements Environment {
    @Override
    public EnvironmentSpec spec() {
      return pile.spec();
    }

    @Override
    public void reset(long seed) {
      pile.reset(seed);
    }

    @Override
    public void reset() {
      pile.reset();
    }

    @Override
    public int playerToMove() {
      return pile.playerToMove();
    }

    @Override
    public boolean isLegal(int action) {
      return pile.isLegal(action);
    }

    @Override
    public Step step(Action action) {
      return pile.step(action);
    }

    @Override
    public void observe(float[] target, int offset) {
      pile.observe(target, offset);
    }

    @Override
    public Environment copy() {
      return new LadenPile(pile.copy(), burden.clone());
    }

    @Override
    public boolean isDeterministic() {
      return true;
    }

    @Override
    public String text() {
      return pile.text();
    }

    @Override
    public String json() {
      return pile.json();
    }
  }

  /** 200 games were searched in a batch of 256, whose trees had room for as many. */
  @Test
  void evaluationBatch_isAsLargeAsNeededAndAsMemoryAllows() {
    assertThat(batch(config(Choices.GAME, "evaluation.games=10"))).isEqualTo(10);
    assertThat(batch(config(Choices.GAME, "environment={actions: 3}"))).isEqualTo(200);
    assertThat(batch(config(Choices.GAME, "environment={actions: 3}", "evaluation.games=1000")))
        .isEqualTo(256);
    // 33 nodes of 20 bytes an action.
    assertThat(batch(config(Choices.GAME))).isBetween(80, 87);
  }

  /** Episodes of pictures that need not end. */
  private static GameProvider pictures() {
    return AlteredWalk.game(
        () ->
            new AlteredWalk() {
              @Override
              public EnvironmentSpec spec() {
                return new EnvironmentSpec(
                        1, 1, 32, 32, 0, 1, new ActionSpace.Discrete(3), 0, 1, 0, Symmetry.NONE)
                    .withFormat(ObservationFormat.BYTES);
              }
            });
  }

  /** Counted in a buffer that was filled until the oldest segments left it. */
  @ParameterizedTest
  @CsvSource({"1, 50, 10", "4, 20, 10", "4, 200, 5"})
  void positionsHeld_areThoseOfABufferThatIsFull(int stackedFrames, int segment, int tdSteps) {
    RunSetup setup =
        new RunSetup(
            config(
                pictures(),
                "network.type=image",
                "replay.stackedFrames=" + stackedFrames,
                "replay.segmentLength=" + segment,
                "replay.tdSteps=" + tdSteps,
                "replay.capacityMiB=4"));
    ReplayBuffer buffer = RunContext.buffer(setup);
    TrajectoryBuilder builder =
        new TrajectoryBuilder(
            buffer.stacker(),
            setup.config().replay(),
            setup.config().learner().unrollSteps(),
            buffer::add);
    RecordedStep step =
        new RecordedStep(
            new RecordedStep.Seen(new float[32 * 32], new boolean[] {true, true, true}, 0),
            new RecordedStep.Found(new float[] {1, 0, 0}, 0, 0, 0, 0),
            new RecordedStep.Done(0, false, 0));
    int most = 0;
    for (int i = 0; i < 10_000; i++) {
      builder.append(step);
      most = Math.max(most, buffer.size());
    }
    assertThat(most).as("when the buffer is full").isLessThan(5000);
    String line = RunSize.of(setup).ofFrames().orElseThrow();
    String told = line.replaceAll(".* the buffer holds ([0-9,]+) positions", "$1");
    assertThat(Integer.parseInt(told.replace(",", ""))).isCloseTo(most, withinPercentage(8));
  }

  private static int batch(ResolvedConfig config) {
    return MatchSize.evaluationBatch(new RunSetup(config));
  }
}
