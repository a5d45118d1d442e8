package io.muzero.environment;

import java.util.StringJoiner;

/**
 * An environment of continuous actions seen as one of discrete actions: each of the d components
 * takes one of k values, evenly spaced from its least to its greatest, both included.
 *
 * <p>The k^d actions count like a number of d digits to the base k, the first component slowest:
 * with k = 3 on the box [−1, 1]² action 0 is (−1, −1), 1 is (−1, 0), 3 is (0, −1) and 8 is (1, 1).
 * All are always legal. Everything but the actions is the wrapped environment's, which this one
 * owns. Not thread-safe.
 */
public final class BinnedActions implements Environment {
  /** The most actions; beyond it a search could not look at each once. */
  private static final int MOST_ACTIONS = 1 << 16;

  private final Environment environment;
  private final EnvironmentSpec spec;
  private final Bins bins;

  /**
   * Wraps an environment.
   *
   * @param environment has a bounded box of actions; from now on stepped only through this one
   * @param bins values k of each component, at least 2
   * @throws IllegalArgumentException when the action space is discrete or unbounded, or the actions
   *     would be more than 65,536
   */
  public BinnedActions(Environment environment, int bins) {
    this.environment = environment;
    EnvironmentSpec inner = environment.spec();
    if (!(inner.actions() instanceof ActionSpace.Continuous box)) {
      throw new IllegalArgumentException("only continuous actions can be binned");
    }
    this.bins = new Bins(box, bins);
    this.spec =
        new EnvironmentSpec(
            inner.players(),
            inner.channels(),
            inner.height(),
            inner.width(),
            inner.observationLow(),
            inner.observationHigh(),
            new ActionSpace.Discrete(this.bins.actions.length),
            inner.rewardLow(),
            inner.rewardHigh(),
            inner.maxSteps(),
            Symmetry.NONE,
            inner.alternating(),
            inner.format());
  }

  /**
   * Wraps an environment as a game's option {@code bins} says: 0 leaves it as it is.
   *
   * @param byDefault bins when the option is not set
   * @throws IllegalArgumentException when the option is 1, or outside 0 to 1,000, or the box cannot
   *     be binned so
   */
  public static Environment byOption(Environment environment, GameOptions options, int byDefault) {
    int bins = options.integer("bins", byDefault, 0, 1000);
    if (bins == 1) {
      throw GameOptions.refusal("bins", "must be 0 (continuous actions) or at least 2", bins);
    }
    try {
      return bins == 0 ? environment : new BinnedActions(environment, bins);
    } catch (IllegalArgumentException e) {
      throw GameOptions.refusal(
          "bins",
          "must be 0 (continuous actions, which cannot be trained), or what the game's actions allow: "
              + e.getMessage(),
          bins);
    }
  }

  private BinnedActions(BinnedActions other) {
    environment = other.environment.copy();
    spec = other.spec;
    bins = other.bins;
  }

  /** The actions, made once and shared by copies. */
  private static final class Bins {
    final ActionSpace.Continuous box;
    final int count;
    final Action[] actions;

    Bins(ActionSpace.Continuous box, int count) {
      if (count < 2) {
        throw new IllegalArgumentException("each component needs at least 2 bins, was " + count);
      }
      this.box = box;
      this.count = count;
      int dimensions = box.low().length;
      long size = 1;
      for (int i = 0; i < dimensions; i++) {
        if (!Float.isFinite(box.low()[i]) || !Float.isFinite(box.high()[i])) {
          throw new IllegalArgumentException(
              "only a bounded box can be binned, component "
                  + i
                  + " is unbounded: put the game into one that bounds its actions");
        }
        size *= count;
        if (size > MOST_ACTIONS) {
          throw new IllegalArgumentException(
              count
                  + " bins in each of "
                  + dimensions
                  + " components are more than "
                  + MOST_ACTIONS
                  + " actions: "
                  + (count > 2
                      ? "choose fewer bins"
                      : "put the game into one whose actions have fewer components"));
        }
      }
      actions = new Action[(int) size];
      for (int index = 0; index < actions.length; index++) {
        float[] values = new float[dimensions];
        int rest = index;
        for (int i = dimensions - 1; i >= 0; i--) {
          values[i] = value(i, rest % count);
          rest /= count;
        }
        actions[index] = new Action.Continuous(values);
      }
    }

    private float value(int component, int bin) {
      double low = box.low()[component];
      double high = box.high()[component];
      return (float) (low + (high - low) * bin / (count - 1));
    }

    int nearest(float[] values) {
      int index = 0;
      for (int i = 0; i < values.length; i++) {
        double low = box.low()[i];
        double high = box.high()[i];
        double place = (values[i] - low) / (high - low) * (count - 1);
        index = index * count + (int) Math.max(0, Math.min(count - 1, Math.round(place)));
      }
      return index;
    }
  }

  /** The wrapped environment, to be looked at; stepping it steps this one. */
  public Environment environment() {
    return environment;
  }

  /** The continuous action that a discrete one stands for. */
  public Action continuous(int action) {
    return bins.actions[action];
  }

  /** The discrete action nearest to a continuous one in each component; NaN counts as the least. */
  public int nearest(Action action) {
    float[] values = action.values();
    if (values.length != bins.box.low().length) {
      throw new IllegalArgumentException(
          "an action here has " + bins.box.low().length + " numbers, was " + action);
    }
    return bins.nearest(values);
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public void reset(long seed) {
    environment.reset(seed);
  }

  @Override
  public void reset() {
    environment.reset();
  }

  @Override
  public int playerToMove() {
    return environment.playerToMove();
  }

  @Override
  public boolean isLegal(int action) {
    return action >= 0 && action < bins.actions.length;
  }

  @Override
  public Step step(Action action) {
    if (!isLegal(action.index())) {
      throw new IllegalArgumentException(
          "action " + action.index() + " is not one of 0 to " + (bins.actions.length - 1));
    }
    return environment.step(bins.actions[action.index()]);
  }

  @Override
  public void observe(float[] target, int offset) {
    environment.observe(target, offset);
  }

  @Override
  public BinnedActions copy() {
    return new BinnedActions(this);
  }

  @Override
  public boolean isDeterministic() {
    return environment.isDeterministic();
  }

  @Override
  public String text() {
    return environment.text();
  }

  @Override
  public String json() {
    return environment.json();
  }

  @Override
  public String playerName(int player) {
    return environment.playerName(player);
  }

  /** The components' values, separated by commas: {@code -2}, {@code 0.5,-1}. */
  @Override
  public String actionName(int action) {
    StringJoiner name = new StringJoiner(",");
    for (float value : bins.actions[action].values()) {
      String word = Float.toString(value);
      name.add(word.endsWith(".0") ? word.substring(0, word.length() - 2) : word);
    }
    return name.toString();
  }
}
