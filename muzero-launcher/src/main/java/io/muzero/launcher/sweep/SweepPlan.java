package io.muzero.launcher.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
  private static final int FORMAT = 1;

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
    object.put("format", FORMAT);
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
   * @throws IllegalArgumentException when it is none of this version
   */
  static SweepPlan of(JsonNode json) {
    if (json.path("format").asInt() != FORMAT) {
      throw new IllegalArgumentException(
          "format " + json.path("format") + " is not " + FORMAT + ", which this version reads");
    }
    List<Map<String, String>> candidates = new ArrayList<>();
    for (JsonNode settings : json.path("candidates")) {
      Map<String, String> candidate = new LinkedHashMap<>();
      settings.fields().forEachRemaining(e -> candidate.put(e.getKey(), e.getValue().asText()));
      candidates.add(candidate);
    }
    return new SweepPlan(
        json.path("game").asText(),
        json.path("method").asText(),
        longs(json.path("rungs")),
        json.path("reduction").asInt(),
        longs(json.path("seeds")),
        Rank.valueOf(json.path("rank").asText().toUpperCase(Locale.ROOT)),
        json.path("parallel").asInt(),
        json.path("threads").asInt(),
        candidates);
  }

  private static List<Long> longs(JsonNode array) {
    List<Long> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asLong()));
    return values;
  }
}
