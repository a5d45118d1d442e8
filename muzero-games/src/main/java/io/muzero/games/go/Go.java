package io.muzero.games.go;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.BoardSymmetry;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.SquareBoardGame;
import io.muzero.environment.Step;
import io.muzero.games.picture.BoardPicture;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Go: Black (X) and White (O) put stones in turn on the points of a board; a chain of stones that
 * has no empty point beside it is captured. The rules are those of J. Tromp and B. Taylor, except
 * that suicide is forbidden: area counts, and no stone may bring back a position that was on the
 * board before, whoever was to move (positional superko).
 *
 * <p><b>Observation</b> (2·h+3)×N×N, numbers 0 or 1, in the view of the player to move, where h is
 * the number of positions shown: own and opposing stones now, the same a move ago, and so on, none
 * before the start; then a plane that is 1 everywhere when Black is to move; the points where a
 * stone would be legal but for superko; and a plane that is 1 everywhere when the last move was a
 * pass. After the end it is the view of the player who would move next.
 *
 * <p><b>Actions</b>: N²+1; {@code row * N + column} from the top left, named as in the Go Text
 * Protocol by the column's letter from the left without I and the row's number from the bottom:
 * {@code A9} is the top left and {@code J1} the bottom right of 9×9; and {@code pass}, which is
 * always legal.
 *
 * <p><b>Reward</b>: on the second of two passes 1 for the player with more points, −1 for the
 * other, both in the view of the player who passes; 0 for as many, and 0 before. Points are stones,
 * empty points that reach stones of one colour only, and White's komi; no stone is dead that stands
 * on the board. <b>Start</b>: an empty board, Black to move. <b>End</b>: two passes in a row; a
 * game of {@link GoRules#maxMoves} moves is truncated. There is no chance: seeds change nothing.
 *
 * <p>All eight symmetries of the square are symmetries of the game.
 */
public final class Go implements SquareBoardGame {
  private final GoRules rules;
  private final Grid grid;
  private final EnvironmentSpec spec;
  private final GoBoard board;
  private final PositionSet positions;
  private final short[] played;

  /** The last positions, in turn: per position the sets of black and of white stones. */
  private final long[] past;

  /** Where the player to move may put a stone, and where only superko forbids it. */
  private final long[] open;

  private final long[] repeating;
  private boolean openKnown;
  private int moves;
  private int captured;
  private boolean ended;

  /** An empty board. */
  public Go(GoRules rules) {
    this.rules = rules;
    grid = Grid.of(rules.size());
    int size = grid.size;
    spec =
        new EnvironmentSpec(
            2,
            2 * rules.history() + 3,
            size,
            size,
            0,
            1,
            new ActionSpace.Discrete(grid.points + 1, ActionSpace.Layout.CELLS),
            -1,
            1,
            rules.maxMoves(),
            BoardSymmetry.square(size));
    board = new GoBoard(grid);
    positions = new PositionSet();
    positions.add(board.number());
    played = new short[rules.maxMoves()];
    past = new long[2 * rules.history() * grid.words];
    open = new long[grid.words];
    repeating = new long[grid.words];
  }

  private Go(Go other) {
    rules = other.rules;
    grid = other.grid;
    spec = other.spec;
    board = new GoBoard(other.board);
    positions = new PositionSet(other.positions);
    played = other.played.clone();
    past = other.past.clone();
    open = other.open.clone();
    repeating = other.repeating.clone();
    openKnown = other.openKnown;
    moves = other.moves;
    captured = other.captured;
    ended = other.ended;
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  /** What it is played by. */
  public GoRules rules() {
    return rules;
  }

  @Override
  public void reset(long seed) {
    reset();
  }

  @Override
  public void reset() {
    board.clear();
    positions.clear();
    positions.add(board.number());
    Arrays.fill(past, 0);
    openKnown = false;
    moves = 0;
    captured = 0;
    ended = false;
  }

  /** The stones. */
  GoBoard board() {
    return board;
  }

  /** Whether the game is over. */
  public boolean hasEnded() {
    return ended;
  }

  @Override
  public int playerToMove() {
    return moves & 1;
  }

  /** The colour to move, {@link GoBoard#BLACK} or {@link GoBoard#WHITE}. */
  int toMove() {
    return 1 + playerToMove();
  }

  /** Whether the last move was a pass. */
  boolean passed() {
    return moves > 0 && played[moves - 1] == grid.points;
  }

  /** Points that Black has more than White by area, komi included; below 0 where White leads. */
  public double score() {
    return board.areaMargin() - rules.komi();
  }

  @Override
  public boolean isLegal(int action) {
    if (ended || action < 0 || action > grid.points) {
      return false;
    }
    return action == grid.points || isOpen(action);
  }

  private boolean isOpen(int point) {
    findOpen();
    return contains(open, 0, point);
  }

  private static boolean contains(long[] sets, int from, int point) {
    return (sets[from + (point >> 6)] >>> point & 1) != 0;
  }

  /** Looks at every empty point once a position. */
  private void findOpen() {
    if (openKnown) {
      return;
    }
    Arrays.fill(open, 0);
    Arrays.fill(repeating, 0);
    int colour = toMove();
    for (int point = 0; point < grid.points; point++) {
      if (board.colour(point) == GoBoard.EMPTY && !board.isSuicide(point, colour)) {
        // Until a stone is captured there are more stones after each move, and none repeats.
        boolean repeats =
            (captured > 0 || board.captures(point, colour))
                && positions.contains(board.numberAfter(point, colour));
        (repeats ? repeating : open)[point >> 6] |= 1L << point;
      }
    }
    openKnown = true;
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
    int colour = toMove();
    boolean over = index == grid.points && passed();
    if (index < grid.points) {
      captured += board.play(index, colour);
      positions.add(board.number());
    }
    played[moves++] = (short) index;
    remember();
    openKnown = false;
    if (over) {
      ended = true;
      double black = Math.signum(score());
      return Step.terminal(colour == GoBoard.BLACK ? black : -black + 0.0);
    }
    ended = moves == rules.maxMoves();
    return new Step(0, false, ended);
  }

  private String whyNot(int action) {
    if (action > grid.points) {
      return "action " + action + " is not one of 0 to " + grid.points;
    }
    String point = "point " + action + " (" + actionName(action) + ")";
    if (board.colour(action) != GoBoard.EMPTY) {
      return point + " is taken already";
    }
    return board.isSuicide(action, toMove())
        ? point + " would be suicide"
        : point + " would repeat an earlier position";
  }

  /** Notes the position among the last ones. */
  private void remember() {
    int at = place(moves);
    Arrays.fill(past, at, at + 2 * grid.words, 0);
    for (int point = 0; point < grid.points; point++) {
      int colour = board.colour(point);
      if (colour != GoBoard.EMPTY) {
        past[at + (colour - 1) * grid.words + (point >> 6)] |= 1L << point;
      }
    }
  }

  /** Where the position after so many moves is noted. */
  private int place(int move) {
    return Math.floorMod(move, rules.history()) * 2 * grid.words;
  }

  @Override
  public void observe(float[] target, int offset) {
    findOpen();
    int points = grid.points;
    int history = rules.history();
    int own = playerToMove();
    Arrays.fill(target, offset, offset + 2 * history * points, 0f);
    int plane = offset;
    for (int ago = 0; ago < history; ago++) {
      int at = place(moves - ago);
      write(past, at + own * grid.words, target, plane);
      write(past, at + (1 - own) * grid.words, target, plane + points);
      plane += 2 * points;
    }
    Arrays.fill(target, plane, plane + points, 1 - own);
    plane += points;
    Arrays.fill(target, plane, plane + points, 0f);
    write(repeating, 0, target, plane);
    plane += points;
    Arrays.fill(target, plane, plane + points, passed() ? 1f : 0f);
  }

  /** Writes 1 for each point of a set. */
  private void write(long[] sets, int from, float[] target, int plane) {
    for (int word = 0; word < grid.words; word++) {
      for (long left = sets[from + word]; left != 0; left &= left - 1) {
        target[plane + (word << 6) + Long.numberOfTrailingZeros(left)] = 1f;
      }
    }
  }

  @Override
  public Go copy() {
    return new Go(this);
  }

  @Override
  public Environment copyInto(Environment target) {
    if (!(target instanceof Go copy) || !copy.rules.equals(rules)) {
      return copy();
    }
    copy.board.takeOver(board);
    copy.positions.takeOver(positions);
    System.arraycopy(played, 0, copy.played, 0, moves);
    System.arraycopy(past, 0, copy.past, 0, past.length);
    System.arraycopy(open, 0, copy.open, 0, open.length);
    System.arraycopy(repeating, 0, copy.repeating, 0, repeating.length);
    copy.openKnown = openKnown;
    copy.moves = moves;
    copy.captured = captured;
    copy.ended = ended;
    return copy;
  }

  @Override
  public boolean isDeterministic() {
    return true;
  }

  @Override
  public int sgfGame() {
    return 1;
  }

  @Override
  public double komi() {
    return rules.komi();
  }

  @Override
  public OptionalDouble lead() {
    return OptionalDouble.of(score());
  }

  @Override
  public int[] played() {
    int[] actions = new int[moves];
    Arrays.setAll(actions, i -> played[i]);
    return actions;
  }

  @Override
  public String actionName(int action) {
    return action == grid.points
        ? "pass"
        : letter(action % grid.size) + Integer.toString(grid.size - action / grid.size);
  }

  private static String letter(int column) {
    return String.valueOf("ABCDEFGHJKLMNOPQRST".charAt(column));
  }

  /** {@code X} is Black and moves first, {@code O} White. */
  @Override
  public String playerName(int player) {
    return player == 0 ? "X" : "O";
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < grid.size; row++) {
      text.append(String.format(Locale.ROOT, "%2d", grid.size - row));
      for (int column = 0; column < grid.size; column++) {
        text.append(' ').append(".XO".charAt(board.colour(row * grid.size + column)));
      }
      text.append('\n');
    }
    text.append("  ");
    for (int column = 0; column < grid.size; column++) {
      text.append(' ').append(letter(column));
    }
    return text.toString();
  }

  @Override
  public String json() {
    int[] cells = new int[grid.points];
    Arrays.setAll(cells, board::colour);
    int last = moves == 0 || passed() ? -1 : played[moves - 1];
    return BoardPicture.json("stones", grid.size, grid.size, cells, playerToMove(), last);
  }
}
