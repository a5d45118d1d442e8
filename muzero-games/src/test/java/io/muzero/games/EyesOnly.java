package io.muzero.games;

import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.Transitions;

/**
 * A network of tests that is asked about observations alone, as one that searches by the real
 * rules: its hidden states are empty, and it has no dynamics.
 */
abstract class EyesOnly implements MuZeroModel {
  final int actions;
  final int inputs;

  /** Of so many actions, and numbers in an observation. */
  EyesOnly(int actions, int inputs) {
    this.actions = actions;
    this.inputs = inputs;
  }

  @Override
  public final int actionCount() {
    return actions;
  }

  @Override
  public final int observationSize() {
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
  public void recurrentInference(HiddenStates states, Transitions transitions, ModelOutput output) {
    throw new AssertionError("this network has no dynamics");
  }

  @Override
  public void close() {}
}
