package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.ActionSpace;
import io.muzero.environment.Episode;
import io.muzero.environment.Symmetry;
import io.muzero.games.tictactoe.TicTacToe;
import io.muzero.network.ConvolutionKind;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.NetworkConfig;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.NetworkType;
import io.muzero.network.PolicyHead;
import io.muzero.network.Precision;
import io.muzero.network.RewardHead;
import io.muzero.network.SupportConfig;
import io.muzero.network.Weights;
import io.muzero.replay.ObservationStacker;
import io.muzero.search.SearchConfig;
import io.muzero.selfplay.SearchAgent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An agent that searches all images of a position, with a network that knows no symmetry. */
class SymmetricAgentTest {
  private static final TicTacToe GAME = new TicTacToe();
  private static final Symmetry SYMMETRY = GAME.spec().symmetry();
  private static final ObservationStacker STACKER = new ObservationStacker(GAME.spec(), 1);
  private static final int SIMULATIONS = 12;

  private final DjlMuZeroModel model = randomModel();

  private static DjlMuZeroModel randomModel() {
    NetworkConfig config =
        new NetworkConfig(
            NetworkType.MLP,
            8,
            List.of(16),
            List.of(16),
            1,
            0,
            0,
            ConvolutionKind.AUTO,
            Precision.FLOAT32,
            true,
            16,
            PolicyHead.DENSE,
            false,
            new SupportConfig(-1, 1, 21, false),
            new SupportConfig(-1, 1, 3, false),
            RewardHead.STATE);
    NetworkShape shape =
        new NetworkShape(
            STACKER.inputChannels(), 3, 3, new ActionSpace.Discrete(9, ActionSpace.Layout.CELLS));
    float[] theta = new float[new NetworkProgram(config, shape).layout().size()];
    Random random = new Random(7);
    for (int i = 0; i < theta.length; i++) {
      theta[i] = (float) random.nextGaussian(0, 0.5);
    }
    DjlMuZeroModel model = new DjlMuZeroModel(config, shape, -1, DeviceChoice.CPU);
    model.load(new Weights(0, theta));
    return model;
  }

  @AfterEach
  void close() {
    model.close();
  }

  private static Episode play(List<Integer> moves, int transformation) {
    TicTacToe game = new TicTacToe();
    game.reset(0);
    Episode episode = new Episode(game);
    moves.forEach(move -> episode.play(SYMMETRY.action(transformation, move)));
    return episode;
  }

  /** Beginnings of up to three moves, after which no game is over or full. */
  private static List<List<Integer>> beginnings() {
    List<List<Integer>> all = new ArrayList<>(List.of(List.of()));
    Random random = new Random(3);
    for (int i = 0; i < 20; i++) {
      all.add(random.ints(0, 9).distinct().limit(1 + i % 3).boxed().toList());
    }
    return all;
  }

  /** Decisions that are no image of the decision in the untransformed position. */
  private int crooked(SearchAgent agent) {
    int crooked = 0;
    for (List<Integer> moves : beginnings()) {
      int decision = agent.search(List.of(play(moves, 0)))[0];
      for (int t = 1; t < SYMMETRY.count(); t++) {
        Episode image = play(moves, t);
        int there = agent.search(List.of(image))[0];
        assertThat(image.environment().isLegal(there)).isTrue();
        // Where a position is an image of itself, so are its best moves, and any of them will do.
        boolean turned =
            IntStream.range(0, SYMMETRY.count())
                .filter(s -> sameBoard(play(moves, s), image))
                .anyMatch(s -> there == SYMMETRY.action(s, decision));
        crooked += turned ? 0 : 1;
      }
    }
    return crooked;
  }

  private static boolean sameBoard(Episode one, Episode other) {
    return Arrays.equals(one.environment().observation(), other.environment().observation());
  }

  private SearchAgent agent(boolean symmetries, int most) {
    return new SearchAgent(model, SearchConfig.gumbel(SIMULATIONS), symmetries, STACKER, most);
  }

  @Test
  void search_ofAllImages_turnsWithThePosition() {
    try (SearchAgent plain = agent(false, 16);
        SearchAgent symmetric = agent(true, 16)) {
      assertThat(crooked(plain)).isPositive();
      assertThat(crooked(symmetric)).isZero();
    }
  }

  @Test
  void search_manyPositions_decidesAsOneByOne() {
    List<Episode> positions = beginnings().stream().map(moves -> play(moves, 0)).toList();
    try (SearchAgent many = agent(true, 32);
        SearchAgent single = agent(true, 1)) {
      int[] actions = many.search(positions);
      for (int i = 0; i < actions.length; i++) {
        assertThat(actions[i]).isEqualTo(single.search(positions.subList(i, i + 1))[0]);
      }
    }
  }

  @Test
  void search_ofAllImages_addsTheirVisits() {
    try (SearchAgent agent = agent(true, 1)) {
      agent.search(
          List.of(play(List.of(4), 0)),
          (first, count, result, tree) -> {
            int visits = 0;
            double mass = 0;
            for (int a = 0; a < 9; a++) {
              visits += result.visitCounts[a];
              mass += result.policy[a];
            }
            assertThat(visits).isEqualTo(8 * SIMULATIONS);
            assertThat(mass).isCloseTo(1, within(1e-5));
            assertThat(result.visitCounts[4]).as("the taken cell").isZero();
            assertThat(result.policy[4]).isZero();
            assertThat(result.policy[result.action[0]]).isPositive();
          });
    }
  }
}
