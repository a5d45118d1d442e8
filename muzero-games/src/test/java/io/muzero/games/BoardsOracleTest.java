package io.muzero.games;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.environment.Action;
import io.muzero.environment.Solver;
import io.muzero.environment.Step;
import io.muzero.games.tictactoe.TicTacToe;
import io.muzero.games.tictactoe.TicTacToeSolver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
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
}
