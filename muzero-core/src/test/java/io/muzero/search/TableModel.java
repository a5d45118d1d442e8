package io.muzero.search;

import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.Transitions;
import java.util.Arrays;

/**
 * A game written down as a table of positions: a uniform policy, values as written, 0 by default.
 * The observation is the number of a position. A position that no move was written for is an end:
 * every action stays there without reward.
 */
final class TableModel implements MuZeroModel {
  private final int actions;
  private final int[] next;
  private final float[] reward;
  private final float[] discount;
  private final float[] value;

  /** Room for positions 0 … {@code positions} − 1. */
  TableModel(int positions, int actions) {
    this.actions = actions;
    next = new int[positions * actions];
    Arrays.setAll(next, i -> i / actions);
    reward = new float[positions * actions];
    discount = new float[positions * actions];
    value = new float[positions];
  }

  /** What an action at a position leads to. */
  TableModel move(int from, int action, int to, double reward, double discount) {
    int i = from * actions + action;
    next[i] = to;
    this.reward[i] = (float) reward;
    this.discount[i] = (float) discount;
    return this;
  }

  /** What the model thinks of a position. */
  TableModel value(int position, double estimate) {
    value[position] = (float) estimate;
    return this;
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
    return new Positions(new int[rows]);
  }

  @Override
  public void initialInference(
      float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
    for (int i = 0; i < count; i++) {
      predict((int) observations[i], i, states, rows[i], output);
    }
  }

  @Override
  public void recurrentInference(HiddenStates states, Transitions transitions, ModelOutput output) {
    int[] parentRows = transitions.parentRows();
    int[] actionIndices = transitions.actions();
    int[] childRows = transitions.childRows();
    int count = transitions.count();
    for (int i = 0; i < count; i++) {
      int move = ((Positions) states).positions[parentRows[i]] * actions + actionIndices[i];
      predict(next[move], i, states, childRows[i], output);
      output.reward[i] = reward[move];
      output.discount[i] = discount[move];
    }
  }

  private void predict(int position, int i, HiddenStates states, int row, ModelOutput output) {
    ((Positions) states).positions[row] = position;
    output.value[i] = value[position];
    Arrays.fill(output.policyLogits, i * actions, (i + 1) * actions, 0f);
  }

  @Override
  public void close() {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Positions(int[] positions) implements HiddenStates {
    @Override
    public int rows() {
      return positions.length;
    }

    @Override
    public void close() {}
  }
}
