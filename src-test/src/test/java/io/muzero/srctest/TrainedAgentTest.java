package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.muzero.agent.Decision;
import io.muzero.agent.ImaginedLine;
import io.muzero.agent.LoadOptions;
import io.muzero.agent.SearchNode;
import io.muzero.agent.SearchSession;
import io.muzero.agent.TrainedAgent;
import io.muzero.config.MuZeroConfig;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Episode;
import io.muzero.environment.Symmetry;
import io.muzero.files.Disk;
import io.muzero.games.tictactoe.TicTacToe;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.Weights;
import io.muzero.replay.ObservationStacker;
import io.muzero.selfplay.SearchAgent;
import io.muzero.storage.CheckpointStore;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that a run of a moment has trained, for a game with symmetries. */
class TrainedAgentTest {
  private static final int SIMULATIONS = 20;
  private static final Symmetry SYMMETRY = new TicTacToe().spec().symmetry();

  @TempDir private static Path root;
  private static SmallRun run;

  @BeforeAll
  static void train() throws Exception {
    run = new SmallRun(root, "tictactoe", List.of("network.type=mlp"));
    run.begin(Disk.REAL);
  }

  private static TrainedAgent agent(boolean symmetries) {
    return TrainedAgent.load(
        run.checkpoints().resolve("step-00000030"),
        LoadOptions.defaults()
            .withSetting("evaluation.symmetries=" + symmetries)
            .withSetting("evaluation.simulations=" + SIMULATIONS));
  }

  /** The moves as a symmetry shows them. */
  private static Episode play(List<Integer> moves, int transformation) {
    Environment game = new TicTacToe();
    game.reset(0);
    Episode episode = new Episode(game);
    moves.forEach(move -> episode.play(SYMMETRY.action(transformation, move)));
    return episode;
  }

  /** Beginnings of up to three moves, after which no game is over. */
  private static List<List<Integer>> beginnings() {
    List<List<Integer>> all = new ArrayList<>(List.of(List.of()));
    Random random = new Random(3);
    for (int i = 0; i < 40; i++) {
      all.add(random.ints(0, 9).distinct().limit(1 + i % 3).boxed().toList());
    }
    return all;
  }

  @Test
  void choose_withAndWithoutSymmetries_isWhatTheRunsOwnAgentChooses() throws Exception {
    MuZeroConfig config = run.config().config();
    EnvironmentSpec spec = new TicTacToe().spec();
    ObservationStacker stacker = new ObservationStacker(spec, config.replay().stackedFrames());
    NetworkShape shape = NetworkShape.of(spec, stacker.inputSize());
    Weights weights;
    Path file = run.checkpoints().resolve("step-00000030").resolve(CheckpointStore.WEIGHTS);
    try (InputStream in = Files.newInputStream(file)) {
      weights = Weights.read(new NetworkProgram(config.network(), shape).layout(), in);
    }
    List<Episode> episodes = beginnings().stream().map(moves -> play(moves, 0)).toList();
    DjlMuZeroModel model =
        new DjlMuZeroModel(config.network(), shape, config.signedDiscount(spec), DeviceChoice.CPU);
    model.load(weights);
    for (boolean symmetries : new boolean[] {false, true}) {
      try (TrainedAgent agent = agent(symmetries);
          SearchAgent plain =
              new SearchAgent(
                  model,
                  config.evaluation().search(config.search()).withSimulations(SIMULATIONS),
                  symmetries,
                  stacker,
                  1)) {
        int[] expected = plain.search(episodes);
        assertThat(agent.choose(episodes)).isEqualTo(expected);
        assertThat(agent.chooseWithoutSearch(episodes)).isEqualTo(plain.policy(episodes));
        assertThat(episodes.stream().mapToInt(one -> agent.decide(one).action()).toArray())
            .isEqualTo(expected);
        assertThat(agent.info().images()).isEqualTo(symmetries ? 8 : 1);
      }
    }
    model.close();
  }

