package io.muzero.environment;

import java.util.Arrays;

/** What a player does in one step: an index into a finite set, or a vector of reals. */
public sealed interface Action {

  /** A choice from a finite set. */
  record Discrete(int index) implements Action {
    private static final Discrete[] CACHE = new Discrete[1024];

    static {
      Arrays.setAll(CACHE, Discrete::new);
    }

    /** Requires {@code index >= 0}. */
    public Discrete {
      if (index < 0) {
        throw new IllegalArgumentException("an action's index must be at least 0, was " + index);
      }
    }
  }

  /** A point of a box of reals; the array is owned by the action and must not be changed. */
  @SuppressWarnings("ArrayRecordComponent") // equality is overridden below
  record Continuous(float[] values) implements Action {
    @Override
    public boolean equals(Object other) {
      return other instanceof Continuous that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return Arrays.toString(values);
    }
  }

  /** The discrete action with this index; small indices are shared instances. */
  static Action of(int index) {
    return index >= 0 && index < Discrete.CACHE.length
        ? Discrete.CACHE[index]
        : new Discrete(index);
  }

  /** The continuous action with these values, which are copied. */
  static Action of(float... values) {
    return new Continuous(values.clone());
  }

  /**
   * The index of a discrete action.
   *
   * @throws IllegalArgumentException when the action is continuous
   */
  default int index() {
    if (this instanceof Discrete discrete) {
      return discrete.index;
    }
    throw new IllegalArgumentException("a discrete action is needed here, was " + this);
  }

  /**
   * The values of a continuous action, not to be changed.
   *
   * @throws IllegalArgumentException when the action is discrete
   */
  default float[] values() {
    if (this instanceof Continuous continuous) {
      return continuous.values;
    }
    throw new IllegalArgumentException("a continuous action is needed here, was " + this);
  }
}
