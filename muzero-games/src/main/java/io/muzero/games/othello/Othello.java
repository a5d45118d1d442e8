package io.muzero.games.othello;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.BoardSymmetry;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.SquareBoardGame;
import io.muzero.environment.Step;
import io.muzero.games.picture.BoardPicture;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Othello (Reversi with its start set up): a disc is put where it encloses opposing discs in a row,
 * column or diagonal between itself and another of its colour, and all that it encloses turn.
 *
 * <p><b>Observation</b> 3×N×N, numbers 0 or 1, in the view of the player to move: own discs, the
 * opponent's discs, and a plane that is 1 everywhere when the first player (X, black) is to move
 * and 0 otherwise. After the end it is the view of the player who would move next.
 *
 * <p><b>Actions</b>: N²+1; {@code row * N + column} from the top left, named as Othello's players
 * do by the column's letter and the row's number from the top ({@code a1} is the top left), and
 * {@code pass}. A disc that turns nothing is illegal. The pass is legal exactly where no disc can
 * be put, so turns always alternate.
 *
 * <p><b>Reward</b>: on the last move 1 for the player who has more discs, −1 for the other, both in
 * the view of the player who makes the move; 0 for as many, and 0 before. <b>Start</b>: four discs
 * in the middle, white (O) on the diagonal from the top left, X to move. <b>End</b>: neither player
 * can put a disc, which nobody has to pass for; at most 2·(N² − 4) moves, as no pass follows
 * another. There is no chance: seeds change nothing.
 *
 * <p>Half turns and the reflections in the diagonals are symmetries of the game. Quarter turns and
 * mirror images are none: they exchange the colours of the start.
 */
public final class Othello implements SquareBoardGame {
  private final DiscBoard board;
  private final EnvironmentSpec spec;

  /** Discs of the player to move, and of the other. */
  private long own;

  private long other;

  /** Where the player to move can put a disc. */
  private long open;

  private final byte[] played;
  private int moves;
  private boolean ended;

  /**
   * The start.
   *
   * @param size rows and columns N: 4, 6 or 8
   */
  public Othello(int size) {
    board = new DiscBoard(size);
    int cells = size * size;
    spec =
        new EnvironmentSpec(
            2,
            3,
            size,
            size,
            0,
            1,
            new ActionSpace.Discrete(cells + 1, ActionSpace.Layout.CELLS),
            -1,
            1,
            2 * (cells - 4),
            BoardSymmetry.diagonals(size));
    played = new byte[spec.maxSteps()];
    reset();
  }

  private Othello(Othello from) {
    board = from.board;
    spec = from.spec;
    own = from.own;
    other = from.other;
    open = from.open;
    played = from.played.clone();
    moves = from.moves;
    ended = from.ended;
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public void reset(long seed) {
    reset();
  }

  @Override
  public void reset() {
    int low = board.size() / 2 - 1;
    long white = board.cell(low, low) | board.cell(low + 1, low + 1);
    long black = board.cell(low, low + 1) | board.cell(low + 1, low);
    start(black, white);
  }

  /** Begins with these discs of the player to move and the other, for tests. */
  void start(long own, long other) {
    this.own = own;
    this.other = other;
    open = board.moves(own, other);
    moves = 0;
    ended = open == 0 && board.moves(other, own) == 0;
  }

  /** Discs of the player to move. */
  long ownDiscs() {
    return own;
  }

  /** Discs of the other player. */
  long otherDiscs() {
    return other;
  }

  /** Whether the game is over. */
  public boolean hasEnded() {
    return ended;
  }

  @Override
  public int playerToMove() {
    return moves & 1;
  }

  private int pass() {
    return board.size() * board.size();
  }

  @Override
  public boolean isLegal(int action) {
    if (ended || action < 0 || action > pass()) {
      return false;
    }
    return action == pass() ? open == 0 : (open >>> action & 1) != 0;
  }

  @Override
  public Step step(Action action) {
    if (ended) {
      throw new IllegalStateException("the game has ended: call reset first");
    }
    int index = action.index();
    if (!isLegal(index)) {
      throw new IllegalArgumentException(whyNot(index));
    }
    long cell = index == pass() ? 0 : 1L << index;
    long turned = board.turned(own, other, cell);
    long mine = own | cell | turned;
    own = other & ~turned;
    other = mine;
    played[moves++] = (byte) index;
    open = board.moves(own, other);
    if (open != 0 || board.moves(other, own) != 0) {
      return Step.going(0);
    }
    ended = true;
    return Step.terminal(Integer.signum(Long.bitCount(other) - Long.bitCount(own)));
  }

  private String whyNot(int action) {
    if (action > pass()) {
      return "action " + action + " is not one of 0 to " + pass();
    }
    if (action == pass()) {
      return "a pass is legal only where no disc can be put";
    }
    String cell = "cell " + action + " (" + actionName(action) + ")";
    return ((own | other) >>> action & 1) != 0
        ? cell + " is taken already"
        : cell + " turns no disc";
  }

  @Override
  public void observe(float[] target, int offset) {
    int cells = pass();
    float first = 1 - playerToMove();
    for (int cell = 0; cell < cells; cell++) {
      target[offset + cell] = own >>> cell & 1;
      target[offset + cells + cell] = other >>> cell & 1;
      target[offset + 2 * cells + cell] = first;
    }
  }

  @Override
  public Othello copy() {
    return new Othello(this);
  }

  @Override
  public Environment copyInto(Environment target) {
    if (!(target instanceof Othello copy) || copy.board.size() != board.size()) {
      return copy();
    }
    copy.own = own;
    copy.other = other;
    copy.open = open;
    System.arraycopy(played, 0, copy.played, 0, moves);
    copy.moves = moves;
    copy.ended = ended;
    return copy;
  }

  @Override
  public boolean isDeterministic() {
    return true;
  }

  @Override
  public int sgfGame() {
    return 2;
  }

  @Override
  public int[] played() {
    int[] actions = new int[moves];
    Arrays.setAll(actions, i -> played[i]);
    return actions;
  }

  @Override
  public OptionalDouble lead() {
    int discs = Long.bitCount(own) - Long.bitCount(other);
    return OptionalDouble.of(playerToMove() == 0 ? discs : -discs);
  }

  @Override
  public String actionName(int action) {
    int size = board.size();
    return action == pass() ? "pass" : "" + (char) ('a' + action % size) + (1 + action / size);
  }

  /** {@code X} moves first and has black, {@code O} white. */
  @Override
  public String playerName(int player) {
    return player == 0 ? "X" : "O";
  }

  /** Per cell: 0 empty, 1 first player, 2 second player. */
  private int[] cells() {
    long first = playerToMove() == 0 ? own : other;
    long second = playerToMove() == 0 ? other : own;
    int[] cells = new int[pass()];
    Arrays.setAll(cells, cell -> (int) ((first >>> cell & 1) + 2 * (second >>> cell & 1)));
    return cells;
  }

  @Override
  public String text() {
    int size = board.size();
    int[] cells = cells();
    StringBuilder text = new StringBuilder(" ");
    for (int column = 0; column < size; column++) {
      text.append(' ').append((char) ('a' + column));
    }
    for (int row = 0; row < size; row++) {
      text.append('\n').append(row + 1);
      for (int column = 0; column < size; column++) {
        text.append(' ').append(".XO".charAt(cells[row * size + column]));
      }
    }
    return text.toString();
  }

  @Override
  public String json() {
    int size = board.size();
    int last = moves == 0 || played[moves - 1] == pass() ? -1 : played[moves - 1];
    return BoardPicture.json("stones", size, size, cells(), playerToMove(), last);
  }
}