  @Test
  void decide_inAllImages_turnsWithTheState() {
    try (TrainedAgent agent = agent(true)) {
      for (List<Integer> moves : beginnings().subList(1, 12)) {
        Decision decision = agent.decide(play(moves, 0));
        for (int t = 1; t < SYMMETRY.count(); t++) {
          Decision image = agent.decide(play(moves, t));
          assertThat(image.value()).isCloseTo(decision.value(), within(1e-4));
          for (Decision.Candidate candidate : decision.candidates()) {
            Decision.Candidate there =
                image.candidate(SYMMETRY.action(t, candidate.action())).orElseThrow();
            assertThat(there.prior()).isCloseTo(candidate.prior(), within(1e-4));
            assertThat(there.policy()).isCloseTo(candidate.policy(), within(1e-4));
          }
        }
      }
    }
  }

  private static void requireVisitsAddUp(SearchNode node, int made) {
    int below = node.children().stream().mapToInt(SearchNode::visits).sum();
    // Each image that has this node has made it by one visit.
    assertThat(node.visits() - below).isBetween(made == 0 ? 0 : 1, made);
    node.children().forEach(child -> requireVisitsAddUp(child, SYMMETRY.count()));
  }

  @Test
  void search_inAllImages_isSeenAsOne() {
    try (TrainedAgent agent = agent(true)) {
      Episode episode = play(List.of(4, 0), 0);
      try (SearchSession session = agent.search(episode, agent.plan())) {
        Decision found = session.finish();
        Decision decided = agent.decide(episode);
        assertThat(found.action()).isEqualTo(decided.action());
        assertThat(found.value()).isCloseTo(decided.value(), within(1e-4));
        List<Decision> snapshots = session.snapshots();
        assertThat(snapshots).hasSize(SIMULATIONS + 1).last().isEqualTo(found);
        for (int i = 0; i < snapshots.size(); i++) {
          assertThat(snapshots.get(i).visits()).isEqualTo(8 * i);
          assertThat(snapshots.get(i).simulations()).isEqualTo(i);
        }
        SearchNode root = session.tree(100);
        assertThat(root.visits()).isEqualTo(8 * SIMULATIONS);
        requireVisitsAddUp(root, 0);
        for (SearchNode child : root.children()) {
          Decision.Candidate candidate = found.candidate(child.action()).orElseThrow();
          assertThat(child.visits()).isEqualTo(candidate.visits());
          assertThat(child.q()).isCloseTo(candidate.q().orElseThrow(), within(1e-6));
          assertThat(child.prior()).isCloseTo(candidate.prior(), within(1e-9));
          assertThat(child.reward()).isCloseTo(candidate.reward().orElseThrow(), within(1e-9));
        }
      }
    }
  }

  @Test
  void imagine_aWholeGame_standsBesideTheRules() {
    try (TrainedAgent agent = agent(false)) {
      // The first row: the fifth move wins.
      ImaginedLine line = agent.imagine(agent.newEpisode(0), List.of(0, 3, 1, 4, 2, 5));
      assertThat(line.steps()).hasSize(6);
      for (int i = 0; i < 6; i++) {
        ImaginedLine.ImaginedStep step = line.steps().get(i);
        assertThat(step.after().playerToMove()).isEqualTo((i + 1) % 2);
        assertThat(step.after().policy()).hasSize(9);
        assertThat(step.after().policy().stream().mapToDouble(p -> p).sum())
            .isCloseTo(1, within(1e-9));
        assertThat(step.after().value()).isBetween(-1.1, 1.1);
        assertThat(step.real().isPresent()).isEqualTo(i < 5);
      }
      ImaginedLine.RealStep last = line.steps().get(4).real().orElseThrow();
      assertThat(last.step().reward()).isEqualTo(1);
      assertThat(last.seen()).isEmpty();
      assertThat(IntStream.range(0, 4).mapToObj(i -> line.steps().get(i).real().orElseThrow()))
          .allMatch(real -> real.step().reward() == 0 && real.seen().isPresent());
    }
  }
}
