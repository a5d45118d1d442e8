package io.muzero.model;

/**
 * What a search asks about states, over batches: MuZero's representation h, dynamics g and
 * prediction f (arXiv:1911.08265, section 3), learned or in part given by real rules.
 *
 * <p>Beyond values, logits, rewards and discounts a model may say of each new state which actions
 * are legal ({@link ModelOutput#masked}) and what kind it is ({@link ModelOutput#kind}); the
 * learned model says neither. To the search an action is an index: what it stands for at a state, a
 * move, an outcome of chance or one of some sampled actions, is the model's.
 *
 * <p>An instance belongs to one thread.
 */
public interface MuZeroModel extends AutoCloseable {
  /** Number of actions A. */
  int actionCount();

  /** Numbers in an observation as the model wants it (frames stacked). */
  int observationSize();

  /** Makes room for hidden states, owned by the caller. */
  HiddenStates newHiddenStates(int rows);

  /**
   * Says which real states the next initial inference is about. A learned model, to which a state
   * is what the network sees of it, ignores it.
   */
  default void setRoots(RootStates roots) {}

  /**
   * Initial inference: s⁰ = h(o), then p, v = f(s⁰).
   *
   * @param observations [count, observationSize], row-major
   * @param count states in this call, at least 1, at most {@code output.capacity()}
   * @param states receives s⁰ of state i in row {@code rows[i]}
   * @param rows [count]
   * @param output receives value and policy logits of the first {@code count} states
   */
  void initialInference(
      float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output);

  /** Whether initial inference takes {@link PictureInputs} too. */
  default boolean takesPictures() {
    return false;
  }

  /**
   * Initial inference of inputs whose frames are bytes; it says what that of the same inputs as
   * floats says.
   *
   * @param pictures inputs of at least {@code count} states; otherwise as above
   * @throws UnsupportedOperationException where the model does not {@linkplain #takesPictures take}
   *     them
   */
  default void initialInference(
      PictureInputs pictures, int count, HiddenStates states, int[] rows, ModelOutput output) {
    throw new UnsupportedOperationException("this model takes inputs as floats only");
  }

  /**
   * Recurrent inference: r, s' = g(s, a), then p, v = f(s').
   *
   * @param states hidden states of parents and children
   * @param transitions at most {@code output.capacity()}
   * @param output receives reward, discount, value and policy logits of the transitions, and the
   *     kinds of the states they lead to where those are not all decisions
   */
  void recurrentInference(HiddenStates states, Transitions transitions, ModelOutput output);

  /** Frees native memory; hidden states made by this model must be closed by their owners. */
  @Override
  void close();
}
