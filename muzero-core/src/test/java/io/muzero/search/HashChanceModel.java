package io.muzero.search;

import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.NodeKind;
import io.muzero.model.Transitions;
import java.util.Arrays;

/**
 * The network with chance nodes that mctx's stochastic searches were recorded on, defined by a
 * 32-bit hash. States have A + C edges: A actions of a decision, C outcomes of a chance node; an
 * observation is a root's seed as two numbers of 16 bits.
 */
final class HashChanceModel implements MuZeroModel {
  private static final int ACTION = 0x85EBCA6B;
  private static final int OUTCOME = 0xC2B2AE35;

  private final int actions;
  private final int outcomes;
  private final float discount;
  private final float rewardScale;
  private final float chanceScale;
  private final int terminalModulus;

  /** What a setting of the recorded searches says of its network. */
  record Setting(
      int actions,
      int outcomes,
      double discount,
      double rewardScale,
      double chanceScale,
      int terminalModulus) {}

  HashChanceModel(Setting setting) {
    actions = setting.actions;
    outcomes = setting.outcomes;
    discount = (float) setting.discount;
    rewardScale = (float) setting.rewardScale;
    chanceScale = (float) setting.chanceScale;
    terminalModulus = setting.terminalModulus;
  }

  @Override
  public int actionCount() {
    return actions + outcomes;
  }

  @Override
  public int observationSize() {
    return 2;
  }

  @Override
  public HiddenStates newHiddenStates(int rows) {
    return new States(new int[rows], new boolean[rows]);
  }

  @Override
  public void initialInference(
      float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
    States slab = (States) states;
    for (int i = 0; i < count; i++) {
      int e = HashModel.mix((int) observations[2 * i] << 16 | (int) observations[2 * i + 1]);
      slab.embedding[rows[i]] = e;
      slab.chance[rows[i]] = false;
      decision(e, i, output);
      // The search masks a root's outcomes itself: a root's logits are finite.
      Arrays.fill(output.policyLogits, i * actionCount() + actions, (i + 1) * actionCount(), 0f);
    }
  }

  @Override
  public void recurrentInference(HiddenStates states, Transitions transitions, ModelOutput output) {
    int[] parentRows = transitions.parentRows();
    int[] edges = transitions.actions();
    int[] childRows = transitions.childRows();
    int count = transitions.count();
    States slab = (States) states;
    output.masked = true;
    for (int i = 0; i < count; i++) {
      int from = slab.embedding[parentRows[i]];
      boolean toDecision = slab.chance[parentRows[i]];
      int e =
          toDecision
              ? HashModel.mix(from ^ (OUTCOME * (edges[i] - actions + 1)))
              : HashModel.mix(from ^ (ACTION * (edges[i] + 1)));
      slab.embedding[childRows[i]] = e;
      slab.chance[childRows[i]] = !toDecision;
      if (toDecision) {
        decision(e, i, output);
        output.reward[i] = rewardScale * (2 * HashModel.uniform(e, 1001) - 1);
        output.discount[i] = discount;
        if (terminalModulus > 0
            && Integer.remainderUnsigned(HashModel.mix(e + 77), terminalModulus) == 0) {
          output.discount[i] = 0;
          output.value[i] = 0;
        }
      } else {
        chance(e, i, output);
      }
    }
  }

  private void decision(int e, int i, ModelOutput output) {
    output.kind[i] = NodeKind.DECISION;
    output.value[i] = 2 * HashModel.uniform(e, 1000) - 1;
    int at = i * actionCount();
    for (int a = 0; a < actions; a++) {
      output.policyLogits[at + a] = 4 * HashModel.uniform(e, a) - 2;
    }
    Arrays.fill(
        output.policyLogits, at + actions, at + actions + outcomes, Float.NEGATIVE_INFINITY);
  }

  private void chance(int e, int i, ModelOutput output) {
    output.kind[i] = NodeKind.CHANCE;
    output.value[i] = 2 * HashModel.uniform(e, 1002) - 1;
    output.reward[i] = 0;
    output.discount[i] = 1;
    int at = i * actionCount();
    Arrays.fill(output.policyLogits, at, at + actions, Float.NEGATIVE_INFINITY);
    for (int c = 0; c < outcomes; c++) {
      output.policyLogits[at + actions + c] = chanceScale * (HashModel.uniform(e, 2000 + c) - 0.5f);
    }
  }

  @Override
  public void close() {}

  @SuppressWarnings("ArrayRecordComponent")
  private record States(int[] embedding, boolean[] chance) implements HiddenStates {
    @Override
    public int rows() {
      return embedding.length;
    }

    @Override
    public void close() {}
  }
}
