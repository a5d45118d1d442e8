package io.muzero.environment;

/** The set an environment's actions come from. */
public sealed interface ActionSpace {

  /**
   * A finite set {@code 0 .. size-1}.
   *
   * @param size number of actions A, at least 1
   * @param layout how an action lies on the observation's board, for spatial action planes
   */
  record Discrete(int size, Layout layout) implements ActionSpace {
    /** Requires {@code size >= 1}. */
    public Discrete {
      if (size < 1) {
        throw new IllegalArgumentException("an action space needs at least 1 action, was " + size);
      }
    }

    /** A set whose actions have no place on a board. */
    public Discrete(int size) {
      this(size, Layout.NONE);
    }
  }

  /**
   * A box of reals.
   *
   * @param low least value of each component, included
   * @param high greatest value of each component, included; both arrays are copied
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Continuous(float[] low, float[] high) implements ActionSpace {
    /** Requires arrays of one length, at least 1, with {@code low < high} everywhere. */
    public Continuous {
      low = low.clone();
      high = high.clone();
      if (low.length == 0 || low.length != high.length) {
        throw new IllegalArgumentException(
            "a box needs as many lows as highs and at least one, was "
                + low.length
                + " and "
                + high.length);
      }
      for (int i = 0; i < low.length; i++) {
        if (!(low[i] < high[i])) {
          throw new IllegalArgumentException(
              "a box needs low < high, was " + low[i] + " and " + high[i] + " at " + i);
        }
      }
    }

    /**
     * Requires an action of as many finite numbers as the box has; they may lie outside it.
     *
     * @throws IllegalArgumentException otherwise
     */
    public void require(Action action) {
      float[] values = action.values();
      if (values.length != low.length) {
        throw new IllegalArgumentException(
            "an action here has " + low.length + " numbers, was " + action);
      }
      for (float value : values) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException("an action must be finite, was " + action);
        }
      }
    }
  }

  /** How the actions of a discrete space lie on a board of H×W cells. */
  enum Layout {
    /** They do not. */
    NONE,
    /**
     * Action {@code row * W + column} is that cell; one further action, if there is one, is a pass.
     */
    CELLS,
    /** Action c is column c. */
    COLUMNS
  }
}
