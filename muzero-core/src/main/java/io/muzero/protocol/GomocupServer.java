package io.muzero.protocol;

import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.settings.Excerpt;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Plays gomoku for a manager that speaks the Gomocup protocol (P. Laštovička, 2005), such as
 * Piskvork, or for {@link GomocupPlayer}. Coordinates are {@code column,row} from the top left,
 * from 0. What is wrong is answered by one line {@code ERROR}. Nothing but answers is written. Used
 * by one thread.
 */
public final class GomocupServer {
  private final HostedPlayer player;
  private final String about;
  private final CommandLines lines;
  private final PrintStream out;
  private final GomocupClock clock = new GomocupClock();

  /** The game; null before there is a board. */
  private @Nullable Episode episode;

  private boolean ended;

  /**
   * A server.
   *
   * @param player of five in a row; stays the caller's
   * @param version of this program
   * @param lines what the manager sends
   * @param out what it reads
   */
  public GomocupServer(HostedPlayer player, String version, CommandLines lines, PrintStream out) {
    this.player = player;
    this.lines = lines;
    this.out = out;
    about =
        "name=\"muzero\", version=\""
            + version
            + "\", author=\"The MuZero for the JVM project\", country=\"-\", description=\""
            + player.description().replace('"', '\'')
            + "\"";
  }

  /** Answers commands until {@code END}, the end of the input, or {@link CommandLines#stop}. */
  public void run() {
    while (!ended && !out.checkError()) {
      Optional<String> line = lines.next();
      if (line.isEmpty()) {
        return;
      }
      String text = line.get().strip();
      if (!text.isEmpty()) {
        String[] parts = text.split("\\s+", 2);
        try {
          run(parts[0].toUpperCase(Locale.ROOT), parts.length == 1 ? "" : parts[1]);
        } catch (ProtocolException e) {
          say("ERROR " + e.line());
        }
      }
    }
  }

  private void say(String line) {
    out.print(line + "\n");
    out.flush();
  }

  private void run(String command, String rest) throws ProtocolException {
    switch (command) {
      case "START" -> start(rest);
      case "RESTART" -> {
        int size = size();
        episode = newGame(size);
        say("OK");
      }
      case "BEGIN" -> {
        requireNoStones();
        move();
      }
      case "TURN" -> {
        put(cell(rest));
        move();
      }
      case "BOARD" -> board();
      case "TAKEBACK" -> takeBack(cell(rest));
      case "INFO" -> info(rest);
      case "ABOUT" -> say(about);
      case "END" -> ended = true;
      case "RECTSTART" ->
          throw new ProtocolException("rectangular boards are not supported: use START");
      default -> say("UNKNOWN command " + Excerpt.of(command));
    }
  }

  private Episode game() throws ProtocolException {
    if (episode == null) {
      throw new ProtocolException("there is no board yet: send START and its size first");
    }
    return episode;
  }

  private int size() throws ProtocolException {
    return game().environment().spec().height();
  }

  private void start(String rest) throws ProtocolException {
    if (!rest.matches("\\d{1,4}")) {
      throw new ProtocolException("START must be followed by a size, was " + Excerpt.of(rest));
    }
    episode = null;
    episode = newGame(Integer.parseInt(rest));
    say("OK");
  }

  private Episode newGame(int size) throws ProtocolException {
    return player
        .newGame(OptionalInt.of(size), OptionalDouble.empty())
        .orElseThrow(
            () ->
                new ProtocolException(
                    "unsupported size "
                        + size
                        + ": this player ("
                        + player.description()
                        + ") knows boards of size "
                        + sizes()
                        + " only"));
  }

  private String sizes() {
    List<Integer> sizes = player.sizes();
    return sizes.size() > 1 ? BoardSizes.words(sizes) : String.valueOf(usualSize());
  }

  private int usualSize() {
    return player
        .newGame(OptionalInt.empty(), OptionalDouble.empty())
        .orElseThrow()
        .environment()
        .spec()
        .height();
  }

  private void requireNoStones() throws ProtocolException {
    if (!game().moves().isEmpty()) {
      throw new ProtocolException("BEGIN needs an empty board: send RESTART first");
    }
  }

  /** Reads {@code column,row}. */
  private int cell(String text) throws ProtocolException {
    List<Integer> numbers = numbers(text, 2);
    return cell(numbers.get(0), numbers.get(1));
  }

