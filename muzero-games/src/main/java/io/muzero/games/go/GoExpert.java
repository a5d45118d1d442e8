package io.muzero.games.go;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Player;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The player {@code expert}: the move with most points for what it does at once.
 *
 * <ol>
 *   <li>It captures, the more the larger the chain, most of all one that has its own in atari.
 *   <li>It saves its chains from atari where that gains them liberties.
 *   <li>It gives atari where the chain cannot run away with two liberties or more.
 *   <li>It does not put its own chains into atari, fill its eyes, or leave a chain to be captured.
 *   <li>Else it takes the middle first and the edge last, near other stones, cuts and connects.
 * </ol>
 *
 * <p>It passes where the other has passed and it leads, and where every move would do it harm. It
 * reads no ladders and does not know life from death. Equals are drawn at random; used by one
 * thread.
 */
final class GoExpert implements Player {
  private static final double CAPTURE = 10;
  private static final double CAPTURE_OF_ATTACKER = 8;
  private static final double RESCUE = 8;
  private static final double ATARI = 3;
  private static final double LIBERTY = 0.6;
  private static final double HARM = -2;

  /** Liberties beyond which a chain is safe for now. */
  private static final int SAFE = 4;

  private final UniformRandomProvider random;

  GoExpert(UniformRandomProvider random) {
    this.random = random;
  }

  @Override
  public Action choose(Environment environment) {
    Go game = (Go) environment;
    GoBoard board = game.board();
    int colour = game.toMove();
    int pass = board.grid().points;
    double lead = colour == GoBoard.BLACK ? game.score() : -game.score();
    if (game.passed() && lead > 0) {
      return Action.of(pass);
    }
    double best = HARM;
    int chosen = pass;
    int equals = 0;
    for (int point = 0; point < pass; point++) {
      if (!game.isLegal(point) || board.isEye(point, colour)) {
        continue;
      }
      double worth = worth(board, point, colour);
      if (worth > best) {
        best = worth;
        equals = 0;
      }
      if (worth == best && random.nextInt(++equals) == 0) {
        chosen = point;
      }
    }
    return Action.of(chosen);
  }

  private static double worth(GoBoard board, int point, int colour) {
    GoBoard after = new GoBoard(board);
    int captured = after.play(point, colour);
    int liberties = after.liberties(point, SAFE);
    double worth = CAPTURE * captured + LIBERTY * liberties + place(board, point, colour);
    for (int beside : board.grid().neighbours(point)) {
      int there = board.colour(beside);
      if (there == colour && board.inAtari(beside) && liberties > 1) {
        worth += RESCUE * board.stones(beside);
      } else if (there == 3 - colour && after.colour(beside) == there) {
        worth += attack(after, beside);
      } else if (there == 3 - colour) {
        worth += CAPTURE_OF_ATTACKER * rescued(board, beside, colour);
      }
    }
    if (liberties == 1) {
      // One stone that takes one is a ko or a snapback, not a loss.
      worth -= captured > 0 && after.stones(point) == 1 ? 0 : CAPTURE * after.stones(point);
    }
    return worth;
  }

  /** What it is worth to have left a chain of the opponent with few liberties. */
  private static double attack(GoBoard after, int point) {
    if (!after.inAtari(point)) {
      return 0.3;
    }
    GoBoard fled = new GoBoard(after);
    int colour = fled.colour(point);
    int way = fled.lastLiberty(point);
    if (fled.isSuicide(way, colour)) {
      return ATARI * after.stones(point);
    }
    fled.play(way, colour);
    return fled.liberties(way, 3) > 2 ? 0.5 : ATARI * after.stones(point);
  }

  /** Stones in atari beside a chain that is captured. */
  private static int rescued(GoBoard board, int captured, int colour) {
    int rescued = 0;
    boolean[] counted = new boolean[board.grid().points];
    for (int stone = 0; stone < counted.length; stone++) {
      if (board.colour(stone) == 3 - colour && board.chain(stone) == board.chain(captured)) {
        for (int beside : board.grid().neighbours(stone)) {
          if (board.colour(beside) == colour
              && board.inAtari(beside)
              && !counted[board.chain(beside)]) {
            counted[board.chain(beside)] = true;
            rescued += board.stones(beside);
          }
        }
      }
    }
    return rescued;
  }

  /** What the place is worth by itself: the middle, contact, cutting and connecting. */
  private static double place(GoBoard board, int point, int colour) {
    Grid grid = board.grid();
    int row = point / grid.size;
    int column = point % grid.size;
    int edge =
        Math.min(Math.min(row, column), Math.min(grid.size - 1 - row, grid.size - 1 - column));
    double worth = edge == 0 ? -1.5 : Math.min(edge, 3) * 0.5;
    int own = 0;
    int other = 0;
    for (int beside : grid.neighbours(point)) {
      own += board.colour(beside) == colour ? 1 : 0;
      other += board.colour(beside) == 3 - colour ? 1 : 0;
    }
    int near = 0;
    for (int corner : grid.diagonals(point)) {
      near += board.colour(corner) == GoBoard.EMPTY ? 0 : 1;
    }
    // Inside one's own walls nothing is gained.
    worth += own == grid.neighbours(point).length ? -1 : 0;
    return worth + 0.4 * Math.min(other, 2) + 0.3 * Math.min(near, 2) - 0.2 * Math.max(0, own - 1);
  }
}
