package io.muzero.benchmarks;

import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.Transitions;
import io.muzero.random.RandomStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A model that costs next to nothing: it copies numbers from a table of noise, so that what remains
 * of a search is the tree's own work. Policy logits within ±2, values within ±1, no rewards, two
 * players.
 */
final class InstantModel implements MuZeroModel {
  private static final int TABLE = 1 << 16;

  private final int actions;
  private final float[] logits = new float[TABLE];
  private final float[] values = new float[TABLE];
  private int at;

  InstantModel(int actions) {
    this.actions = actions;
    UniformRandomProvider random = RandomStream.create(1, "instant model", 0);
    for (int i = 0; i < TABLE; i++) {
      logits[i] = random.nextFloat() * 4 - 2;
      values[i] = random.nextFloat() * 2 - 1;
    }
  }

  @Override
  public int actionCount() {
    return actions;
  }

  @Override
  public int observationSize() {
    return 1;
  }

  @Override
  public HiddenStates newHiddenStates(int rows) {
    return new Rows(rows);
  }

  @Override
  public void initialInference(
      float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
    predict(count, output);
  }

  @Override
  public void recurrentInference(HiddenStates states, Transitions transitions, ModelOutput output) {
    int count = transitions.count();
    predict(count, output);
    for (int i = 0; i < count; i++) {
      output.reward[i] = 0;
      output.discount[i] = -1;
    }
  }

  private void predict(int count, ModelOutput output) {
    at = (at + 7919) % (TABLE - count * actions);
    System.arraycopy(values, at, output.value, 0, count);
    System.arraycopy(logits, at, output.policyLogits, 0, count * actions);
  }

  @Override
  public void close() {}

  private record Rows(int rows) implements HiddenStates {
    @Override
    public void close() {}
  }
}
