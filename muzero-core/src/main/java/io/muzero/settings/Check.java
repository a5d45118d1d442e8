package io.muzero.settings;

/** Range checks for configuration records; each failure names key, rule and value. */
public final class Check {
  private Check() {}

  /** Requires {@code value >= minimum}. */
  public static void atLeast(String key, double value, double minimum) {
    if (!(value >= minimum)) {
      throw new InvalidSettingException(key, "must be at least " + number(minimum), number(value));
    }
  }

  /** Requires {@code value > bound}. */
  public static void above(String key, double value, double bound) {
    if (!(value > bound)) {
      throw new InvalidSettingException(key, "must be above " + number(bound), number(value));
    }
  }

  /** Requires {@code minimum <= value <= maximum}. */
  public static void within(String key, double value, double minimum, double maximum) {
    if (!(value >= minimum && value <= maximum)) {
      throw new InvalidSettingException(
          key, "must be within [" + number(minimum) + ", " + number(maximum) + "]", number(value));
    }
  }

  /**
   * Requires {@code holds}; {@code rule} reads after the key, for example {@code must not be
   * empty}.
   */
  public static void that(boolean holds, String key, String rule, Object value) {
    if (!holds) {
      throw new InvalidSettingException(key, rule, value);
    }
  }

  /** Whole numbers without a fraction, others as they are. */
  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
