package io.muzero.games;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.muzero.config.GameRegistry;
import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.RootStates;
import io.muzero.model.Transitions;
import io.muzero.replay.ObservationStacker;
import io.muzero.rules.RulesModel;
import io.muzero.rules.SearchedGame;
import io.muzero.search.SearchConfig;
import io.muzero.selfplay.SearchAgent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** States shown to a network as random images: its evaluation of the image, put back. */
class LeafImagesTest {
  /** A random linear map, so that no two images of a state look alike to it. */
  private static class Linear extends EyesOnly {
    private final float[] weights;

    Linear(int actions, int inputs) {
      super(actions, inputs);
      SplittableRandom random = new SplittableRandom(5);
      weights = new float[(actions + 1) * inputs];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (random.nextDouble() - 0.5);
      }
    }

    /** Logits and, last, the value. */
    float[] of(float[] input, int offset) {
      float[] out = new float[actions + 1];
      for (int a = 0; a <= actions; a++) {
        for (int i = 0; i < inputs; i++) {
          out[a] += weights[a * inputs + i] * input[offset + i];
        }
      }
      return out;
    }

    @Override
    public void initialInference(
        float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
      for (int i = 0; i < count; i++) {
        float[] out = of(observations, i * inputs);
        System.arraycopy(out, 0, output.policyLogits, i * actions, actions);
        output.value[i] = out[actions];
      }
    }
  }

  /** What the network says of a state as one image, by the definition of the symmetry. */
  private static float[] mapped(Linear network, Environment state, int image) {
    Symmetry symmetry = state.spec().symmetry();
    float[] plain = state.observation();
    float[] shown = new float[plain.length];
    for (int i = 0; i < plain.length; i++) {
      shown[symmetry.observationIndex(image, i)] = plain[i];
    }
    float[] said = network.of(shown, 0);
    float[] back = said.clone();
    for (int a = 0; a < network.actions; a++) {
      back[a] = said[symmetry.action(image, a)];
    }
    return back;
  }

  /** The image whose evaluation, put back, is this one; −1 when it is none's. */
  private static int imageOf(Linear network, Environment state, ModelOutput output) {
    for (int image = 0; image < state.spec().symmetry().count(); image++) {
      float[] expected = mapped(network, state, image);
      boolean same = Math.abs(expected[network.actions] - output.value[0]) < 1e-4;
      for (int a = 0; a < network.actions && same; a++) {
        float logit = output.policyLogits[a];
        same =
            state.isLegal(a)
                ? Math.abs(expected[a] - logit) < 1e-4
                : logit == Float.NEGATIVE_INFINITY || Math.abs(expected[a] - logit) < 1e-4;
      }
      if (same) {
        return image;
      }
    }
    return -1;
  }

  private static RootStates root(Environment environment, long seed) {
    return new RootStates() {
      @Override
      public Environment environment(int index) {
        return environment;
      }

      @Override
      public long imageSeed(int index) {
        return seed;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({"tictactoe, 8", "connect4, 2", "othello, 4", "gomoku, 8", "go, 8"})
  void evaluation_ofAnyState_isThatOfSomeImagePutBack(String name, int images) {
    Environment game = GameRegistry.installed().get(name).create(GameOptions.NONE);
    assertThat(game.spec().symmetry().count()).isEqualTo(images);
    ObservationStacker stacker = new ObservationStacker(game.spec(), 1);
    Linear network = new Linear(game.spec().actionCount(), stacker.inputSize());
    TreeSet<Integer> seen = new TreeSet<>();
    SplittableRandom random = new SplittableRandom(11);
    for (int seed = 0; seed < 6; seed++) {
      game.reset(0);
      List<Integer> first = line(game, network, stacker, seed, seen, random.split());
      // The same seed and moves show the same images.
      assertThat(first).isNotEmpty().doesNotContain(-1);
    }
    assertThat(seen).hasSize(images);
  }

  /** The images as which a random line's states were shown. */
  private static List<Integer> line(
      Environment start,
      Linear network,
      ObservationStacker stacker,
      long seed,
      TreeSet<Integer> seen,
      SplittableRandom random) {
    List<Integer> images = new ArrayList<>();
    ModelOutput output = new ModelOutput(1, network.actions);
    ModelOutput again = new ModelOutput(1, network.actions);
    try (RulesModel model =
            new RulesModel(network, new SearchedGame("board", () -> start), stacker, 1, true);
        HiddenStates states = model.newHiddenStates(40);
        HiddenStates others = model.newHiddenStates(40)) {
      model.setRoots(root(start, seed));
      model.initialInference(start.observation(), 1, states, new int[] {0}, output);
      model.setRoots(root(start, seed));
      model.initialInference(start.observation(), 1, others, new int[] {0}, again);
      images.add(imageOf(network, start, output));
      Environment state = start.copy();
      for (int move = 0; move < 30; move++) {
        int action;
        do {
          action = random.nextInt(network.actions);
        } while (!state.isLegal(action));
        Step step = state.step(Action.of(action));
        int[] parent = {move};
        int[] child = {move + 1};
        model.recurrentInference(
            states, new Transitions(parent, new int[] {action}, child, 1), output);
        model.recurrentInference(
            others, new Transitions(parent, new int[] {action}, child, 1), again);
        assertThat(again.policyLogits).isEqualTo(output.policyLogits);
        if (step.ended()) {
          break;
        }
        assertThat((double) output.reward[0]).isCloseTo(step.reward(), within(0.0));
        images.add(imageOf(network, state, output));
      }
    }
    seen.addAll(images);
    return images;
  }

  @ParameterizedTest
  @CsvSource({"tictactoe, 8", "connect4, 2", "go, 8"})
  void search_inAllImages_showsTheNetworkEachImageOfThePositionOnce(String name, int images) {
    Environment game = GameRegistry.installed().get(name).create(GameOptions.NONE);
    game.reset(0);
    game.step(Action.of(1));
    game.step(Action.of(2)); // no image of it is the same
    ObservationStacker stacker = new ObservationStacker(game.spec(), 1);
    List<List<Float>> shown = new ArrayList<>();
    Linear network =
        new Linear(game.spec().actionCount(), stacker.inputSize()) {
          @Override
          public void initialInference(
              float[] inputs, int count, HiddenStates states, int[] rows, ModelOutput output) {
            for (int i = 0; i < count && shown.size() < images; i++) {
              List<Float> row = new ArrayList<>();
              for (int k = 0; k < observationSize(); k++) {
                row.add(inputs[i * observationSize() + k]);
              }
              shown.add(row);
            }
            super.initialInference(inputs, count, states, rows, output);
          }
        };
    SearchConfig search = SearchConfig.gumbel(8);
    try (RulesModel model =
            new RulesModel(network, new SearchedGame("board", () -> game), stacker, 1, true);
        SearchAgent agent = new SearchAgent(model, search, true, stacker, images)) {
      agent.search(List.of(new Episode(game)));
    }
    assertThat(shown).hasSize(images).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"tictactoe", "connect4"})
  void evaluation_ofARootSearchedAsAnImage_isInThatImage(String name) {
    Environment game = GameRegistry.installed().get(name).create(GameOptions.NONE);
    game.reset(0);
    game.step(Action.of(2));
    ObservationStacker stacker = new ObservationStacker(game.spec(), 1);
    Linear network = new Linear(game.spec().actionCount(), stacker.inputSize());
    Symmetry symmetry = game.spec().symmetry();
    ModelOutput output = new ModelOutput(1, network.actions);
    for (int wanted = 0; wanted < symmetry.count(); wanted++) {
      int image = wanted;
      RootStates roots =
          new RootStates() {
            @Override
            public Environment environment(int index) {
              return game;
            }

            @Override
            public int transformation(int index) {
              return image;
            }
          };
      try (RulesModel model =
              new RulesModel(network, new SearchedGame("board", () -> game), stacker, 1, true);
          HiddenStates states = model.newHiddenStates(1)) {
        model.setRoots(roots);
        model.initialInference(game.observation(), 1, states, new int[] {0}, output);
      }
      float[] asIs = new float[network.actions];
      for (int a = 0; a < network.actions; a++) {
        asIs[a] = output.policyLogits[symmetry.action(image, a)];
      }
      boolean found = false;
      for (int shown = 0; shown < symmetry.count(); shown++) {
        float[] expected = Arrays.copyOf(mapped(network, game, shown), network.actions);
        boolean same = true;
        for (int a = 0; a < network.actions; a++) {
          same &= Math.abs(expected[a] - asIs[a]) < 1e-4;
        }
        found |= same;
      }
      assertThat(found).as("image " + image).isTrue();
    }
  }
}
