package io.muzero.agent;

import io.muzero.model.ForwardingModel;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.PictureInputs;
import io.muzero.model.RootStates;
import io.muzero.model.Transitions;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Makes models that demand to be used by the thread that made them, and counts what was not closed.
 */
final class WatchedModels implements Supplier<MuZeroModel> {
  private final Supplier<MuZeroModel> models;

  /** Models made so far. */
  final AtomicInteger made = new AtomicInteger();

  /** Models not closed. */
  final AtomicInteger openModels = new AtomicInteger();

  /** Slabs of hidden states not closed. */
  final AtomicInteger openStates = new AtomicInteger();

  /** Done before each recurrent inference. */
  volatile Runnable beforeInference = () -> {};

  WatchedModels(Supplier<MuZeroModel> models) {
    this.models = models;
  }

  @Override
  public MuZeroModel get() {
    made.incrementAndGet();
    openModels.incrementAndGet();
    return new Watched(models.get());
  }

  private final class Watched extends ForwardingModel {
    private final Thread owner = Thread.currentThread();
    private boolean closed;

    Watched(MuZeroModel model) {
      super(model);
    }

    private void requireOwner() {
      if (Thread.currentThread() != owner) {
        throw new AssertionError("used by " + Thread.currentThread() + ", made by " + owner);
      }
      if (closed) {
        throw new AssertionError("used after it was closed");
      }
    }

    @Override
    public HiddenStates newHiddenStates(int rows) {
      requireOwner();
      openStates.incrementAndGet();
      return new WatchedStates(model.newHiddenStates(rows), this);
    }

    @Override
    public void initialInference(
        float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
      requireOwner();
      model.initialInference(observations, count, inner(states), rows, output);
    }

    @Override
    public void setRoots(RootStates roots) {
      requireOwner();
      model.setRoots(roots);
    }

    @Override
    public void initialInference(
        PictureInputs pictures, int count, HiddenStates states, int[] rows, ModelOutput output) {
      requireOwner();
      model.initialInference(pictures, count, inner(states), rows, output);
    }

    @Override
    public void recurrentInference(
        HiddenStates states, Transitions transitions, ModelOutput output) {
      beforeInference.run();
      requireOwner();
      model.recurrentInference(inner(states), transitions, output);
    }

    private HiddenStates inner(HiddenStates states) {
      return ((WatchedStates) states).states;
    }

    @Override
    public void close() {
      requireOwner();
      closed = true;
      openModels.decrementAndGet();
      model.close();
    }
  }

  private final class WatchedStates implements HiddenStates {
    private final HiddenStates states;
    private final Watched owner;
    private boolean open = true;

    WatchedStates(HiddenStates states, Watched owner) {
      this.states = states;
      this.owner = owner;
    }

    @Override
    public int rows() {
      return states.rows();
    }

    @Override
    public void close() {
      owner.requireOwner();
      if (open) {
        open = false;
        openStates.decrementAndGet();
        states.close();
      }
    }
  }
}
