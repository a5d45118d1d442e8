package io.muzero.games;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.environment.Action;
import io.muzero.environment.Solver;
import io.muzero.environment.Step;
import io.muzero.games.connect4.Connect4;
import io.muzero.games.connect4.Connect4Solver;
import io.muzero.games.gomoku.Gomoku;
import io.muzero.games.gomoku.GomokuSolver;
import io.muzero.games.othello.Othello;
import io.muzero.games.othello.OthelloPositions;
import io.muzero.games.tictactoe.TicTacToe;
import io.muzero.games.tictactoe.TicTacToeSolver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Boards against the recorded results of independent solvers: the copy in the test resources, and
 * the folder named by {@code -Doracle.boards.dir} when set.
 */
class BoardsOracleTest {

  private static void forEach(String file, Consumer<JsonNode> check) {
    List<Oracles.Oracle> oracles = Oracles.named("boards", file);
    assertThat(oracles).isNotEmpty();
    for (Oracles.Oracle oracle : oracles) {
      check.accept(oracle.json());
    }
  }

  /** Walks every game from the empty board, depth first. */
  private static final class Walk {
    final Map<String, TicTacToe> states = new HashMap<>();
    final Map<String, Integer> ends = new TreeMap<>();
    final long[] byLength = new long[10];
    final Map<String, Long> games = new TreeMap<>();

    void from(TicTacToe game, String board, int moves) {
      states.putIfAbsent(board, game);
      char mark = moves % 2 == 0 ? 'X' : 'O';
      for (int cell = 0; cell < 9; cell++) {
        if (game.isLegal(cell)) {
          TicTacToe next = game.copy();
          Step step = next.step(Action.of(cell));
          String nextBoard = board.substring(0, cell) + mark + board.substring(cell + 1);
          if (step.terminated()) {
            String winner = step.reward() > 0 ? String.valueOf(mark) : "-";
            games.merge(winner, 1L, Long::sum);
            byLength[moves + 1]++;
            if (states.putIfAbsent(nextBoard, next) == null) {
              ends.merge(winner, 1, Integer::sum);
            }
          } else {
            from(next, nextBoard, moves + 1);
          }
        }
      }
    }
  }

  @Test
  void ticTacToe_everyStateAndGame_areAsCounted() {
    Walk walk = new Walk();
    walk.from(new TicTacToe(), "---------", 0);
    forEach(
        "perft.json",
        json -> {
          JsonNode expected = json.get("tictactoe");
          assertThat(walk.games.values().stream().mapToLong(n -> n).sum())
              .isEqualTo(expected.get("games").asLong());
          assertThat(walk.games.get("X")).isEqualTo(expected.get("games_won_by_X").asLong());
          assertThat(walk.games.get("O")).isEqualTo(expected.get("games_won_by_O").asLong());
          assertThat(walk.games.get("-")).isEqualTo(expected.get("games_drawn").asLong());
          for (int length = 0; length < 10; length++) {
            assertThat(walk.byLength[length])
                .isEqualTo(expected.get("games_by_length").get(length).asLong());
          }
          assertThat(walk.states).hasSize(expected.get("states").asInt());
          assertThat(walk.states.values().stream().filter(s -> !s.hasEnded()))
              .hasSize(expected.get("non_terminal_states").asInt());
          assertThat(walk.ends.get("X")).isEqualTo(expected.get("terminal_won_by_X").asInt());
          assertThat(walk.ends.get("O")).isEqualTo(expected.get("terminal_won_by_O").asInt());
        });
  }

  @Test
  void ticTacToeSolver_everyState_agrees() {
    Walk walk = new Walk();
    walk.from(new TicTacToe(), "---------", 0);
    Solver solver = new TicTacToeSolver();
    forEach(
        "tictactoe_values.json",
        json ->
            json.get("states")
                .properties()
                .forEach(
                    state -> {
                      TicTacToe game = walk.states.get(state.getKey());
                      assertThat(game).as(state.getKey()).isNotNull();
                      int value = state.getValue().get(0).asInt();
                      int[] values = solver.actionValues(game);
                      boolean[] keeps = new boolean[9];
                      state.getValue().get(1).forEach(cell -> keeps[cell.asInt()] = true);
                      for (int cell = 0; cell < 9; cell++) {
                        if (keeps[cell]) {
                          assertThat(values[cell])
                              .as("%s cell %d", state.getKey(), cell)
                              .isEqualTo(value);
                        } else {
                          assertThat(values[cell])
                              .as("%s cell %d", state.getKey(), cell)
                              .isLessThan(value);
                        }
                      }
                    }));
    forEach("tictactoe_values.json", json -> assertThat(json.get("states")).hasSize(4520));
  }

