package io.muzero.launcher;

import io.muzero.agent.Decision;
import io.muzero.config.NearestWord;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** A person and an agent play games, move by move. Used by one thread. */
final class PlaySession {
  private static final List<String> COMMANDS =
      List.of("hint", "policy", "undo", "moves", "board", "new", "help", "quit");

  private final Screen screen;
  private final LineInput input;
  private final Function<Episode, Decision> agent;
  private Environment environment;
  private final Seat seat;
  private final boolean details;
  private final LongConsumer pause;
  private Episode episode;

  /** The environment as it began, in which the next game begins. */
  private Environment next;

  /** Who the person is. */
  enum Seat {
    /** The player who moves first, or the only one. */
    FIRST,
    /** The player who moves second. */
    SECOND,
    /** Nobody: the agent plays every seat and is watched. */
    NONE
  }

  /**
   * Where a game is shown and moves are typed.
   *
   * @param pause waits so many milliseconds between the pictures of a watched game
   */
  record Table(Screen screen, LineInput input, LongConsumer pause) {
    Table(Screen screen, LineInput input) {
      this(screen, input, PlaySession::sleep);
    }
  }

  /**
   * What a person wants.
   *
   * @param seat who the person is
   * @param details whether each of the agent's moves comes with its thoughts
   * @param seed of the first episode
   */
  record Wishes(Seat seat, boolean details, long seed) {}

  /**
   * A session; {@link #run} plays it.
   *
   * @param agent says what the agent thinks of an episode
   * @param environment reset and played here
   */
  PlaySession(
      Table table, Function<Episode, Decision> agent, Environment environment, Wishes wishes) {
    screen = table.screen();
    input = table.input();
    pause = table.pause();
    this.agent = agent;
    this.environment = environment;
    seat = wishes.seat();
    details = wishes.details();
    environment.reset(wishes.seed());
    next = environment.copy();
    episode = Episode.owning(environment);
  }

