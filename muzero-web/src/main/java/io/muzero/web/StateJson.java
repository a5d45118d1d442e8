package io.muzero.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Episode;
import io.muzero.environment.Step;
import java.util.Locale;

/** States and moves of a game as the page wants them. */
final class StateJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of more actions than this only the legal ones are named, so that an answer stays short. */
  private static final int MOST_NAMES = 2000;

  /** States in one answer. */
  private static final int MOST_STATES = 100;

  /** Characters from which on an answer takes no further state. */
  private static final int LONGEST_STATES = 2 << 20;

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
   * A state. {@code legal} are the indices of the legal actions, {@code actions} the names of all
   * by their index; where these are very many, those of others than the legal ones are empty.
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

  /**
   * States of an episode, for which the moves are made again once.
   *
   * @param from moves before the first, within [0, moves]
   * @param to moves before the last, within [{@code from}, moves]; fewer where the answer would be
   *     too long
   */
  static ArrayNode states(String game, Episode episode, int from, int to) {
    ArrayNode states = JsonNodeFactory.instance.arrayNode();
    Environment state = episode.stateAfter(from);
    int length = 0;
    for (int ply = from; ply <= to && ply < from + MOST_STATES && length < LONGEST_STATES; ply++) {
      ObjectNode node =
          ply == episode.moves().size() ? now(game, episode) : state(game, state, ply, false);
      states.add(node);
      if (ply < to) {
        length += node.toString().length();
        state.step(Action.of(episode.moves().get(ply).action()));
      }
    }
    return states;
  }

  private static void putActions(ObjectNode node, Environment environment, boolean over) {
    int count = environment.spec().actionCount();
    ArrayNode names = node.putArray("actions");
    ArrayNode legal = node.putArray("legal");
    for (int action = 0; action < count; action++) {
      boolean may = !over && environment.isLegal(action);
      names.add(may || count <= MOST_NAMES ? environment.actionName(action) : "");
      if (may) {
        legal.add(action);
      }
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
