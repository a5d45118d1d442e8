package io.muzero.games.gomoku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentChecker;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.Solver;
import io.muzero.environment.Step;
import io.muzero.games.EnvironmentContract;
import io.muzero.settings.InvalidSettingException;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tiny boards are compared with recorded values by {@code BoardsOracleTest}. */
class GomokuTest extends EnvironmentContract {

  @Override
  protected GameProvider provider() {
    return new GomokuProvider();
  }

  private static GameOptions options(int size, int line) {
    return new GameOptions(Map.of("size", size, "line", line));
  }

  /** A 9×9 board after these cells, named as {@code actionName} does, were played in turn. */
  private static Gomoku after(String... names) {
    Gomoku game = new Gomoku(9, 9, 5);
    for (String name : names) {
      game.step(Action.of(cell(game, name)));
    }
    return game;
  }

  private static int cell(Environment game, String name) {
    return IntStream.range(0, game.spec().actionCount())
        .filter(action -> game.actionName(action).equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"3, 4, 3", "7, 5, 4"})
  void rectangularBoard_keepsTheContract(int columns, int rows, int line) {
    assertThat(new EnvironmentChecker(() -> new Gomoku(columns, rows, line)).check()).isEmpty();
  }

  @Test
  void options_areReadAndChecked() {
    Gomoku game = (Gomoku) provider().create(options(6, 4));
    assertThat(game.spec().actionCount()).isEqualTo(36);
    assertThat(game.line()).isEqualTo(4);
    assertThat(((Gomoku) provider().create(GameOptions.NONE)).line()).isEqualTo(5);
    assertThatThrownBy(() -> provider().create(options(4, 5)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("environment.line")
        .hasMessageContaining("[3, 4]");
  }

  @Test
  void observation_afterTwoMoves_isTheMoversView() {
    float[] seen = after("a9", "e5").observation();
    for (int cell = 0; cell < 81; cell++) {
      assertThat(seen[cell]).isEqualTo(cell == 0 ? 1 : 0);
      assertThat(seen[81 + cell]).isEqualTo(cell == 40 ? 1 : 0);
      assertThat(seen[162 + cell]).isEqualTo(1);
    }
    float[] second = after("a9").observation();
    assertThat(second[0]).isZero();
    assertThat(second[81]).isEqualTo(1);
    assertThat(second[162]).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "a9, b9, c9, d9, e9",
    "i1, i2, i3, i4, i5",
    "e5, f6, d4, c3, g7",
    "i5, h6, g7, f8, e9",
    "a5, b4, c3, e1, d2"
  })
  void step_fiveInALine_winsForEitherPlayer(String a, String b, String c, String d, String e) {
    String[] elsewhere = {"a1", "b7", "e3", "h8"};
    Gomoku game = after(a, elsewhere[0], b, elsewhere[1], c, elsewhere[2], d, elsewhere[3]);
    assertThat(game.step(Action.of(cell(game, e)))).isEqualTo(Step.terminal(1));
    Gomoku second = after("f1", a, "b6", b, "d3", c, "h9", d, "f5");
    assertThat(second.step(Action.of(cell(second, e)))).isEqualTo(Step.terminal(1));
  }

  @Test
  void step_sixInALine_winsToo() {
    Gomoku game = after("a9", "a1", "b9", "b1", "c9", "c1", "e9", "d1", "f9", "i1");
    assertThat(game.step(Action.of(cell(game, "d9")))).isEqualTo(Step.terminal(1));
  }

  @Test
  void step_lineAcrossTheBoardsEdge_isNone() {
    Gomoku game = after("g9", "a1", "h9", "b2", "i9", "c5", "a8", "d7");
    assertThat(game.step(Action.of(cell(game, "b8")))).isEqualTo(Step.going(0));
  }

  @Test
  void step_fullBoardWithoutLine_isADrawThatPaysNothing() {
    Gomoku game = new Gomoku(3, 3, 3);
    for (int cell : new int[] {0, 1, 2, 4, 3, 5, 7, 6}) {
      assertThat(game.step(Action.of(cell))).isEqualTo(Step.going(0));
    }
    assertThat(game.step(Action.of(8))).isEqualTo(Step.terminal(0));
  }

  @Test
  void step_takenCell_isRefusedByName() {
    Gomoku game = after("e5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> game.step(Action.of(40)))
        .withMessageContaining("e5");
  }

  @Test
  void played_andVertex_areWhatEnginesAreTold() {
    Gomoku game = after("e5", "a9");
    assertThat(game.played()).containsExactly(40, 0);
    assertThat(game.copy().played()).containsExactly(40, 0);
    assertThat(game.vertex(0)).isEqualTo("A9");
    assertThat(game.vertex(8)).as("the protocol has no column I").isEqualTo("J9");
    game.reset();
    assertThat(game.played()).isEmpty();
    Gomoku large = (Gomoku) provider().create(new GameOptions(Map.of("size", 20)));
    assertThat(large.vertex(399)).isEqualTo("U1");
  }

  @Test
  void text_showsStonesAndCoordinates() {
    Gomoku game = new Gomoku(4, 3, 3);
    game.step(Action.of(4));
    game.step(Action.of(3));
    assertThat(game.text()).isEqualTo(" 3 . . . O\n 2 X . . .\n 1 . . . .\n   a b c d");
  }

  /** The windows of the solver and the players against the rules themselves. */
  @ParameterizedTest
  @CsvSource({"3, 3, 3", "4, 3, 3", "3, 4, 4"})
  void solver_andPlainMinimaxOverTheRules_agree(int columns, int rows, int line) {
    GomokuSolver solver = new GomokuSolver(columns, rows, line);
    Map<String, Integer> values = new HashMap<>();
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 40; i++) {
      Gomoku game = new Gomoku(columns, rows, line);
      int moves = random.nextInt(2, columns * rows - 1);
      for (int move = 0; move < moves && !game.hasEnded(); move++) {
        int cell;
        do {
          cell = random.nextInt(columns * rows);
        } while (!game.isLegal(cell));
        game.step(Action.of(cell));
      }
      if (game.hasEnded()) {
        continue;
      }
      int[] found = solver.actionValues(game);
      for (int cell = 0; cell < found.length; cell++) {
        int expected = game.isLegal(cell) ? valueOf(game, cell, values) : Integer.MIN_VALUE;
        assertThat(found[cell]).as("%s%ncell %d", game.text(), cell).isEqualTo(expected);
      }
    }
  }

  private static int valueOf(Gomoku game, int cell, Map<String, Integer> values) {
    Gomoku next = game.copy();
    Step step = next.step(Action.of(cell));
    if (step.terminated()) {
      return (int) step.reward();
    }
    Integer known = values.get(next.text());
    if (known != null) {
      return -known;
    }
    int best = -1;
    for (int reply = 0; reply < next.spec().actionCount(); reply++) {
      if (next.isLegal(reply)) {
        best = Math.max(best, valueOf(next, reply, values));
      }
    }
    values.put(next.text(), best);
    return -best;
  }

  @Test
  void provider_smallBoardsOnly_haveASolver() {
    assertThat(provider().solver(GameOptions.NONE)).isEmpty();
    Solver solver = provider().solver(options(3, 3)).orElseThrow();
    assertThat(solver.canEnumerate()).isTrue();
    assertThat(solver.actionValues(new Gomoku(3, 3, 3))).containsOnly(0);
  }

  private Action expertMove(Gomoku game) {
    return provider().opponent("expert", GameOptions.NONE, 5).choose(game);
  }

  @Test
  void expert_winsBeforeItBlocks() {
    Gomoku game = after("a1", "a9", "b1", "b9", "c1", "c9", "d1", "d9");
    assertThat(game.actionName(expertMove(game).index())).isEqualTo("e1");
  }

  @Test
  void expert_blocksFour_andOpenThree() {
    Gomoku four = after("a1", "a9", "b1", "b9", "c1", "h5", "d1");
    assertThat(four.actionName(expertMove(four).index())).isEqualTo("e1");
    Gomoku three = after("d5", "a9", "e5", "i1", "f5");
    assertThat(three.actionName(expertMove(three).index())).isIn("c5", "g5");
  }

  @Test
  void expert_withOpenThree_makesAnOpenFour() {
    Gomoku game = after("d5", "a9", "e5", "i1", "f5", "a1");
    assertThat(game.actionName(expertMove(game).index())).isIn("c5", "g5");
  }

  @Test
  void expert_beatsRandomPlay_inEitherSeat() {
    SplittableRandom random = new SplittableRandom(3);
    Player expert = provider().opponent("expert", GameOptions.NONE, 4);
    Gomoku game = new Gomoku(9, 9, 5);
    for (int i = 0; i < 40; i++) {
      game.reset();
      Step step;
      int mover;
      do {
        mover = game.playerToMove();
        if (mover == (i & 1)) {
          step = game.step(expert.choose(game));
        } else {
          int cell;
          do {
            cell = random.nextInt(81);
          } while (!game.isLegal(cell));
          step = game.step(Action.of(cell));
        }
      } while (!step.ended());
      assertThat(step.reward()).as("game %d", i).isEqualTo(1);
      assertThat(mover).as("winner of game %d", i).isEqualTo(i & 1);
    }
  }
}
