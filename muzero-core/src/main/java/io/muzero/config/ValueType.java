package io.muzero.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The types a single setting can have, between YAML and Java. */
sealed interface ValueType {

  /** The Java value, or empty when the node is of another type. */
  Optional<Object> read(JsonNode node);

  /** The node that reads as this value. */
  JsonNode write(Object value);

  /** What a value must be; reads after the key, for example {@code must be true or false}. */
  String rule();

  /** Words that are right, for hints; empty when there is no such list. */
  default List<String> words() {
    return List.of();
  }

  /**
   * The type for a Java type.
   *
   * @throws IllegalArgumentException when a setting cannot have it
   */
  static ValueType of(Type type) {
    if (type == int.class) {
      return new Whole(true);
    }
    if (type == long.class) {
      return new Whole(false);
    }
    if (type == double.class) {
      return new Real();
    }
    if (type == boolean.class) {
      return new Flag();
    }
    if (type == String.class) {
      return new Text();
    }
    if (type == Integer.class) {
      return new Whole(true);
    }
    if (type == Double.class) {
      return new Real();
    }
    if (type instanceof Class<?> c && c.isEnum()) {
      return new Word(c.asSubclass(Enum.class));
    }
    if (type instanceof ParameterizedType p && p.getRawType() == List.class) {
      return new Sequence(of(p.getActualTypeArguments()[0]));
    }
    throw new IllegalArgumentException("a setting cannot have the type " + type.getTypeName());
  }

  /** Numbers as YAML or as text: YAML takes {@code 1e-3} for a text. */
  private static Optional<BigDecimal> decimal(JsonNode node) {
    if (node.isNumber()) {
      return Double.isFinite(node.doubleValue())
          ? Optional.of(node.decimalValue())
          : Optional.empty();
    }
    if (!node.isTextual()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(node.textValue()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A whole number of 32 or 64 bits. */
  record Whole(boolean narrow) implements ValueType {
    @Override
    public Optional<Object> read(JsonNode node) {
      return decimal(node)
          .flatMap(
              number -> {
                try {
                  return narrow
                      ? Optional.of(number.intValueExact())
                      : Optional.of(number.longValueExact());
                } catch (ArithmeticException e) {
                  return Optional.empty();
                }
              });
    }

    @Override
    public JsonNode write(Object value) {
      return LongNode.valueOf(((Number) value).longValue());
    }

    @Override
    public String rule() {
      return "must be a whole number" + (narrow ? " below 2^31" : "");
    }
  }

  /** A finite number. */
  record Real() implements ValueType {
    @Override
    public Optional<Object> read(JsonNode node) {
      return decimal(node).map(BigDecimal::doubleValue).filter(Double::isFinite).map(d -> d);
    }

    @Override
    public JsonNode write(Object value) {
      return DoubleNode.valueOf((Double) value);
    }

    @Override
    public String rule() {
      return "must be a number";
    }
  }

  /** True or false. */
  record Flag() implements ValueType {
    @Override
    public Optional<Object> read(JsonNode node) {
      return node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty();
    }

    @Override
    public JsonNode write(Object value) {
      return BooleanNode.valueOf((Boolean) value);
    }

    @Override
    public String rule() {
      return "must be true or false";
    }
  }

  /** Any text. */
  record Text() implements ValueType {
    @Override
    public Optional<Object> read(JsonNode node) {
      return node.isTextual() || node.isNumber() ? Optional.of(node.asText()) : Optional.empty();
    }

    @Override
    public JsonNode write(Object value) {
      return TextNode.valueOf((String) value);
    }

    @Override
    public String rule() {
      return "must be a text";
    }
  }

  /** A constant of an enum, in lower case. */
  @SuppressWarnings("rawtypes") // which enum it is, is known at run time only
  record Word(Class<? extends Enum> type) implements ValueType {
    private static String word(Object constant) {
      return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<Object> read(JsonNode node) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> node.isTextual() && word(constant).equals(node.textValue()))
          .map(Object.class::cast)
          .findFirst();
    }

    @Override
    public JsonNode write(Object value) {
      return TextNode.valueOf(word(value));
    }

    @Override
    public String rule() {
      return "must be one of " + String.join(", ", words());
    }

    @Override
    public List<String> words() {
      return Arrays.stream(type.getEnumConstants()).map(Word::word).toList();
    }
  }

  /** A list of values of one type. */
  record Sequence(ValueType element) implements ValueType {
    @Override
    public Optional<Object> read(JsonNode node) {
      if (!node.isArray()) {
        return Optional.empty();
      }
      List<Object> values = new ArrayList<>();
      for (JsonNode child : node) {
        Optional<Object> value = element.read(child);
        if (value.isEmpty()) {
          return Optional.empty();
        }
        values.add(value.get());
      }
      return Optional.of(List.copyOf(values));
    }

    @Override
    public JsonNode write(Object value) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      ((List<?>) value).forEach(item -> array.add(element.write(item)));
      return array;
    }

    @Override
    public String rule() {
      return "must be a list such as [a, b], of which each " + element.rule();
    }
  }
}
