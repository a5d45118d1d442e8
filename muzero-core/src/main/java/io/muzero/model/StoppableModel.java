package io.muzero.model;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * A model that asks before each call whether to go on, and tells after it how much was done: a
 * search of many positions takes long, and whoever stops it does not want to wait for its end. Used
 * by one thread; owns the model.
 */
public final class StoppableModel extends ForwardingModel {
  private BooleanSupplier goOn = () -> true;
  private IntConsumer evaluated = count -> {};

  /** Stops calls of this model, which is owned from now on. */
  public StoppableModel(MuZeroModel model) {
    super(model);
  }

  /** Asks this from now on; at false, calls throw a {@link CancellationException}. */
  public void goOnWhile(BooleanSupplier condition) {
    goOn = condition;
  }

  /** Tells this from now on after each recurrent inference how many transitions were in it. */
  public void tell(IntConsumer listener) {
    evaluated = listener;
  }

  private void orGiveUp() {
    if (!goOn.getAsBoolean()) {
      throw new CancellationException("the search was stopped");
    }
  }

  @Override
  public void initialInference(
      float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
    orGiveUp();
    model.initialInference(observations, count, states, rows, output);
  }

  @Override
  public void initialInference(
      PictureInputs pictures, int count, HiddenStates states, int[] rows, ModelOutput output) {
    orGiveUp();
    model.initialInference(pictures, count, states, rows, output);
  }

  @Override
  public void recurrentInference(HiddenStates states, Transitions transitions, ModelOutput output) {
    orGiveUp();
    model.recurrentInference(states, transitions, output);
    evaluated.accept(transitions.count());
  }
}
