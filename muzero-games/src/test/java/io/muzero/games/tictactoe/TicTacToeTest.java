package io.muzero.games.tictactoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.muzero.environment.Action;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.Step;
import io.muzero.games.EnvironmentContract;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TicTacToeTest extends EnvironmentContract {

  @Override
  protected GameProvider provider() {
    return new TicTacToeProvider();
  }

  private static TicTacToe after(int... cells) {
    TicTacToe game = new TicTacToe();
    for (int cell : cells) {
      game.step(Action.of(cell));
    }
    return game;
  }

  @Test
  void observation_afterTwoMoves_isTheMoversView() {
    float[] seen = after(4, 0).observation();
    for (int cell = 0; cell < 9; cell++) {
      assertThat(seen[cell]).isEqualTo(cell == 4 ? 1 : 0);
      assertThat(seen[9 + cell]).isEqualTo(cell == 0 ? 1 : 0);
      assertThat(seen[18 + cell]).isEqualTo(1);
    }
    assertThat(after(4).observation()[18]).isZero();
    assertThat(after(4).observation()[9 + 4]).isEqualTo(1);
  }

  @Test
  void step_lineOfThree_winsForTheMover() {
    TicTacToe game = after(0, 3, 1, 4);
    assertThat(game.copy().step(Action.of(8))).isEqualTo(Step.going(0));
    assertThat(game.step(Action.of(2))).isEqualTo(Step.terminal(1));
    TicTacToe second = after(0, 3, 1, 4, 8);
    assertThat(second.step(Action.of(5))).isEqualTo(Step.terminal(1));
  }

  @Test
  void step_fullBoardWithoutLine_isADraw() {
    TicTacToe game = after(0, 1, 2, 4, 3, 5, 7, 6);
    assertThat(game.step(Action.of(8))).isEqualTo(Step.terminal(0));
  }

  @Test
  void step_takenCell_isRefusedByName() {
    TicTacToe game = after(4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> game.step(Action.of(4)))
        .withMessageContaining("b2");
  }

  @Test
  void text_showsMarksAndCoordinates() {
    assertThat(after(4, 0).text()).isEqualTo("3  O . .\n2  . X .\n1  . . .\n   a b c");
  }

  /** Recorded rates for random play: games.md says .585, .288 and .127. */
  @Test
  void randomPlay_scoresAsCounted() {
    SplittableRandom random = new SplittableRandom(1);
    int[] results = new int[3];
    int games = 20_000;
    TicTacToe game = new TicTacToe();
    for (int i = 0; i < games; i++) {
      game.reset();
      Step step;
      int mover;
      do {
        mover = game.playerToMove();
        int cell;
        do {
          cell = random.nextInt(9);
        } while (!game.isLegal(cell));
        step = game.step(Action.of(cell));
      } while (!step.ended());
      results[step.reward() > 0 ? mover : 2]++;
    }
    assertThat(results[0] / (double) games).isBetween(.57, .60);
    assertThat(results[1] / (double) games).isBetween(.275, .30);
  }

  @Test
  void perfectPlayer_neverLoses_andExpertCanBeBeaten() {
    Player perfect = provider().opponent("perfect", GameOptions.NONE, 3);
    Player expert = provider().opponent("expert", GameOptions.NONE, 4);
    int perfectWins = 0;
    for (int i = 0; i < 400; i++) {
      TicTacToe game = new TicTacToe();
      int perfectSeat = i & 1;
      Step step;
      int mover;
      do {
        mover = game.playerToMove();
        step = game.step((mover == perfectSeat ? perfect : expert).choose(game));
      } while (!step.ended());
      if (step.reward() > 0) {
        assertThat(mover).as("winner of game %d", i).isEqualTo(perfectSeat);
        perfectWins++;
      }
    }
    assertThat(perfectWins).isPositive();
  }
}
