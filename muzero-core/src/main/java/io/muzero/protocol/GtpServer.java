package io.muzero.protocol;

import io.muzero.environment.Episode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Plays for a controller that speaks the Go Text Protocol, version 2 (G. Farnebäck, 2002): GoGui,
 * Sabaki, a tournament program, or {@link GtpPlayer}.
 *
 * <p>Beside the protocol's core commands it knows {@code gogui-rules_…}, by which GoGui shows games
 * that it does not know itself, and of a player that searches Leela Zero's {@code lz-analyze} and
 * {@code lz-genmove_analyze}. An analysis goes on until the next command comes. Nothing but answers
 * is written. Used by one thread.
 */
public final class GtpServer {
  /** Between two lines of an analysis when the controller does not say. */
  private static final int USUAL_CENTISECONDS = 50;

  /** What a command does. */
  @FunctionalInterface
  private interface Command {
    /**
     * Does it.
     *
     * @return the answer, of one line or several
     */
    String run(Arguments arguments) throws ProtocolException;
  }

  private final HostedPlayer player;
  private final CommandLines lines;
  private final PrintStream out;
  private final GtpGame game;
  private final MoveClock[] clocks = {new MoveClock(), new MoveClock()};
  private final Map<String, Command> commands = new LinkedHashMap<>();
  private boolean ended;

  /** Whether the answer has begun, before the command has been done. */
  private boolean started;

  /**
   * A server.
   *
   * @param player stays the caller's
   * @param version of this program
   * @param lines what the controller sends
   * @param out what it reads
   */
  public GtpServer(HostedPlayer player, String version, CommandLines lines, PrintStream out) {
    this.player = player;
    this.lines = lines;
    this.out = out;
    game = new GtpGame(player);
    commands.put("protocol_version", arguments -> "2");
    commands.put("name", arguments -> "muzero");
    commands.put("version", arguments -> version + ", " + player.description());
    commands.put(
        "known_command",
        arguments -> Boolean.toString(commands.containsKey(arguments.text(0, "a command"))));
    commands.put("list_commands", arguments -> String.join("\n", commands.keySet()));
    commands.put("quit", this::quit);
    commands.put("boardsize", this::boardSize);
    commands.put("clear_board", this::clearBoard);
    commands.put("komi", this::komi);
    commands.put("play", this::play);
    commands.put("undo", this::undo);
    commands.put("genmove", arguments -> generate(arguments.player(0), true));
    commands.put("reg_genmove", arguments -> generate(arguments.player(0), false));
    commands.put("showboard", arguments -> "\n" + BoardReport.shown(game));
    commands.put("final_score", arguments -> BoardReport.score(game.episode()));
    commands.put("time_settings", this::timeSettings);
    commands.put("time_left", this::timeLeft);
    if (game.points().onBoard()) {
      addRules();
    }
    if (player.searches()) {
      commands.put("lz-analyze", this::analyse);
      commands.put("lz-genmove_analyze", this::generateAnalysed);
    }
  }

  private void addRules() {
    String name = player.game();
    commands.put(
        "gogui-rules_game_id",
        arguments -> Character.toUpperCase(name.charAt(0)) + name.substring(1));
    commands.put("gogui-rules_board", arguments -> BoardReport.board(game));
    commands.put(
        "gogui-rules_board_size", arguments -> Integer.toString(BoardReport.square(game.points())));
    commands.put("gogui-rules_legal_moves", arguments -> String.join(" ", game.legalMoves()));
    commands.put(
        "gogui-rules_side_to_move", arguments -> GtpGame.colour(game.state().playerToMove()));
    commands.put("gogui-rules_final_result", arguments -> BoardReport.result(game.episode()));
  }

  /** Answers commands until {@code quit}, the end of the input, or {@link CommandLines#stop}. */
  public void run() {
    while (!ended && !out.checkError()) {
      Optional<String> line = lines.next();
      if (line.isEmpty()) {
        return;
      }
      List<String> words = words(line.get());
      if (!words.isEmpty()) {
        answer(words);
      }
    }
  }

  /** The words of a line; control characters and comments are none. */
  private static List<String> words(String line) {
    String text =
        line.replace('\t', ' ').replaceAll("\\p{Cntrl}", "").replaceAll("#.*", "").strip();
    return text.isEmpty() ? List.of() : List.of(text.split(" +"));
  }

  private void answer(List<String> words) {
    boolean numbered = words.get(0).matches("\\d{1,18}");
    String id = numbered ? words.get(0) : "";
    List<String> rest = numbered ? words.subList(1, words.size()) : words;
    try {
      if (rest.isEmpty()) {
        throw new ProtocolException("syntax error: a number is followed by a command");
      }
      Command command = commands.get(rest.get(0));
      if (command == null) {
        throw new ProtocolException("unknown command");
      }
      Arguments arguments = new Arguments(id, rest.subList(1, rest.size()));
      say("=" + id, command.run(arguments));
    } catch (ProtocolException e) {
      say("?" + id, e.line());
    }
  }

  /** Of an answer that began before, {@code =} has been said. */
  private void say(String begin, String text) {
    if (started) {
      started = false;
      out.print((text.isEmpty() ? "" : text + "\n") + "\n");
    } else {
      // An empty line would end the answer.
      out.print(begin + (text.isEmpty() || text.startsWith("\n") ? "" : " ") + text + "\n\n");
    }
    out.flush();
  }

  private void begin(String id) {
    started = true;
    out.print("=" + id + "\n");
    out.flush();
  }

  /**
   * What follows a command.
   *
   * @param id the number before it, or nothing
   */
  private record Arguments(String id, List<String> words) {
    String text(int index, String what) throws ProtocolException {
      if (index >= words.size()) {
        throw new ProtocolException("syntax error: " + what + " must follow");
      }
      return words.get(index);
    }

