package io.muzero.agent;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an agent thinks of a state, and what it would do; also a snapshot of a search that goes on.
 * Immutable.
 *
 * <p>All values are in the view of the player to move, in the game's own units of reward, and
 * discounted as the agent was trained.
 *
 * @param action index of the action it would take now
 * @param value what the state is worth to the player to move when the improved policy is followed
 * @param networkValue what the network alone says of that, without search
 * @param simulations simulations done, in each of the symmetric images that are searched; 0: the
 *     network alone has spoken
 * @param candidates the legal actions, in the order of their indices
 * @param principalVariation what the search expects to be played from here, beginning with {@code
 *     action}; below the root these are the model's moves, which need not be legal
 */
public record Decision(
    int action,
    double value,
    double networkValue,
    int simulations,
    List<Candidate> candidates,
    List<Integer> principalVariation) {
  /** Copies the lists. */
  public Decision {
    candidates = List.copyOf(candidates);
    principalVariation = List.copyOf(principalVariation);
  }

  /**
   * A legal action as the search sees it.
   *
   * @param action its index
   * @param visits simulations that began with it, N; of all symmetric images together
   * @param q its value Q, reward included; empty without a visit
   * @param prior the network's probability of it among the legal actions
   * @param policy the improved policy's probability of it: what self-play would learn from
   * @param reward the reward that the model expects of it; empty without a visit
   */
  public record Candidate(
      int action,
      int visits,
      OptionalDouble q,
      double prior,
      double policy,
      OptionalDouble reward) {}

  /**
   * What the search found out about an action.
   *
   * @param index the action's index
   * @return empty when it is not legal
   */
  public Optional<Candidate> candidate(int index) {
    return candidates.stream().filter(candidate -> candidate.action() == index).findFirst();
  }

  /** Visits of all actions: the simulations of all symmetric images together. */
  public int visits() {
    return candidates.stream().mapToInt(Candidate::visits).sum();
  }
}
