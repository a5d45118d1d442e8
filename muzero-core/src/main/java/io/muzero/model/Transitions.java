package io.muzero.model;

import java.util.Arrays;

/**
 * Actions to be taken in hidden states, in one call. The arrays are the caller's, who may use them
 * again after the call; they may be longer than {@code count}.
 *
 * @param parentRows row of the state s of each transition [count]
 * @param actions index of the action taken in it [count]
 * @param childRows row that receives the state s' that follows [count]; consecutive rows are the
 *     fastest; none is a parent row of the same call
 * @param count transitions, at least 1
 */
public record Transitions(int[] parentRows, int[] actions, int[] childRows, int count) {
  /** The same in arrays of its own. */
  Transitions copy() {
    return new Transitions(
        Arrays.copyOf(parentRows, count),
        Arrays.copyOf(actions, count),
        Arrays.copyOf(childRows, count),
        count);
  }
}
