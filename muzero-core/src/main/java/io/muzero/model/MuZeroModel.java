package io.muzero.model;

/**
 * The learned model: representation h, dynamics g and prediction f, over batches (MuZero,
 * arXiv:1911.08265, section 3).
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

  /**
   * Recurrent inference: r, s' = g(s, a), then p, v = f(s').
   *
   * @param states hidden states of parents and children; no child row is a parent row of the same
   *     call
   * @param parentRows row of s for each transition [count]
   * @param actions action index of each transition [count]
   * @param childRows row that receives s' [count]; consecutive rows are the fastest
   * @param count transitions in this call, at least 1, at most {@code output.capacity()}
   * @param output receives reward, discount, value and policy logits of the first {@code count}
   *     transitions
   */
  void recurrentInference(
      HiddenStates states,
      int[] parentRows,
      int[] actions,
      int[] childRows,
      int count,
      ModelOutput output);

  /** Frees native memory; hidden states made by this model must be closed by their owners. */
  @Override
  void close();
}
