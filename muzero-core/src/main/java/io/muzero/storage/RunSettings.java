package io.muzero.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.muzero.files.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The settings that a run was trained with, as its folder has them. */
public final class RunSettings {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private RunSettings() {}

  /**
   * The settings as they are nested; nothing is checked.
   *
   * @throws CheckpointException when the file cannot be read, or is no YAML
   */
  public static JsonNode tree(Path run) {
    Path file = run.resolve(RunFolder.CONFIG);
    try {
      return YAML.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      String why = e.getOriginalMessage().lines().findFirst().orElse("it is damaged");
      throw new CheckpointException(file + " is no YAML: " + why, e);
    } catch (IOException e) {
      throw new CheckpointException(file + " cannot be read: " + FileFailure.reason(e), e);
    }
  }

  /**
   * The settings by dotted key.
   *
   * @throws CheckpointException when the file cannot be read
   */
  public static Map<String, String> of(Path run) {
    return flat(tree(run));
  }

  /**
   * The settings of a YAML text by dotted key.
   *
   * @throws CheckpointException when it is none
   */
  public static Map<String, String> of(String yaml) {
    try {
      return flat(YAML.readTree(yaml));
    } catch (IOException e) {
      throw new CheckpointException("the configuration cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> flat(JsonNode tree) {
    Map<String, String> flat = new TreeMap<>();
    flatten("", tree, flat);
    return flat;
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
    if (node.isObject() && !node.isEmpty()) {
      node.properties()
          .forEach(
              entry ->
                  flatten(
                      prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(),
                      entry.getValue(),
                      into));
    } else if (!prefix.isEmpty()) {
      into.put(prefix, node.isValueNode() ? node.asText() : node.toString());
    }
  }
}
