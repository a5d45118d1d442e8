package io.muzero.protocol;

import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.SquareBoardGame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The game that a GTP controller plays: black moves first. The protocol lets either colour move at
 * any time; where that is not the player to move, the other passes, if it may.
 */
final class GtpGame {
  private final HostedPlayer player;
  private OptionalInt size = OptionalInt.empty();
  private OptionalDouble komi = OptionalDouble.empty();
  private Episode episode;
  private BoardPoints points;

  /** Per command that moved: moves that it made, the newest first. */
  private final Deque<Integer> made = new ArrayDeque<>();

  GtpGame(HostedPlayer player) {
    this.player = player;
    episode = player.newGame(size, komi).orElseThrow();
    points = new BoardPoints(episode.environment());
  }

  /** Takes all stones away. */
  void clear() {
    begin(player.newGame(size, komi).orElseThrow());
  }

  private void begin(Episode game) {
    episode = game;
    points = new BoardPoints(game.environment());
    made.clear();
  }

  /** Takes all stones away, and changes the board. */
  void resize(int rows) throws ProtocolException {
    OptionalInt wanted = OptionalInt.of(rows);
    Episode game =
        player
            .newGame(wanted, komi)
            .orElseThrow(
                () ->
                    new ProtocolException(
                        "unacceptable size: "
                            + player.game()
                            + " is played here on "
                            + boards()
                            + ", not on "
                            + rows));
    size = wanted;
    begin(game);
  }

  /** What is played on: the boards that there are, or the one. */
  private String boards() {
    List<Integer> sizes = player.sizes();
    return sizes.size() > 1
        ? "sizes " + BoardSizes.words(sizes)
        : points.columns() + "x" + points.rows();
  }

  /** Changes the komi; the moves stay. */
  void komi(double value) throws ProtocolException {
    OptionalDouble wanted = OptionalDouble.of(value);
    try {
      Episode game = player.newGame(size, wanted).orElseThrow();
      for (Episode.Move move : episode.moves()) {
        game.play(move.action());
      }
      episode = game;
      komi = wanted;
    } catch (IllegalArgumentException e) {
      throw new ProtocolException("unacceptable komi: " + e.getMessage());
    }
  }

  Episode episode() {
    return episode;
  }

  BoardPoints points() {
    return points;
  }

  Environment state() {
    return episode.environment();
  }

  /** The names of the legal moves. */
  List<String> legalMoves() {
    return IntStream.of(episode.legalActions())
        .mapToObj(action -> points.name(state(), action))
        .toList();
  }

  /** The player of a colour, for example of {@code b} or {@code White}. */
  static int player(String colour) throws ProtocolException {
    return switch (colour.toLowerCase(Locale.ROOT)) {
      case "b", "black" -> 0;
      case "w", "white" -> 1;
      default -> throw new ProtocolException("syntax error: a colour is black or white");
    };
  }

  static String colour(int player) {
    return player == 0 ? "black" : "white";
  }

  /** The episode with this player to move: as it is, or a copy in which the other has passed. */
  Episode toMove(int who) throws ProtocolException {
    if (episode.ended()) {
      throw new ProtocolException("the game is over: undo or clear_board first");
    }
    if (state().playerToMove() == who) {
      return episode;
    }
    OptionalInt pass = points.pass(state());
    boolean wouldEnd = endsByPasses();
    if (pass.isEmpty() || !state().isLegal(pass.getAsInt()) || wouldEnd) {
      throw new ProtocolException("it is the turn of " + colour(1 - who));
    }
    Episode passed = episode.copy();
    passed.play(pass.getAsInt());
    if (passed.ended() || passed.environment().playerToMove() != who) {
      throw new ProtocolException("it is the turn of " + colour(1 - who));
    }
    return passed;
  }

  private boolean endsByPasses() {
    List<Episode.Move> moves = episode.moves();
    return !moves.isEmpty()
        && state() instanceof SquareBoardGame board
        && board.isPass(moves.get(moves.size() - 1).action());
  }

  /** Makes a move that the controller names. */
  void play(int who, String vertex) throws ProtocolException {
    Episode before;
    try {
      before = toMove(who);
    } catch (ProtocolException e) {
      throw new ProtocolException("illegal move: " + e.line());
    }
    OptionalInt action = points.action(before.environment(), vertex);
    if (action.isEmpty()) {
      throw new ProtocolException("illegal move: no move is called " + vertex + " here");
    }
    play(before, action.getAsInt());
  }

  /** Makes a move in what {@link #toMove} returned. */
  void play(Episode before, int action) throws ProtocolException {
    int moves = episode.moves().size();
    try {
      before.play(action);
    } catch (IllegalArgumentException e) {
      throw new ProtocolException("illegal move: " + e.getMessage());
    }
    episode = before;
    made.push(before.moves().size() - moves);
  }

  /** Takes back what the last command that moved did. */
  void undo() throws ProtocolException {
    if (made.isEmpty()) {
      throw new ProtocolException("cannot undo: no move was made");
    }
    episode.undo(made.pop());
  }

  /**
   * A line of moves by their names, up to the first that is not legal.
   *
   * @param from where it begins
   */
  List<String> names(Episode from, List<Integer> moves) {
    List<String> names = new ArrayList<>();
    Environment state = from.environment().copy();
    boolean over = false;
    for (int i = 0; i < moves.size() && !over; i++) {
      int action = moves.get(i);
      over = !state.isLegal(action);
      if (!over) {
        names.add(points.name(state, action));
        over = state.step(io.muzero.environment.Action.of(action)).ended();
      }
    }
    return names;
  }
}
