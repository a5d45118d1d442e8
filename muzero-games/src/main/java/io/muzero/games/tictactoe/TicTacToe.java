package io.muzero.games.tictactoe;

import io.muzero.environment.ActionSpace;
import io.muzero.environment.BoardSymmetry;
import io.muzero.environment.Environment;
import io.muzero.games.board.BoardGame;
import java.util.Arrays;

/**
 * Tic-tac-toe: two players place marks in turn on 3×3 cells; three in a row, column or diagonal
 * win.
 *
 * <p><b>Observation</b> 3×3×3, numbers 0 or 1, in the view of the player to move: own marks, the
 * opponent's marks, and a plane that is 1 everywhere when the first player (X) is to move and 0
 * otherwise. After the end it is the view of the player who would move next.
 *
 * <p><b>Actions</b>: 9; {@code row * 3 + column} from the top left, named {@code a3} (top left) to
 * {@code c1} (bottom right). A cell that is taken is illegal.
 *
 * <p><b>Reward</b>: 1 for the player whose move completes a line, 0 otherwise. <b>Start</b>: an
 * empty board, X to move. <b>End</b>: a line, or a full board (a draw); no time limit, at most 9
 * moves. There is no chance: seeds change nothing.
 *
 * <p>All eight symmetries of the square are symmetries of the game. Perfect play draws; there are
 * 5,478 states, 4,520 of them not ended.
 */
public final class TicTacToe extends BoardGame {
  static final int CELLS = 9;
  private static final int FULL = 0b111_111_111;

  /** Bit i of {@code WON[stones >> 5] >> (stones & 31)}: whether these nine bits hold a line. */
  private static final int[] WON = new int[16];

  private static final int[] LINES = {
    0b000_000_111, 0b000_111_000, 0b111_000_000, 0b001_001_001,
    0b010_010_010, 0b100_100_100, 0b100_010_001, 0b001_010_100
  };

  static {
    for (int stones = 0; stones <= FULL; stones++) {
      for (int line : LINES) {
        if ((stones & line) == line) {
          WON[stones >> 5] |= 1 << (stones & 31);
        }
      }
    }
  }

  private int own;
  private int theirs;

  /** The empty board. */
  public TicTacToe() {
    super(
        "marks",
        3,
        3,
        new ActionSpace.Discrete(CELLS, ActionSpace.Layout.CELLS),
        BoardSymmetry.square(3));
  }

  private TicTacToe(TicTacToe other) {
    super(other);
    own = other.own;
    theirs = other.theirs;
  }

  /** Whether these marks (bit i = cell i) hold three in a line. */
  static boolean isWon(int marks) {
    return (WON[marks >> 5] >>> (marks & 31) & 1) != 0;
  }

  /** Cells of the player to move: bit i is cell i. */
  public int ownMarks() {
    return own;
  }

  /** Cells of the other player: bit i is cell i. */
  public int opponentMarks() {
    return theirs;
  }

  @Override
  public boolean isLegal(int action) {
    return !hasEnded() && action >= 0 && action < CELLS && ((own | theirs) >>> action & 1) == 0;
  }

  @Override
  protected int put(int cell) {
    if (cell >= CELLS) {
      throw new IllegalArgumentException("cell " + cell + " is not one of 0 to 8");
    }
    if (!isLegal(cell)) {
      throw new IllegalArgumentException(
          "cell " + cell + " (" + actionName(cell) + ") is taken already");
    }
    int mine = own | 1 << cell;
    own = theirs;
    theirs = mine;
    return cell;
  }

  @Override
  protected boolean completesLine(int cell) {
    return isWon(theirs);
  }

  @Override
  protected void clear() {
    own = 0;
    theirs = 0;
  }

  @Override
  public void observe(float[] target, int offset) {
    float first = 1 - playerToMove();
    for (int cell = 0; cell < CELLS; cell++) {
      target[offset + cell] = own >>> cell & 1;
      target[offset + CELLS + cell] = theirs >>> cell & 1;
      target[offset + 2 * CELLS + cell] = first;
    }
  }

  @Override
  public TicTacToe copy() {
    return new TicTacToe(this);
  }

  @Override
  public Environment copyInto(Environment target) {
    if (!(target instanceof TicTacToe other)) {
      return copy();
    }
    other.takeOver(this);
    other.own = own;
    other.theirs = theirs;
    return other;
  }

  @Override
  public String actionName(int action) {
    return "" + (char) ('a' + action % 3) + (3 - action / 3);
  }

  @Override
  protected int[] cells() {
    int[] cells = new int[CELLS];
    Arrays.setAll(
        cells,
        cell ->
            (own >>> cell & 1) != 0
                ? 1 + playerToMove()
                : (theirs >>> cell & 1) != 0 ? 2 - playerToMove() : 0);
    return cells;
  }

  @Override
  public String text() {
    int[] cells = cells();
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < 3; row++) {
      text.append(3 - row).append(' ');
      for (int column = 0; column < 3; column++) {
        text.append(' ').append(".XO".charAt(cells[3 * row + column]));
      }
      text.append('\n');
    }
    return text.append("   a b c").toString();
  }
}
