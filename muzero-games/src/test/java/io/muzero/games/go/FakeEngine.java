package io.muzero.games.go;

import io.muzero.environment.Action;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A GTP engine for tests, a program of its own: it plays the first legal point, unless its first
 * argument tells it to misbehave.
 */
final class FakeEngine {
  private final String habit;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private Go game = new Go(GoRules.ofSize(5));

  private FakeEngine(String habit) {
    this.habit = habit;
  }

  /** Answers commands until quit or the end of the input. */
  public static void main(String[] arguments) throws IOException {
    new FakeEngine(arguments.length == 0 ? "" : arguments[0]).run();
  }

  private void run() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.strip().split("\\s+");
      if (habit.equals("noise")) {
        System.err.println("x".repeat(100_000));
      }
      switch (words[0]) {
        case "protocol_version" -> answer(habit.equals("old") ? "1" : "2");
        case "boardsize" -> {
          game = new Go(new GoRules(Integer.parseInt(words[1]), 0, 10_000, 1));
          answer("");
        }
        case "komi", "clear_board" -> {
          game.reset();
          answer("");
        }
        case "play" -> {
          boolean turn = words[1].equals(game.playerToMove() == 0 ? "black" : "white");
          if (turn && !habit.equals("refuse")) {
            game.step(Action.of(action(words[2])));
            answer("");
          } else {
            out.print("? illegal move\n\n");
            out.flush();
          }
        }
        case "genmove" -> genmove();
        case "quit" -> {
          answer("");
          return;
        }
        default -> answer("");
      }
    }
  }

  private void genmove() {
    switch (habit) {
      case "die" -> {
        System.err.println("out of ideas");
        System.exit(3);
      }
      case "resign" -> answer("resign");
      case "nonsense" -> answer("Z99");
      case "illegal" -> answer("A5");
      case "silent" -> {}
      default -> {
        int action = 0;
        while (!game.isLegal(action)) {
          action++;
        }
        game.step(Action.of(action));
        answer(game.actionName(action).toLowerCase(Locale.ROOT));
      }
    }
  }

  private int action(String vertex) {
    for (int action = 0; action < game.spec().actionCount(); action++) {
      if (game.actionName(action).equalsIgnoreCase(vertex)) {
        return action;
      }
    }
    throw new IllegalArgumentException(vertex);
  }

  private void answer(String text) {
    out.print("= " + text + "\n\n");
    out.flush();
  }
}
