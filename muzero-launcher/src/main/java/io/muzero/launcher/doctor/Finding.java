package io.muzero.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a probe found, in one line.
 *
 * @param area what was looked at, a word or two
 * @param verdict how serious it is
 * @param text what was found
 * @param advice what to do; empty where there is nothing to do
 * @param details single facts by name for programs: strings, numbers and booleans, in order
 */
public record Finding(
    String area, Verdict verdict, String text, String advice, Map<String, Object> details) {
  /** Copies the details. */
  public Finding {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /** A finding that asks for nothing. */
  public static Finding ok(String area, String text) {
    return new Finding(area, Verdict.OK, text, "", Map.of());
  }

  /** A finding that should be looked at. */
  public static Finding warning(String area, String text, String advice) {
    return new Finding(area, Verdict.WARNING, text, advice, Map.of());
  }

  /** A finding that stands in the way. */
  public static Finding fault(String area, String text, String advice) {
    return new Finding(area, Verdict.FAULT, text, advice, Map.of());
  }

  /** The same with one more fact. */
  public Finding with(String name, Object fact) {
    Map<String, Object> more = new LinkedHashMap<>(details);
    more.put(name, fact);
    return new Finding(area, verdict, text, advice, more);
  }

  /** The same as a JSON object. */
  public ObjectNode json() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("area", area).put("verdict", verdict.word()).put("text", text);
    if (!advice.isEmpty()) {
      object.put("advice", advice);
    }
    if (!details.isEmpty()) {
      ObjectNode facts = object.putObject("details");
      details.forEach((name, fact) -> put(facts, name, fact));
    }
    return object;
  }

  private static void put(ObjectNode facts, String name, Object fact) {
    if (fact instanceof Boolean yes) {
      facts.put(name, yes);
    } else if (fact instanceof Integer || fact instanceof Long) {
      facts.put(name, ((Number) fact).longValue());
    } else if (fact instanceof Number number) {
      facts.put(name, number.doubleValue());
    } else {
      facts.put(name, fact.toString());
    }
  }

  /**
   * Reads what {@link #json} made.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static Finding of(JsonNode json) {
    Map<String, Object> details = new LinkedHashMap<>();
    json.path("details")
        .fields()
        .forEachRemaining(entry -> details.put(entry.getKey(), fact(entry.getValue())));
    return new Finding(
        json.path("area").asText(),
        Verdict.of(json.path("verdict").asText()),
        json.path("text").asText(),
        json.path("advice").asText(),
        details);
  }

  private static Object fact(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isIntegralNumber()) {
      return value.longValue();
    }
    return value.isNumber() ? (Object) value.doubleValue() : value.asText();
  }
}
