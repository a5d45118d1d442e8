package io.muzero.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Episode;
import io.muzero.environment.Step;
import java.util.Locale;

/** States and moves of a game as the page wants them. */
final class StateJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of more actions than this only the legal ones are named, so that a move stays short. */
  private static final int MOST_NAMES = 2000;

  private StateJson() {}

  /** The state an episode is in now. */
  static ObjectNode now(String game, Episode episode) {
    ObjectNode node = state(game, episode.environment(), episode.moves().size(), episode.ended());
    EnvironmentSpec spec = episode.environment().spec();
    ArrayNode scores = node.putArray("scores");
    for (int player = 0; player < spec.players(); player++) {
      scores.add(episode.score(player));
    }
    if (episode.ended()) {
      node.put("outcome", outcome(episode));
    }
    return node;
  }

  /**
   * A state. {@code actions} has the name of each action; where these are too many it is empty, and
   * {@code legalNames} has those of {@code legal}, in its order.
   *
   * @param ply moves made before it
   * @param over whether the episode ended with it
   */
  static ObjectNode state(String game, Environment environment, int ply, boolean over) {
    EnvironmentSpec spec = environment.spec();
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("game", game)
            .put("ply", ply)
            .put("players", spec.players())
            .put("toMove", environment.playerToMove())
            .put("over", over)
            .put("text", environment.text());
    node.set("picture", picture(environment.json()));
    ArrayNode names = node.putArray("playerNames");
    for (int player = 0; player < spec.players(); player++) {
      names.add(spec.players() == 1 ? "agent" : environment.playerName(player));
    }
    putActions(node, environment, over);
    if (spec.players() == 2) {
      double most = Math.max(Math.abs(spec.rewardLow()), Math.abs(spec.rewardHigh()));
      node.put("valueLow", -most).put("valueHigh", most);
    }
    return node;
  }

  private static void putActions(ObjectNode node, Environment environment, boolean over) {
    int count = environment.spec().actionCount();
    boolean all = count <= MOST_NAMES;
    node.put("actionCount", count);
    ArrayNode names = node.putArray("actions");
    ArrayNode legal = node.putArray("legal");
    for (int action = 0; action < count; action++) {
      if (all) {
        names.add(environment.actionName(action));
      }
      if (!over && environment.isLegal(action)) {
        legal.add(action);
      }
    }
    if (!all) {
      ArrayNode legalNames = node.putArray("legalNames");
      legal.forEach(action -> legalNames.add(environment.actionName(action.asInt())));
    }
  }

  private static JsonNode picture(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a game's picture is not JSON: " + json, e);
    }
  }

  private static String outcome(Episode episode) {
    Step last = episode.lastStep().orElseThrow();
    int moves = episode.moves().size();
    if (episode.environment().spec().players() == 1) {
      return String.format(
          Locale.ROOT,
          "%s after %d steps, return %.2f.",
          last.truncated() ? "Time is up" : "The end",
          moves,
          episode.score(0));
    }
    double score = episode.score(0);
    String cut = last.truncated() ? " (the game was cut here)" : "";
    if (score == 0) {
      return "A draw after " + moves + " moves" + cut + ".";
    }
    String winner = episode.environment().playerName(score > 0 ? 0 : 1);
    return winner + " wins after " + moves + " moves" + cut + ".";
  }
}
