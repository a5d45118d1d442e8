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
  /** What a run may lower beside the simulations of its searches, as a message ends. */
  static final String OTHERS =
      "or lower what is searched at once (selfPlay.gamesPerWorker, reanalyse.batch,"
          + " evaluation.games) or evaluation.simulations";

  private static final int NODE_BYTES = 12 * Integer.BYTES + 1;
  private static final int EDGE_BYTES = 5 * Integer.BYTES;

  /** The size of a search with these settings. */
  public static SearchSize of(SearchConfig config, int trees, int actions, int stateSize) {
    int considered =
        Math.min(Math.min(config.maxConsideredActions(), actions), config.simulations());
    int planned = config.algorithm().plansRounds() ? considered : 1;
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

  /** Most simulations, up to those there are, for which {@link #require} finds room; 0: none. */
  public int simulationsThatFit(long heap) {
    int fit = 0;
    int tooMany = simulations + 1;
    while (tooMany - fit > 1) {
      int middle = (fit + tooMany) >>> 1;
      if (new SearchSize(trees, middle, planned, actions, stateSize).fits(heap)) {
        fit = middle;
      } else {
        tooMany = middle;
      }
    }
    return fit;
  }

  private boolean fits(long heap) {
    return Math.max(edges(), outputs()) <= Size.MOST_ELEMENTS && heapBytes() <= heap;
  }

  /**
   * Requires that arrays can be this long and Java's heap has the room.
   *
   * @param key what says how many simulations there are: a setting, or the option for it
   * @param others what else makes the trees smaller, for example {@code or lower x or y}
   * @param heap bytes that Java's heap may have
   * @throws io.muzero.settings.InvalidSettingException otherwise
   */
  public void require(String key, String others, long heap) {
    boolean one = trees == 1;
    String what =
        (one ? "a search tree" : String.format(Locale.ROOT, "%,d search trees", trees))
            + String.format(
                Locale.ROOT, " of %,d nodes with %,d actions", simulations + 1L, actions)
            + (one ? "" : " each");
    long longest = Math.max(edges(), outputs());
    Size.requireIndexable(
        key, simulations, new Size.Array(what, longest, Size.MOST_ELEMENTS), others);
    Check.that(
        heapBytes() <= heap,
        key,
        "must be smaller: "
            + what
            + (one ? " needs " : " need ")
            + Size.mebibytes(heapBytes())
            + ", Java's heap has "
            + Size.mebibytes(heap)
            + "; "
            + others
            + ", or give Java more with -Xmx",
        simulations);
  }
}