  private static Connect4 connect4(String moves) {
    Connect4 game = new Connect4();
    moves.chars().forEach(digit -> game.step(Action.of(digit - '1')));
    return game;
  }

  /** Counts what follows a position of Connect Four, number of plies by number of plies. */
  private static final class Perft {
    final long[] sequences;
    final long[] wins;
    final long[] draws;
    final List<Set<String>> boards = new ArrayList<>();

    Perft(int depth) {
      sequences = new long[depth + 1];
      wins = new long[depth + 1];
      draws = new long[depth + 1];
      for (int ply = 0; ply <= depth; ply++) {
        boards.add(new HashSet<>());
      }
    }

    void countSequences(Connect4 game, int ply) {
      sequences[ply]++;
      if (ply + 1 == sequences.length) {
        return;
      }
      for (int column = 0; column < 7; column++) {
        if (game.isLegal(column)) {
          Connect4 next = game.copy();
          Step step = next.step(Action.of(column));
          if (step.terminated()) {
            sequences[ply + 1]++;
            (step.reward() > 0 ? wins : draws)[ply + 1]++;
          } else {
            countSequences(next, ply + 1);
          }
        }
      }
    }

    void collectBoards(Connect4 game, int ply) {
      if (!boards.get(ply).add(game.text()) || ply + 1 == boards.size() || game.hasEnded()) {
        return;
      }
      for (int column = 0; column < 7; column++) {
        if (game.isLegal(column)) {
          Connect4 next = game.copy();
          next.step(Action.of(column));
          collectBoards(next, ply + 1);
        }
      }
    }
  }

  @Test
  void connect4_sequencesAndBoards_areAsCounted() {
    checkPerft(3_000_000, 60_000);
  }

  @Test
  @Tag("learning")
  void connect4_sequencesAndBoards_areAsCounted_toFullDepth() {
    checkPerft(Long.MAX_VALUE, 600_000);
  }

  /** Compares with the counts up to these sizes. */
  private static void checkPerft(long mostSequences, long mostBoards) {
    forEach(
        "perft.json",
        json -> {
          for (JsonNode entry : json.get("connect4").get("entries")) {
            String moves = entry.get("moves").asText();
            JsonNode sequences = entry.get("sequences");
            JsonNode boards = entry.get("distinct_positions");
            int depth = 0;
            int boardDepth = 0;
            while (depth + 1 < sequences.size()
                && sequences.get(depth + 1).asLong() <= mostSequences) {
              depth++;
            }
            while (boardDepth + 1 < boards.size()
                && boards.get(boardDepth + 1).asLong() <= mostBoards) {
              boardDepth++;
            }
            Perft counts = new Perft(depth);
            counts.countSequences(connect4(moves), 0);
            for (int ply = 0; ply <= depth; ply++) {
              String where = "after '" + moves + "', ply " + ply;
              assertThat(counts.sequences[ply]).as(where).isEqualTo(sequences.get(ply).asLong());
              assertThat(counts.wins[ply])
                  .as(where)
                  .isEqualTo(entry.get("ending_in_win").get(ply).asLong());
              assertThat(counts.draws[ply])
                  .as(where)
                  .isEqualTo(entry.get("ending_in_draw").get(ply).asLong());
            }
            Perft distinct = new Perft(boardDepth);
            distinct.collectBoards(connect4(moves), 0);
            for (int ply = 0; ply <= boardDepth; ply++) {
              assertThat(distinct.boards.get(ply))
                  .as("after '%s', ply %d", moves, ply)
                  .hasSize(boards.get(ply).asInt());
            }
          }
        });
  }

  @Test
  void connect4Solver_positionsFrom14Stones_haveTheirScores() {
    Connect4Solver solver = new Connect4Solver();
    checkConnect4(solver, 14, Integer.MAX_VALUE, true);
  }

  @Test
  void connect4Solver_positionsOf13Stones_haveTheirValues() {
    checkConnect4(new Connect4Solver(), 13, 13, false);
  }

  @Test
  @Tag("learning")
  void connect4Solver_allPositions_haveTheirScores() {
    Connect4Solver solver = new Connect4Solver();
    checkConnect4(solver, 0, Integer.MAX_VALUE, false);
    checkConnect4(solver, 0, Integer.MAX_VALUE, true);
  }

