package io.muzero.selfplay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.Transitions;
import io.muzero.random.RandomStream;
import io.muzero.replay.RootValue;
import io.muzero.search.BatchedSearch;
import io.muzero.search.SearchAlgorithm;
import io.muzero.search.SearchConfig;
import io.muzero.search.SearchResult;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedValuesTest {
  private static final int ACTIONS = 9;
  private static final double SIGMA = 0.1;

  /** A game in which nothing matters: every value is 0, and the network errs by noise alone. */
  private static final class NoisyModel implements MuZeroModel {
    private final UniformRandomProvider random = RandomStream.create(1, "noise", 0);

    @Override
    public int actionCount() {
      return ACTIONS;
    }

    @Override
    public int observationSize() {
      return 1;
    }

    @Override
    public HiddenStates newHiddenStates(int rows) {
      return new Nothing(rows);
    }

    private void predict(int count, ModelOutput output) {
      for (int i = 0; i < count; i++) {
        output.value[i] = (float) (SIGMA * gaussian());
        output.reward[i] = 0;
        output.discount[i] = 1;
      }
      Arrays.fill(output.policyLogits, 0, count * ACTIONS, 0f);
    }

    private double gaussian() {
      return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
          * Math.cos(2 * Math.PI * random.nextDouble());
    }

    @Override
    public void initialInference(
        float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
      predict(count, output);
    }

    @Override
    public void recurrentInference(
        HiddenStates states, Transitions transitions, ModelOutput output) {
      int count = transitions.count();
      predict(count, output);
    }

    @Override
    public void close() {}
  }

  private record Nothing(int rows) implements HiddenStates {
    @Override
    public void close() {}
  }

  /** Mean recorded value of many positions that are all worth 0. */
  private static double bias(RootValue kind, SearchConfig config) {
    int roots = 500;
    boolean[] legal = new boolean[roots * ACTIONS];
    Arrays.fill(legal, true);
    UniformRandomProvider noise = RandomStream.create(2, "noise", 0);
    double sum = 0;
    int rounds = 8;
    try (BatchedSearch search = new BatchedSearch(new NoisyModel(), config, roots)) {
      for (int round = 0; round < rounds; round++) {
        SearchResult result = search.search(new float[roots], legal, roots, noise);
        float[] values = RecordedValues.of(result, kind);
        for (int b = 0; b < roots; b++) {
          sum += values[b];
        }
      }
    }
    return sum / (rounds * roots);
  }

  /**
   * What noise does to the two: Gumbel's improved policy prefers what errs upward, most with few
   * simulations; PUCT's is the share of visits, and a mean again. The standard error of a mean of
   * 4,000 is below .002.
   */
  @ParameterizedTest
  @CsvSource({"GUMBEL,4,0.07", "GUMBEL,50,0.035", "PUCT,4,0", "PUCT,50,0"})
  void of_noisyValues_improvedErrsUpwardAndMeanDoesNot(
      SearchAlgorithm algorithm, int simulations, double improved) {
    SearchConfig config =
        algorithm == SearchAlgorithm.GUMBEL
            ? SearchConfig.gumbel(simulations)
            : SearchConfig.puct(simulations);
    assertThat(bias(RootValue.IMPROVED, config)).isCloseTo(improved, within(0.005));
    assertThat(bias(RootValue.MEAN, config)).isCloseTo(0, within(0.005));
  }
}
