package io.muzero.launcher.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of {@code train --json} say of a run, over all its sessions. Lines that a kill cut
 * off are ignored. Immutable.
 */
final class RunLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Long, Double> scores = new HashMap<>();
  private final long lastStep;
  private final int unmeasured;
  private final @Nullable JsonNode end;

  private RunLines(Iterable<String> lines) {
    long step = 0;
    int without = 0;
    JsonNode last = null;
    for (String line : lines) {
      JsonNode node = parse(line);
      String event = node.path("event").asText();
      if (event.equals("evaluation")) {
        step = node.path("step").asLong();
        scores.put(step, number(node.path("score")));
        last = null; // of an earlier session
      } else if (event.equals("end")) {
        step = node.path("step").asLong();
        last = node;
        boolean stopped = node.path("reason").asText().equals("stopped");
        without += stopped || scores.containsKey(step) ? 0 : 1;
      }
    }
    lastStep = step;
    unmeasured = without;
    end = last;
  }

  /** Reads lines. */
  static RunLines of(Iterable<String> lines) {
    return new RunLines(lines);
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode(); // cut off
    }
  }

  /** JSON has no words for what is not a number: they come as texts. */
  private static double number(JsonNode node) {
    return node.isNumber() ? node.doubleValue() : Double.NaN;
  }

  /** Training steps of the newest line. */
  long lastStep() {
    return lastStep;
  }

  /** Whether the last session ended in an orderly way. */
  boolean hasEnded() {
    return end != null;
  }

  /** Sessions that reached a bound and were not measured there. */
  int unmeasured() {
    return unmeasured;
  }

  /**
   * What the run came to, if it was trained and measured up to these steps or was good enough
   * before.
   */
  Optional<Result> at(long steps) {
    if (end == null) {
      return Optional.empty();
    }
    long step = end.path("step").asLong();
    boolean goodEnough = end.path("reason").asText().equals("stopAt");
    if (!goodEnough && step < steps) {
      return Optional.empty();
    }
    Double score = scores.get(step);
    if (score == null && goodEnough) {
      score = scores.get(end.path("scoreStep").asLong(-1));
    }
    if (score == null) {
      return Optional.empty();
    }
    return Optional.of(
        Double.isFinite(score)
            ? new Result.Scored(score, step, end.path("seconds").asDouble())
            : new Result.Failed("its score at step " + step + " is not a number"));
  }
}
