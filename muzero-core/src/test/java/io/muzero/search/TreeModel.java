package io.muzero.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.Transitions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded search tree as a network: it knows the positions of the tree and no other. Every
 * observation is the tree's root.
 */
final class TreeModel implements MuZeroModel {
  private final Node root;
  private final float discount;

  /**
   * A node of the recorded tree.
   *
   * @param simulation the simulation that added it, 0 for the root; −1 when it was never visited
   * @param prior probability of the action that leads to it
   * @param value after the search, in the view of the player to move at the node
   * @param children one an action; empty at a leaf
   */
  record Node(
      int simulation,
      double prior,
      double reward,
      double rawValue,
      double value,
      int visits,
      List<Node> children) {
    static Node read(JsonNode json) {
      List<Node> children = new ArrayList<>();
      for (JsonNode child : json.get("child_stats")) {
        if (child.get("action").asInt() != children.size()) {
          throw new IllegalArgumentException("the children of a node must be in order of action");
        }
        children.add(read(child));
      }
      return new Node(
          json.path("evaluation_index").asInt(-1),
          json.get("prior").asDouble(),
          json.path("reward").asDouble(),
          json.path("raw_value_view").asDouble(),
          json.path("value_view").asDouble(),
          json.path("visit").asInt(),
          children);
    }
  }

  TreeModel(Node root, double discount) {
    this.root = root;
    this.discount = (float) discount;
  }

  private static void predict(Node node, int i, ModelOutput output) {
    output.value[i] = (float) node.rawValue;
    for (int a = 0; a < node.children.size(); a++) {
      output.policyLogits[i * node.children.size() + a] =
          (float) Math.log(node.children.get(a).prior);
    }
  }

  @Override
  public int actionCount() {
    return root.children.size();
  }

  @Override
  public int observationSize() {
    return 0;
  }

  @Override
  public HiddenStates newHiddenStates(int rows) {
    return new Positions(new Node[rows]);
  }

  @Override
  public void initialInference(
      float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
    for (int i = 0; i < count; i++) {
      ((Positions) states).nodes[rows[i]] = root;
      predict(root, i, output);
    }
  }

  @Override
  public void recurrentInference(HiddenStates states, Transitions transitions, ModelOutput output) {
    int[] parentRows = transitions.parentRows();
    int[] actions = transitions.actions();
    int[] childRows = transitions.childRows();
    int count = transitions.count();
    Node[] nodes = ((Positions) states).nodes;
    for (int i = 0; i < count; i++) {
      Node parent = nodes[parentRows[i]];
      Node child = parent == null ? null : parent.children.get(actions[i]);
      if (child == null || child.simulation < 0) {
        throw new AssertionError("the search left the recorded tree by action " + actions[i]);
      }
      nodes[childRows[i]] = child;
      predict(child, i, output);
      output.reward[i] = (float) child.reward;
      output.discount[i] = discount;
    }
  }

  @Override
  public void close() {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Positions(@Nullable Node[] nodes) implements HiddenStates {
    @Override
    public int rows() {
      return nodes.length;
    }

    @Override
    public void close() {}
  }
}
