package io.muzero.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.Choices;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Episode;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Pile;
import io.muzero.environment.Walk;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.ParameterLayout;
import io.muzero.network.Weights;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationStacker;
import io.muzero.selfplay.SearchAgent;
import io.muzero.settings.InvalidSettingException;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.Manifest;
import io.muzero.storage.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that lie on the disk, with networks of random weights. */
class LoadTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 1, 2, 3, 4, 5);
  private static final LoadOptions GAMES =
      LoadOptions.defaults().withGames(List.of(Walk.GAME, Pile.GAME));

  @TempDir private Path root;

  private static ResolvedConfig config(GameProvider game, String... settings) {
    List<ConfigLayer> layers = new ArrayList<>();
    layers.add(new ConfigLayer.Flag("--game", "game", game.name()));
    for (String setting :
        List.of(
            "network.type=mlp",
            "network.stateSize=8",
            "search.simulations=12",
            "replay.stackedFrames=2",
            "evaluation.openingMoves=3",
            "run.device=cpu")) {
      layers.add(new ConfigLayer.Assignment(setting));
    }
    for (String setting : settings) {
      layers.add(new ConfigLayer.Assignment(setting));
    }
    return new ConfigReader(new GameRegistry(List.of(game))).read(layers);
  }

  /** How a network is put together from its parts. */
  private record Parts(ResolvedConfig resolved) {
    MuZeroConfig config() {
      return resolved.config();
    }

    EnvironmentSpec spec() {
      return resolved.game().create(config().gameOptions()).spec();
    }

    ObservationStacker stacker() {
      return new ObservationStacker(spec(), config().replay().stackedFrames());
    }

    NetworkShape shape() {
      return NetworkShape.of(spec(), stacker().inputSize());
    }

    ParameterLayout layout() {
      return new NetworkProgram(config().network(), shape()).layout();
    }

    Weights weights(long step) {
      return new Weights(step, layout().initialise(RandomStream.create(step, "test", 0)));
    }
  }

  private Path run(ResolvedConfig resolved) {
    try (RunFolder run = RunFolder.create(root, resolved.config().game(), NOW)) {
      run.writeConfig(resolved.yaml());
      run.becomeLatest();
      return run.path();
    }
  }

  private static Path write(Path run, ResolvedConfig resolved, long step, boolean best)
      throws IOException {
    Parts parts = new Parts(resolved);
    Weights weights = parts.weights(step);
    CheckpointStore store = new CheckpointStore(run.resolve(RunFolder.CHECKPOINTS), 3);
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT, resolved.config().game(), "test", step, Map.of(), 0.25, Map.of());
    Map<String, CheckpointStore.Content> contents =
        Map.of(
            CheckpointStore.WEIGHTS,
            out -> weights.write(parts.layout(), out),
            CheckpointStore.STATE,
            out -> out.write(1),
            CheckpointStore.OPTIMIZER,
            out -> out.write(1),
            CheckpointStore.REPLAY,
            out -> out.write(1));
    return best ? store.writeBest(manifest, contents) : store.writeStep(manifest, contents);
  }

  /** It named search.simulations, whatever was set. */
  @Test
  void decide_moreSimulationsThanFit_namesWhatTheUserSet() throws Exception {
    ResolvedConfig resolved =
        config(
            Choices.GAME,
            "environment={actions: 47049}",
            "replay.stackedFrames=1",
            "search.simulations=99999");
    Path run = run(resolved);
    write(run, resolved, 30, true);
    LoadOptions plain = LoadOptions.defaults().withGames(List.of(Choices.GAME));
    LoadOptions set = plain.withSetting("evaluation.simulations=100000");
    assertDecidingRefused(
        run, plain, "search.simulations must be smaller: a search tree of 100,000 nodes");
    assertDecidingRefused(
        run, set, "evaluation.simulations must be smaller: a search tree of 100,001 nodes");
    assertDecidingRefused(
        run,
        set.withSetting("--simulations", "evaluation.simulations", "100000"),
        "--simulations must be smaller: a search tree of 100,001 nodes");
  }

  private static void assertDecidingRefused(Path run, LoadOptions options, String start) {
    try (TrainedAgent agent = TrainedAgent.load(run, options)) {
      Episode episode = agent.newEpisode(0);
      for (ThrowingCallable deciding :
          List.<ThrowingCallable>of(
              () -> agent.decide(episode), () -> agent.choose(List.of(episode)))) {
        assertThatThrownBy(deciding)
            .isInstanceOf(InvalidSettingException.class)
            .hasMessageStartingWith(start)
            .hasMessageContaining("; about ");
      }
    }
  }

  @Test
  void load_network_decidesAsItsPartsPutTogetherByHand() throws Exception {
    for (GameProvider game : List.of(Walk.GAME, Pile.GAME)) {
      ResolvedConfig resolved = config(game);
      Path run = run(resolved);
      write(run, resolved, 30, true);
      Parts parts = new Parts(resolved);
      DjlMuZeroModel model =
          new DjlMuZeroModel(
              resolved.config().network(),
              parts.shape(),
              resolved.config().signedDiscount(parts.spec()),
              DeviceChoice.CPU);
      model.load(parts.weights(30));
      List<Episode> episodes = new ArrayList<>();
      for (int seed = 0; seed < 8; seed++) {
        var environment = game.create(resolved.config().gameOptions());
        environment.reset(seed);
        Episode episode = new Episode(environment);
        for (int i = 0; i < seed % 3; i++) {
          episode.play(1);
        }
        episodes.add(episode);
      }
      try (TrainedAgent agent = TrainedAgent.load(run, GAMES);
          SearchAgent plain =
              new SearchAgent(model, resolved.config().search(), false, parts.stacker(), 1)) {
        assertThat(agent.stackedFrames()).isEqualTo(2);
        for (Episode episode : episodes) {
          Decision decision = agent.decide(episode);
          plain.search(
              List.of(episode),
              (first, count, result, tree) -> {
                assertThat(decision.action()).isEqualTo(result.action[0]);
                assertThat(decision.value()).isEqualTo(result.policyValue[0]);
              });
          try (SearchSession session = agent.search(episode, SearchPlan.of(12))) {
            assertThat(session.finish()).isEqualTo(decision);
          }
        }
      } finally {
        model.close();
      }
    }
  }

  @Test
  void load_runOrCheckpointOrLatest_takesTheBestElseTheNewest() throws Exception {
    ResolvedConfig resolved = config(Pile.GAME);
    Path run = run(resolved);
    assertThat(TrainedAgent.find(run, GAMES)).isEmpty();
    Files.createDirectories(run.resolve(RunFolder.CHECKPOINTS));
    assertThat(TrainedAgent.find(run, GAMES)).isEmpty();
    assertThatThrownBy(() -> TrainedAgent.load(run, GAMES))
        .isInstanceOf(AgentException.class)
        .hasMessage(run + " has no checkpoint yet");
    Path older = write(run, resolved, 20, false);
    Path newer = write(run, resolved, 40, false);
    assertStep(run, 40);
    List<String> notices = new ArrayList<>();
    Files.write(newer.resolve(CheckpointStore.STATE), new byte[2]);
    try (TrainedAgent agent = TrainedAgent.load(run, GAMES.withNotices(notices::add))) {
      assertThat(agent.info())
          .isEqualTo(new AgentInfo("pile", older.toString(), 20, 0.25, 12, 1, 3, 0.997, false));
    }
    assertThat(notices).hasSize(1).allMatch(line -> line.contains("step-00000040"));
    write(run, resolved, 30, true);
    assertStep(run, 30);
    assertStep(older, 20);
    assertStep(root.resolve("pile").resolve("latest"), 30);
  }

  private static void assertStep(Path path, long step) {
    try (TrainedAgent agent = TrainedAgent.load(path, GAMES)) {
      assertThat(agent.info().step()).isEqualTo(step);
    }
  }

  @Test
  void load_settingsOfOnesOwn_count() throws Exception {
    ResolvedConfig resolved = config(Pile.GAME);
    Path run = run(resolved);
    write(run, resolved, 10, true);
    LoadOptions options =
        GAMES
            .withSetting("evaluation.simulations=5")
            .withSetting("--simulations", "evaluation.simulations", "7")
            .withGame("pile")
            .withThreads(1);
    try (TrainedAgent agent = TrainedAgent.load(run, options)) {
      assertThat(agent.info().simulations()).isEqualTo(7);
      Episode episode = agent.newEpisode(1);
      assertThat(agent.decide(episode).visits()).isEqualTo(7);
      assertThat(agent.game()).isSameAs(Pile.GAME);
      assertThat(agent.gameOptions().asMap()).isEmpty();
      assertThat(agent.plan()).isEqualTo(new SearchPlan(7, 56, 1));
    }
  }

  @Test
  void load_whatCannotBeUsed_isSaidInOneLine() throws Exception {
    ResolvedConfig resolved = config(Pile.GAME);
    Path run = run(resolved);
    Path best = write(run, resolved, 10, true);
    assertRefused(root.resolve("nothing"), GAMES, "nothing is not a checkpoint");
    assertRefused(run, GAMES.withGame("walk"), " is of the game pile, not of walk");
    assertRefused(run, GAMES.withSetting("network.stateSize=9"), "another network's weights");
    assertRefused(run, GAMES.withSetting("network.stateSiez=9"), "network.stateSiez");
    assertRefused(
        run, LoadOptions.defaults().withGames(List.of(Walk.GAME)), "the game 'pile' is not known");
    Path moved = Files.move(best, root.resolve("best-00000010"));
    assertRefused(moved, GAMES, "has left its run's folder: config.yaml");
    assertThatThrownBy(() -> LoadOptions.defaults().withThreads(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertRefused(Path path, LoadOptions options, String message) {
    assertThatThrownBy(() -> TrainedAgent.load(path, options))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  /** Virtual memory in MiB, which grows by what is allocated even when it is never touched. */
  private static long virtualMemory() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmSize:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow()
        >> 10;
  }

  @Test
  void close_manyTimesAfterSearches_givesNativeMemoryBack() throws Exception {
    Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/self/status")));
    ResolvedConfig resolved = config(Pile.GAME, "network.stateSize=1000");
    Path run = run(resolved);
    write(run, resolved, 10, true);
    // Hidden states of 160 MB in each of two searches, 6 times: 1.9 GB when nothing is freed.
    SearchPlan plan = SearchPlan.of(12).upTo(40_000);
    long before = 0;
    for (int i = 0; i < 8; i++) {
      if (i == 2) {
        before = virtualMemory();
      }
      try (TrainedAgent agent = TrainedAgent.load(run, GAMES.withThreads(1))) {
        Episode episode = agent.newEpisode(i);
        SearchSession leftOpen = agent.search(episode, plan);
        leftOpen.advance(3);
        try (SearchSession closed = agent.search(episode, plan)) {
          closed.finish();
        }
      }
    }
    assertThat(virtualMemory() - before).as("MiB more").isLessThan(600);
  }
}
