package io.muzero.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One game on a table: its moves, what was thought at each, the search that goes on, and those who
 * watch. Thread-safe: every change holds its lock, and is told to the streams in its order.
 */
final class Session {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String id;
  private final WebGame game;
  private final WebLimits limits;
  private final Set<EventStream> streams = new CopyOnWriteArraySet<>();
  private Episode episode;
  private long seed;

  /** What the search before each move thought the state was worth to its player; NaN: nothing. */
  private final List<Double> values = new ArrayList<>();

  /** What the solver found of the moves so far, by their numbers. */
  private final Map<Integer, ObjectNode> judgements = new TreeMap<>();

  /** Counts changes of the position, so that what was thought of another one is not used. */
  private int version;

  private int beginning;

  private @Nullable Thought thought;
  private volatile long usedNanos;

  /** A game that begins; {@code environment} was not reset yet and stays this session's. */
  Session(String id, WebGame game, WebLimits limits, Environment environment, long seed) {
    this.id = id;
    this.game = game;
    this.limits = limits;
    this.seed = seed;
    environment.reset(seed);
    episode = new Episode(environment);
    usedNanos = System.nanoTime();
  }

  String id() {
    return id;
  }

  WebGame game() {
    return game;
  }

  /** Remembers that somebody asked for it. */
  void touch() {
    usedNanos = System.nanoTime();
  }

  /** Whether nobody has asked for it or watched it for so long. */
  boolean isIdle(long nanos) {
    return streams.isEmpty() && System.nanoTime() - usedNanos > nanos;
  }

