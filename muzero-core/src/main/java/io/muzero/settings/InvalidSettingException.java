package io.muzero.settings;

/**
 * A setting has a value its rule forbids. The message names key, rule and value; whoever read the
 * value from a file adds the file.
 */
public final class InvalidSettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String key;

  /**
   * Creates the exception.
   *
   * @param key the dotted key, for example {@code search.simulations}
   * @param rule what the value must be, for example {@code must be at least 1}
   * @param value the value found
   */
  public InvalidSettingException(String key, String rule, Object value) {
    super(key + " " + rule + ", was " + Excerpt.of(value));
    this.key = key;
  }

  /** The dotted key. */
  public String key() {
    return key;
  }
}
