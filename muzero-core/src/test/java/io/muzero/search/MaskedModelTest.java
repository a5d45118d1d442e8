package io.muzero.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.model.ForwardingModel;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.NodeKind;
import io.muzero.model.Transitions;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A search over a model that knows which actions are legal below the root. */
class MaskedModelTest {
  private static final int ACTIONS = 6;

  /** The hash network, some of whose actions are illegal below the root. */
  private static final class Masked extends ForwardingModel {
    private final boolean says;
    private final IntPredicate legal;

    Masked(boolean says, IntPredicate legal) {
      super(new HashModel(ACTIONS, -1, 1, 5));
      this.says = says;
      this.legal = legal;
    }

    @Override
    public void recurrentInference(
        HiddenStates states, Transitions transitions, ModelOutput output) {
      int count = transitions.count();
      model.recurrentInference(states, transitions, output);
      output.masked = says;
      for (int i = 0; i < count; i++) {
        output.kind[i] = output.discount[i] == 0 ? NodeKind.TERMINAL : NodeKind.DECISION;
        for (int a = 0; a < ACTIONS; a++) {
          if (!legal.test(a)) {
            output.policyLogits[i * ACTIONS + a] = Float.NEGATIVE_INFINITY;
          }
        }
      }
    }
  }

  private static SearchConfig config(SearchAlgorithm algorithm, int simulations) {
    return algorithm == SearchAlgorithm.GUMBEL
        ? SearchConfig.gumbel(simulations)
        : SearchConfig.puct(simulations);
  }

  private static boolean[] all(int count) {
    boolean[] legal = new boolean[count];
    Arrays.fill(legal, true);
    return legal;
  }

  @ParameterizedTest
  @EnumSource(SearchAlgorithm.class)
  void search_illegalBelowTheRoot_isNeverTakenAndHasNoShare(SearchAlgorithm algorithm) {
    for (int mask = 1; mask < 1 << ACTIONS; mask += 5) {
      int legal = mask;
      Masked model = new Masked(true, a -> (legal >>> a & 1) != 0);
      try (BatchedSearch search = new BatchedSearch(model, config(algorithm, 200), 2)) {
        search.search(HashModel.observations(mask, mask + 100), all(2 * ACTIONS), 2, null);
        SearchTree tree = search.tree();
        for (int b = 0; b < 2; b++) {
          for (int node = 1; node < tree.nodes(); node++) {
            float mass = 0;
            for (int a = 0; a < ACTIONS; a++) {
              boolean isLegal = (legal >>> a & 1) != 0;
              assertThat(tree.isLegal(b, node, a)).isEqualTo(isLegal);
              assertThat(isLegal || tree.child(b, node, a) == SearchTree.NONE).isTrue();
              assertThat(isLegal || tree.prior(b, node, a) == 0).isTrue();
              mass += tree.prior(b, node, a);
            }
            assertThat(mass).isBetween(0.9999f, 1.0001f);
            assertThat(tree.kind(b, node) == NodeKind.TERMINAL)
                .isEqualTo(tree.discount(b, node) == 0);
          }
          assertThat(tree.kind(b, 0)).isEqualTo(NodeKind.DECISION);
        }
      }
    }
  }

  @Test
  void search_maskWithoutALegalAction_isRefused() {
    refused(new Masked(true, a -> false));
  }

  @Test
  void search_infiniteLogitOfAModelThatKnowsNoLegality_isRefused() {
    refused(new Masked(false, a -> a != 2));
  }

  private static void refused(MuZeroModel model) {
    try (BatchedSearch search = new BatchedSearch(model, SearchConfig.gumbel(8), 1)) {
      assertThatThrownBy(() -> search.search(HashModel.observations(1), all(ACTIONS), 1, null))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("policy logit -Infinity");
    }
  }
}
