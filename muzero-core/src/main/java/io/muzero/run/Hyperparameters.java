package io.muzero.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.config.MuZeroConfig;
import java.util.Map;
import java.util.TreeMap;

/** A configuration as a flat map, by which TensorBoard compares runs. */
final class Hyperparameters {
  private Hyperparameters() {}

  /** Dotted key to a number, a boolean or a text (of a list). */
  static Map<String, Object> of(MuZeroConfig config) {
    Map<String, Object> flat = new TreeMap<>();
    add("", MuZeroConfig.SCHEMA.toJson(config), flat);
    return flat;
  }

  private static void add(String prefix, JsonNode node, Map<String, Object> flat) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String key = prefix + field.getKey();
      JsonNode value = field.getValue();
      if (value.isObject()) {
        add(key + ".", value, flat);
      } else if (value.isNumber()) {
        flat.put(key, value.doubleValue());
      } else if (value.isBoolean()) {
        flat.put(key, value.booleanValue());
      } else {
        flat.put(key, value.isTextual() ? value.textValue() : value.toString());
      }
    }
  }
}
