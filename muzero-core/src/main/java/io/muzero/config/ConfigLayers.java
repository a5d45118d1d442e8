package io.muzero.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.muzero.files.FileFailure;
import io.muzero.settings.Excerpt;
import io.muzero.settings.InvalidSettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Settings of which later ones win, each with the place it comes from: defaults, then files, then
 * the command line; {@link #build} makes the record.
 *
 * <p>Names and types are checked as they are read, ranges by the records themselves. Not
 * thread-safe.
 *
 * @param <R> the record
 */
public final class ConfigLayers<R extends Record> {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
          .build();

  private static final Pattern NOT_FINITE = Pattern.compile("(?i)[-+]?[.](inf|nan)");

  private final ConfigSchema<R> schema;

  /** By dotted key. */
  private final Map<String, Located> values = new LinkedHashMap<>();

  private record Located(JsonNode value, Origin origin) {}

  /** The defaults of a schema. */
  public ConfigLayers(ConfigSchema<R> schema) {
    this.schema = schema;
    defaults(schema.root());
  }

  private void defaults(ConfigSchema.Section section) {
    for (ConfigSchema.Node node : section.children().values()) {
      if (node instanceof ConfigSchema.Section below) {
        defaults(below);
      }
      // After its children, because a section's own default may replace theirs.
      read(node.byDefault(), Origin.of("default"), node);
    }
  }

  /**
   * Lays a YAML text over what is there.
   *
   * @param yaml a mapping, or nothing at all
   * @param name of the file, for messages
   * @throws ConfigException when it is not YAML, or a key or type is wrong
   */
  public ConfigLayers<R> yaml(String yaml, String name) {
    read(yaml, new Origin(name, 1), schema.root());
    return this;
  }

  /**
   * Lays a YAML file over what is there.
   *
   * @throws ConfigException as {@link #yaml}, or when the file cannot be read
   */
  public ConfigLayers<R> file(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException("the configuration file " + file + " does not exist", e);
    } catch (MalformedInputException e) {
      throw new ConfigException("the configuration file " + file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new ConfigException(
          "the configuration file " + file + " cannot be read: " + FileFailure.reason(e), e);
    }
    return yaml(text, file.toString());
  }

  /**
   * Lays one setting over what is there.
   *
   * @param assignment {@code key=value}, the value as YAML
   * @param origin the option it was given by, for messages
   * @throws ConfigException when the key or the value's type is wrong
   */
  public ConfigLayers<R> assign(String assignment, String origin) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new ConfigException(
          origin
              + " needs key=value, was '"
              + Excerpt.of(assignment)
              + "', for example search.simulations=25");
    }
    return put(assignment.substring(0, equals).strip(), assignment.substring(equals + 1), origin);
  }

  /** As {@link #assign}, with key and value apart. */
  public ConfigLayers<R> put(String key, String yaml, String origin) {
    ConfigSchema.Node node = schema.root();
    Origin place = Origin.of(origin);
    String[] names = key.split("\\.", -1);
    for (int i = 0; i < names.length; i++) {
      if (node instanceof ConfigSchema.Options options) {
        if (i != names.length - 1) {
          throw new ConfigException(Excerpt.of(key) + " is not a known key (" + origin + ")");
        }
        option(options, names[i], parse(yaml, place), place);
        return this;
      }
      node = child(node, names[i], key, place);
    }
    read(yaml, place, node);
    return this;
  }

  private static JsonNode parse(String yaml, Origin origin) {
    try (JsonParser parser = YAML.createParser(yaml)) {
      parser.setCodec(JSON);
      return parser.nextToken() == null ? NullNode.getInstance() : parser.readValueAsTree();
    } catch (JsonProcessingException e) {
      throw notYaml(e, origin);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be read", e);
    }
  }

  private void read(String yaml, Origin origin, ConfigSchema.Node node) {
    try (JsonParser parser = YAML.createParser(yaml)) {
      parser.setCodec(JSON);
      parser.nextToken();
      read(parser, origin, node);
      if (parser.nextToken() != null) {
        throw new ConfigException("only one YAML document may be given (" + origin.name() + ")");
      }
    } catch (JsonProcessingException e) {
      throw notYaml(e, origin);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be read", e);
    }
  }

  private static ConfigException notYaml(JsonProcessingException e, Origin origin) {
    JsonLocation location = e.getLocation();
    Origin place = location == null ? origin : origin.atLine(location.getLineNr());
    String problem = e.getOriginalMessage().lines().findFirst().orElse("");
    // Jackson names the line of the last good token, the reader below it that of the problem.
    if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      place = origin.atLine(marked.getProblemMark().getLine() + 1);
      problem = marked.getProblem();
    }
    return new ConfigException("not valid YAML: " + problem + " (" + place + ")", e);
  }

  /** Reads the value that the parser stands at (nothing at all counts as null). */
  private void read(JsonParser parser, Origin origin, ConfigSchema.Node node) throws IOException {
    JsonToken token = parser.currentToken();
    if (node instanceof ConfigSchema.Value value) {
      JsonNode found = token == null ? NullNode.getInstance() : tree(parser);
      if (value.type().read(found).isEmpty()) {
        throw new ConfigException(
            value.key()
                + " "
                + value.type().rule()
                + ", was "
                + shown(found)
                + " ("
                + origin
                + ")"
                + NearestWord.hint(found.asText(), value.type().words()));
      }
      values.put(value.key(), new Located(found, origin));
      return;
    }
    boolean blank = token == JsonToken.VALUE_STRING && parser.getText().isEmpty();
    if (token == null || token == JsonToken.VALUE_NULL || blank) {
      return; // a section of which every line is commented out
    }
    if (token != JsonToken.START_OBJECT) {
      throw new ConfigException(
          (node.key().isEmpty() ? "a configuration" : node.key())
              + " must be a mapping of keys to values, was "
              + shown(parser.readValueAsTree())
              + " ("
              + origin
              + ")");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      Origin place = origin.atLine(parser.currentTokenLocation().getLineNr());
      parser.nextToken();
      if (node instanceof ConfigSchema.Options options) {
        option(options, name, parser.readValueAsTree(), place);
      } else {
        String key = node.key().isEmpty() ? name : node.key() + "." + name;
        read(parser, place, child(node, name, key, place));
      }
    }
  }

  /** The value that the parser stands at; YAML's {@code .nan} and {@code .inf} as texts. */
  private static JsonNode tree(JsonParser parser) throws IOException {
    String text = parser.getText();
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
        && NOT_FINITE.matcher(text).matches()) {
      return TextNode.valueOf(text);
    }
    return parser.readValueAsTree();
  }

  private void option(ConfigSchema.Options options, String name, JsonNode value, Origin origin) {
    String key = options.key() + "." + name;
    // A mapping is for games that pass it on, as those in Python do.
    if (value.isNull() || !(value.isValueNode() || value.isObject())) {
      throw new ConfigException(
          key
              + " must be a number, a text, true or false, was "
              + shown(value)
              + " ("
              + origin
              + ")");
    }
    values.put(key, new Located(value, origin));
  }

  private ConfigSchema.Node child(
      ConfigSchema.Node parent, String name, String key, Origin origin) {
    if (!(parent instanceof ConfigSchema.Section section)) {
      throw new ConfigException(
          Excerpt.of(key)
              + " is not a known key: "
              + parent.key()
              + " has no keys below it ("
              + origin
              + ")");
    }
    ConfigSchema.Node child = section.children().get(name);
    if (child == null) {
      throw new ConfigException(
          Excerpt.of(key)
              + " is not a known key ("
              + origin
              + ")"
              + new KeyHint(schema).of(section, name, key));
    }
    return child;
  }

  private static String shown(JsonNode value) {
    if (value.isNull() || (value.isTextual() && value.textValue().isEmpty())) {
      return "nothing";
    }
    return value.isTextual()
        ? "'" + Excerpt.of(value.textValue()) + "'"
        : Excerpt.of(value.toString());
  }

  /** The value of a key with a single value, as YAML read it. */
  JsonNode value(String key) {
    Located located = values.get(key);
    if (located == null) {
      throw new IllegalArgumentException(key + " is no key of this configuration");
    }
    return located.value();
  }

  /** Where the value of a key comes from, for messages. */
  String origin(String key) {
    Located located = values.get(key);
    return located == null ? "default" : located.origin().toString();
  }

  /** The exception with the place its value comes from added. */
  public ConfigException explain(InvalidSettingException e) {
    return explain(e, "");
  }

  /** {@code section}: the key below which the exception's own key lies, when it does not say so. */
  private ConfigException explain(InvalidSettingException e, String section) {
    String prefix = section.isEmpty() || e.key().startsWith(section + ".") ? "" : section + ".";
    return new ConfigException(prefix + e.getMessage() + " (" + origin(prefix + e.key()) + ")", e);
  }

  /**
   * The record.
   *
   * @throws ConfigException when a value is out of its range
   */
  public R build() {
    return schema.type().cast(build(schema.root()));
  }

  private Record build(ConfigSchema.Section section) {
    List<Object> arguments = new ArrayList<>();
    for (ConfigSchema.Node node : section.children().values()) {
      if (node instanceof ConfigSchema.Section below) {
        arguments.add(build(below));
      } else if (node instanceof ConfigSchema.Options options) {
        arguments.add(options(options));
      } else if (node instanceof ConfigSchema.Value value) {
        arguments.add(value.type().read(value(value.key())).orElseThrow());
      }
    }
    try {
      return ConfigSchema.constructor(section.type()).newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidSettingException invalid) {
        throw explain(invalid, section.key());
      }
      throw new IllegalStateException("cannot make " + section.type(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + section.type(), e);
    }
  }

  private Map<String, Object> options(ConfigSchema.Options options) {
    String prefix = options.key() + ".";
    Map<String, Object> found = new LinkedHashMap<>();
    values.forEach(
        (key, located) -> {
          if (key.startsWith(prefix)) {
            found.put(
                key.substring(prefix.length()), JSON.convertValue(located.value(), Object.class));
          }
        });
    return found;
  }
}
