package io.muzero.search;

import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.PictureInputs;
import io.muzero.model.RootStates;
import io.muzero.model.Transitions;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * Searches a batch of positions in lock step: every round finds leaves in all trees, evaluates them
 * in one call of the model, adds them to the trees and backs them up.
 *
 * <p>{@link #search} does it all. The same in steps is {@link #begin}, then {@link #advance} as
 * often as wanted, with {@link #result} and {@link #tree} readable after each: however the
 * simulations are divided, the trees are the same. A search may go on past the configured number of
 * simulations when it was made with the capacity.
 *
 * <p>Memory is allocated once, for the greatest batch. Belongs to one thread, as the model does;
 * several searches may share a model on one thread. Closing it frees its hidden states, not the
 * model.
 */
public final class BatchedSearch implements AutoCloseable {
  private final MuZeroModel model;
  private final SearchConfig config;
  private final int maxBatch;
  private final int capacity;
  private final int maxDepth;
  private final HiddenStates states;
  private final ModelOutput output;
  private final SearchTree tree;
  private final Selection selection;
  private final SearchResult result;

  /** Simulations done in each tree [B]. */
  private final int[] done;

  // The leaves of the round, tree by tree: those of tree b end before leafEnd[b].
  private final int[] leafEnd;
  private final int[] leafRootAction;
  private final int[] leafParent;
  private final int[] leafAction;

  /** Place of each leaf in the model call; of a leaf that is an old node, ~node. */
  private final int[] leafSlot;

  // The transitions of the model call.
  private final int[] parentRows;
  private final int[] actions;
  private final int[] childRows;

  /** The rows of hidden states from here on are free: those of one call follow one another. */
  private int freeRow;

  /** The real states of the roots, for a model that wants them. */
  private @Nullable RootStates rootStates;

  /** Simulations asked for so far, the same in every tree. */
  private int asked;

  private int leaves;
  private int transitions;
  private long totalDepth;

  /**
   * Makes room for searches.
   *
   * @param model evaluates positions; outlives this search
   * @param config the search's settings
   * @param maxBatch most positions searched at once, at least 1
   * @throws io.muzero.settings.InvalidSettingException when the trees do not fit into memory
   */
  public BatchedSearch(MuZeroModel model, SearchConfig config, int maxBatch) {
    this(model, config, maxBatch, config.simulations());
  }

  /**
   * Makes room for searches that may think on.
   *
   * @param model evaluates positions; outlives this search
   * @param config the search's settings; Gumbel's sequential halving is laid out for its number of
   *     simulations
   * @param maxBatch most positions searched at once, at least 1
   * @param capacity most simulations of a search, at least {@code config.simulations()}: those
   *     beyond the configured number choose the root's action by the rule of the nodes below it
   * @throws io.muzero.settings.InvalidSettingException when the trees do not fit into memory
   */
  public BatchedSearch(MuZeroModel model, SearchConfig config, int maxBatch, int capacity) {
    this(model, config, maxBatch, capacity, SelectionFactory.configured());
  }

  /**
   * Makes room for searches with a selection of one's own.
   *
   * @param selections makes what chooses the actions; otherwise as above
   */
  public BatchedSearch(
      MuZeroModel model,
      SearchConfig config,
      int maxBatch,
      int capacity,
      SelectionFactory selections) {
    if (maxBatch < 1) {
      throw new IllegalArgumentException("maxBatch must be at least 1, was " + maxBatch);
    }
    if (capacity < config.simulations()) {
      throw new IllegalArgumentException(
          "capacity must be at least search.simulations = "
              + config.simulations()
              + ", was "
              + capacity);
    }
    this.model = model;
    this.config = config;
    this.maxBatch = maxBatch;
    this.capacity = capacity;
    maxDepth = config.maxDepth() == 0 ? Integer.MAX_VALUE : config.maxDepth();
    int actionCount = model.actionCount();
    SearchSize.of(config.withSimulations(capacity), maxBatch, actionCount, 1)
        .require("search.simulations", SearchSize.OTHERS, Runtime.getRuntime().maxMemory());
    tree = new SearchTree(maxBatch, capacity, actionCount);
    selection = selections.create(tree, config, maxBatch);
    int mostLeaves = Math.multiplyExact(maxBatch, selection.maxPlanned());
    output = new ModelOutput(mostLeaves, actionCount);
    result = new SearchResult(maxBatch, actionCount, config.algorithm().policyIsVisits());
    done = new int[maxBatch];
    leafEnd = new int[maxBatch];
    leafRootAction = new int[mostLeaves];
    leafParent = new int[mostLeaves];
    leafAction = new int[mostLeaves];
    leafSlot = new int[mostLeaves];
    parentRows = new int[mostLeaves];
    actions = new int[mostLeaves];
    childRows = new int[mostLeaves];
    states = model.newHiddenStates(maxBatch * tree.nodes);
  }

  /**
   * Searches: {@link #begin}, the configured number of simulations, {@link #result}.
   *
   * @param observations positions as the model wants them [batch, O]
   * @param legal whether an action is legal at the root [batch, A]; below the root those are that
   *     the model does not mark as illegal, all of the learned one
   * @param batch positions, within [1, maxBatch]
   * @param noise draws the exploration noise at the roots (Gumbel or Dirichlet); null for
   *     evaluation: no noise
   * @return what was found, valid until the next search
   * @throws ArithmeticException when the model's output is not finite
   * @throws IllegalArgumentException when a position has no legal action or an array is too short
   */
  public SearchResult search(
      float[] observations, boolean[] legal, int batch, @Nullable UniformRandomProvider noise) {
    return searchWith(observations, legal, batch, noise == null ? null : selection.noise(noise));
  }

  /**
   * As {@link #search(float[], boolean[], int, UniformRandomProvider)}, of positions whose frames
   * are bytes.
   *
   * @throws UnsupportedOperationException when the model does not take them
   */
  public SearchResult search(
      PictureInputs pictures, boolean[] legal, int batch, @Nullable UniformRandomProvider noise) {
    check(legal, batch);
    plant(
        () -> model.initialInference(pictures, batch, states, childRows, output),
        legal,
        batch,
        noise == null ? null : selection.noise(noise));
    advance(config.simulations());
    return result();
  }

  /** As {@link #search}, with the roots' noise given. */
  SearchResult searchWith(
      float[] observations, boolean[] legal, int batch, @Nullable RootNoise noise) {
    beginWith(observations, legal, batch, noise);
    advance(config.simulations());
    return result();
  }

  /**
   * Says from now on which real states the roots stand for, as a model needs that steps the real
   * rules. Asked when a search begins.
   */
  public void setRootStates(RootStates states) {
    rootStates = states;
  }

  /**
   * Begins a search: evaluates the positions and makes them roots. Parameters and exceptions are
   * those of {@link #search}.
   */
  public void begin(
      float[] observations, boolean[] legal, int batch, @Nullable UniformRandomProvider noise) {
    beginWith(observations, legal, batch, noise == null ? null : selection.noise(noise));
  }

  private void beginWith(
      float[] observations, boolean[] legal, int batch, @Nullable RootNoise noise) {
    check(legal, batch);
    check(observations, batch);
    plant(
        () -> model.initialInference(observations, batch, states, childRows, output),
        legal,
        batch,
        noise);
  }

  /**
   * Goes on with the search that was begun: so many simulations in every tree, or as many as the
   * capacity has left. With 1 at a time each simulation can be observed; more at a time need fewer
   * calls of the model, fewest where no round of sequential halving is cut.
   *
   * @param simulations at least 0
   * @return simulations done in each tree by this call
   * @throws ArithmeticException when the model's output is not finite; the search must be begun
   *     again then
   * @throws IllegalStateException when no search was begun
   */
  public int advance(int simulations) {
    if (simulations < 0) {
      throw new IllegalArgumentException("simulations must be at least 0, was " + simulations);
    }
    requireBegun();
    int now = Math.min(simulations, capacity - asked);
    asked += now;
    while (simulate() > 0) {
      evaluate();
      expandAndBackUp();
    }
    return now;
  }

  /** Simulations done in each tree since the search began. */
  public int simulations() {
    return asked;
  }

  /** The trees of the search as they are now; places of simulations still to come are empty. */
  public SearchTree tree() {
    return tree;
  }

  /** Most states that one call of the model evaluates. */
  public int callCapacity() {
    return output.capacity();
  }

  /** Frees the hidden states. */
  @Override
  public void close() {
    states.close();
  }

  private void check(boolean[] legal, int batch) {
    if (batch < 1 || batch > maxBatch) {
      throw new IllegalArgumentException(
          "batch must be within [1, " + maxBatch + "], was " + batch);
    }
    if (legal.length < batch * tree.actions) {
      throw new IllegalArgumentException(
          "legal must hold " + batch + " x " + tree.actions + " flags, has " + legal.length);
    }
  }

  private void check(float[] observations, int batch) {
    if (observations.length < batch * model.observationSize()) {
      throw new IllegalArgumentException(
          "observations must hold "
              + batch
              + " x "
              + model.observationSize()
              + " numbers, has "
              + observations.length);
    }
  }

  private void requireBegun() {
    if (tree.batch() == 0) {
      throw new IllegalStateException("no search was begun: call begin first");
    }
  }

  /**
   * Evaluates the positions and makes them roots.
   *
   * @param inference the model's call for them
   */
  private void plant(Runnable inference, boolean[] legal, int batch, @Nullable RootNoise noise) {
    tree.start(0); // nothing is begun when the model fails
    for (int b = 0; b < batch; b++) {
      childRows[b] = b;
    }
    freeRow = batch;
    if (rootStates != null) {
      model.setRoots(rootStates);
    }
    inference.run();
    tree.start(batch);
    for (int b = 0; b < batch; b++) {
      tree.plant(b, childRows[b], output, legal);
      selection.begin(b, noise);
    }
    Arrays.fill(done, 0, batch, 0);
    asked = 0;
    totalDepth = 0;
    result.batch = batch;
    result.networkCalls = 1;
    result.evaluations = batch;
  }

  /** Finds the next leaves in every tree, as many as were asked for, and returns their number. */
  private int simulate() {
    leaves = 0;
    transitions = 0;
    for (int b = 0; b < tree.batch(); b++) {
      int wanted = asked - done[b];
      if (wanted > 0) {
        int end = leaves + selection.plan(b, done[b], wanted, leafRootAction, leaves);
        while (leaves < end) {
          descend(b, leafRootAction[leaves]);
        }
      }
      leafEnd[b] = leaves;
    }
    return leaves;
  }

  /** Walks from a root action to an action without a child, or as deep as allowed. */
  private void descend(int b, int rootAction) {
    int base = b * tree.nodes;
    int node = 0;
    int action = rootAction;
    int depth = 1;
    int child = tree.child[base * tree.actions + action];
    while (child != SearchTree.NONE && depth < maxDepth) {
      node = child;
      action = selection.interior(b, node);
      depth++;
      child = tree.child[(base + node) * tree.actions + action];
    }
    leafParent[leaves] = node;
    leafAction[leaves] = action;
    if (child == SearchTree.NONE) {
      leafSlot[leaves] = transitions;
      parentRows[transitions] = tree.row[base + node];
      actions[transitions] = action;
      childRows[transitions] = freeRow++;
      transitions++;
    } else {
      leafSlot[leaves] = ~child;
    }
    leaves++;
    totalDepth += depth;
  }

  /** Evaluates all new leaves in one call. */
  private void evaluate() {
    if (transitions > 0) {
      model.recurrentInference(
          states, new Transitions(parentRows, actions, childRows, transitions), output);
      result.networkCalls++;
      result.evaluations += transitions;
    }
  }

  /** Adds the leaves to their trees and backs them up, tree by tree, in the selection's order. */
  private void expandAndBackUp() {
    int start = 0;
    for (int b = 0; b < tree.batch(); b++) {
      int end = leafEnd[b];
      for (int i = start; i < end; i++) {
        int leaf =
            end - start == 1 ? start : selection.next(b, done[b], leafRootAction, start, end);
        int slot = leafSlot[leaf];
        int node = ++done[b];
        if (slot >= 0) {
          tree.place(b, node, childRows[slot], output, slot);
          tree.attach(b, node, leafParent[leaf], leafAction[leaf]);
        } else {
          tree.skip(b, node);
          node = ~slot;
          tree.visits[b * tree.nodes + node]++;
        }
        tree.backUp(b, node);
      }
      start = end;
    }
  }

  /**
   * What was found so far, also before the first simulation, when only the network has spoken.
   *
   * @return valid until the search goes on or another begins
   * @throws IllegalStateException when no search was begun
   */
  public SearchResult result() {
    requireBegun();
    int batch = tree.batch();
    int actionCount = tree.actions;
    for (int b = 0; b < batch; b++) {
      int root = b * tree.nodes;
      System.arraycopy(
          tree.edgeVisits, root * actionCount, result.visitCounts, b * actionCount, actionCount);
      System.arraycopy(
          tree.qValue, root * actionCount, result.qValues, b * actionCount, actionCount);
      result.rootValue[b] = tree.value[root];
      result.networkValue[b] = tree.rawValue[root];
      selection.summarize(b, result);
    }
    result.meanDepth = (float) totalDepth / ((float) batch * Math.max(1, asked));
    return result;
  }
}