  private int cell(int column, int row) throws ProtocolException {
    int size = size();
    if (column >= size || row >= size) {
      throw new ProtocolException(
          "column and row must be within [0, " + (size - 1) + "], was " + column + "," + row);
    }
    return row * size + column;
  }

  private static List<Integer> numbers(String text, int count) throws ProtocolException {
    List<Integer> numbers = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (part.strip().matches("\\d{1,4}")) {
        numbers.add(Integer.parseInt(part.strip()));
      }
    }
    if (numbers.size() != count || text.split(",", -1).length != count) {
      throw new ProtocolException(
          count + " numbers with commas between must follow, was " + Excerpt.of(text));
    }
    return numbers;
  }

  private void put(int cell) throws ProtocolException {
    put(game(), cell);
  }

  private void put(Episode game, int cell) throws ProtocolException {
    requireGoingOn(game);
    if (!game.environment().isLegal(cell)) {
      throw new ProtocolException(coordinates(game.environment(), cell) + " is taken already");
    }
    game.play(cell);
  }

  private static void requireGoingOn(Episode game) throws ProtocolException {
    if (game.ended()) {
      throw new ProtocolException("the game is over: send RESTART or TAKEBACK");
    }
  }

  private static String coordinates(Environment state, int cell) {
    int size = state.spec().height();
    return cell % size + "," + cell / size;
  }

  private void move() throws ProtocolException {
    Episode game = game();
    requireGoingOn(game);
    long start = System.nanoTime();
    int free = game.legalActions().length;
    int action;
    try (Thinking thinking = player.think(game, clock.effort(free))) {
      boolean more = true;
      while (more && !lines.isStopped()) {
        more = thinking.advance();
      }
      action = thinking.action();
    }
    clock.used(Duration.ofNanos(System.nanoTime() - start));
    String move = coordinates(game.environment(), action);
    game.play(action);
    say(move);
  }

  private void takeBack(int cell) throws ProtocolException {
    Episode game = game();
    List<Episode.Move> moves = game.moves();
    if (moves.isEmpty() || moves.get(moves.size() - 1).action() != cell) {
      throw new ProtocolException(
          "only the last move can be taken back, which is "
              + (moves.isEmpty()
                  ? "none"
                  : coordinates(game.environment(), moves.get(moves.size() - 1).action())));
    }
    game.undo();
    say("OK");
  }

  /** Reads the stones to the line DONE whatever they are, so that it is answered once. */
  private void board() throws ProtocolException {
    List<String> stones = new ArrayList<>();
    Optional<String> line = lines.next();
    while (line.isPresent() && !line.get().strip().equalsIgnoreCase("DONE")) {
      stones.add(line.get().strip());
      line = lines.next();
    }
    if (line.isEmpty()) {
      return;
    }
    episode = position(stones);
    move();
  }

  /** A game that leads to these stones, ours to move next. */
  private Episode position(List<String> stones) throws ProtocolException {
    Episode game = newGame(size());
    List<Integer> own = new ArrayList<>();
    List<Integer> theirs = new ArrayList<>();
    for (String stone : stones) {
      List<Integer> numbers = numbers(stone, 3);
      int cell = cell(numbers.get(0), numbers.get(1));
      switch (numbers.get(2)) {
        case 1 -> own.add(cell);
        case 2 -> theirs.add(cell);
        default ->
            throw new ProtocolException(
                "a stone is of 1 (own) or 2 (the opponent's), was " + numbers.get(2));
      }
    }
    int more = theirs.size() - own.size();
    if (more != 0 && more != 1) {
      throw new ProtocolException(
          "the opponent must have as many stones or one more, was "
              + theirs.size()
              + " against "
              + own.size());
    }
    for (int i = 0; i < theirs.size() + own.size(); i++) {
      List<Integer> side = (i & 1) == (more == 1 ? 0 : 1) ? theirs : own;
      put(game, side.get(i / 2));
    }
    return game;
  }

  private void info(String rest) {
    String[] parts = rest.split("\\s+", 2);
    String value = parts.length == 1 ? "" : parts[1].strip();
    if (!value.matches("-?\\d{1,18}")) {
      return; // such as a folder; INFO has no answer
    }
    long number = Long.parseLong(value);
    if (parts[0].equalsIgnoreCase("rule")) {
      if (number != 0) {
        say("MESSAGE this player knows rule 0 only, by which five stones or more win");
      }
    } else {
      clock.info(parts[0].toLowerCase(Locale.ROOT), number);
    }
  }
}
