package io.muzero.games.gomoku;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A Gomocup engine for tests, a program of its own that shares no code with the player: it puts its
 * stone on the first free cell, unless its first argument tells it to misbehave, and notes all that
 * it is told in the file of its second.
 */
final class FakeBrain {
  private final String habit;
  private final Path note;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final BufferedReader in =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  private boolean[][] taken = new boolean[0][0];

  private FakeBrain(String habit, Path note) {
    this.habit = habit;
    this.note = note;
  }

  /** Answers commands until END or the end of the input. */
  public static void main(String[] arguments) throws IOException {
    new FakeBrain(arguments[0], Path.of(arguments[1])).run();
  }

  private String read() throws IOException {
    String line = in.readLine();
    if (line == null) {
      return "END";
    }
    Files.writeString(note, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return line;
  }

  private void run() throws IOException {
    while (true) {
      String[] words = read().split(" ");
      switch (words[0]) {
        case "START" -> start(Integer.parseInt(words[1]));
        case "RESTART" -> {
          if (habit.equals("forgetful")) {
            out.println("UNKNOWN command RESTART");
          } else {
            clear();
            out.println("OK");
          }
        }
        case "BEGIN" -> move();
        case "TURN" -> {
          take(words[1]);
          move();
        }
        case "BOARD" -> {
          for (String line = read(); !line.equals("DONE"); line = read()) {
            take(line);
          }
          move();
        }
        case "END" -> {
          return;
        }
        default -> {
          if (habit.equals("puzzled")) {
            out.println("UNKNOWN " + words[0]);
          }
        }
      }
    }
  }

  private void start(int size) {
    if (habit.equals("small")) {
      out.println("ERROR unsupported size");
      return;
    }
    taken = new boolean[size][size];
    out.println("OK - everything is good");
  }

  private void clear() {
    for (boolean[] row : taken) {
      Arrays.fill(row, false);
    }
  }

  private void take(String coordinates) {
    String[] parts = coordinates.split(",");
    taken[Integer.parseInt(parts[1])][Integer.parseInt(parts[0])] = true;
  }

  private void move() {
    if (habit.equals("die")) {
      System.err.println("out of ideas");
      System.exit(3);
    }
    if (habit.equals("error")) {
      out.println("ERROR I am lost");
      return;
    }
    out.println("MESSAGE thinking about it");
    out.println("DEBUG 1,1 looks bad");
    String move = habit.equals("outside") ? "3,9" : habit.equals("taken") ? "0,0" : first();
    if (habit.isEmpty() || habit.equals("puzzled") || habit.equals("forgetful")) {
      take(move);
    }
    out.println(move);
  }

  private String first() {
    for (int row = 0; row < taken.length; row++) {
      for (int column = 0; column < taken.length; column++) {
        if (!taken[row][column]) {
          return column + "," + row;
        }
      }
    }
    throw new IllegalStateException("the board is full");
  }
}
