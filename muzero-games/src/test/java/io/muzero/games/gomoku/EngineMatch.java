package io.muzero.games.gomoku;

import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.selfplay.Agent;
import io.muzero.selfplay.Evaluation;
import io.muzero.selfplay.MatchResult;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets a Gomoku engine that speaks the Gomocup protocol play the games that {@code evaluate} lets
 * an agent play: how strong a player must be to beat the expert how often.
 *
 * <p>Usage, with {@code muzero.jar} and the module's test classes on the class path: {@code java
 * io.muzero.games.gomoku.EngineMatch ENGINE GAMES MILLISECONDS}, where the engine is an executable
 * file that finds what it needs beside itself, and has so long for a move.
 */
final class EngineMatch implements Agent {
  /** Seed and random stones of {@code evaluate --game gomoku}. */
  private static final long SEED = 1_000_000;

  private static final int OPENING_MOVES = 2;

  private static final Pattern MOVE = Pattern.compile("(\\d+),(\\d+)");

  /** An engine may still be tidying up after a move, and then ignores what it is told. */
  private static final long TIDYING_MILLISECONDS = 10;

  private final Process process;
  private final BufferedReader answers;
  private final Writer commands;

  private EngineMatch(Path engine, int size, int milliseconds) throws IOException {
    process =
        new ProcessBuilder(engine.toString())
            .directory(engine.getParent().toFile())
            .redirectErrorStream(true)
            .start();
    answers = process.inputReader(StandardCharsets.US_ASCII);
    commands = process.outputWriter(StandardCharsets.US_ASCII);
    send("START " + size);
    send("INFO rule 0"); // five or more in a row win
    send("INFO timeout_match 0");
    send("INFO timeout_turn " + milliseconds);
  }

  public static void main(String[] args) throws IOException {
    GomokuProvider game = new GomokuProvider();
    GameOptions options = new GameOptions(Map.of());
    Environment board = game.create(options);
    int games = Integer.parseInt(args[1]);
    int[][] ends = new int[2][3];
    Evaluation.Spectator counting =
        (number, state, action, step) -> {
          if (step.ended()) {
            int seat = number % 2;
            // The last mover is the winner, where there is one; the other is to move.
            int end = step.reward() == 0 ? 1 : state.playerToMove() == seat ? 2 : 0;
            ends[seat][end]++;
          }
        };
    try (EngineMatch engine =
        new EngineMatch(
            Path.of(args[0]).toAbsolutePath(), board.spec().width(), Integer.parseInt(args[2]))) {
      MatchResult result =
          new Evaluation(game, options, engine)
              .match("expert", games, OPENING_MOVES, SEED, counting);
      System.out.printf(
          "score %.1f %% of %d games; won, drawn, lost as first %d, %d, %d, as second %d, %d, %d%n",
          100 * result.score(),
          result.games(),
          ends[0][0],
          ends[0][1],
          ends[0][2],
          ends[1][0],
          ends[1][1],
          ends[1][2]);
    }
  }

  @Override
  public int[] search(List<Episode> episodes) {
    return episodes.stream().mapToInt(episode -> move(episode.environment())).toArray();
  }

  @Override
  public int[] policy(List<Episode> episodes) {
    return search(episodes);
  }

  @Override
  public int stackedFrames() {
    return 1;
  }

  /** Tells the engine the whole board: its own stones are 1, the others 2, in turns. */
  private int move(Environment environment) {
    Gomoku game = (Gomoku) environment;
    List<List<String>> stones = List.of(new ArrayList<>(), new ArrayList<>());
    int own = game.playerToMove();
    for (int cell = 0; cell < game.columns() * game.rows(); cell++) {
      if (game.stone(cell) != 0) {
        int player = game.stone(cell) - 1;
        String place = cell % game.columns() + "," + cell / game.columns();
        stones.get(player).add(place + (player == own ? ",1" : ",2"));
      }
    }
    try {
      Thread.sleep(TIDYING_MILLISECONDS);
      send("BOARD");
      for (int i = 0; i < stones.get(0).size(); i++) {
        send(stones.get(0).get(i));
        if (i < stones.get(1).size()) {
          send(stones.get(1).get(i));
        }
      }
      send("DONE");
      return answer(game.columns());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the engine was thinking", e);
    }
  }

  private void send(String line) throws IOException {
    commands.write(line + "\n");
    commands.flush();
  }

  private int answer(int columns) throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      Matcher move = MOVE.matcher(line);
      if (move.matches()) {
        return Integer.parseInt(move.group(1)) + columns * Integer.parseInt(move.group(2));
      }
      if (line.startsWith("ERROR")) {
        throw new IOException("the engine says: " + line);
      }
    }
    throw new EOFException("the engine has ended");
  }

  @Override
  public void close() {
    process.destroy();
  }
}
