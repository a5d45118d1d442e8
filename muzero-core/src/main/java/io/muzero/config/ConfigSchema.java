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
import java.util.Map;

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
    root = section("", "", "{}", type);
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
  }

  /** Keys below a key. */
  record Section(
      String key,
      String meaning,
      String byDefault,
      Class<? extends Record> type,
      Map<String, Node> children)
      implements Node {}

  /** Any keys below a key. */
  record Options(String key, String meaning, String byDefault) implements Node {}

  /** A single value. */
  record Value(String key, String meaning, String byDefault, ValueType type) implements Node {}

  Section root() {
    return root;
  }

  Class<R> type() {
    return type;
  }

  private static Section section(
      String key, String meaning, String byDefault, Class<? extends Record> type) {
    Map<String, Node> children = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      children.put(component.getName(), node(key, component));
    }
    return new Section(key, meaning, byDefault, type, children);
  }

  private static Node node(String parent, RecordComponent component) {
    String key = parent.isEmpty() ? component.getName() : parent + "." + component.getName();
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalArgumentException("the setting " + key + " is not annotated with @Setting");
    }
    Type type = component.getGenericType();
    if (component.getType().isRecord()) {
      return section(
          key, setting.value(), setting.byDefault(), component.getType().asSubclass(Record.class));
    }
    if (type instanceof ParameterizedType p && p.getRawType() == Map.class) {
      return new Options(key, setting.value(), setting.byDefault());
    }
    return new Value(key, setting.value(), setting.byDefault(), ValueType.of(type));
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
