package io.muzero.selfplay;

import io.muzero.environment.Pile;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.Transitions;

/**
 * Knows {@link Pile}: exact values and rewards, and a policy that likes to take one stone, so that
 * searching is always right and the policy alone is not. A hidden state is the number of stones
 * left.
 */
public final class PileModel implements MuZeroModel {
  private static final float LIKES_ONE = 0.5f;

  private final int stones;

  public PileModel(int stones) {
    this.stones = stones;
  }

  private static void predict(int left, int i, HiddenStates states, int row, ModelOutput output) {
    ((Stones) states).left[row] = left;
    output.value[i] = left <= 0 ? 0 : left % 3 == 0 ? -1 : 1;
    output.policyLogits[2 * i] = LIKES_ONE;
    output.policyLogits[2 * i + 1] = 0;
  }

  @Override
  public int actionCount() {
    return 2;
  }

  @Override
  public int observationSize() {
    return stones + 1;
  }

  @Override
  public HiddenStates newHiddenStates(int rows) {
    return new Stones(new int[rows]);
  }

  @Override
  public void initialInference(
      float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
    for (int i = 0; i < count; i++) {
      int left = 0;
      while (observations[i * (stones + 1) + left] == 0) {
        left++;
      }
      predict(left, i, states, rows[i], output);
    }
  }

  /** Taking what is not there loses at once; after the end nothing happens any more. */
  @Override
  public void recurrentInference(HiddenStates states, Transitions transitions, ModelOutput output) {
    int[] parentRows = transitions.parentRows();
    int[] actions = transitions.actions();
    int[] childRows = transitions.childRows();
    int count = transitions.count();
    for (int i = 0; i < count; i++) {
      int before = ((Stones) states).left[parentRows[i]];
      int left = before - actions[i] - 1;
      predict(Math.max(left, 0), i, states, childRows[i], output);
      output.reward[i] = before == 0 ? 0 : left == 0 ? 1 : left < 0 ? -1 : 0;
      output.discount[i] = left <= 0 ? 0 : -1;
    }
  }

  @Override
  public void close() {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Stones(int[] left) implements HiddenStates {
    @Override
    public int rows() {
      return left.length;
    }

    @Override
    public void close() {}
  }
}
