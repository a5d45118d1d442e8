package io.muzero.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Prints a configuration as YAML with each key's meaning as a comment. */
public final class ConfigPrinter {
  private static final int WIDTH = 100;

  /** Texts that YAML reads as that text without quotes, whatever stands around them. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_./][A-Za-z0-9_./-]*");

  private static final Pattern OTHER_TYPE =
      Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n|[.](inf|nan)");

  private ConfigPrinter() {}

  /**
   * The configuration as YAML; reading it gives an equal record.
   *
   * @param schema of the record
   * @param config what to print
   */
  public static <R extends Record> String yaml(ConfigSchema<R> schema, R config) {
    return yaml(schema, config, Map.of());
  }

  /**
   * As above, with further comments.
   *
   * @param remarks by dotted key, lines that come below its meaning
   */
  static <R extends Record> String yaml(
      ConfigSchema<R> schema, R config, Map<String, List<String>> remarks) {
    StringBuilder out = new StringBuilder();
    print(schema.root(), schema.toJson(config), "", remarks, out);
    return out.toString();
  }

  private static void print(
      ConfigSchema.Section section,
      ObjectNode values,
      String indent,
      Map<String, List<String>> remarks,
      StringBuilder out) {
    for (Map.Entry<String, ConfigSchema.Node> child : section.children().entrySet()) {
      ConfigSchema.Node node = child.getValue();
      JsonNode value = values.get(child.getKey());
      if (indent.isEmpty() && !out.isEmpty()) {
        out.append('\n');
      }
      comment(node.meaning(), indent, out);
      remarks.getOrDefault(node.key(), List.of()).forEach(line -> comment(line, indent, out));
      out.append(indent).append(child.getKey()).append(':');
      if (node instanceof ConfigSchema.Section below) {
        out.append('\n');
        print(below, (ObjectNode) value, indent + "  ", remarks, out);
      } else {
        out.append(' ').append(flow(value)).append('\n');
      }
    }
  }

  /** Wraps a sentence into comment lines. */
  private static void comment(String meaning, String indent, StringBuilder out) {
    StringBuilder line = new StringBuilder(indent).append('#');
    for (String word : meaning.split(" ")) {
      if (line.length() + 1 + word.length() > WIDTH) {
        out.append(line).append('\n');
        line = new StringBuilder(indent).append('#');
      }
      line.append(' ').append(word);
    }
    out.append(line).append('\n');
  }

  /** A value in YAML's flow style. */
  private static String flow(JsonNode value) {
    if (value.isTextual()) {
      String text = value.textValue();
      return PLAIN.matcher(text).matches() && !OTHER_TYPE.matcher(text).matches()
          ? text
          : value.toString();
    }
    if (value.isArray() || value.isObject()) {
      StringBuilder out = new StringBuilder(value.isArray() ? "[" : "{");
      String separator = "";
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        out.append(separator).append(field.getKey()).append(": ").append(flow(field.getValue()));
        separator = ", ";
      }
      if (value.isArray()) {
        for (JsonNode element : value) {
          out.append(separator).append(flow(element));
          separator = ", ";
        }
      }
      return out.append(value.isArray() ? ']' : '}').toString();
    }
    return value.toString();
  }
}
