package io.muzero.launcher;

import io.muzero.settings.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Every setting with its type, default and meaning as Markdown, from its {@link Setting}. */
final class ConfigurationPage {
  private final StringBuilder out = new StringBuilder();

  /** The page's generated part: the settings below {@code root}, in the order of declaration. */
  String markdown(Class<? extends Record> root) {
    out.setLength(0);
    out.append("## The run as a whole\n\n");
    for (RecordComponent component : root.getRecordComponents()) {
      if (!component.getType().isRecord()) {
        setting("", component);
      }
    }
    for (RecordComponent component : root.getRecordComponents()) {
      if (component.getType().isRecord()) {
        out.append("\n## ").append(component.getName()).append("\n\n");
        out.append(sentence(component.getAnnotation(Setting.class).value())).append("\n\n");
        section(component.getName() + ".", component.getType());
      }
    }
    return out.toString();
  }

  private void section(String prefix, Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getType().isRecord()) {
        setting(prefix, component);
        section(prefix + component.getName() + ".", component.getType());
      } else {
        setting(prefix, component);
      }
    }
  }

  private void setting(String prefix, RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    out.append("- `").append(prefix).append(component.getName()).append("` – ");
    out.append(type(component.getGenericType()));
    out.append(", default `").append(setting.byDefault()).append("`.\n  ");
    out.append(sentence(setting.value())).append('\n');
  }

  private static String type(Type type) {
    if (type instanceof ParameterizedType p) {
      return p.getRawType() == Map.class
          ? "options"
          : "list, each " + type(p.getActualTypeArguments()[0]);
    }
    if (type == int.class || type == long.class || type == Integer.class) {
      return "whole number";
    }
    if (type == double.class || type == Double.class) {
      return "number";
    }
    if (type == boolean.class) {
      return "`true` or `false`";
    }
    if (type instanceof Class<?> c && c.isEnum()) {
      return Arrays.stream(c.getEnumConstants())
          .map(constant -> "`" + ((Enum<?>) constant).name().toLowerCase(Locale.ROOT) + "`")
          .collect(Collectors.joining(", "));
    }
    if (type instanceof Class<?> c && c.isRecord()) {
      return "section";
    }
    if (type == String.class) {
      return "text";
    }
    throw new IllegalArgumentException("name the type " + type.getTypeName() + " for readers here");
  }

  /** With a capital letter unless it begins with a word of the configuration, and a full stop. */
  private static String sentence(String meaning) {
    String text = meaning.replace("<", "&lt;").replace("*", "\\*");
    return Character.toUpperCase(text.charAt(0))
        + text.substring(1)
        + (text.endsWith(".") ? "" : ".");
  }
}