    int player(int index) throws ProtocolException {
      return GtpGame.player(text(index, "a colour"));
    }

    int count(int index, String what) throws ProtocolException {
      String text = text(index, what);
      if (!text.matches("\\d{1,9}")) {
        throw new ProtocolException("syntax error: " + what + " must be a whole number");
      }
      return Integer.parseInt(text);
    }
  }

  private String quit(Arguments arguments) {
    ended = true;
    return "";
  }

  private String boardSize(Arguments arguments) throws ProtocolException {
    game.resize(arguments.count(0, "a size"));
    restartClocks();
    return "";
  }

  private String clearBoard(Arguments arguments) {
    game.clear();
    restartClocks();
    return "";
  }

  private void restartClocks() {
    Arrays.stream(clocks).forEach(MoveClock::restart);
  }

  private String komi(Arguments arguments) throws ProtocolException {
    String text = arguments.text(0, "a komi");
    if (!text.matches("[+-]?(\\d{1,6}(\\.\\d{0,6})?|\\.\\d{1,6})")) {
      throw new ProtocolException("syntax error: a komi must be a number");
    }
    game.komi(Double.parseDouble(text));
    return "";
  }

  private String play(Arguments arguments) throws ProtocolException {
    int who = arguments.player(0);
    game.play(who, arguments.text(1, "a move"));
    return "";
  }

  private String undo(Arguments arguments) throws ProtocolException {
    game.undo();
    return "";
  }

  private String timeSettings(Arguments arguments) throws ProtocolException {
    int main = arguments.count(0, "the main time");
    int period = arguments.count(1, "the overtime");
    int moves = arguments.count(2, "its moves");
    for (MoveClock clock : clocks) {
      clock.settings(main, period, moves);
    }
    return "";
  }

  private String timeLeft(Arguments arguments) throws ProtocolException {
    clocks[arguments.player(0)].left(
        arguments.count(1, "the time"), arguments.count(2, "its moves"));
    return "";
  }

  private String generate(int who, boolean played) throws ProtocolException {
    Episode before = game.toMove(who);
    long start = System.nanoTime();
    int action;
    try (Thinking thinking = player.think(before, effort(who))) {
      boolean more = true;
      while (more && !lines.isStopped()) {
        more = thinking.advance();
      }
      action = thinking.action();
    }
    return chosen(before, action, new Chosen(who, played, start));
  }

  /** How a move came to be. */
  private record Chosen(int who, boolean played, long start) {}

  private String chosen(Episode before, int action, Chosen how) throws ProtocolException {
    String name = game.points().name(before.environment(), action);
    if (how.played()) {
      clocks[how.who()].used(Duration.ofNanos(System.nanoTime() - how.start()));
      game.play(before, action);
    }
    return name;
  }

  private Effort effort(int who) {
    int free = game.legalMoves().size();
    return clocks[who]
        .budget(Math.max(10, free / 2))
        .map(Effort::within)
        .orElse(Effort.unlimited());
  }

  /** The words of an analysis: a colour, perhaps, and how often it is to be told. */
  private Watch watch(Arguments arguments, int usual) throws ProtocolException {
    List<String> words = new ArrayList<>(arguments.words());
    int who = usual;
    if (!words.isEmpty() && words.get(0).matches("[A-Za-z]+") && !words.get(0).equals("interval")) {
      who = GtpGame.player(words.remove(0));
    }
    if (!words.isEmpty() && words.get(0).equals("interval")) {
      words.remove(0);
    }
    int centiseconds =
        words.isEmpty()
            ? USUAL_CENTISECONDS
            : new Arguments(arguments.id(), words).count(0, "the interval");
    if (words.size() > 1) {
      throw new ProtocolException("syntax error: nothing may follow the interval");
    }
    return new Watch(who, Duration.ofMillis(10L * Math.max(1, centiseconds)));
  }

  /**
   * How an analysis is watched.
   *
   * @param who is to move
   * @param interval between two lines
   */
  private record Watch(int who, Duration interval) {}

  private String analyse(Arguments arguments) throws ProtocolException {
    Watch watch = watch(arguments, game.state().playerToMove());
    Episode position = game.toMove(watch.who());
    begin(arguments.id());
    try (Thinking thinking = player.think(position, Effort.watched())) {
      boolean more = true;
      while (more && !lines.isWaiting()) {
        more = think(thinking, position, watch.interval(), lines::isWaiting);
      }
      lines.await();
    }
    return "";
  }

  private String generateAnalysed(Arguments arguments) throws ProtocolException {
    Watch watch = watch(arguments, game.state().playerToMove());
    Episode before = game.toMove(watch.who());
    long start = System.nanoTime();
    begin(arguments.id());
    int action;
    try (Thinking thinking = player.think(before, effort(watch.who()))) {
      boolean more = true;
      while (more && !lines.isStopped()) {
        more = think(thinking, before, watch.interval(), lines::isStopped);
      }
      action = thinking.action();
    }
    return "play " + chosen(before, action, new Chosen(watch.who(), true, start));
  }

  /** Thinks until it is time to tell, there is no more to find, or it is enough, and tells. */
  private boolean think(
      Thinking thinking, Episode position, Duration interval, BooleanSupplier enough) {
    long end = System.nanoTime() + interval.toNanos();
    boolean more = true;
    while (more && !enough.getAsBoolean() && System.nanoTime() < end) {
      more = thinking.advance();
    }
    List<Thinking.Line> found = thinking.lines();
    if (!found.isEmpty()) {
      out.print(BoardReport.analysis(game, position, found) + "\n");
      out.flush();
    }
    return more && !out.checkError();
  }
}