  /** The whole game as it stands. */
  synchronized ObjectNode whole() {
    ObjectNode node = JSON.objectNode().put("session", id).put("seed", seed);
    node.set("state", StateJson.now(game.name(), episode));
    ArrayNode history = node.putArray("history");
    Environment state = episode.stateAfter(0);
    for (int ply = 0; ply < episode.moves().size(); ply++) {
      history.add(move(ply, state));
    }
    ArrayNode judged = node.putArray("judged");
    judgements.values().forEach(judged::add);
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

  /** A copy of the game as it stands, for whoever thinks about it. */
  synchronized Episode episode() {
    return episode.copy();
  }

  /** The number of the position: changes with every move. */
  synchronized int version() {
    return version;
  }

  /**
   * An earlier state.
   *
   * @throws HttpProblem 404 when the game is not so long
   */
  synchronized ObjectNode stateAfter(int ply) {
    if (ply < 0 || ply > episode.moves().size()) {
      throw HttpProblem.notFound("the game has " + episode.moves().size() + " moves, not " + ply);
    }
    return ply == episode.moves().size()
        ? StateJson.now(game.name(), episode)
        : StateJson.state(game.name(), episode.stateAfter(ply), ply, false);
  }

  /**
   * Makes a move.
   *
   * @throws HttpProblem when the action is not legal or the game is over
   */
  synchronized void play(int action) {
    if (episode.ended()) {
      throw HttpProblem.bad("the game is over; begin a new one or take moves back");
    }
    if (episode.moves().size() >= limits.moves()) {
      throw HttpProblem.bad("a game here has at most " + limits.moves() + " moves");
    }
    Environment state = episode.environment();
    if (action < 0 || action >= state.spec().actionCount() || !state.isLegal(action)) {
      throw HttpProblem.bad(
          "the move "
              + (action >= 0 && action < state.spec().actionCount()
                  ? state.actionName(action)
                  : Integer.toString(action))
              + " is not legal here");
    }
    cancel();
    episode.play(action);
    version++;
    int ply = episode.moves().size() - 1;
    while (values.size() <= ply) {
      values.add(Double.NaN);
    }
    ObjectNode event = JSON.objectNode();
    event.set("state", StateJson.now(game.name(), episode));
    event.set("move", move(ply, episode.environment()));
    tell(stream -> stream.send("moved", event));
  }

  /**
   * Makes the move of a search if the position is still the one it was searched in.
   *
   * @param position number of the position that was searched
   */
  synchronized void playThought(int position, int action) {
    if (position == version && !episode.ended()) {
      play(action);
    }
  }

  /** Notes what a search thinks the present state is worth to the player to move. */
  synchronized void note(int position, double value) {
    if (position == version && !episode.ended()) {
      int ply = episode.moves().size();
      while (values.size() <= ply) {
        values.add(Double.NaN);
      }
      values.set(ply, value);
    }
  }

  /**
   * Notes what a solver found of a move.
   *
   * @param began number of the beginning of the game that was looked at
   * @return whether that game still goes on
   */
  synchronized boolean judged(int began, int ply, ObjectNode judgement) {
    if (began != beginning || ply >= episode.moves().size()) {
      return false;
    }
    judgements.put(ply, judgement);
    tell(stream -> stream.send("judged", judgement));
    return true;
  }

  /** The number of the game's beginning: changes when moves are taken back or it begins anew. */
  synchronized int beginning() {
    return beginning;
  }

  /** Takes moves back, as many as there are at most. */
  synchronized void undo(int plies) {
    cancel();
    for (int i = 0; i < plies && episode.undo(); i++) {
      version++;
    }
    beginning++;
    judgements.keySet().removeIf(ply -> ply >= episode.moves().size());
    while (values.size() > episode.moves().size() + 1) {
      values.remove(values.size() - 1);
    }
    tellWhole();
  }

  /**
   * Begins anew, with moves by name or index.
   *
   * @param environment of the game to play from now on
   * @throws HttpProblem when a move is not legal; nothing has changed then
   */
  synchronized void restart(Environment environment, long newSeed, List<String> moves) {
    environment.reset(newSeed);
    Episode fresh = new Episode(environment);
    for (String move : moves) {
      if (fresh.ended()) {
        throw HttpProblem.bad(
            "the game is over after "
                + fresh.moves().size()
                + " moves: '"
                + move
                + "' cannot be played");
      }
      fresh.play(actionOf(fresh, move));
    }
    forget();
    episode = fresh;
    seed = newSeed;
    version++;
    beginning++;
    judgements.clear();
    values.clear();
    tellWhole();
  }

  private static int actionOf(Episode episode, String move) {
    Environment state = episode.environment();
    for (int action : episode.legalActions()) {
      if (state.actionName(action).equalsIgnoreCase(move)) {
        return action;
      }
    }
    throw HttpProblem.bad(
        "move "
            + (episode.moves().size() + 1)
            + ", '"
            + move
            + "', is not legal there; moves are named as the table names them");
  }

  private void tellWhole() {
    ObjectNode whole = whole();
    tell(stream -> stream.send("game", whole));
  }

  /** Tells all who watch. */
  void tell(Consumer<EventStream> event) {
    streams.forEach(event);
  }

  /** Tells all who watch that something went wrong. */
  void tellProblem(String message) {
    tell(stream -> stream.send("problem", JSON.objectNode().put("error", message)));
  }

  /** The newest search, of this position or an earlier one, running or done. */
  synchronized @Nullable Thought thought() {
    return thought;
  }

  /** Puts a search in the place of the one before, which ends. */
  synchronized void think(Thought next) {
    forget();
    thought = next;
  }

  /** Stops the search that goes on; what it found stays to be looked at. */
  private void cancel() {
    if (thought != null) {
      thought.cancel();
    }
  }

  private void forget() {
    if (thought != null) {
      thought.end();
      thought = null;
    }
  }

  /** Opens a stream; the first event is the whole game. */
  AutoCloseable watch(EventStream stream) {
    synchronized (this) {
      stream.send("game", whole());
      streams.add(stream);
      Thought now = thought;
      if (now != null) {
        now.show(stream);
      }
    }
    return () -> {
      streams.remove(stream);
      touch();
      Thought now = thought();
      // Nobody waits for a search whose last reader closed the tab.
      if (streams.isEmpty() && now != null) {
        now.cancel();
      }
    };
  }

  /** Ends what goes on. */
  synchronized void close() {
    forget();
    streams.forEach(EventStream::end);
  }
}
