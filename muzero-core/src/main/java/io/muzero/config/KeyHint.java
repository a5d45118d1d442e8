package io.muzero.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names the key that was probably meant by one that is not known. */
final class KeyHint {
  private final ConfigSchema<?> schema;

  /** Of the keys of a schema. */
  KeyHint(ConfigSchema<?> schema) {
    this.schema = schema;
  }

  /**
   * The hint that ends an error message: a sibling that differs in one letter, a key elsewhere of
   * that name, a sibling with nearly that name, one that is told of with this word, or all
   * siblings.
   */
  String of(ConfigSchema.Section section, String name, String key) {
    String prefix = section.key().isEmpty() ? "" : section.key() + ".";
    Optional<String> sibling = NearestWord.of(name, section.children().keySet());
    Optional<String> called = called(section, name, key);
    if (called.isPresent() && sibling.filter(near -> NearestWord.isSlip(name, near)).isEmpty()) {
      return "; did you mean " + called.get() + "?";
    }
    if (sibling.isPresent()) {
      return "; did you mean " + prefix + sibling.get() + "?";
    }
    Optional<String> byMeaning =
        section.children().values().stream()
            .filter(child -> speaksOf(child, name))
            .map(ConfigSchema.Node::key)
            .findFirst();
    if (byMeaning.isPresent()) {
      return "; did you mean " + byMeaning.get() + "?";
    }
    String near = NearestWord.hint(key, schema.keys());
    String place = section.key().isEmpty() ? "the keys" : "those of " + section.key();
    return near.isEmpty()
        ? "; " + place + " are " + String.join(", ", section.children().keySet())
        : near;
  }

  /** The key that is called so elsewhere, or in the section that this one is another word for. */
  private Optional<String> called(ConfigSchema.Section section, String name, String key) {
    Optional<String> found = schema.calledBy(name);
    if (!section.key().isEmpty() || !key.contains(".")) {
      return found;
    }
    String below = key.substring(name.length() + 1);
    return found
        .map(other -> other + "." + below)
        .filter(schema.keys()::contains)
        .or(() -> found)
        .or(() -> schema.calledBy(key.substring(key.lastIndexOf('.') + 1)));
  }

  /** Whether what a key means is told with this word. */
  private static boolean speaksOf(ConfigSchema.Node node, String word) {
    return word.length() > 2
        && List.of(node.meaning().toLowerCase(Locale.ROOT).split("[^a-z]+"))
            .contains(word.toLowerCase(Locale.ROOT));
  }
}
