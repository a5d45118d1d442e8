package io.muzero.config;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;

/** Settings that go over a game's own configuration, in the order given. */
public sealed interface ConfigLayer {

  /** A YAML file. */
  record File(Path path) implements ConfigLayer {}

  /**
   * YAML that is no file of its own, for example part of one.
   *
   * @param yaml a mapping
   * @param place where it stands, for messages
   */
  record Text(String yaml, String place) implements ConfigLayer {}

  /** A {@code key=value} of the command line, the value as YAML. */
  record Assignment(String text) implements ConfigLayer {}

  /**
   * An option of the command line that stands for a key.
   *
   * @param option its name, for messages, for example {@code --workers}
   * @param key the dotted key it sets
   * @param value as YAML
   */
  record Flag(String option, String key, String value) implements ConfigLayer {
    /**
     * An option whose value is a text as it stands, whatever it would mean in YAML.
     *
     * @param option its name, for messages
     * @param key the dotted key it sets
     * @param text the value
     */
    public static Flag ofText(String option, String key, String text) {
      return new Flag(option, key, quoted(text));
    }
  }

  /** A text as YAML, which takes JSON's quotes. */
  static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }
}
