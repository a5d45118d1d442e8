package io.muzero.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.agent.AgentCard;
import io.muzero.agent.AgentCard.Measure;
import io.muzero.files.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code evaluate --json} has printed, as an agent's card holds it: the numbers, and the
 * command that finds them again.
 */
final class MeasuredNumbers {
  private static final long DEFAULT_SEED = 1_000_000;

  /** Most bytes of the file: what is printed has a few hundred. */
  private static final int MOST = 1 << 16;

  private final Path file;

  MeasuredNumbers(Path file) {
    this.file = file;
  }

  /**
   * What was measured of an agent.
   *
   * @param weights the checksum of its weights
   * @throws UsageException when the file holds something else, or is of another agent
   */
  Measure of(AgentCard card, String weights) {
    JsonNode printed = read();
    if (!printed.path("game").asText().equals(card.game())
        || printed.path("step").asLong(-1) != card.step()) {
      throw new UsageException(
          "--measured "
              + file
              + " is of "
              + printed.path("game").asText("no game")
              + " at step "
              + printed.path("step").asText("?")
              + ", the agent is of "
              + card.game()
              + " at step "
              + card.step());
    }
    // Earlier versions did not print it.
    String measured = printed.path("weights").asText(weights);
    if (!measured.equals(weights)) {
      throw new UsageException(
          "--measured "
              + file
              + " is of other weights of step "
              + card.step()
              + " (SHA-256 "
              + measured
              + ") than the agent's ("
              + weights
              + "): measure this agent");
    }
    if (printed.path("stopped").asBoolean()) {
      throw new UsageException(
          "--measured " + file + " was stopped before all was measured: measure again");
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    StringBuilder command = new StringBuilder("evaluate --agent ").append(card.name());
    if (printed.path("exhaustive").isObject()) {
      command.append(" --exhaustive");
      put("", printed.path("exhaustive"), numbers);
    }
    put("", printed.path("exact"), numbers);
    for (JsonNode returns : printed.path("returns")) {
      if (returns.path("player").asText().equals("agent")) {
        command.append(" --episodes ").append(returns.path("episodes").asLong());
        put("", returns, numbers);
      }
    }
    JsonNode matches = printed.path("matches");
    if (matches.size() == 1) {
      command
          .append(" --opponent ")
          .append(Program.word(matches.path(0).path("opponent").asText()));
    }
    if (!matches.isEmpty()) {
      command.append(" --games ").append(matches.path(0).path("games").asLong());
    }
    for (JsonNode match : matches) {
      put(match.path("opponent").asText() + " ", match, numbers);
    }
    if (numbers.isEmpty()) {
      throw new UsageException(
          "--measured " + file + " has no numbers: it must be what evaluate --json prints");
    }
    if (printed.path("seed").asLong(DEFAULT_SEED) != DEFAULT_SEED) {
      command.append(" --seed ").append(printed.path("seed").asLong());
    }
    command.append(" --simulations ").append(printed.path("simulations").asLong());
    for (JsonNode setting : printed.path("settings")) {
      command.append(" --set ").append(Program.word(setting.asText()));
    }
    return new Measure(command.toString(), numbers);
  }

  private static void put(String prefix, JsonNode object, Map<String, Double> into) {
    object
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isNumber()) {
                into.put(prefix + entry.getKey(), entry.getValue().asDouble());
              }
            });
  }

  private JsonNode read() {
    try {
      if (Files.size(file) > MOST) {
        throw new UsageException(
            "--measured " + file + " is too long: it must be what evaluate --json prints");
      }
      return new ObjectMapper().readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "--measured " + file + " is no JSON: it must be what evaluate --json prints");
    } catch (IOException e) {
      throw new UsageException("--measured " + file + " cannot be read: " + FileFailure.reason(e));
    }
  }
}
