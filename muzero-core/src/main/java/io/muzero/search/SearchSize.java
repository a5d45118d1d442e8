package io.muzero.search;

import io.muzero.settings.Check;
import io.muzero.settings.Size;
import java.util.Locale;

/**
 * What a {@link BatchedSearch} takes of the memory, known before it is made. No number overflows:
 * what is beyond a {@code long} counts as {@link Long#MAX_VALUE}.
 *
 * @param trees positions searched at once
 * @param simulations simulations of each, which add a node each
 * @param planned most leaves that a tree has evaluated in one call
 * @param actions number of actions A
 * @param stateSize numbers of four bytes in a hidden state; in a search by the rules, those that a
 *     copy of the game takes
 */
public record SearchSize(int trees, int simulations, int planned, int actions, int stateSize) {
  private static final int NODE_BYTES = 12 * Integer.BYTES + 1;
  private static final int EDGE_BYTES = 5 * Integer.BYTES;

  /** The size of a search with these settings. */
  public static SearchSize of(SearchConfig config, int trees, int actions, int stateSize) {
    int considered =
        Math.min(Math.min(config.maxConsideredActions(), actions), config.simulations());
    int planned = config.algorithm() == SearchAlgorithm.GUMBEL ? considered : 1;
    return new SearchSize(trees, config.simulations(), planned, actions, stateSize);
  }

  /** Nodes of all trees: the length of arrays of hidden states' rows. */
  public long nodes() {
    return Size.product(trees, simulations + 1L);
  }

  /** Edges of all trees: the length of the longest arrays. */
  public long edges() {
    return Size.product(nodes(), actions);
  }

  /** Most states that one call evaluates. */
  public long calls() {
    return Size.product(trees, planned);
  }

  /** Numbers that one call brings back. */
  public long outputs() {
    return Size.product(calls(), actions + 2L);
  }

  /** Bytes of nodes and edges. */
  public long treeBytes() {
    long visited = Size.product(nodes(), Math.min(actions, simulations), Integer.BYTES);
    return Size.sum(Size.product(nodes(), NODE_BYTES), Size.product(edges(), EDGE_BYTES), visited);
  }

  /** Bytes of Java's heap: trees, output and results. */
  public long heapBytes() {
    long results = Size.product(trees, actions, 4L * Integer.BYTES);
    return Size.sum(treeBytes(), Size.product(outputs(), Float.BYTES), results);
  }

  /**
   * Bytes of the hidden states, which are kept beside the heap or on the GPU; copies of a game are
   * kept in the heap.
   */
  public long stateBytes() {
    return Size.product(nodes(), stateSize, Float.BYTES);
  }

  /**
   * How many that hold search trees fit into an agent's memory, at least one: positions of a batch,
   * of which each member of a team has its own, or members, who each search all images of a
   * position.
   *
   * @param most wanted
   * @param held trees that each holds
   * @param tree the size of one of them
   * @param mostBytes bytes that the hidden states of all may take, and their trees as much
   */
  public static int thatFit(int most, int held, SearchSize tree, long mostBytes) {
    long bytes = Math.max(tree.stateBytes(), tree.treeBytes());
    return (int) Math.max(1, Math.min(most, mostBytes / held / bytes));
  }

  /**
   * Requires that arrays can be this long and Java's heap has the room.
   *
   * @throws io.muzero.settings.InvalidSettingException otherwise
   */
  void require(long heap) {
    String what =
        String.format(
            Locale.ROOT,
            "%,d search trees of %,d nodes with %,d actions each",
            trees,
            simulations + 1L,
            actions);
    String others =
        "or lower what is searched at once (selfPlay.gamesPerWorker, reanalyse.batch,"
            + " evaluation.games) or evaluation.simulations";
    long longest = Math.max(edges(), outputs());
    Size.requireIndexable(
        "search.simulations", simulations, what, longest, Size.MOST_ELEMENTS, others);
    Check.that(
        heapBytes() <= heap,
        "search.simulations",
        "must be smaller: "
            + what
            + " need "
            + Size.mebibytes(heapBytes())
            + ", Java's heap has "
            + Size.mebibytes(heap)
            + "; "
            + others
            + ", or give Java more with -Xmx",
        simulations);
  }
}
