package io.muzero.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
  private final WebLimits limits;
  private final Set<EventStream> streams = new CopyOnWriteArraySet<>();
  private Variant variant;
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

  /** Looks at the moves, the first {@link #judgeTo} of them; null when none does. */
  private @Nullable Judge judge;

  private int judgeTo;

  /** The reference player that thinks about the present position; null: none. */
  private @Nullable Awaited awaited;

  /** The search that was put away last, of this position or an earlier one; null: none. */
  private @Nullable Awaited putAway;

  /**
   * Who thinks, or thought, of which position.
   *
   * @param position its number
   * @param who an agent or a reference player, by name
   */
  private record Awaited(int position, String who) {}

  private boolean closed;
  private volatile long usedNanos;

  /** A game that begins. */
  Session(String id, Variant variant, WebLimits limits, long seed) {
    this.id = id;
    this.variant = variant;
    this.limits = limits;
    this.seed = seed;
    episode = begun(variant, seed);
    usedNanos = System.nanoTime();
  }

  private static Episode begun(Variant variant, long seed) {
    Environment environment = variant.environment();
    environment.reset(seed);
    return new Episode(environment);
  }

  String id() {
    return id;
  }

  /** What is played. */
  synchronized Variant variant() {
    return variant;
  }

  /** Remembers that somebody asked for it. */
  void touch() {
    usedNanos = System.nanoTime();
  }

  /** Whether somebody has a stream of it open. */
  boolean isWatched() {
    return !streams.isEmpty();
  }

  /** When somebody asked for it last, by the system's clock of nanoseconds. */
  long usedNanos() {
    return usedNanos;
  }

  /** Nanoseconds since somebody asked for it; 0 while somebody watches it. */
  long idleNanos() {
    return isWatched() ? 0 : Math.max(0, System.nanoTime() - usedNanos);
  }

  /** The whole game as it stands. */
  synchronized ObjectNode whole() {
    ObjectNode node = JSON.objectNode().put("session", id);
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

  /**
   * The game as it stands, for whoever thinks about it.
   *
   * @param variant what is played
   * @param version changes with every move
   * @param episode a copy
   */
  record Position(Variant variant, int version, Episode episode) {}

  /** The game as it stands. */
  synchronized Position position() {
    return new Position(variant, version, episode.copy());
  }

  /**
   * Requires that a move can be made.
   *
   * @throws HttpProblem when the game is over, or as long as it may be
   */
  synchronized void requireMovable() {
    requireNotOver();
    if (episode.moves().size() >= limits.moves()) {
      throw HttpProblem.bad("a game here has at most " + limits.moves() + " moves");
    }
  }

  /**
   * Requires that the game goes on.
   *
   * @throws HttpProblem when it is over
   */
  synchronized void requireNotOver() {
    if (episode.ended()) {
      throw HttpProblem.bad("the game is over; begin a new one or take moves back");
    }
  }

  /**
   * An earlier state.
   *
   * @throws HttpProblem 404 when the game is not so long
   */
  ObjectNode stateAfter(int ply) {
    return (ObjectNode) states(ply, ply).get(0);
  }

  /**
   * Earlier states in one go, for which the moves are made again once; it holds nobody up.
   *
   * @param from moves before the first of them
   * @param to moves before the last of them; the last ones are left out when the answer would be
   *     too long
   * @throws HttpProblem 404 when the game is not so long
   */
  ArrayNode states(int from, int to) {
    Position now = position();
    int moves = now.episode().moves().size();
    if (from < 0 || from > moves) {
      throw HttpProblem.notFound("the game has " + moves + " moves, not " + from);
    }
    return StateJson.states(now.variant().name(), now.episode(), from, Math.min(moves, to));
  }

  /**
   * Makes a move.
   *
   * @throws HttpProblem when the action is not legal or the game is over
   */
  synchronized void play(int action) {
    requireMovable();
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
    event.set("state", StateJson.now(variant.name(), episode));
    event.set("move", move(ply, episode.environment()));
    tell(stream -> stream.send("moved", event));
  }

  /** Makes the move of a search, unless it was cancelled or the position is another by now. */
  synchronized void playOf(Thought from, int action) {
    if (thought == from && !from.isCancelled() && from.isOf(version) && !episode.ended()) {
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
   * Awaits a reference player's move, and that of nobody else any more.
   *
   * @return whether it is to be asked; false: it is at this position already
   */
  synchronized boolean await(int position, String player) {
    Awaited next = new Awaited(position, player);
    if (Objects.equals(awaited, next)) {
      return false;
    }
    stopMoves();
    awaited = next;
    return true;
  }

  /** Awaits a reference player's move no more. */
  synchronized void awaitNoMore(int position, String player) {
    if (isAwaited(position, player)) {
      awaited = null;
    }
  }

  /** Whether a reference player's move of a position is still wanted. */
  synchronized boolean isAwaited(int position, String player) {
    return position == version && Objects.equals(awaited, new Awaited(position, player));
  }

  /** Makes a reference player's move if it is still wanted. */
  synchronized void playAwaited(int position, String player, int action) {
    if (isAwaited(position, player) && !episode.ended()) {
      play(action);
    }
  }

  /** Stops whatever thinks, so that it makes no move; what a search found stays to be looked at. */
  synchronized void stop() {
    cancel();
    awaited = null;
  }

  /** Stops what would make a move: the seat is another's now. */
  private void stopMoves() {
    awaited = null;
    Thought now = thought;
    if (now != null && now.plays()) {
      now.cancel();
    }
  }

  /**
   * Lets a solver look at all moves so far.
   *
   * @return whether it is to be begun; false: the one that is at work goes so far too
   */
  synchronized boolean judgeBy(Judge next) {
    judgeTo = episode.moves().size();
    if (judge != null || closed) {
      return false;
    }
    judge = next;
    return true;
  }

  /** The next move for a solver to look at; empty when there is none, or it is not wanted. */
  synchronized Optional<Judge.Move> unjudged(Judge by) {
    if (judge != by) {
      return Optional.empty();
    }
    for (int ply = 0; ply < Math.min(judgeTo, episode.moves().size()); ply++) {
      if (!judgements.containsKey(ply)) {
        return Optional.of(
            new Judge.Move(
                beginning, ply, episode.stateAfter(ply), episode.moves().get(ply).action()));
      }
    }
    judge = null;
    return Optional.empty();
  }

  /** Notes what a solver found of a move, unless the game is another one now. */
  synchronized void judged(Judge by, Judge.Move move, ObjectNode judgement) {
    if (judge == by && move.beginning() == beginning) {
      judgements.put(move.ply(), judgement);
      tell(stream -> stream.send("judged", judgement));
    }
  }

  /** Wants no more of a solver. */
  synchronized void stopJudge(Judge by) {
    if (judge == by) {
      judge = null;
    }
  }

  /** Takes moves back, as many as there are at most. */
  synchronized void undo(int plies) {
    cancel();
    version += episode.undo(plies);
    beginning++;
    Thought gone = thought;
    if (gone != null && gone.ply() > episode.moves().size()) {
      tell(gone::showLast); // or somebody would wait for it
      forget();
    }
    judgeTo = Math.min(judgeTo, episode.moves().size());
    judgements.keySet().removeIf(ply -> ply >= episode.moves().size());
    while (values.size() > episode.moves().size() + 1) {
      values.remove(values.size() - 1);
    }
    tellWhole();
  }

  /**
   * Begins anew, with moves by name or index.
   *
   * @param next what to play from now on
   * @throws HttpProblem when a move is not legal; nothing has changed then
   */
  synchronized void restart(Variant next, long newSeed, List<WantedMove> moves) {
    Episode fresh = begun(next, newSeed);
    WantedMove.playAll(moves, fresh);
    forget();
    judge = null;
    variant = next;
    episode = fresh;
    seed = newSeed;
    version++;
    beginning++;
    judgements.clear();
    values.clear();
    tellWhole();
  }

  private void tellWhole() {
    ObjectNode whole = whole();
    tell(stream -> stream.send("game", whole));
  }

  /** Tells all who watch. */
  void tell(Consumer<EventStream> event) {
    streams.forEach(event);
  }

  /** Tells all who watch of a search, unless it was put away meanwhile. */
  synchronized void tellOf(Thought from, Consumer<EventStream> event) {
    if (thought == from) {
      tell(event);
    }
  }

  /** Tells all who watch that something went wrong. */
  void tellProblem(String message) {
    tell(stream -> stream.send("problem", JSON.objectNode().put("error", message)));
  }

  /** The newest search, of this position or an earlier one, running or done. */
  synchronized @Nullable Thought thought() {
    return thought;
  }

  /**
   * The newest search, to be looked into.
   *
   * @throws HttpProblem 404 when there is none
   */
  synchronized Thought requireThought() {
    if (thought == null) {
      throw HttpProblem.notFound(
          putAway == null ? "nothing was searched in this position" : Thought.putAway().line());
    }
    return thought;
  }

  /**
   * Puts a search in the place of the one before, which ends.
   *
   * @throws HttpProblem 404 when the game has been forgotten meanwhile
   */
  synchronized void think(Thought next) {
    if (closed) {
      throw gone();
    }
    forget();
    if (next.plays()) {
      stopMoves();
    }
    putAway = null;
    thought = next;
  }

  /** Frees a search that is done, because newer ones need its memory or its agent. */
  synchronized void putAway(Thought search) {
    if (thought == search) {
      if (search.isRunning()) { // it was asked to go on just now
        tell(search::showLast);
      }
      putAway = new Awaited(search.position(), search.agent());
      thought = null;
    }
    search.end();
  }

  /**
   * Requires that an agent's search of the present position was not put away.
   *
   * @throws HttpProblem 409 when it was
   */
  synchronized void requireNotPutAway(String agent) {
    if (Objects.equals(putAway, new Awaited(version, agent))) {
      throw Thought.putAway();
    }
  }

  /** Puts a search away that could not be begun. */
  synchronized void drop(Thought search) {
    search.end();
    if (thought == search) {
      thought = null;
    }
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
      if (closed) {
        stream.end();
      }
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
      leaveIfUnwatched();
    };
  }

  /** Nobody waits for a search, or for a solver, when the last reader has closed the tab. */
  private synchronized void leaveIfUnwatched() {
    if (streams.isEmpty()) {
      cancel();
      judge = null;
    }
  }

  /** What is said of a game that there is no more. */
  static HttpProblem gone() {
    return HttpProblem.notFound("that game is gone; begin a new one");
  }

  /** Ends what goes on. */
  synchronized void close() {
    closed = true;
    forget();
    judge = null;
    streams.forEach(EventStream::end);
  }
}
