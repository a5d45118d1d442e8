package io.muzero.search;

import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.Transitions;

/**
 * A network defined by a 32-bit hash, the one that the recorded mctx searches ran on: any language
 * can repeat it bit for bit. A hidden state is an embedding e of 32 bits; an observation is a
 * root's seed as two numbers of 16 bits.
 */
final class HashModel implements MuZeroModel {
  private static final int GOLDEN = 0x9E3779B9;
  private static final int VALUE = 1000;
  private static final int REWARD = 1001;

  private final int actions;
  private final float discount;
  private final float rewardScale;
  private final int terminalModulus;

  /** Calls of either inference so far. */
  int calls;

  /**
   * A network.
   *
   * @param actions number of actions
   * @param discount of every transition that does not end the game
   * @param rewardScale rewards lie within ± this
   * @param terminalModulus one in so many transitions ends the game; 0: none does
   */
  HashModel(int actions, double discount, double rewardScale, int terminalModulus) {
    this.actions = actions;
    this.discount = (float) discount;
    this.rewardScale = (float) rewardScale;
    this.terminalModulus = terminalModulus;
  }

  /** The observations of roots with these seeds (unsigned 32-bit numbers). */
  static float[] observations(long... seeds) {
    float[] observations = new float[2 * seeds.length];
    for (int i = 0; i < seeds.length; i++) {
      observations[2 * i] = seeds[i] >>> 16;
      observations[2 * i + 1] = seeds[i] & 0xFFFF;
    }
    return observations;
  }

  static int mix(int x) {
    x = (x ^ (x >>> 16)) * 0x7feb352d;
    x = (x ^ (x >>> 15)) * 0x846ca68b;
    return x ^ (x >>> 16);
  }

  static float uniform(int e, int k) {
    return (mix(e + GOLDEN * (k + 1)) >>> 8) * 0x1p-24f;
  }

  private boolean terminal(int e) {
    return terminalModulus > 0 && Integer.remainderUnsigned(mix(e + 77), terminalModulus) == 0;
  }

  private void predict(int e, int i, ModelOutput output) {
    output.value[i] = 2 * uniform(e, VALUE) - 1;
    for (int a = 0; a < actions; a++) {
      output.policyLogits[i * actions + a] = 4 * uniform(e, a) - 2;
    }
  }

  @Override
  public int actionCount() {
    return actions;
  }

  @Override
  public int observationSize() {
    return 2;
  }

  @Override
  public HiddenStates newHiddenStates(int rows) {
    return new Embeddings(new int[rows]);
  }

  @Override
  public void initialInference(
      float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
    calls++;
    int[] embeddings = ((Embeddings) states).embeddings;
    for (int i = 0; i < count; i++) {
      int e = mix((int) observations[2 * i] << 16 | (int) observations[2 * i + 1]);
      embeddings[rows[i]] = e;
      predict(e, i, output);
    }
  }

  @Override
  public void recurrentInference(HiddenStates states, Transitions transitions, ModelOutput output) {
    int[] parentRows = transitions.parentRows();
    int[] actionIndices = transitions.actions();
    int[] childRows = transitions.childRows();
    int count = transitions.count();
    calls++;
    int[] embeddings = ((Embeddings) states).embeddings;
    for (int i = 0; i < count; i++) {
      int e = mix(embeddings[parentRows[i]] ^ (0x85EBCA6B * (actionIndices[i] + 1)));
      embeddings[childRows[i]] = e;
      predict(e, i, output);
      output.reward[i] = rewardScale * (2 * uniform(e, REWARD) - 1);
      output.discount[i] = discount;
      if (terminal(e)) {
        output.discount[i] = 0;
        output.value[i] = 0;
      }
    }
  }

  @Override
  public void close() {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Embeddings(int[] embeddings) implements HiddenStates {
    @Override
    public int rows() {
      return embeddings.length;
    }

    @Override
    public void close() {}
  }
}