  /** Compares every column of the positions with so many stones, scores or values. */
  private static void checkConnect4(
      Connect4Solver solver, int fewestStones, int mostStones, boolean scores) {
    forEach(
        "connect4_positions.json",
        json -> {
          int checked = 0;
          for (JsonNode position : json.get("positions")) {
            String moves = position.get("moves").asText();
            if (moves.length() < fewestStones || moves.length() > mostStones) {
              continue;
            }
            Connect4 game = connect4(moves);
            int[] found = scores ? solver.scores(game) : solver.actionValues(game);
            for (int column = 0; column < 7; column++) {
              JsonNode expected = position.get(scores ? "scores" : "values").get(column);
              assertThat(found[column])
                  .as("%s column %d", moves, column + 1)
                  .isEqualTo(expected.isNull() ? Integer.MIN_VALUE : expected.asInt());
            }
            checked++;
          }
          assertThat(checked).isPositive();
        });
  }

  @Test
  void gomokuSolver_tinyBoards_agree() {
    Map<String, GomokuSolver> solvers = new HashMap<>();
    forEach(
        "mnk.json",
        json -> {
          for (JsonNode entry : json.get("mnk").get("entries")) {
            int columns = entry.get("m").asInt();
            int rows = entry.get("n").asInt();
            int line = entry.get("k").asInt();
            GomokuSolver solver =
                solvers.computeIfAbsent(
                    columns + "," + rows + "," + line,
                    shape -> new GomokuSolver(columns, rows, line));
            Gomoku game = new Gomoku(columns, rows, line);
            for (JsonNode move : entry.get("moves")) {
              assertThat(game.step(Action.of(move.asInt()))).isEqualTo(Step.going(0));
            }
            int[] values = solver.actionValues(game);
            for (int cell = 0; cell < columns * rows; cell++) {
              JsonNode expected = entry.get("cell_values").get(cell);
              assertThat(values[cell])
                  .as("%s, cell %d", entry, cell)
                  .isEqualTo(expected.isNull() ? Integer.MIN_VALUE : expected.asInt());
            }
          }
        });
  }

  /** Counts what follows a position of Othello, number of plies by number of plies. */
  private static final class OthelloPerft {
    final long[] sequences;
    final long[] passes;
    final long[] finished;

    OthelloPerft(int depth) {
      sequences = new long[depth + 1];
      passes = new long[depth + 1];
      finished = new long[depth + 1];
      sequences[0] = 1;
    }

    void count(Othello game, int ply) {
      if (ply + 1 == sequences.length) {
        return;
      }
      int pass = game.spec().actionCount() - 1;
      for (int action = 0; action <= pass; action++) {
        if (game.isLegal(action)) {
          Othello next = game.copy();
          boolean ended = next.step(Action.of(action)).ended();
          sequences[ply + 1]++;
          passes[ply + 1] += action == pass ? 1 : 0;
          finished[ply + 1] += ended ? 1 : 0;
          if (!ended) {
            count(next, ply + 1);
          }
        }
      }
    }
  }

  @Test
  void othello_sequences_areAsCounted() {
    checkOthello(400_000);
  }

  @Test
  @Tag("learning")
  void othello_sequences_areAsCounted_toFullDepth() {
    checkOthello(Long.MAX_VALUE);
  }

  private static void checkOthello(long mostSequences) {
    forEach(
        "perft.json",
        json -> {
          for (JsonNode entry : json.get("othello").get("entries")) {
            JsonNode sequences = entry.get("sequences");
            int depth = 0;
            while (depth + 1 < sequences.size()
                && sequences.get(depth + 1).asLong() <= mostSequences) {
              depth++;
            }
            OthelloPerft counts = new OthelloPerft(depth);
            counts.count(
                OthelloPositions.of(
                    entry.get("size").asInt(),
                    entry.get("board").asText(),
                    entry.get("to_move").asText().charAt(0)),
                0);
            for (int ply = 0; ply <= depth; ply++) {
              String where = entry.get("board").asText() + ", ply " + ply;
              assertThat(counts.sequences[ply]).as(where).isEqualTo(sequences.get(ply).asLong());
              assertThat(counts.passes[ply])
                  .as(where)
                  .isEqualTo(entry.get("of_which_last_is_pass").get(ply).asLong());
              assertThat(counts.finished[ply])
                  .as(where)
                  .isEqualTo(entry.get("finished_after").get(ply).asLong());
            }
          }
        });
  }
}
