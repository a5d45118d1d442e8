package io.muzero.games;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.games.connect4.Connect4;
import io.muzero.games.gomoku.Gomoku;
import io.muzero.games.tictactoe.TicTacToe;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.RootStates;
import io.muzero.model.Transitions;
import io.muzero.replay.ObservationHistory;
import io.muzero.replay.ObservationStacker;
import io.muzero.rules.RulesModel;
import io.muzero.rules.SearchedGame;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the network is shown of a searched line, in every image of the game and with history. */
class RulesModelOnBoardsTest {
  private static Stream<Supplier<Environment>> games() {
    return Stream.of(TicTacToe::new, Connect4::new, () -> new Gomoku(5, 4, 3));
  }

  /** Keeps what it was last shown. */
  private static final class Witness extends EyesOnly {
    float[] shown = {};

    Witness(int actions, int inputs) {
      super(actions, inputs);
    }

    @Override
    public void initialInference(
        float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
      shown = Arrays.copyOf(observations, count * inputs);
      Arrays.fill(output.policyLogits, 0, count * actions, 0f);
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void recurrentInference_alongALine_showsWhatTheRealGameShows(Supplier<Environment> games) {
    for (int stacked : new int[] {1, 3}) {
      ObservationStacker stacker = new ObservationStacker(games.get().spec(), stacked);
      for (int transformation = 0; transformation < stacker.transformations(); transformation++) {
        for (long seed = 0; seed < 5; seed++) {
          playLine(games.get(), stacker, transformation, seed);
        }
      }
    }
  }

  private static void playLine(
      Environment game, ObservationStacker stacker, int transformation, long seed) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    int actions = stacker.actionCount();
    int[] images = stacker.transformedActions(transformation);
    game.reset(0);
    ObservationHistory history = stacker.newHistory();
    history.start(game.observation(), 0);
    for (int i = 0; i < seed; i++) { // a root in the middle of a game
      int action = anyLegal(game, random);
      if (game.copy().step(Action.of(action)).ended()) {
        break;
      }
      game.step(Action.of(action));
      history.add(action, game.observation(), 0);
    }
    float[] input = new float[stacker.inputSize()];
    history.write(input, 0, transformation);
    Witness network = new Witness(actions, input.length);
    ModelOutput output = new ModelOutput(1, actions);
    Environment root = game.copy();
    try (RulesModel model =
            new RulesModel(network, new SearchedGame("board", () -> game), stacker, 1);
        HiddenStates states = model.newHiddenStates(game.spec().maxSteps() + 1)) {
      model.setRoots(
          new RootStates() {
            @Override
            public Environment environment(int index) {
              return root;
            }

            @Override
            public int transformation(int index) {
              return transformation;
            }
          });
      model.initialInference(input, 1, states, new int[] {0}, output);
      boolean ended = false;
      for (int row = 0; !ended; row++) {
        int action = anyLegal(game, random);
        ended = game.step(Action.of(action)).ended();
        history.add(action, game.observation(), 0);
        model.recurrentInference(
            states,
            new Transitions(new int[] {row}, new int[] {images[action]}, new int[] {row + 1}, 1),
            output);
        history.write(input, 0, transformation);
        assertThat(network.shown).as("input after move %d", row + 1).isEqualTo(input);
        for (int a = 0; a < actions; a++) {
          assertThat(output.policyLogits[images[a]] == 0)
              .as("action %d after move %d", a, row + 1)
              .isEqualTo(ended || game.isLegal(a));
        }
      }
      assertThat(root.text()).isNotEqualTo(game.text()); // the root is not played on
    }
  }

  private static int anyLegal(Environment game, UniformRandomProvider random) {
    int action;
    do {
      action = random.nextInt(game.spec().actionCount());
    } while (!game.isLegal(action));
    return action;
  }
}
