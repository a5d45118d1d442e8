package io.muzero.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Remembers the calls a search makes of a model, so that the same calls can be made again without
 * the search: what a benchmark compares a search with. Used by one thread; does not own the model.
 */
public final class RecordingModel extends ForwardingModel {
  private final List<Runnable> calls = new ArrayList<>();
  private long evaluations;

  /** Records calls of this model, which stays its owner's. */
  public RecordingModel(MuZeroModel model) {
    super(model);
  }

  /** States evaluated in the recorded calls. */
  public long evaluations() {
    return evaluations;
  }

  /** Makes the recorded calls again. */
  public void repeat() {
    calls.forEach(Runnable::run);
  }

  @Override
  public void initialInference(
      float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
    float[] input = observations.clone();
    int[] into = Arrays.copyOf(rows, count);
    calls.add(() -> model.initialInference(input, count, states, into, output));
    evaluations += count;
    model.initialInference(observations, count, states, rows, output);
  }

  @Override
  public void initialInference(
      PictureInputs pictures, int count, HiddenStates states, int[] rows, ModelOutput output) {
    PictureInputs input = new PictureInputs(pictures.frames().clone(), pictures.actions().clone());
    int[] into = Arrays.copyOf(rows, count);
    calls.add(() -> model.initialInference(input, count, states, into, output));
    evaluations += count;
    model.initialInference(pictures, count, states, rows, output);
  }

  @Override
  public void recurrentInference(
      HiddenStates states,
      int[] parentRows,
      int[] actions,
      int[] childRows,
      int count,
      ModelOutput output) {
    int[] from = Arrays.copyOf(parentRows, count);
    int[] by = Arrays.copyOf(actions, count);
    int[] into = Arrays.copyOf(childRows, count);
    calls.add(() -> model.recurrentInference(states, from, by, into, count, output));
    evaluations += count;
    model.recurrentInference(states, parentRows, actions, childRows, count, output);
  }

  @Override
  public void close() {
    // The model is its owner's.
  }
}
