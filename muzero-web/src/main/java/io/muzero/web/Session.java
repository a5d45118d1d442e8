package io.muzero.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.environment.Episode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One game on a table, with all that goes on at it: {@link TableGame its moves}, {@link Thinking
 * who thinks}, {@link Judgements what a solver found}, {@link Watchers those who watch}.
 * Thread-safe: every change holds its lock, and is told to the streams in its order.
 */
final class Session {
  private final String id;
  private final WebLimits limits;
  private final Watchers watchers = new Watchers();
  private final Thinking thinking = new Thinking();
  private final Judgements judgements = new Judgements();
  private TableGame game;

  /** Counts changes of the position, so that what was thought of another one is not used. */
  private int version;

  /** Counts how often the game became another one, so that what was found of it is not used. */
  private int beginning;

  private boolean closed;
  private volatile long usedNanos;

  /** A game that begins. */
  Session(String id, Variant variant, WebLimits limits, long seed) {
    this.id = id;
    this.limits = limits;
    game = new TableGame(variant, seed);
    usedNanos = System.nanoTime();
  }

  String id() {
    return id;
  }

  /** What is played. */
  synchronized Variant variant() {
    return game.variant();
  }

  /** Remembers that somebody asked for it. */
  void touch() {
    usedNanos = System.nanoTime();
  }

  /** Whether somebody has a stream of it open. */
  boolean isWatched() {
    return !watchers.isEmpty();
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
    ObjectNode node = game.whole(id);
    judgements.addTo(node.putArray("judged"));
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
    return new Position(game.variant(), version, game.episode().copy());
  }

  /**
   * Requires that a move can be made.
   *
   * @throws HttpProblem when the game is over, or as long as it may be
   */
  synchronized void requireMovable() {
    game.requireMovable(limits.moves());
  }

  /**
   * Requires that the game goes on.
   *
   * @throws HttpProblem when it is over
   */
  synchronized void requireNotOver() {
    game.requireNotOver();
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
    game.requireLegal(action);
    thinking.cancel();
    ObjectNode event = game.play(action);
    version++;
    tell(stream -> stream.send("moved", event));
  }

  /** Makes the move of a search, unless it was cancelled or the position is another by now. */
  synchronized void playOf(Thought from, int action) {
    if (thinking.thought() == from && !from.isCancelled() && from.isOf(version) && !game.ended()) {
      play(action);
    }
  }

  /** Notes what a search thinks the present state is worth to the player to move. */
  synchronized void note(int position, double value) {
    if (position == version && !game.ended()) {
      game.note(value);
    }
  }

  /**
   * Awaits a reference player's move, and that of nobody else any more.
   *
   * @return whether it is to be asked; false: it is at this position already
   */
  synchronized boolean await(int position, String player) {
    return thinking.await(position, player);
  }

  /** Awaits a reference player's move no more. */
  synchronized void awaitNoMore(int position, String player) {
    if (isAwaited(position, player)) {
      thinking.awaitNoMore();
    }
  }

  /** Whether a reference player's move of a position is still wanted. */
  synchronized boolean isAwaited(int position, String player) {
    return position == version && thinking.isAwaited(position, player);
  }

  /** Makes a reference player's move if it is still wanted. */
  synchronized void playAwaited(int position, String player, int action) {
    if (isAwaited(position, player) && !game.ended()) {
      play(action);
    }
  }

  /** Stops whatever thinks, so that it makes no move; what a search found stays to be looked at. */
  synchronized void stop() {
    thinking.cancel();
    thinking.awaitNoMore();
  }

  /**
   * Lets a solver look at all moves so far.
   *
   * @return whether it is to be begun; false: the one that is at work goes so far too
   */
  synchronized boolean judgeBy(Judge next) {
    return !closed && judgements.begin(next, game.moves());
  }

  /** The next move for a solver to look at; empty when there is none, or it is not wanted. */
  synchronized Optional<Judge.Move> unjudged(Judge by) {
    OptionalInt next = judgements.next(by);
    if (next.isEmpty()) {
      return Optional.empty();
    }
    int ply = next.getAsInt();
    Episode episode = game.episode();
    return Optional.of(
        new Judge.Move(beginning, ply, episode.stateAfter(ply), episode.moves().get(ply).action()));
  }

