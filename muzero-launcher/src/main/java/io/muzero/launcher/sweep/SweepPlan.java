package io.muzero.launcher.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.settings.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a sweep is to do, fixed when it begins. Immutable.
 *
 * @param game the game's name
 * @param method how candidates were chosen, for people
 * @param rungs training steps of each rung, rising
 * @param reduction of how many candidates one goes on to the next rung
 * @param seeds the seeds of each candidate
 * @param rank how candidates are compared
 * @param parallel runs side by side; 0: as many as the cores allow
 * @param threads cores that a run keeps busy
 * @param candidates the settings of each that differ, by key, as YAML texts
 */
public record SweepPlan(
    String game,
    String method,
    List<Long> rungs,
    int reduction,
    List<Long> seeds,
    Rank rank,
    int parallel,
    int threads,
    List<Map<String, String>> candidates) {
  /** Copies the lists. */
  public SweepPlan {
    rungs = List.copyOf(rungs);
    seeds = List.copyOf(seeds);
    candidates = List.copyOf(candidates);
  }

  /** What the scheduler needs. */
  Halving.Shape shape() {
    return new Halving.Shape(candidates.size(), seeds.size(), rungs.size(), reduction, rank);
  }

  /** Training steps that a job adds to its run. */
  long steps(int rung) {
    return rung == 0 ? rungs.get(0) : rungs.get(rung) - rungs.get(rung - 1);
  }

  /** Runs side by side on so many cores. */
  public int parallelOn(int cores) {
    return parallel > 0 ? parallel : Math.max(1, cores / threads);
  }

  /** The plan as JSON. */
  ObjectNode json() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("game", game);
    object.put("method", method);
    ArrayNode steps = object.putArray("rungs");
    rungs.forEach(steps::add);
    object.put("reduction", reduction);
    ArrayNode all = object.putArray("seeds");
    seeds.forEach(all::add);
    object.put("rank", rank.word());
    object.put("parallel", parallel);
    object.put("threads", threads);
    ArrayNode list = object.putArray("candidates");
    for (Map<String, String> candidate : candidates) {
      ObjectNode settings = list.addObject();
      candidate.forEach(settings::put);
    }
    return object;
  }

  /**
   * The plan that JSON says.
   *
   * @throws IllegalArgumentException when something is missing or out of its range, with its name
   */
  static SweepPlan of(JsonNode json) {
    List<Map<String, String>> candidates = new ArrayList<>();
    for (JsonNode settings : list(json, "candidates")) {
      Map<String, String> candidate = new LinkedHashMap<>();
      settings.fields().forEachRemaining(e -> candidate.put(e.getKey(), e.getValue().asText()));
      candidates.add(candidate);
    }
    List<Long> rungs = longs(json, "rungs", 1);
    for (int i = 1; i < rungs.size(); i++) {
      if (rungs.get(i) <= rungs.get(i - 1)) {
        throw new IllegalArgumentException("rungs must rise, were " + rungs);
      }
    }
    return new SweepPlan(
        text(json, "game"),
        text(json, "method"),
        rungs,
        whole(json, "reduction", 2),
        longs(json, "seeds", 0),
        Rank.valueOf(text(json, "rank").toUpperCase(Locale.ROOT)),
        whole(json, "parallel", 0),
        whole(json, "threads", 1),
        candidates);
  }

  private static String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw wrong(name, "must be a text", value);
    }
    return value.textValue();
  }

  private static int whole(JsonNode json, String name, int least) {
    JsonNode value = json.path(name);
    if (!value.isInt() || value.intValue() < least) {
      throw wrong(name, "must be a whole number of at least " + least, value);
    }
    return value.intValue();
  }

  private static JsonNode list(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isArray() || value.isEmpty()) {
      throw wrong(name, "must be a list of one or more", value);
    }
    return value;
  }

  private static List<Long> longs(JsonNode json, String name, long least) {
    List<Long> values = new ArrayList<>();
    for (JsonNode value : list(json, name)) {
      if (!value.canConvertToLong() || !value.isIntegralNumber() || value.longValue() < least) {
        throw wrong(name, "must be whole numbers of at least " + least, value);
      }
      values.add(value.longValue());
    }
    return values;
  }

  private static IllegalArgumentException wrong(String name, String rule, JsonNode was) {
    return new IllegalArgumentException(
        name
            + " "
            + rule
            + ", was "
            + (was.isMissingNode() ? "missing" : Excerpt.of(was.toString())));
  }
}
