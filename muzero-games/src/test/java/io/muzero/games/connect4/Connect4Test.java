package io.muzero.games.connect4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.environment.Action;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.Step;
import io.muzero.games.EnvironmentContract;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Perft and solved positions are compared with records by {@code BoardsOracleTest}. */
class Connect4Test extends EnvironmentContract {

  @Override
  protected GameProvider provider() {
    return new Connect4Provider();
  }

  /** The position after these columns, 1 to 7. */
  static Connect4 after(String moves) {
    Connect4 game = new Connect4();
    moves.chars().forEach(digit -> game.step(Action.of(digit - '1')));
    return game;
  }

  @Test
  void observation_afterThreeMoves_isTheMoversView_fromTheTop() {
    float[] seen = after("445").observation();
    for (int cell = 0; cell < 42; cell++) {
      assertThat(seen[cell]).as("own %d", cell).isEqualTo(cell == 4 * 7 + 3 ? 1 : 0);
      assertThat(seen[42 + cell])
          .as("theirs %d", cell)
          .isEqualTo(cell == 5 * 7 + 3 || cell == 5 * 7 + 4 ? 1 : 0);
      assertThat(seen[84 + cell]).isZero();
    }
    assertThat(after("44").observation()[84]).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "121212, 1",
    "112233, 4",
    "112244, 3",
    "1223343446, 4",
    "7665545442, 4",
    "7112233, 4",
    "7121212, 1"
  })
  void step_fourInALine_winsForEitherPlayer(String moves, int column) {
    assertThat(after(moves).step(Action.of(column - 1))).isEqualTo(Step.terminal(1));
  }

  @Test
  void step_fullBoardWithoutFour_isADraw() {
    String moves = "165775322175245373465547417441226311263663";
    Connect4 game = after(moves.substring(0, 41));
    assertThat(game.hasEnded()).isFalse();
    assertThat(game.step(Action.of(2))).isEqualTo(Step.terminal(0));
    assertThat(game.moves()).isEqualTo(42);
  }

  @Test
  void step_fullColumn_isRefusedByName() {
    Connect4 game = after("333333");
    assertThat(game.isLegal(2)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> game.step(Action.of(2)))
        .withMessageContaining("column 3")
        .withMessageContaining("full");
  }

  @Test
  void actionNames_areTheDigitsOfMoveStrings() {
    Connect4 game = new Connect4();
    for (int column = 0; column < 7; column++) {
      assertThat(game.actionName(column)).isEqualTo(String.valueOf(column + 1));
    }
  }

  @Test
  void pictures_showDiscsFromTheTop() throws Exception {
    Connect4 game = after("4455");
    assertThat(game.text())
        .isEqualTo(
            """
            . . . . . . .
            . . . . . . .
            . . . . . . .
            . . . . . . .
            . . . O O . .
            . . . X X . .
            1 2 3 4 5 6 7""");
    JsonNode picture = new ObjectMapper().readTree(game.json());
    assertThat(picture.get("style").asText()).isEqualTo("discs");
    assertThat(picture.get("cells").get(5 * 7 + 3).asText()).isEqualTo("X");
    assertThat(picture.get("cells").get(4 * 7 + 3).asText()).isEqualTo("O");
    assertThat(picture.get("last").asInt()).isEqualTo(4 * 7 + 4);
    assertThat(picture.get("toMove").asText()).isEqualTo("X");
  }

  /** Recorded rates for random play: .55, .45 and .002. */
  @Test
  void randomPlay_scoresAsRecorded() {
    SplittableRandom random = new SplittableRandom(1);
    int[] results = new int[3];
    int games = 20_000;
    Connect4 game = new Connect4();
    for (int i = 0; i < games; i++) {
      game.reset();
      Step step;
      int mover;
      do {
        mover = game.playerToMove();
        int column;
        do {
          column = random.nextInt(7);
        } while (!game.isLegal(column));
        step = game.step(Action.of(column));
      } while (!step.ended());
      results[step.reward() > 0 ? mover : 2]++;
    }
    assertThat(results[0] / (double) games).isBetween(.54, .57);
    assertThat(results[1] / (double) games).isBetween(.43, .46);
    assertThat(results[2] / (double) games).isBetween(.001, .005);
  }

  private Player player(String name, long seed) {
    return provider().opponent(name, GameOptions.NONE, seed);
  }

  /** The winner's seat, or −1 for a draw. */
  private static int winner(Connect4 game, Player first, Player second) {
    Step step;
    int mover;
    do {
      mover = game.playerToMove();
      step = game.step((mover == 0 ? first : second).choose(game));
    } while (!step.ended());
    return step.reward() > 0 ? mover : -1;
  }

  private static Player uniform(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return environment -> {
      int column;
      do {
        column = random.nextInt(7);
      } while (!environment.isLegal(column));
      return Action.of(column);
    };
  }

  @Test
  void expert_takesWins_andBlocks() {
    assertThat(player("expert", 1).choose(after("112233"))).isEqualTo(Action.of(3));
    assertThat(player("expert", 1).choose(after("41414"))).isEqualTo(Action.of(3));
  }

  @Test
  void expert_beatsRandomPlay_inEitherSeat() {
    for (int i = 0; i < 20; i++) {
      Player expert = player("expert", i);
      int winner =
          i % 2 == 0
              ? winner(new Connect4(), expert, uniform(i))
              : winner(new Connect4(), uniform(i), expert);
      assertThat(winner).as("game %d", i).isEqualTo(i % 2);
    }
  }

  @Test
  void perfectPlayer_movingFirst_beatsTheExpert() {
    for (int seed = 0; seed < 2; seed++) {
      int winner = winner(new Connect4(), player("perfect", seed), player("expert", seed));
      assertThat(winner).as("seed %d", seed).isZero();
    }
  }

  /** A player to move in a won position wins it, and does not lose a drawn one. */
  @Test
  void perfectPlayer_keepsTheValue() {
    SplittableRandom random = new SplittableRandom(11);
    Connect4Solver solver = new Connect4Solver();
    int won = 0;
    for (int i = 0; i < 30; i++) {
      Connect4 game = randomPosition(random, 13);
      int value = IntStream.of(solver.actionValues(game)).max().orElseThrow();
      int mover = game.playerToMove();
      Player perfect = player("perfect", i);
      Player expert = player("expert", i);
      int winner = mover == 0 ? winner(game, perfect, expert) : winner(game, expert, perfect);
      if (value > 0) {
        won++;
        assertThat(winner).as("game %d", i).isEqualTo(mover);
      } else if (value == 0) {
        assertThat(winner).as("game %d", i).isNotEqualTo(1 - mover);
      }
    }
    assertThat(won).isBetween(5, 29);
  }

  /** A position after so many uniformly random moves that goes on. */
  static Connect4 randomPosition(SplittableRandom random, int stones) {
    while (true) {
      Connect4 game = new Connect4();
      while (!game.hasEnded() && game.moves() < stones) {
        int column = random.nextInt(7);
        if (game.isLegal(column)) {
          game.step(Action.of(column));
        }
      }
      if (!game.hasEnded()) {
        return game;
      }
    }
  }
}
