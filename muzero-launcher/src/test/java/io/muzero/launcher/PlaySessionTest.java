package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.agent.Decision;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.games.cartpole.CartPoleProvider;
import io.muzero.games.gomoku.GomokuProvider;
import io.muzero.games.tictactoe.TicTacToeProvider;
import io.muzero.launcher.PlaySession.Seat;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PlaySessionTest {
  /** Makes the first legal move and says so. */
  private static Decision first(Episode episode) {
    int[] legal = episode.legalActions();
    List<Decision.Candidate> candidates = new ArrayList<>();
    for (int a : legal) {
      boolean chosen = a == legal[0];
      candidates.add(
          new Decision.Candidate(
              a,
              chosen ? 25 : 0,
              chosen ? OptionalDouble.of(0.5) : OptionalDouble.empty(),
              1.0 / legal.length,
              chosen ? 1 : 0,
              OptionalDouble.empty()));
    }
    return new Decision(legal[0], 0.5, 0.5, 25, candidates, List.of(legal[0]));
  }

  private static List<String> play(Environment game, Seat seat, boolean details, String... lines) {
    TestScreen screen = new TestScreen(false);
    byte[] typed = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    try (LineInput input = new PipeInput(new ByteArrayInputStream(typed))) {
      new PlaySession(
              new PlaySession.Table(screen.screen, input),
              PlaySessionTest::first,
              game,
              new PlaySession.Wishes(seat, details, 1))
          .run();
    }
    return screen.lines();
  }

  private static Environment ticTacToe() {
    return new TicTacToeProvider().create(GameOptions.NONE);
  }

  /** The names of tic-tac-toe's cells, row by row. */
  private static String cell(int index) {
    return ticTacToe().actionName(index);
  }

  @Test
  void run_personFirst_winsADiagonal() {
    // The agent fills cells in order: 0, 1, ... while the person takes 4, 2 and 6.
    assertThat(play(ticTacToe(), Seat.FIRST, false, cell(4), cell(2), cell(6), "quit"))
        .contains("agent: " + cell(0), "agent: " + cell(1), "you win");
  }

  @Test
  void run_personSecond_losesTheFirstRow() {
    assertThat(play(ticTacToe(), Seat.SECOND, false, cell(4), cell(8)))
        .containsSubsequence(
            "agent: " + cell(0), "agent: " + cell(1), "agent: " + cell(2), "the agent wins");
  }

  @Test
  void run_undo_takesBackBothMoves() {
    List<String> lines =
        play(ticTacToe(), Seat.FIRST, false, cell(4), "undo", "moves", "undo", "quit");
    assertThat(lines).contains("there is nothing to take back");
    assertThat(lines)
        .contains(
            String.join(
                ", ",
                List.of(0, 1, 2, 3, 4, 5, 6, 7, 8).stream().map(PlaySessionTest::cell).toList()));
  }

  @Test
  void run_undoAfterTheEnd_goesOn() {
    assertThat(
            play(
                ticTacToe(), Seat.FIRST, false, cell(4), cell(2), cell(6), "hint", "undo", cell(6)))
        .containsSubsequence("you win", "the game is over", "you win");
  }

  @Test
  void run_hintAndPolicy_showThoughts() {
    assertThat(play(ticTacToe(), Seat.FIRST, false, "hint", "policy", "quit"))
        .contains(
            "hint: " + cell(0),
            "value +0.500 for the player to move, best " + cell(0),
            "move  policy  visits   value",
            cell(0) + "    100.0%      25  +0.500",
            cell(1) + "      0.0%       0       -");
  }

  @Test
  void run_wrongLines_areExplained() {
    assertThat(play(ticTacToe(), Seat.FIRST, false, cell(4), cell(4), "hitn", "help"))
        .anyMatch(line -> line.startsWith(cell(4) + " is not possible now; moves: "))
        .contains("hitn is neither a move nor a command; did you mean hint? (help)")
        .contains("quit    ends");
  }

  @Test
  void run_watched_playsOneGame() {
    List<String> lines = play(ticTacToe(), Seat.NONE, true);
    assertThat(lines.get(lines.size() - 1)).isEqualTo("X wins, who moved first");
    assertThat(lines).anyMatch(line -> line.startsWith("value +0.500"));
  }

  @Test
  void run_onePlayer_showsReturn() {
    List<String> lines = play(new CartPoleProvider().create(GameOptions.NONE), Seat.NONE, false);
    assertThat(lines.get(lines.size() - 1)).matches("over after (\\d+) steps, return \\1\\.0");
  }

  @Test
  void run_twoPlayers_tellsThePersonItsMark() {
    assertThat(play(ticTacToe(), Seat.FIRST, false, "quit"))
        .contains("You are X and move first; the agent is O.");
    assertThat(play(ticTacToe(), Seat.SECOND, false, "quit"))
        .contains("You are O and move second; the agent is X.");
    assertThat(play(new CartPoleProvider().create(GameOptions.NONE), Seat.FIRST, false, "quit"))
        .noneMatch(line -> line.startsWith("You are"));
  }

  @Test
  void run_manyMoves_areCutToTen() {
    Environment gomoku = new GomokuProvider().create(GameOptions.NONE);
    String first = gomoku.actionName(0);
    List<String> lines = play(gomoku, Seat.SECOND, true, first, "policy", "quit");
    assertThat(lines)
        .anyMatch(
            line ->
                line.startsWith(first + " is not possible now; moves: ")
                    && line.endsWith(" and 70 more")
                    && line.split(", ").length == Names.MOST)
        .contains("and 71 more moves with fewer visits");
  }

  @Test
  void run_watchedOnATerminal_animatesInPlace() {
    TestScreen test = new TestScreen(true);
    List<Long> pauses = new ArrayList<>();
    try (LineInput input = new PipeInput(new ByteArrayInputStream(new byte[0]))) {
      new PlaySession(
              new PlaySession.Table(test.screen, input, pauses::add),
              PlaySessionTest::first,
              ticTacToe(),
              new PlaySession.Wishes(Seat.NONE, false, 1))
          .run();
    }
    assertThat(pauses).hasSize(7).containsOnly(700L);
    assertThat(test.errors()).contains("move 7: X ").contains("\u001b[4A");
    assertThat(test.lines()).containsExactly("X wins, who moved first");
  }
}
