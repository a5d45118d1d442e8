package io.muzero.environment;

/**
 * A game or task: the real rules, which self-play steps. The search sees them only with {@code
 * search.model: rules}.
 *
 * <p>Life: {@link #reset(long)}, then {@link #step} until it returns an ended step, then reset
 * again. Chance (dice, cards, slippery floors) happens inside {@code step} from the environment's
 * own generator, which {@code reset(long)} seeds: the same seed and actions always give the same
 * episode, on every machine.
 *
 * <p>Not thread-safe; instances share no mutable state, so N instances may be used by N threads.
 */
public interface Environment {
  /** What never changes about this environment. */
  EnvironmentSpec spec();

  /**
   * Starts an episode with a freshly seeded generator.
   *
   * @param seed any value of at least 0
   */
  void reset(long seed);

  /** Starts an episode with the generator as the last episode left it. */
  void reset();

  /**
   * The player to move, 0 or 1; always 0 for one player. Two players need not alternate where the
   * spec says so ({@link EnvironmentSpec#alternating}).
   */
  int playerToMove();

  /**
   * Whether a discrete action is legal now. At least one is, until the episode has ended.
   *
   * @param action index in {@code 0 .. A-1}
   */
  boolean isLegal(int action);

  /**
   * Performs an action of the player to move.
   *
   * @throws IllegalArgumentException when the action is not of the action space or not legal now;
   *     the message names it and the state is unchanged
   * @throws IllegalStateException when the episode has ended
   */
  Step step(Action action);

  /**
   * Writes the observation [C,H,W] of the player to move, row-major. Valid also after the end (a
   * truncated episode is bootstrapped from it).
   *
   * @param target receives {@code spec().observationSize()} numbers
   * @param offset index of the first
   */
  void observe(float[] target, int offset);

  /** An independent copy in the same state, generator included: both continue alike. */
  Environment copy();

  /**
   * As {@link #copy}, into the memory of an environment that is no longer needed. A search by the
   * rules does this once a simulation, so it should allocate nothing; by default it makes a copy.
   *
   * @param target another environment of the same game, in any state, also ended; its state is lost
   * @return the copy: {@code target} where it could take over this state, otherwise a new one
   */
  default Environment copyInto(Environment target) {
    return copy();
  }

  /**
   * Whether what a step does follows from the state that can be seen and the action alone: there is
   * no chance after the episode's start, and nothing is hidden. Only such games can be searched by
   * their rules, because a copy carries its generator, by which a search would see what is still to
   * be drawn. By default a game does not claim it.
   */
  default boolean isDeterministic() {
    return false;
  }

  /** The state as a few lines of text for a terminal, without a final line break. */
  String text();

  /**
   * The state as one JSON object that a page can draw; its {@code "kind"} names the drawing. By
   * default, and for a kind that the page does not know, it shows {@link #text}.
   */
  default String json() {
    return "{\"kind\":\"text\"}";
  }

  /** A short name of an action for people, for example {@code b2} or {@code left}. */
  default String actionName(int action) {
    return Integer.toString(action);
  }

  /**
   * A short name of a player for people, the mark that {@link #text} shows it by where it has one,
   * for example {@code X}.
   *
   * @param player 0 or 1
   */
  default String playerName(int player) {
    return "player " + (player + 1);
  }

  /** The observation [C,H,W] as a new array. */
  default float[] observation() {
    float[] observation = new float[spec().observationSize()];
    observe(observation, 0);
    return observation;
  }
}
