package io.muzero.environment;

import io.muzero.settings.InvalidSettingException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A game's own options, read from {@code environment:} in its configuration.
 *
 * <p>Immutable, but for the list of what a game asks for ({@link #of}).
 */
public final class GameOptions {
  /** No options: the game's defaults. */
  public static final GameOptions NONE = new GameOptions(Map.of());

  private final Map<String, Object> values;
  private final @Nullable Map<String, Asked> asked;

  /** Options from a map of numbers, booleans, strings, lists and maps, which is copied. */
  public GameOptions(Map<String, Object> values) {
    this(values, null);
  }

  private GameOptions(Map<String, Object> values, @Nullable Map<String, Asked> asked) {
    this.values = Map.copyOf(values);
    this.asked = asked;
  }

  /**
   * An option that a game asks for.
   *
   * @param key its name
   * @param rule which values it may have, for example {@code a whole number within [3, 19]}
   * @param byDefault what it is when it is not set
   */
  public record Asked(String key, String rule, Object byDefault) {}

  /**
   * The options that a game has, as it asks for them when it is made.
   *
   * @param values what is set; the default of one option may depend on another
   */
  public static List<Asked> of(GameProvider game, Map<String, Object> values) {
    Map<String, Asked> asked = new LinkedHashMap<>();
    game.create(new GameOptions(values, asked));
    return List.copyOf(asked.values());
  }

  private void ask(String key, String rule, Object byDefault) {
    if (asked != null) {
      asked.putIfAbsent(key, new Asked(key, rule, byDefault));
    }
  }

  /**
   * What to throw when an option breaks a rule of the game's own, for example one that depends on
   * another option. Whoever reads the configuration adds the file to its message.
   *
   * @param key the option's name, for example {@code size}
   * @param rule what it must be, for example {@code must be 4 or 8}
   * @param value what it is
   * @return thrown by the caller
   */
  public static IllegalArgumentException refusal(String key, String rule, Object value) {
    return new InvalidSettingException("environment." + key, rule, value);
  }

  /** The options in the order of their names. */
  public Map<String, Object> asMap() {
    return new TreeMap<>(values);
  }

  /** A whole number within {@code [minimum, maximum]}, or the default when it is not set. */
  public int integer(String key, int byDefault, int minimum, int maximum) {
    String rule = "a whole number within [" + minimum + ", " + maximum + "]";
    ask(key, rule, byDefault);
    Object value = values.getOrDefault(key, byDefault);
    if (value instanceof Integer number && number >= minimum && number <= maximum) {
      return number;
    }
    throw refusal(key, "must be " + rule, value);
  }

  /** A number within {@code [minimum, maximum]}, or the default when it is not set. */
  public double number(String key, double byDefault, double minimum, double maximum) {
    String rule = "a number within [" + minimum + ", " + maximum + "]";
    ask(key, rule, byDefault);
    Object value = values.getOrDefault(key, byDefault);
    if (value instanceof Number number
        && number.doubleValue() >= minimum
        && number.doubleValue() <= maximum) {
      return number.doubleValue();
    }
    throw refusal(key, "must be " + rule, value);
  }

  /** True or false, or the default when it is not set. */
  public boolean flag(String key, boolean byDefault) {
    ask(key, "true or false", byDefault);
    Object value = values.getOrDefault(key, byDefault);
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw refusal(key, "must be true or false", value);
  }

  /** One of the given words, or the default when it is not set. */
  public String word(String key, String byDefault, Collection<String> words) {
    ask(key, "one of " + words, byDefault);
    Object value = values.getOrDefault(key, byDefault);
    if (value instanceof String word && words.contains(word)) {
      return word;
    }
    throw refusal(key, "must be one of " + words, value);
  }

  /** Any text that is not blank, or the default when it is not set. */
  public String text(String key, String byDefault) {
    ask(key, "a text", byDefault);
    Object value = values.getOrDefault(key, byDefault);
    if (value instanceof String text && !text.isBlank()) {
      return text;
    }
    throw refusal(key, "must be a text", value);
  }

  /** A mapping of names to values of any kind, empty when it is not set. */
  public Map<String, Object> mapping(String key) {
    ask(key, "a mapping, for example {name: 1}", Map.of());
    Object value = values.getOrDefault(key, Map.of());
    if (!(value instanceof Map<?, ?> map)) {
      throw refusal(key, "must be a mapping, for example {name: 1}", value);
    }
    Map<String, Object> mapping = new TreeMap<>();
    map.forEach((name, one) -> mapping.put(String.valueOf(name), one));
    return mapping;
  }

  /**
   * Refuses keys the game does not know; every provider calls this first.
   *
   * @throws IllegalArgumentException when an option is none of {@code keys}
   */
  public GameOptions only(String... keys) {
    for (String key : values.keySet()) {
      if (!List.of(keys).contains(key)) {
        throw refusal(
            key,
            keys.length == 0
                ? "is not known: this game has no options"
                : "is not one of " + List.of(keys),
            values.get(key));
      }
    }
    return this;
  }
}
