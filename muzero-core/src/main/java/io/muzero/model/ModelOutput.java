package io.muzero.model;

import java.util.Arrays;

/**
 * Receives what a model says of a batch of states; made once and reused.
 *
 * <p>Views are those of the player to move: {@code value[i]} is in the view of the player to move
 * in the state, {@code reward[i]} in the view of the player who made the transition into it.
 */
public final class ModelOutput {
  /** Reward of the transition into each state [capacity]; undefined after initial inference. */
  public final float[] reward;

  /**
   * Factor that turns the state's value into the view and present value of the transition's player
   * [capacity]: γ for one player, −γ when the other player moves next, 0 past a known end (mctx's
   * discount). Undefined after initial inference.
   */
  public final float[] discount;

  /** Value of each state [capacity]. */
  public final float[] value;

  /**
   * Policy logits [capacity, A], row-major. Where {@link #masked} says so, −∞ marks an illegal
   * action; of each state at least one is finite.
   */
  public final float[] policyLogits;

  /**
   * What each state is [capacity]. A model that makes no other than {@link NodeKind#DECISION} never
   * writes it. Undefined after initial inference: roots are decisions.
   */
  public final NodeKind[] kind;

  /**
   * Whether the model knows which actions are legal in the states of this call, and marks the
   * others by a logit of −∞. Otherwise all count as legal, as in MuZero. Ignored after initial
   * inference: who searches says what is legal at the roots.
   */
  public boolean masked;

  private final int actionCount;

  /** Space for {@code capacity} states with {@code actionCount} actions each. */
  public ModelOutput(int capacity, int actionCount) {
    this.actionCount = actionCount;
    reward = new float[capacity];
    discount = new float[capacity];
    value = new float[capacity];
    policyLogits = new float[Math.multiplyExact(capacity, actionCount)];
    kind = new NodeKind[capacity];
    Arrays.fill(kind, NodeKind.DECISION);
  }

  /** States it has room for. */
  public int capacity() {
    return value.length;
  }

  /**
   * The legal action with the greatest logit in a state; of equal ones the first.
   *
   * @param row the state
   * @param legal what is legal
   * @param offset index of the state's first action there
   * @return −1 where no action is legal
   */
  public int likeliest(int row, boolean[] legal, int offset) {
    int first = row * actionCount;
    int best = -1;
    for (int a = 0; a < actionCount; a++) {
      if (legal[offset + a] && (best < 0 || policyLogits[first + a] > policyLogits[first + best])) {
        best = a;
      }
    }
    return best;
  }
}
