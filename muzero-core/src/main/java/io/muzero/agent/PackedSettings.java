package io.muzero.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.muzero.config.ConfigException;
import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an agent's settings become when it leaves its machine, and what they may say when it comes.
 */
final class PackedSettings {
  /** Options of games that name a program on one's machine, which another must not choose. */
  private static final Set<String> PROGRAMS = Set.of("python");

  /** Keys that say where or how long something ran rather than what was trained. */
  private static final Set<String> PLACE =
      Set.of("seed", "run.folder", "run.device", "environment.python");

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private PackedSettings() {}

  /**
   * Requires settings that start no program of the packer's choice. It comes before the settings
   * are read: that makes a game, which may already start one.
   *
   * @param yaml the settings; what is no YAML is refused by whoever reads them
   * @throws ConfigException when they name one
   */
  static void requireHarmless(String place, String yaml) {
    JsonNode tree;
    try {
      tree = YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      return;
    }
    for (String option : PROGRAMS) {
      if (tree.findValue(option) != null) {
        throw new ConfigException(
            "the agent "
                + place
                + " sets environment."
                + option
                + ", which an agent of others must not: it would start a program of theirs");
      }
    }
  }

  /**
   * The same settings without what holds on one machine alone.
   *
   * @param reader knows the game
   */
  static ResolvedConfig portable(ResolvedConfig resolved, ConfigReader reader) {
    MuZeroConfig config = resolved.config();
    Map<String, Object> options = new HashMap<>(config.environment());
    options.keySet().removeAll(PROGRAMS);
    MuZeroConfig bare =
        new MuZeroConfig(
            config.game(),
            config.seed(),
            options,
            config.network(),
            config.search(),
            config.selfPlay(),
            config.replay(),
            config.learner(),
            config.reanalyse(),
            config.expert().withoutFiles(),
            config.gating(),
            config.evaluation(),
            config.run());
    return reader.read(
        List.of(
            new ConfigLayer.Text(
                new ResolvedConfig(bare, resolved.game()).yaml(), "the agent's settings"),
            new ConfigLayer.Assignment("run.folder=checkpoints"),
            new ConfigLayer.Assignment("run.device=auto")));
  }

  /**
   * The settings that differ from the game's own configuration, by dotted key, in YAML.
   *
   * @param reader knows the game
   */
  static Map<String, String> differences(ResolvedConfig resolved, ConfigReader reader) {
    ResolvedConfig usual =
        reader.read(List.of(ConfigLayer.Flag.ofText("--game", "game", resolved.game().name())));
    Map<String, String> before = flat(MuZeroConfig.SCHEMA.toJson(usual.config()));
    Map<String, String> differences = flat(MuZeroConfig.SCHEMA.toJson(resolved.config()));
    differences.entrySet().removeIf(one -> one.getValue().equals(before.get(one.getKey())));
    differences.keySet().removeAll(PLACE);
    return differences;
  }

  /**
   * The arguments of the command that trains with these settings.
   *
   * @param reader knows the game
   */
  static String command(ResolvedConfig resolved, ConfigReader reader) {
    StringBuilder command =
        new StringBuilder("train --game ")
            .append(resolved.game().name())
            .append(" --seed ")
            .append(resolved.config().seed());
    differences(resolved, reader)
        .forEach((key, value) -> command.append(" --set ").append(key).append('=').append(value));
    return command.toString();
  }

  private static Map<String, String> flat(ObjectNode settings) {
    Map<String, String> flat = new TreeMap<>();
    flatten("", settings, flat);
    return flat;
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
    if (!node.isObject()) {
      into.put(prefix, node.isTextual() ? node.asText() : node.toString());
      return;
    }
    node.properties()
        .forEach(
            below ->
                flatten(
                    prefix.isEmpty() ? below.getKey() : prefix + "." + below.getKey(),
                    below.getValue(),
                    into));
  }
}
