package io.muzero.protocol;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.SquareBoardGame;
import io.muzero.settings.Excerpt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A player who asks an engine: {@code gtp:} and the engine's command, for example {@code gtp:gnugo
 * --mode gtp --level 10}.
 *
 * <p>One engine plays all games that are played side by side. Before each decision it is told what
 * it does not know yet of the game in question: the moves since its own last one, or, where it has
 * been in another game meanwhile, the whole game from the start. Its moves are its own affair, as
 * is chance in them; the same seed gives the same games only if the engine is deterministic.
 *
 * <p>An engine that resigns throws a {@link ResignationException}: a match and a recording count
 * the game as lost, an evaluation plays to the end and needs an engine that does not. Closing the
 * player ends the engine. Used by one thread.
 */
public final class GtpPlayer implements EnginePlayer {
  /** What the name of such a player begins with. */
  public static final String PREFIX = "gtp:";

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final GtpEngine engine;

  /** What the engine has on its board: size, komi and moves. */
  private int knownSize = -1;

  private double knownKomi = Double.NaN;
  private int[] known = new int[0];

  /** Plays with an engine, which is this player's from now on. */
  public GtpPlayer(GtpEngine engine) {
    this.engine = engine;
  }

  /** Whether a player's name asks for an engine. */
  public static boolean isNamed(String player) {
    return player.startsWith(PREFIX);
  }

  /**
   * Starts the engine of a player's name.
   *
   * @param player begins with {@link #PREFIX}
   * @throws EngineException when it cannot be started
   */
  public static GtpPlayer start(String player) {
    return new GtpPlayer(GtpEngine.start(player.substring(PREFIX.length()), PATIENCE));
  }

  /**
   * Requires the command of an engine in a player's name.
   *
   * @param player begins with {@link #PREFIX}
   * @throws EngineNameException when it is none
   */
  static void requireCommand(String player) {
    CommandWords.of(player.substring(PREFIX.length()));
  }

  /**
   * Requires a game that engines can play, so that it is refused before anything is started.
   *
   * @param game its name, for the message
   * @throws EngineNameException when it is not on a square board
   */
  public static void requirePlayable(Environment environment, String game) {
    if (!(environment instanceof SquareBoardGame)) {
      throw new EngineNameException(
          "no GTP engine can play "
              + game
              + ": only games of stones on a square board, such as go, can be told to one");
    }
  }

  /**
   * Asks the engine.
   *
   * @throws ResignationException when the engine resigns
   * @throws EngineException when the engine fails or makes a move that is not legal
   */
  @Override
  public Action choose(Environment environment) {
    requirePlayable(environment, "this game");
    SquareBoardGame game = (SquareBoardGame) environment;
    tell(game);
    String vertex = engine.send("genmove " + colour(game.playerToMove()));
    int action = action(game, vertex);
    known = Arrays.copyOf(known, known.length + 1);
    known[known.length - 1] = action;
    return Action.of(action);
  }

  /** Brings the engine's board up to the game's. */
  private void tell(SquareBoardGame game) {
    int[] moves = game.played();
    int size = game.spec().height();
    List<String> commands = new ArrayList<>();
    int from = known.length;
    if (size != knownSize
        || game.komi() != knownKomi
        || from > moves.length
        || !Arrays.equals(known, 0, from, moves, 0, from)) {
      commands.add("boardsize " + size);
      commands.add("komi " + game.komi());
      commands.add("clear_board");
      from = 0;
    }
    for (int i = from; i < moves.length; i++) {
      commands.add("play " + colour(i & 1) + " " + game.vertex(moves[i]));
    }
    // What an engine that fails halfway knows is not known.
    knownSize = -1;
    if (!commands.isEmpty()) {
      engine.sendAll(commands);
    }
    knownSize = size;
    knownKomi = game.komi();
    known = moves;
  }

  private static String colour(int player) {
    return player == 0 ? "black" : "white";
  }

  private int action(SquareBoardGame game, String vertex) {
    for (int action = 0; action < game.spec().actionCount(); action++) {
      if (game.vertex(action).equalsIgnoreCase(vertex)) {
        if (!game.isLegal(action)) {
          throw new EngineException(
              engine.name()
                  + " made the move "
                  + vertex
                  + ", which is not legal after "
                  + line(game));
        }
        return action;
      }
    }
    if (vertex.equalsIgnoreCase("resign")) {
      knownSize = -1; // To the engine the game may be over.
      throw new ResignationException(
          engine.name()
              + " resigned, but games are played to the end: start it so that it never resigns, for"
              + " example by gnugo's --never-resign");
    }
    throw new EngineException(
        engine.name() + " must name a point of the board or pass, was " + Excerpt.of(vertex));
  }

  private static String line(SquareBoardGame game) {
    StringBuilder line = new StringBuilder("the moves");
    for (int move : game.played()) {
      line.append(' ').append(game.vertex(move));
    }
    return Excerpt.of(line);
  }

  /** Ends the engine. */
  @Override
  public void close() {
    engine.close();
  }
}
