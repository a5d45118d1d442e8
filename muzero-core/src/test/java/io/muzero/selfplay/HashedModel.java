package io.muzero.selfplay;

import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.Transitions;

/**
 * A network made of a hash: every input has an arbitrary but fixed policy, value and reward, which
 * do not depend on what else is in the batch.
 */
public final class HashedModel implements MuZeroModel {
  private final int observationSize;
  private final int actions;
  private final float discount;
  private final int salt;

  /** Models of different salt have nothing in common. */
  public HashedModel(int observationSize, int actions, double discount, int salt) {
    this.observationSize = observationSize;
    this.actions = actions;
    this.discount = (float) discount;
    this.salt = salt;
  }

  private static int mix(int x) {
    int y = (x ^ (x >>> 16)) * 0x7feb352d;
    y = (y ^ (y >>> 15)) * 0x846ca68b;
    return y ^ (y >>> 16);
  }

  /** A number within [−1, 1). */
  private static float number(int state, int which) {
    return (mix(state + 0x9E3779B9 * (which + 1)) >> 8) * 0x1p-23f;
  }

  private void predict(int state, int i, HiddenStates states, int row, ModelOutput output) {
    ((Hashes) states).hashes[row] = state;
    output.value[i] = number(state, actions);
    output.reward[i] = number(state, actions + 1) / 4;
    output.discount[i] = discount;
    for (int a = 0; a < actions; a++) {
      output.policyLogits[i * actions + a] = 2 * number(state, a);
    }
  }

  @Override
  public int actionCount() {
    return actions;
  }

  @Override
  public int observationSize() {
    return observationSize;
  }

  @Override
  public HiddenStates newHiddenStates(int rows) {
    return new Hashes(new int[rows]);
  }

  @Override
  public void initialInference(
      float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
    for (int i = 0; i < count; i++) {
      int state = salt;
      for (int j = 0; j < observationSize; j++) {
        state = mix(state + Float.floatToIntBits(observations[i * observationSize + j] + 0f) + j);
      }
      predict(state, i, states, rows[i], output);
    }
  }

  @Override
  public void recurrentInference(HiddenStates states, Transitions transitions, ModelOutput output) {
    int[] parentRows = transitions.parentRows();
    int[] actionIndices = transitions.actions();
    int[] childRows = transitions.childRows();
    int count = transitions.count();
    for (int i = 0; i < count; i++) {
      int parent = ((Hashes) states).hashes[parentRows[i]];
      predict(mix(parent + actionIndices[i] + 1), i, states, childRows[i], output);
    }
  }

  @Override
  public void close() {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Hashes(int[] hashes) implements HiddenStates {
    @Override
    public int rows() {
      return hashes.length;
    }

    @Override
    public void close() {}
  }
}
