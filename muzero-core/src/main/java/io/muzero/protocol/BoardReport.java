package io.muzero.protocol;

import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.SquareBoardGame;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A game's board and result as a GTP controller reads them. */
final class BoardReport {
  private BoardReport() {}

  /**
   * The board, the row of the greatest number first: {@code X} for black, {@code O} for white,
   * {@code .} for a free point, and {@code ?} for one that only makes the board a square: GoGui 1.6
   * takes a rectangle's size and fails on its points.
   */
  static String board(GtpGame game) {
    int size = square(game.points());
    char[][] board = new char[size][size];
    for (char[] row : board) {
      Arrays.fill(row, '?');
    }
    char[][] marks = marks(game);
    for (int row = 0; row < marks.length; row++) {
      System.arraycopy(marks[row], 0, board[row], 0, marks[row].length);
    }
    StringBuilder text = new StringBuilder();
    for (int row = size - 1; row >= 0; row--) {
      text.append(row == size - 1 ? "" : "\n").append(spaced(board[row]));
    }
    return text.toString();
  }

  /** Rows and columns of the square that holds the board. */
  static int square(BoardPoints points) {
    return Math.max(points.rows(), points.columns());
  }

  private static String spaced(char[] marks) {
    StringBuilder line = new StringBuilder();
    for (char mark : marks) {
      line.append(line.length() == 0 ? "" : " ").append(mark);
    }
    return line.toString();
  }

  /** By the points' rows and columns. */
  private static char[][] marks(GtpGame game) {
    BoardPoints points = game.points();
    int[] stones = BoardStones.of(game.state()).orElseThrow();
    char[][] marks = new char[points.rows()][points.columns()];
    for (int cell = 0; cell < stones.length; cell++) {
      String point = points.point(game.state(), cell);
      marks[BoardPoints.row(point)][BoardPoints.column(point)] = ".XO".charAt(stones[cell]);
    }
    return marks;
  }

  /** The board with its coordinates, and whose turn it is. */
  static String shown(GtpGame game) {
    StringBuilder text = new StringBuilder();
    if (game.points().onBoard()) {
      char[][] marks = marks(game);
      char[] letters = new char[game.points().columns()];
      for (int column = 0; column < letters.length; column++) {
        letters[column] = BoardPoints.letter(column);
      }
      text.append("   ").append(spaced(letters));
      for (int row = marks.length - 1; row >= 0; row--) {
        text.append(
            String.format(Locale.ROOT, "%n%2d %s %d", row + 1, spaced(marks[row]), row + 1)
                .replace("\r", ""));
      }
      text.append("\n   ").append(spaced(letters));
    } else {
      // An empty line would end the answer.
      text.append(game.state().text().replaceAll("\\R\\s*(?=\\R)", ""));
    }
    text.append('\n');
    String over = result(game.episode());
    if (over.isEmpty()) {
      int mover = game.state().playerToMove();
      text.append(GtpGame.colour(mover)).append(" to move");
    } else {
      text.append(over);
    }
    return text.toString();
  }

  /** How a game has ended, in words; empty before its end. */
  static String result(Episode episode) {
    if (!episode.ended()) {
      return "";
    }
    if (episode.lastStep().orElseThrow().truncated()) {
      return "The game was broken off: it is too long";
    }
    double score = episode.score(0);
    String points =
        lead(episode.environment()).isPresent()
            ? " by " + number(Math.abs(lead(episode.environment()).getAsDouble())) + " points"
            : "";
    return score == 0 ? "Draw" : (score > 0 ? "Black" : "White") + " wins" + points;
  }

  private static OptionalDouble lead(Environment state) {
    return state instanceof SquareBoardGame board ? board.lead() : OptionalDouble.empty();
  }

  /**
   * The result as {@code final_score} says it, for example {@code W+3.5}: of a game with points
   * that of the board as it is, of any other the reward at its end.
   */
  static String score(Episode episode) throws ProtocolException {
    OptionalDouble lead = lead(episode.environment());
    if (lead.isEmpty() && !episode.ended()) {
      throw new ProtocolException("cannot score: the game is not over");
    }
    double score = lead.orElse(episode.score(0));
    return score == 0 ? "0" : (score > 0 ? "B+" : "W+") + number(Math.abs(score));
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** The lines of an analysis, as Leela Zero writes them. */
  static String analysis(GtpGame game, Episode episode, List<Thinking.Line> lines) {
    StringBuilder text = new StringBuilder();
    int order = 0;
    for (Thinking.Line line : lines) {
      List<String> moves = game.names(episode, line.moves());
      text.append(order == 0 ? "" : " ")
          .append("info move ")
          .append(moves.get(0))
          .append(" visits ")
          .append(line.visits())
          .append(" winrate ")
          .append(tenThousandths(line.winRate()))
          .append(" prior ")
          .append(tenThousandths(line.prior()))
          .append(" order ")
          .append(order++)
          .append(" pv ")
          .append(String.join(" ", moves));
    }
    return text.toString();
  }

  private static long tenThousandths(double share) {
    return Math.round(10_000 * Math.max(0, Math.min(1, share)));
  }
}
