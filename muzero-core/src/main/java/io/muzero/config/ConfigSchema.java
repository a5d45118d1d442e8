package io.muzero.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.settings.Setting;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys of a configuration record with their types, meanings and defaults, found by reflection.
 *
 * <p>A component that is a record is a section; a {@code Map<String, Object>} takes any options;
 * others are whole numbers, numbers, flags, texts, enum words or lists of those. Immutable and
 * thread-safe.
 *
 * @param <R> the record
 */
public final class ConfigSchema<R extends Record> {
  private final Section root;
  private final Class<R> type;

  private ConfigSchema(Class<R> type) {
    this.type = type;
    root = new Section("", "", "{}", List.of(), type, children("", type));
  }

  /**
   * The schema of a record.
   *
   * @throws IllegalArgumentException when a component lacks {@link Setting} or has a type that no
   *     setting can have
   */
  public static <R extends Record> ConfigSchema<R> of(Class<R> type) {
    return new ConfigSchema<>(type);
  }

  /** A key: a section, free options, or a single value. */
  sealed interface Node permits Section, Options, Value {
    /** The dotted key. */
    String key();

    /** What it means. */
    String meaning();

    /** The default as YAML text. */
    String byDefault();

    /** Other words for it. */
    List<String> also();
  }

  /** Keys below a key. */
  record Section(
      String key,
      String meaning,
      String byDefault,
      List<String> also,
      Class<? extends Record> type,
      Map<String, Node> children)
      implements Node {}

  /** Any keys below a key. */
  record Options(String key, String meaning, String byDefault, List<String> also) implements Node {}

  /** A single value. */
  record Value(String key, String meaning, String byDefault, List<String> also, ValueType type)
      implements Node {}

  Section root() {
    return root;
  }

  Class<R> type() {
    return type;
  }

  private static Map<String, Node> children(String key, Class<? extends Record> type) {
    Map<String, Node> children = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      children.put(component.getName(), node(key, component));
    }
    return children;
  }

  private static Node node(String parent, RecordComponent component) {
    String key = parent.isEmpty() ? component.getName() : parent + "." + component.getName();
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalArgumentException("the setting " + key + " is not annotated with @Setting");
    }
    Type type = component.getGenericType();
    List<String> also = List.of(setting.also());
    if (component.getType().isRecord()) {
      Class<? extends Record> below = component.getType().asSubclass(Record.class);
      return new Section(
          key, setting.value(), setting.byDefault(), also, below, children(key, below));
    }
    if (type instanceof ParameterizedType p && p.getRawType() == Map.class) {
      return new Options(key, setting.value(), setting.byDefault(), also);
    }
    return new Value(key, setting.value(), setting.byDefault(), also, ValueType.of(type));
  }

  /** Every dotted key with a single value, in order. */
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    collect(root, keys);
    return keys;
  }

  private static void collect(Section section, Collection<String> keys) {
    for (Node node : section.children().values()) {
      if (node instanceof Section below) {
        collect(below, keys);
      } else {
        keys.add(node.key());
      }
    }
  }

  /**
   * The key that is meant by a name of papers or other programs, or by a key's last name alone: the
   * first such, in order.
   *
   * @param name any letter case, with or without dashes and underscores
   */
  public Optional<String> calledBy(String name) {
    String wanted = plain(name);
    return nodes(root)
        .filter(
            node ->
                plain(node.key().substring(node.key().lastIndexOf('.') + 1)).equals(wanted)
                    || node.also().stream().anyMatch(other -> plain(other).equals(wanted)))
        .map(Node::key)
        .findFirst();
  }

  private static String plain(String name) {
    return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }

  private static Stream<Node> nodes(Section section) {
    return section.children().values().stream()
        .flatMap(
            node ->
                node instanceof Section below
                    ? Stream.concat(Stream.of(below), nodes(below))
                    : Stream.of(node));
  }

  /** A configuration as one JSON object; reading it gives an equal record. */
  public ObjectNode toJson(R config) {
    return toJson(root, config);
  }

  private static ObjectNode toJson(Section section, Record values) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, Node> child : section.children().entrySet()) {
      Object value = component(values, child.getKey());
      if (child.getValue() instanceof Section below) {
        object.set(child.getKey(), toJson(below, (Record) value));
      } else if (child.getValue() instanceof Options) {
        object.set(child.getKey(), ConfigLayers.JSON.valueToTree(value));
      } else if (child.getValue() instanceof Value single) {
        object.set(child.getKey(), single.type().write(value));
      }
    }
    return object;
  }

  /** The value of a record's component. */
  private static Object component(Record values, String name) {
    try {
      var accessor = values.getClass().getDeclaredMethod(name);
      accessor.setAccessible(true);
      return accessor.invoke(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + name + " of " + values.getClass(), e);
    }
  }

  /** The canonical constructor of a record. */
  static <T extends Record> Constructor<T> constructor(Class<T> type) {
    Class<?>[] parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has a canonical constructor: " + type, e);
    }
  }
}
