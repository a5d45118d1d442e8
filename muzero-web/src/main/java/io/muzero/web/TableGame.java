package io.muzero.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import java.util.ArrayList;
import java.util.List;

/**
 * A game on a table: what is played, its moves, and what each was thought to be worth. Not
 * thread-safe: {@link Session} holds its lock around every use.
 */
final class TableGame {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Variant variant;
  private final long seed;
  private final Episode episode;

  /** What the search before each move thought the state was worth to its player; NaN: nothing. */
  private final List<Double> values = new ArrayList<>();

  /** A game that begins. */
  TableGame(Variant variant, long seed) {
    this.variant = variant;
    this.seed = seed;
    Environment environment = variant.environment();
    environment.reset(seed);
    episode = new Episode(environment);
  }

  /**
   * A game after some moves.
   *
   * @param moves by name or index
   * @throws HttpProblem when one is not legal
   */
  static TableGame after(Variant variant, long seed, List<WantedMove> moves) {
    TableGame game = new TableGame(variant, seed);
    WantedMove.playAll(moves, game.episode);
    return game;
  }

  /** What is played. */
  Variant variant() {
    return variant;
  }

  /** Its moves; stays this game's, which changes it. */
  Episode episode() {
    return episode;
  }

  /** Moves made so far. */
  int moves() {
    return episode.moves().size();
  }

  /** Whether it is over. */
  boolean ended() {
    return episode.ended();
  }

  /**
   * Requires that the game goes on.
   *
   * @throws HttpProblem when it is over
   */
  void requireNotOver() {
    if (ended()) {
      throw HttpProblem.bad("the game is over; begin a new one or take moves back");
    }
  }

  /**
   * Requires that a move can be made.
   *
   * @param most moves of a game
   * @throws HttpProblem when the game is over, or as long as it may be
   */
  void requireMovable(int most) {
    requireNotOver();
    if (moves() >= most) {
      throw HttpProblem.bad("a game here has at most " + most + " moves");
    }
  }

  /**
   * Requires that an action is legal now.
   *
   * @throws HttpProblem when it is not
   */
  void requireLegal(int action) {
    Environment state = episode.environment();
    if (action < 0 || action >= state.spec().actionCount() || !state.isLegal(action)) {
      throw HttpProblem.bad(
          "the move "
              + (action >= 0 && action < state.spec().actionCount()
                  ? state.actionName(action)
                  : Integer.toString(action))
              + " is not legal here");
    }
  }

  /** Makes a legal move; returns what is told of it: the state after it, and the move. */
  ObjectNode play(int action) {
    episode.play(action);
    int ply = moves() - 1;
    growTo(ply);
    ObjectNode event = JSON.objectNode();
    event.set("state", StateJson.now(variant.name(), episode));
    event.set("move", move(ply, episode.environment()));
    return event;
  }

  /** Notes what the present state is thought to be worth to the player to move. */
  void note(double value) {
    growTo(moves());
    values.set(moves(), value);
  }

  /** Makes place for the value before a move. */
  private void growTo(int ply) {
    while (values.size() <= ply) {
      values.add(Double.NaN);
    }
  }

  /** Takes moves back, as many as there are at most; returns how many. */
  int undo(int plies) {
    int undone = episode.undo(plies);
    while (values.size() > moves() + 1) {
      values.remove(values.size() - 1);
    }
    return undone;
  }

  /** The whole of it, for the session of this name. */
  ObjectNode whole(String session) {
    ObjectNode node = JSON.objectNode().put("session", session);
    if (seed <= Integer.MAX_VALUE) {
      node.put("seed", seed);
    } else {
      node.put("seed", Long.toString(seed)); // longer than a browser's numbers are exact
    }
    node.set("options", variant.json());
    node.put("solver", variant.solvable());
    node.set("state", StateJson.now(variant.name(), episode));
    ArrayNode history = node.putArray("history");
    Environment state = episode.stateAfter(0);
    for (int ply = 0; ply < moves(); ply++) {
      history.add(move(ply, state));
    }
    return node;
  }

  private ObjectNode move(int ply, Environment names) {
    Episode.Move move = episode.moves().get(ply);
    ObjectNode node =
        JSON.objectNode()
            .put("ply", ply)
            .put("player", move.player())
            .put("action", move.action())
            .put("name", names.actionName(move.action()))
            .put("reward", move.step().reward());
    double value = ply < values.size() ? values.get(ply) : Double.NaN;
    if (Double.isFinite(value)) {
      node.put("value", value);
    }
    return node;
  }
}
