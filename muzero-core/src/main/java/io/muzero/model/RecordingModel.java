package io.muzero.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Remembers calls that a search makes of a model, so that the same calls can be made again without
 * the search: what a benchmark compares a search with. Used by one thread; does not own the model.
 */
public final class RecordingModel extends ForwardingModel {
  private final List<Runnable> calls = new ArrayList<>();
  private long evaluations;
  private boolean recording;

  /** Records calls of this model when it is asked to; the model stays its owner's. */
  public RecordingModel(MuZeroModel model) {
    super(model);
  }

  /** Remembers the calls that some work makes, in place of those of the work before. */
  public void record(Runnable work) {
    calls.clear();
    evaluations = 0;
    recording = true;
    try {
      work.run();
    } finally {
      recording = false;
    }
  }

  private void remember(int count, Runnable call) {
    calls.add(call);
    evaluations += count;
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
    if (recording) {
      float[] input = observations.clone();
      int[] into = Arrays.copyOf(rows, count);
      remember(count, () -> model.initialInference(input, count, states, into, output));
    }
    model.initialInference(observations, count, states, rows, output);
  }

  @Override
  public void initialInference(
      PictureInputs pictures, int count, HiddenStates states, int[] rows, ModelOutput output) {
    if (recording) {
      PictureInputs input =
          new PictureInputs(pictures.frames().clone(), pictures.actions().clone());
      int[] into = Arrays.copyOf(rows, count);
      remember(count, () -> model.initialInference(input, count, states, into, output));
    }
    model.initialInference(pictures, count, states, rows, output);
  }

  @Override
  public void recurrentInference(HiddenStates states, Transitions transitions, ModelOutput output) {
    if (recording) {
      Transitions same = transitions.copy();
      remember(same.count(), () -> model.recurrentInference(states, same, output));
    }
    model.recurrentInference(states, transitions, output);
  }

  @Override
  public void close() {
    // The model is its owner's.
  }
}
