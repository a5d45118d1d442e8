package io.muzero.launcher.sweep;

import com.fasterxml.jackson.databind.node.TextNode;
import io.muzero.config.ConfigException;
import io.muzero.config.NearestWord;
import io.muzero.settings.Excerpt;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A YAML file whose every value knows its line, for messages. Immutable. */
final class YamlLines {
  /** Deeper values can only be aliases of themselves. */
  private static final int DEEPEST = 20;

  /** Characters of a value written in one line: aliases can multiply. */
  private static final int LONGEST = 100_000;

  private final String name;

  /**
   * A file.
   *
   * @param name of the file, for messages
   */
  YamlLines(String name) {
    this.name = name;
  }

  /**
   * A value and where it stands.
   *
   * @param key its key
   * @param node the value
   * @param place file and line of the key
   */
  record Entry(String key, Node node, String place) {
    /** The value as YAML in one line. */
    String yaml() {
      StringBuilder text = new StringBuilder();
      flow(this, node, text, 0);
      return text.toString();
    }

    /** A refusal of the value. */
    ConfigException refuse(String rule) {
      return new ConfigException(
          key + " " + rule + ", was " + Excerpt.of(yaml()) + " (" + place + ")");
    }

    /** The text of a single value. */
    String text(String rule) {
      if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
        return scalar.getValue();
      }
      throw refuse(rule);
    }

    /** A whole number within [least, most]. */
    long whole(long least, long most) {
      String rule =
          most == Long.MAX_VALUE
              ? "must be a whole number of at least " + least
              : "must be a whole number within [" + least + ", " + most + "]";
      try {
        long value = Long.parseLong(text(rule).replace("_", ""));
        if (value >= least && value <= most) {
          return value;
        }
      } catch (NumberFormatException e) {
        throw refuse(rule);
      }
      throw refuse(rule);
    }

    /** The values of a list. */
    List<Node> list(String rule) {
      if (node instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
        return sequence.getValue();
      }
      throw refuse(rule);
    }
  }

  /**
   * The mapping that the file is; empty when it holds nothing.
   *
   * @throws ConfigException when it is not YAML, not a mapping, or has a key twice
   */
  Map<String, Entry> read(String text) {
    @Nullable Node root;
    try {
      root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new ConfigException(
          "not valid YAML: " + e.getProblem() + " (" + name + ", line " + line + ")", e);
    }
    return root == null ? Map.of() : mapping(new Entry("a sweep", root, name + ", line 1"));
  }

  /** The entries below an entry, by key. */
  Map<String, Entry> mapping(Entry parent) {
    if (!(parent.node instanceof MappingNode mapping)) {
      throw parent.refuse("must be a mapping of keys to values");
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node key = tuple.getKeyNode();
      String place = name + ", line " + (key.getStartMark().getLine() + 1);
      if (!(key instanceof ScalarNode scalar)) {
        throw new ConfigException("a key must be a single word (" + place + ")");
      }
      Entry entry = new Entry(scalar.getValue(), tuple.getValueNode(), place);
      Entry earlier = entries.put(entry.key, entry);
      if (earlier != null) {
        throw new ConfigException(
            entry.key + " stands there twice (" + earlier.place + " and " + place + ")");
      }
    }
    return entries;
  }

  /** Requires that all keys are known ones. */
  static void requireKnown(Map<String, Entry> entries, Set<String> known) {
    for (Entry entry : entries.values()) {
      if (!known.contains(entry.key)) {
        String near = NearestWord.hint(entry.key, known);
        throw new ConfigException(
            Excerpt.of(entry.key)
                + " is not a known key ("
                + entry.place
                + ")"
                + (near.isEmpty()
                    ? "; the keys here are " + String.join(", ", new TreeSet<>(known))
                    : near));
      }
    }
  }

  /** A value of a list as YAML in one line. */
  static String yaml(Entry list, Node element) {
    StringBuilder text = new StringBuilder();
    flow(list, element, text, 0);
    return text.toString();
  }

  private static void flow(Entry entry, Node node, StringBuilder text, int depth) {
    if (depth > DEEPEST || text.length() > LONGEST) {
      throw new ConfigException(entry.key + " is nested too deep (" + entry.place + ")");
    }
    if (node instanceof ScalarNode scalar) {
      text.append(
          scalar.getScalarStyle() == ScalarStyle.PLAIN
              ? scalar.getValue()
              : TextNode.valueOf(scalar.getValue()).toString());
    } else if (node instanceof SequenceNode sequence) {
      List<String> parts = new ArrayList<>();
      for (Node child : sequence.getValue()) {
        parts.add(nested(entry, child, text.length(), depth));
      }
      text.append('[').append(String.join(", ", parts)).append(']');
    } else if (node instanceof MappingNode mapping) {
      List<String> parts = new ArrayList<>();
      for (NodeTuple tuple : mapping.getValue()) {
        parts.add(
            nested(entry, tuple.getKeyNode(), text.length(), depth)
                + ": "
                + nested(entry, tuple.getValueNode(), text.length(), depth));
      }
      text.append('{').append(String.join(", ", parts)).append('}');
    }
  }

  private static String nested(Entry entry, Node node, int length, int depth) {
    StringBuilder text = new StringBuilder();
    flow(entry, node, text, depth + 1);
    if (length + text.length() > LONGEST) {
      throw new ConfigException(entry.key + " is too long (" + entry.place + ")");
    }
    return text.toString();
  }
}
