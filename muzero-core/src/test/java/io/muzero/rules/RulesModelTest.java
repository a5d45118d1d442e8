package io.muzero.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.Action;
import io.muzero.environment.AlteredPile;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Pile;
import io.muzero.environment.Twice;
import io.muzero.environment.Walk;
import io.muzero.model.GameBoundary;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.NodeKind;
import io.muzero.model.RootStates;
import io.muzero.model.Transitions;
import io.muzero.replay.ObservationStacker;
import io.muzero.search.BatchedSearch;
import io.muzero.search.SearchConfig;
import io.muzero.search.SearchResult;
import io.muzero.search.SearchTree;
import io.muzero.settings.InvalidSettingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RulesModelTest {
  private static final double DISCOUNT = 0.9;

  /** Says the same of every state; its dynamics must never be asked. */
  private static class Flat implements MuZeroModel {
    private final int actions;
    private final int inputs;
    int calls;
    boolean closed;
    Runnable asked = () -> {};

    Flat(int actions, int inputs) {
      this.actions = actions;
      this.inputs = inputs;
    }

    @Override
    public int actionCount() {
      return actions;
    }

    @Override
    public int observationSize() {
      return inputs;
    }

    @Override
    public HiddenStates newHiddenStates(int rows) {
      return new HiddenStates() {
        @Override
        public int rows() {
          return rows;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void initialInference(
        float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
      calls++;
      asked.run();
      for (int i = 0; i < count; i++) {
        output.value[i] = 0.5f;
        for (int a = 0; a < actions; a++) {
          output.policyLogits[i * actions + a] = a;
        }
      }
    }

    @Override
    public void recurrentInference(
        HiddenStates states, Transitions transitions, ModelOutput output) {
      throw new AssertionError("learned dynamics were asked");
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** A model of a game with one root in row 0, and what was last said of a transition. */
  private static final class Line implements AutoCloseable {
    final Flat network;
    final RulesModel model;
    final HiddenStates states;
    final ModelOutput output;

    Line(Environment root, boolean truncated) {
      ObservationStacker stacker = new ObservationStacker(root.spec(), 1);
      network = new Flat(root.spec().actionCount(), stacker.inputSize());
      model = new RulesModel(network, new SearchedGame("small", () -> root), stacker, DISCOUNT);
      states = model.newHiddenStates(9);
      output = new ModelOutput(1, network.actions);
      model.setRoots(truncated ? truncated(root) : index -> root);
      model.initialInference(root.observation(), 1, states, new int[] {0}, output);
    }

    void step(int parent, int action, int child) {
      model.recurrentInference(
          states,
          new Transitions(new int[] {parent}, new int[] {action}, new int[] {child}, 1),
          output);
    }

    void says(double reward, double discount, double value, NodeKind kind) {
      assertThat((double) output.reward[0]).isEqualTo((float) reward);
      assertThat((double) output.discount[0]).isEqualTo((float) discount);
      assertThat((double) output.value[0]).isEqualTo((float) value);
      assertThat(output.kind[0]).isEqualTo(kind);
      assertThat(output.masked).isTrue();
    }

    @Override
    public void close() {
      states.close();
      model.close();
    }
  }

  private static Environment pile(int stones) {
    Environment pile = Pile.GAME.create(GameOptions.NONE);
    pile.reset(0);
    for (int left = 7; left > stones; left--) {
      pile.step(Action.of(0));
    }
    return pile;
  }

  @Test
  void recurrentInference_twoPlayers_stepsTheRealRules() {
    try (Line line = new Line(pile(3), false)) {
      line.step(0, 0, 1);
      line.says(0, -DISCOUNT, 0.5, NodeKind.DECISION);
      assertThat(line.output.policyLogits).containsExactly(0, 1);
      line.step(1, 0, 2); // one stone is left: two cannot be taken
      line.says(0, -DISCOUNT, 0.5, NodeKind.DECISION);
      assertThat(line.output.policyLogits).containsExactly(0, Float.NEGATIVE_INFINITY);
      line.step(2, 0, 3);
      line.says(1, 0, 0, NodeKind.TERMINAL);
      line.step(0, 1, 4); // the root is as it was
      line.says(0, -DISCOUNT, 0.5, NodeKind.DECISION);
      assertThat(line.output.policyLogits).containsExactly(0, Float.NEGATIVE_INFINITY);
    }
  }

  @Test
  void recurrentInference_pastTheEnd_staysThereForNothing() {
    try (Line line = new Line(pile(1), false)) {
      line.step(0, 0, 1);
      line.says(1, 0, 0, NodeKind.TERMINAL);
      line.step(1, 1, 2);
      line.says(0, 0, 0, NodeKind.TERMINAL);
      assertThat(line.output.policyLogits).containsExactly(0, 1); // every action is legal
    }
  }

  @Test
  void recurrentInference_turnsVary_signsByTheNextPlayer() {
    Environment game = Twice.GAME.create(GameOptions.NONE);
    game.reset(0);
    try (Line line = new Line(game, false)) {
      line.step(0, 1, 1); // player 0 moves again
      line.says(0, DISCOUNT, 0.5, NodeKind.DECISION);
      line.step(1, 0, 2);
      line.says(-1, 0, 0, NodeKind.TERMINAL);
    }
  }

  /** The corridor of {@link Walk} without its wind. */
  private static Environment calm(Environment walk) {
    return new CalmWalk(walk);
  }

  @Test
  void recurrentInference_cutEpisode_keepsTheNetworksValue() {
    Environment walk = calm(Walk.GAME.create(GameOptions.NONE));
    walk.reset(4);
    for (int i = 0; i < 11; i++) {
      walk.step(Action.of(1));
    }
    try (Line line = new Line(walk, false)) {
      line.step(0, 1, 1); // the twelfth step cuts it
      line.says(0, DISCOUNT, 0.5, NodeKind.DECISION);
      line.step(1, 2, 2);
      line.says(0, 1, 0.5, NodeKind.DECISION);
    }
    try (Line line = new Line(walk, true)) { // a root that was cut: no step is tried
      line.step(0, 2, 1);
      line.says(0, 1, 0.5, NodeKind.DECISION);
    }
  }

  @Test
  void recurrentInference_cutEpisodeOfStackedFrames_isShownToTheNetworkAsItWas() {
    Environment walk = calm(Walk.GAME.create(GameOptions.NONE));
    walk.reset(4);
    ObservationStacker stacker = new ObservationStacker(walk.spec(), 2);
    List<float[]> shown = new ArrayList<>();
    Flat network =
        new Flat(walk.spec().actionCount(), stacker.inputSize()) {
          @Override
          public void initialInference(
              float[] inputs, int count, HiddenStates states, int[] rows, ModelOutput output) {
            shown.add(Arrays.copyOf(inputs, observationSize()));
            super.initialInference(inputs, count, states, rows, output);
          }
        };
    ModelOutput output = new ModelOutput(1, network.actionCount());
    try (RulesModel model =
            new RulesModel(network, new SearchedGame("small", () -> walk), stacker, DISCOUNT);
        HiddenStates states = model.newHiddenStates(3)) {
      float[] input = new float[stacker.inputSize()];
      for (int i = 0; i < input.length; i++) {
        input[i] = i / 100f;
      }
      model.setRoots(truncated(walk));
      model.initialInference(input, 1, states, new int[] {0}, output);
      model.recurrentInference(
          states, new Transitions(new int[] {0}, new int[] {1}, new int[] {1}, 1), output);
      model.recurrentInference(
          states, new Transitions(new int[] {1}, new int[] {2}, new int[] {2}, 1), output);
    }
    assertThat(shown).hasSize(3).allSatisfy(one -> assertThat(one).isEqualTo(shown.get(0)));
  }

  private static RootStates truncated(Environment environment) {
    return new RootStates() {
      @Override
      public Environment environment(int root) {
        return environment;
      }

      @Override
      public boolean isTruncated(int root) {
        return true;
      }
    };
  }

  @Test
  void search_ofTheSolvedGame_findsItsValueAtEveryRoot() {
    for (int stones = 1; stones <= 7; stones++) {
      Environment root = pile(stones);
      ObservationStacker stacker = new ObservationStacker(root.spec(), 1);
      Flat network = new Flat(2, stacker.inputSize());
      try (RulesModel model =
              new RulesModel(network, new SearchedGame("small", () -> root), stacker, 1);
          BatchedSearch search = new BatchedSearch(model, SearchConfig.puct(800), 1)) {
        search.setRootStates(index -> root);
        boolean[] legal = {root.isLegal(0), root.isLegal(1)};
        SearchResult result = search.search(root.observation(), legal, 1, null);
        boolean lost = stones % 3 == 0;
        // A win is 1; a lost game's best line is −1.
        assertThat(result.qValues[result.action[0]]).isCloseTo(lost ? -1 : 1, within(0.15f));
        if (!lost) {
          assertThat(result.action[0]).isEqualTo(stones % 3 - 1);
        }
        for (int node = 0; node < search.tree().nodes(); node++) {
          SearchTree tree = search.tree();
          assertThat(tree.kind(0, node) == NodeKind.TERMINAL)
              .isEqualTo(node > 0 && tree.discount(0, node) == 0);
        }
      }
    }
  }

  @Test
  void search_entersTheGameForWhatItDoes_andLeavesItForTheNetwork() {
    AtomicBoolean inside = new AtomicBoolean();
    AtomicBoolean searching = new AtomicBoolean();
    Set<String> called = new TreeSet<>();
    Set<String> outside = new TreeSet<>();
    Environment root =
        AlteredPile.game(
                new AlteredPile.Fault() {
                  @Override
                  public void called(String method, boolean copied) {
                    if (searching.get()) {
                      (inside.get() ? called : outside).add(method);
                    }
                  }
                })
            .create(GameOptions.NONE);
    root.reset(0);
    float[] observation = root.observation();
    GameBoundary boundary =
        new GameBoundary() {
          @Override
          public void enter() {
            inside.set(true);
          }

          @Override
          public void leave() {
            inside.set(false);
          }
        };
    ObservationStacker stacker = new ObservationStacker(root.spec(), 1);
    Flat network = new Flat(2, stacker.inputSize());
    network.asked = () -> assertThat(inside).isFalse();
    SearchedGame game = new SearchedGame("altered", () -> root, boundary);
    try (RulesModel model = new RulesModel(network, game, stacker, 1);
        BatchedSearch search = new BatchedSearch(model, SearchConfig.puct(50), 1)) {
      search.setRootStates(index -> root);
      searching.set(true);
      search.search(observation, new boolean[] {true, true}, 1, null);
    }
    assertThat(network.calls).isPositive();
    assertThat(called).containsExactly("copy", "isLegal", "observe", "step");
    assertThat(outside).isEmpty();
    assertThat(inside).isFalse();
  }

  @Test
  void initialInference_withoutRoots_isTheNetworksAlone() {
    Environment root = pile(3);
    ObservationStacker stacker = new ObservationStacker(root.spec(), 1);
    Flat network = new Flat(2, stacker.inputSize());
    ModelOutput output = new ModelOutput(1, 2);
    try (RulesModel model =
            new RulesModel(network, new SearchedGame("small", () -> root), stacker, 1);
        HiddenStates states = model.newHiddenStates(2)) {
      int[] row = {0};
      model.initialInference(root.observation(), 1, states, row, output);
      assertThat(output.value[0]).isEqualTo(0.5f);
      assertThatThrownBy(
              () ->
                  model.recurrentInference(
                      states, new Transitions(row, row, new int[] {1}, 1), output))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("setRootStates");
    }
    assertThat(network.closed).isTrue();
  }

  @Test
  void create_gameOfChance_isRefused() {
    Environment walk = Walk.GAME.create(GameOptions.NONE);
    ObservationStacker stacker = new ObservationStacker(walk.spec(), 1);
    assertThatThrownBy(
            () -> new RulesModel(new Flat(3, 2), new SearchedGame("walk", () -> walk), stacker, 1))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("search.model must be learned for a game of chance");
  }
}