  /** Notes what a solver found of a move, unless the game is another one now. */
  synchronized void judged(Judge by, Judge.Move move, ObjectNode judgement) {
    if (move.beginning() == beginning && judgements.note(by, move.ply(), judgement)) {
      tell(stream -> stream.send("judged", judgement));
    }
  }

  /** Wants no more of a solver. */
  synchronized void stopJudge(Judge by) {
    judgements.stop(by);
  }

  /** Takes moves back, as many as there are at most. */
  synchronized void undo(int plies) {
    thinking.cancel();
    version += game.undo(plies);
    beginning++;
    Thought gone = thinking.thought();
    if (gone != null && gone.ply() > game.moves()) {
      tell(gone::showLast); // or somebody would wait for it
      thinking.forget();
    }
    judgements.cutTo(game.moves());
    tellWhole();
  }

  /**
   * Begins anew, with moves by name or index.
   *
   * @param next what to play from now on
   * @throws HttpProblem when a move is not legal; nothing has changed then
   */
  synchronized void restart(Variant next, long newSeed, List<WantedMove> moves) {
    TableGame fresh = TableGame.after(next, newSeed, moves);
    thinking.forget();
    judgements.clear();
    game = fresh;
    version++;
    beginning++;
    tellWhole();
  }

  private void tellWhole() {
    ObjectNode whole = whole();
    tell(stream -> stream.send("game", whole));
  }

  /** Tells all who watch. */
  void tell(Consumer<EventStream> event) {
    watchers.tell(event);
  }

  /** Tells all who watch of a search, unless it was put away meanwhile. */
  synchronized void tellOf(Thought from, Consumer<EventStream> event) {
    if (thinking.thought() == from) {
      tell(event);
    }
  }

  /** Tells all who watch that something went wrong. */
  void tellProblem(String message) {
    watchers.tellProblem(message);
  }

  /** The newest search, of this position or an earlier one, running or done. */
  synchronized @Nullable Thought thought() {
    return thinking.thought();
  }

  /**
   * The newest search, to be looked into.
   *
   * @throws HttpProblem 404 when there is none
   */
  synchronized Thought requireThought() {
    return thinking.require();
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
    thinking.begin(next);
  }

  /** Frees a search that is done, because newer ones need its memory or its agent. */
  synchronized void putAway(Thought search) {
    if (thinking.thought() == search) {
      if (search.isRunning()) { // it was asked to go on just now
        tell(search::showLast);
      }
      thinking.putAway(search);
    }
    search.end();
  }

  /**
   * Requires that an agent's search of the present position was not put away.
   *
   * @throws HttpProblem 409 when it was
   */
  synchronized void requireNotPutAway(String agent) {
    if (thinking.isPutAway(version, agent)) {
      throw Thought.putAway();
    }
  }

  /** Puts a search away that could not be begun. */
  synchronized void drop(Thought search) {
    thinking.drop(search);
  }

  /** Opens a stream; the first event is the whole game. */
  AutoCloseable watch(EventStream stream) {
    synchronized (this) {
      if (closed) {
        stream.end();
      }
      stream.send("game", whole());
      watchers.add(stream);
      Thought now = thinking.thought();
      if (now != null) {
        now.show(stream);
      }
    }
    return () -> {
      watchers.remove(stream);
      touch();
      leaveIfUnwatched();
    };
  }

  /** Nobody waits for a search, or for a solver, when the last reader has closed the tab. */
  private synchronized void leaveIfUnwatched() {
    if (watchers.isEmpty()) {
      thinking.cancel();
      judgements.stop();
    }
  }

  /** What is said of a game that there is no more. */
  static HttpProblem gone() {
    return HttpProblem.notFound("that game is gone; begin a new one");
  }

  /** Ends what goes on. */
  synchronized void close() {
    closed = true;
    thinking.forget();
    judgements.stop();
    watchers.end();
  }
}
