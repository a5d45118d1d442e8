package io.muzero.protocol;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.SquareBoardGame;
import java.util.Arrays;

/**
 * A player of gomoku who asks an engine: {@code gomocup:} and the engine's command, for example
 * {@code gomocup:./pbrain-engine}. Words {@code key=value} before the program are told to it as
 * {@code INFO key value}: {@code gomocup:timeout_turn=200 ./pbrain-engine} gives it 200 ms a move,
 * in place of a second.
 *
 * <p>One engine plays all games that are played side by side. Where a game goes on as the engine
 * knows it, it is told the opponent's move alone, otherwise the whole board.
 */
public final class GomocupPlayer implements EnginePlayer {
  /** What the name of such a player begins with. */
  public static final String PREFIX = "gomocup:";

  /** SGF's number of gomoku. */
  private static final int GOMOKU = 4;

  private static final int FIVE = 5;

  private final GomocupEngine engine;

  /** The size of the engine's board; −1 before it has one. */
  private int knownSize = -1;

  /** The moves on it. */
  private int[] known = new int[0];

  private GomocupPlayer(GomocupEngine engine) {
    this.engine = engine;
  }

  /** Whether a player's name asks for such an engine. */
  public static boolean isNamed(String player) {
    return player.startsWith(PREFIX);
  }

  /**
   * Starts the engine of a player's name.
   *
   * @param player begins with {@link #PREFIX}
   * @throws EngineException when it cannot be started
   */
  public static GomocupPlayer start(String player) {
    return new GomocupPlayer(GomocupEngine.start(player.substring(PREFIX.length())));
  }

  /**
   * Requires the command of an engine in a player's name.
   *
   * @param player begins with {@link #PREFIX}
   * @throws EngineNameException when it is none
   */
  static void requireCommand(String player) {
    GomocupCommand.of(player.substring(PREFIX.length()));
  }

  /** Whether a game is five in a row on a square board. */
  public static boolean canPlay(Environment environment) {
    return environment instanceof SquareBoardGame board
        && board.sgfGame() == GOMOKU
        && board.line() == FIVE;
  }

  /**
   * Requires five in a row on a square board.
   *
   * @param game the environment's name, for the message
   * @throws EngineNameException when it is another game
   */
  public static void requirePlayable(Environment environment, String game) {
    if (!(environment instanceof SquareBoardGame board) || board.sgfGame() != GOMOKU) {
      throw new EngineNameException(
          "no Gomocup engine can play " + game + ": they know gomoku only");
    }
    if (board.line() != FIVE) {
      throw new EngineNameException(
          "no Gomocup engine can play "
              + game
              + " with lines of "
              + board.line()
              + ": they know lines of five only; set environment.line=5");
    }
  }

  @Override
  public Action choose(Environment environment) {
    requirePlayable(environment, "this game");
    SquareBoardGame game = (SquareBoardGame) environment;
    int size = game.spec().height();
    int[] moves = game.played();
    int[] move = engine.move(tell(game, size, moves));
    int action = move[1] * size + move[0];
    if (move[0] >= size || move[1] >= size || !game.isLegal(action)) {
      throw new EngineException(
          engine.name()
              + " made the move "
              + move[0]
              + ","
              + move[1]
              + ", which is not legal on a board of "
              + size
              + " with "
              + moves.length
              + " stones");
    }
    knownSize = size;
    known = Arrays.copyOf(moves, moves.length + 1);
    known[moves.length] = action;
    return Action.of(action);
  }

  /** Brings the engine's board up to what it is to be told at once; returns what then asks. */
  private String tell(SquareBoardGame game, int size, int[] moves) {
    int before = knownSize;
    int stones = known.length;
    boolean goesOn =
        before == size
            && stones == moves.length - 1
            && Arrays.equals(known, 0, stones, moves, 0, stones);
    // What an engine that fails halfway knows is not known.
    knownSize = -1;
    known = new int[0];
    if (before != size) {
      engine.start(size);
    } else if (!goesOn && stones > 0) {
      engine.restart(size);
    }
    if (moves.length == 0) {
      return "BEGIN";
    }
    if (goesOn || moves.length == 1) {
      return "TURN " + coordinates(moves[moves.length - 1], size);
    }
    StringBuilder board = new StringBuilder("BOARD\n");
    for (int i = 0; i < moves.length; i++) {
      int whose = (i & 1) == game.playerToMove() ? 1 : 2;
      board.append(coordinates(moves[i], size)).append(',').append(whose).append('\n');
    }
    return board.append("DONE").toString();
  }

  private static String coordinates(int action, int size) {
    return action % size + "," + action / size;
  }

  @Override
  public void close() {
    engine.close();
  }
}
