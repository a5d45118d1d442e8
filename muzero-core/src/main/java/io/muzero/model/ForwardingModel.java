package io.muzero.model;

/**
 * A model that hands every call on to another: what adds something to a model overrides the calls
 * that it is about, and no other is forgotten. Used by the thread of the other model.
 */
public abstract class ForwardingModel implements MuZeroModel {
  /** Where calls go. */
  protected final MuZeroModel model;

  /** Hands calls on to this model, and closes it when it is closed. */
  protected ForwardingModel(MuZeroModel model) {
    this.model = model;
  }

  @Override
  public int actionCount() {
    return model.actionCount();
  }

  @Override
  public int observationSize() {
    return model.observationSize();
  }

  @Override
  public HiddenStates newHiddenStates(int rows) {
    return model.newHiddenStates(rows);
  }

  @Override
  public void setRoots(RootStates roots) {
    model.setRoots(roots);
  }

  @Override
  public void initialInference(
      float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
    model.initialInference(observations, count, states, rows, output);
  }

  @Override
  public boolean takesPictures() {
    return model.takesPictures();
  }

  @Override
  public void initialInference(
      PictureInputs pictures, int count, HiddenStates states, int[] rows, ModelOutput output) {
    model.initialInference(pictures, count, states, rows, output);
  }

  @Override
  public void recurrentInference(HiddenStates states, Transitions transitions, ModelOutput output) {
    model.recurrentInference(states, transitions, output);
  }

  @Override
  public void close() {
    model.close();
  }
}