  private static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunFailedException("the game was interrupted", e);
    }
  }

  /** Plays until the person has enough; a watched game is played once. */
  void run() {
    if (seat == Seat.NONE && screen.isLive() && !details) {
      animate();
      return;
    }
    if (seat != Seat.NONE) {
      if (environment.spec().players() == 2) {
        screen.print(marks());
      }
      screen.print("Type a move, or: " + String.join(", ", COMMANDS) + ".");
    }
    showBoard();
    boolean going = true;
    while (going) {
      if (episode.ended() || personMoves()) {
        if (seat == Seat.NONE) {
          return;
        }
        Optional<String> line = input.read(prompt(), this::words);
        going = line.isPresent() && answer(line.get().strip());
      } else {
        agentMoves();
      }
    }
  }

  /** For example {@code You are X and move first; the agent is O.} */
  private String marks() {
    int person = seat == Seat.SECOND ? 1 : 0;
    return "You are "
        + environment.playerName(person)
        + (person == environment.playerToMove() ? " and move first" : " and move second")
        + "; the agent is "
        + environment.playerName(1 - person)
        + ".";
  }

  /** Shows a watched game in one place. */
  private void animate() {
    String move = "";
    while (true) {
      List<String> picture = new ArrayList<>(episode.environment().text().lines().toList());
      picture.add(move);
      screen.status(picture);
      if (episode.ended()) {
        break;
      }
      pause.accept(Pace.milliseconds(episode.environment()));
      int mover = episode.environment().playerToMove();
      int action = agent.apply(episode).action();
      move =
          "move "
              + (episode.moves().size() + 1)
              + ": "
              + (environment.spec().players() == 2 ? environment.playerName(mover) + " " : "")
              + name(action);
      episode.play(action);
    }
    screen.endStatus();
    screen.print(outcome());
  }

  private boolean personMoves() {
    return switch (seat) {
      case FIRST -> episode.environment().playerToMove() == 0;
      case SECOND -> episode.environment().playerToMove() == 1;
      case NONE -> false;
    };
  }

  private String prompt() {
    return episode.ended() ? "new, undo or quit> " : "your move> ";
  }

  /** What a person may type now. */
  private Collection<String> words() {
    List<String> words = new ArrayList<>(COMMANDS);
    words.addAll(moves());
    return words;
  }

  private List<String> moves() {
    Environment state = episode.environment();
    return episode.ended()
        ? List.of()
        : IntStream.range(0, state.spec().actionCount())
            .filter(state::isLegal)
            .mapToObj(state::actionName)
            .toList();
  }

  /** Does what a line asks for; false when the session ends. */
  private boolean answer(String line) {
    switch (line.toLowerCase(Locale.ROOT)) {
      case "" -> {}
      case "quit", "exit" -> {
        return false;
      }
      case "help" -> help();
      case "board" -> showBoard();
      case "moves" -> screen.print(String.join(", ", moves()));
      case "hint" -> whileGoing(() -> screen.print("hint: " + name(agent.apply(episode).action())));
      case "policy" -> whileGoing(() -> showThoughts(agent.apply(episode)));
      case "undo" -> undo();
      case "new" -> {
        environment = next;
        environment.reset();
        next = environment.copy();
        episode = Episode.owning(environment);
        showBoard();
      }
      default -> move(line);
    }
    return true;
  }

  private void whileGoing(Runnable task) {
    if (episode.ended()) {
      screen.print("the game is over");
    } else {
      task.run();
    }
  }

  private void help() {
    screen.print("type a move's name to play it; moves lists the legal moves");
    screen.print("hint    the move the agent would make");
    screen.print("policy  the agent's policy, visit counts and values for every move");
    screen.print("undo    takes back your last move and the agent's reply");
    screen.print("board   shows the state again");
    screen.print("new     starts another game");
    screen.print("quit    ends");
  }

  private void move(String line) {
    if (episode.ended()) {
      screen.print("the game is over: new, undo or quit");
      return;
    }
    Environment state = episode.environment();
    for (int a = 0; a < state.spec().actionCount(); a++) {
      if (state.actionName(a).equalsIgnoreCase(line)) {
        if (state.isLegal(a)) {
          play(a);
        } else {
          screen.print(line + " is not possible now; moves: " + Names.few(moves()));
        }
        return;
      }
    }
    screen.print(
        line + " is neither a move nor a command" + NearestWord.hint(line, words()) + " (help)");
  }

  private void agentMoves() {
    Decision decision = agent.apply(episode);
    if (details) {
      showThoughts(decision);
    }
    screen.print("agent: " + name(decision.action()));
    play(decision.action());
  }

  private String name(int action) {
    return episode.environment().actionName(action);
  }

  private void play(int action) {
    episode.play(action);
    showBoard();
    if (episode.ended()) {
      screen.print(outcome());
    }
  }

  /** Goes back to the person's last decision. */
  private void undo() {
    boolean undone = false;
    while (episode.undo()) {
      if (personMoves()) {
        undone = true;
        break;
      }
    }
    if (!undone) {
      screen.print("there is nothing to take back");
    }
    showBoard();
  }

  private void showBoard() {
    screen.print(episode.environment().text());
  }

  private void showThoughts(Decision decision) {
    Analysis.of(episode.environment(), decision).forEach(screen::print);
  }

  private String outcome() {
    if (environment.spec().players() == 1) {
      return String.format(
          Locale.ROOT,
          "%s after %d steps, return %s",
          episode.lastStep().map(Step::truncated).orElse(false) ? "time is up" : "over",
          episode.moves().size(),
          episode.score(0));
    }
    double score = episode.score(seat == Seat.SECOND ? 1 : 0);
    if (score == 0) {
      return "a draw";
    }
    return switch (seat) {
      case NONE ->
          environment.playerName(score > 0 ? 0 : 1)
              + " wins, who moved "
              + (score > 0 ? "first" : "second");
      default -> score > 0 ? "you win" : "the agent wins";
    };
  }
}
