package io.muzero.environment;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Knows the exact value of every policy of a small one-player game: the expected undiscounted
 * return of an episode, over all starts and chances, computed rather than sampled.
 *
 * <p>A policy here is deterministic and sees the observation alone: the same action whenever a
 * state is visited, whatever the step. Immutable and thread-safe.
 */
public interface PolicyEvaluator {
  /**
   * Every state in which a decision may be due, in a fixed order; each a new environment that
   * stands there, so that a network can look at all of them in one batch. States that look alike
   * are all listed.
   */
  List<Environment> states();

  /**
   * The expected return of the policy that does {@code actions[i]} in the i-th of {@link #states}.
   *
   * @param actions one legal action a state
   * @throws IllegalArgumentException when there are not as many actions as states, or one of them
   *     is not legal
   */
  double value(int[] actions);

  /**
   * The greatest expected return there is, of a policy that knows the whole state and the step; so
   * no policy of {@link #value} has more.
   */
  double optimum();

  /** The expected return of a policy that is asked in each of the {@link #states}. */
  default double valueOf(ToIntFunction<Environment> policy) {
    return value(states().stream().mapToInt(policy).toArray());
  }
}
