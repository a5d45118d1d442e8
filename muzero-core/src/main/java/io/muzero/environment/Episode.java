package io.muzero.environment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One playing of a game, from a first state on: the state now, the moves that led there, and what
 * the players saw on the way, which a network that stacks frames wants to see too.
 *
 * <p>Moves can be taken back, and any earlier state can be had again: environments are exact, so
 * the moves are played again from the first state. That takes as long as playing did.
 *
 * <p>Not thread-safe; {@linkplain #copy copies} are independent.
 */
public final class Episode {
  /** The first state; the state now itself as long as no move was made. */
  private Environment start;

  private Environment now;

  private final List<Move> moves;

  /** Observations as the player to move saw them then, the newest first; at most {@link #kept}. */
  private final Deque<float[]> seen;

  /** Observations to keep, at least: as many as were ever asked for. */
  private int kept = 1;

  /**
   * A move that was made.
   *
   * @param player who made it, 0 or 1
   * @param action the action's index
   * @param step what it brought
   */
  public record Move(int player, int action, Step step) {}

  /**
   * An episode that begins in the state an environment is in.
   *
   * @param environment was reset, has discrete actions and has not ended; it is copied
   */
  public Episode(Environment environment) {
    this(environment.copy(), new ArrayList<>());
  }

  private Episode(Environment first, List<Move> none) {
    now = first;
    start = now;
    moves = none;
    seen = new ArrayDeque<>();
    seen.addFirst(now.observation());
  }

  /**
   * An episode that plays in an environment itself, not in a copy: for who has just made it. So an
   * environment whose copies do not go on as it does can be played too, as long as no move is taken
   * back.
   *
   * @param environment was reset, has discrete actions and has not ended; it is the episode's from
   *     now on
   */
  public static Episode owning(Environment environment) {
    return new Episode(environment, new ArrayList<>());
  }

  private Episode(Episode other) {
    now = other.now.copy();
    start = other.moves.isEmpty() ? now : other.start;
    moves = new ArrayList<>(other.moves);
    seen = new ArrayDeque<>(other.seen);
    kept = other.kept;
  }

  /** An independent copy: both can be continued. */
  public Episode copy() {
    return new Episode(this);
  }

  /** The state now, which moves with {@link #play}, through which alone it may be changed. */
  public Environment environment() {
    return now;
  }

  /** The moves so far, the oldest first; a view that must not be kept. */
  public List<Move> moves() {
    return Collections.unmodifiableList(moves);
  }

  /** What the last move brought; empty before the first. */
  public Optional<Step> lastStep() {
    return moves.isEmpty() ? Optional.empty() : Optional.of(moves.get(moves.size() - 1).step());
  }

  /** Whether the episode has ended, for either reason. */
  public boolean ended() {
    return lastStep().map(Step::ended).orElse(false);
  }

  /** The actions that are legal now, in order; none after the end. */
  public int[] legalActions() {
    return ended()
        ? new int[0]
        : IntStream.range(0, now.spec().actionCount()).filter(now::isLegal).toArray();
  }

  /**
   * Sum of a player's rewards so far: those of its own moves, less the other player's.
   *
   * @param player 0 or 1
   */
  public double score(int player) {
    double sum = 0;
    for (Move move : moves) {
      sum += move.player() == player ? move.step().reward() : -move.step().reward();
    }
    return sum;
  }

  /**
   * Makes a move of the player to move.
   *
   * @param action the action's index
   * @throws IllegalArgumentException when it is not legal; nothing has changed then
   * @throws IllegalStateException when the episode has ended
   */
  public Step play(int action) {
    Action chosen = Action.of(action);
    if (now == start) {
      start = now.copy();
    }
    int player = now.playerToMove();
    Step step = now.step(chosen);
    moves.add(new Move(player, action, step));
    see(now);
    return step;
  }

  private void see(Environment state) {
    if (seen.size() == kept) {
      seen.removeLast();
    }
    seen.addFirst(state.observation());
  }

  /**
   * Takes the last move back.
   *
   * @return false when there is none
   */
  public boolean undo() {
    return undo(1) == 1;
  }

  /**
   * Takes the last moves back. The moves that stay are made again once, however many go.
   *
   * @param count how many, at least 0; all when there are fewer
   * @return how many were taken back
   */
  public int undo(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count must be at least 0, was " + count);
    }
    int gone = Math.min(count, moves.size());
    if (gone > 0) {
      moves.subList(moves.size() - gone, moves.size()).clear();
      replay();
    }
    return gone;
  }

  /**
   * The state after the first moves, as a new environment.
   *
   * @param count moves to make, from 0 to all
   */
  public Environment stateAfter(int count) {
    if (count < 0 || count > moves.size()) {
      throw new IllegalArgumentException(
          "count must be within [0, " + moves.size() + "], was " + count);
    }
    Environment state = start.copy();
    for (Move move : moves.subList(0, count)) {
      state.step(Action.of(move.action()));
    }
    return state;
  }

  /**
   * Keeps the newest observations from now on, so that {@link #observation} need not play the moves
   * again for them.
   *
   * @param count how many, at least; before it is called only the newest is kept
   */
  public void keep(int count) {
    kept = Math.max(kept, count);
  }

  /**
   * What the player to move saw some moves ago, [C, H, W].
   *
   * @param back moves ago, from 0 (now) to all
   * @return not to be changed
   */
  public float[] observation(int back) {
    if (back < 0 || back > moves.size()) {
      throw new IllegalArgumentException(
          "back must be within [0, " + moves.size() + "], was " + back);
    }
    keep(back + 1);
    if (back >= seen.size()) {
      replay();
    }
    Iterator<float[]> newest = seen.iterator();
    for (int i = 0; i < back; i++) {
      newest.next();
    }
    return newest.next();
  }

  /** Makes all moves again, and so sees again what is to be kept. */
  private void replay() {
    now = stateAfter(0);
    seen.clear();
    seen.addFirst(now.observation());
    for (Move move : moves) {
      now.step(Action.of(move.action()));
      see(now);
    }
  }
}
