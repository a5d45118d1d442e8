package io.muzero.agent;

import java.util.List;

/**
 * A node of a search tree, as it was when it was asked for. Immutable.
 *
 * <p>Where a state is searched in several symmetric images, it is the trees of all images together:
 * visits are added, prior, reward and value are means.
 *
 * @param action index of the action that leads here from the node above; −1 at the root
 * @param visits visits of that action, N; at the root all simulations
 * @param q value of that action, Q, its reward included, in the view of the player to move at the
 *     node above; at the root the value of the state
 * @param prior probability of that action by the network; 1 at the root
 * @param reward reward of that action by the model, in the view of the player who takes it; 0 at
 *     the root
 * @param children the visited actions, the most visited first; none where the tree was cut
 */
public record SearchNode(
    int action, int visits, double q, double prior, double reward, List<SearchNode> children) {
  /** Copies the list. */
  public SearchNode {
    children = List.copyOf(children);
  }
}
