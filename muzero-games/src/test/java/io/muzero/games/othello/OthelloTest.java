package io.muzero.games.othello;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentChecker;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.Step;
import io.muzero.games.EnvironmentContract;
import io.muzero.settings.InvalidSettingException;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts of positions are compared with recorded ones by {@code BoardsOracleTest}. */
class OthelloTest extends EnvironmentContract {

  @Override
  protected GameProvider provider() {
    return new OthelloProvider();
  }

  private static GameOptions size(int size) {
    return new GameOptions(Map.of("size", size));
  }

  private static int action(Environment game, String name) {
    for (int action = 0; action < game.spec().actionCount(); action++) {
      if (game.actionName(action).equals(name)) {
        return action;
      }
    }
    throw new IllegalArgumentException(name);
  }

  /** A game after these moves, separated by spaces. */
  private static Othello after(int size, String moves) {
    Othello game = new Othello(size);
    for (String move : moves.split(" ")) {
      game.step(Action.of(action(game, move)));
    }
    return game;
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 6})
  void smallerBoards_keepTheContract(int size) {
    assertThat(new EnvironmentChecker(provider(), size(size)).check()).isEmpty();
  }

  @Test
  void options_areReadAndChecked() {
    assertThat(provider().create(size(6)).spec().actionCount()).isEqualTo(37);
    assertThat(provider().create(GameOptions.NONE).spec().actionCount()).isEqualTo(65);
    assertThatThrownBy(() -> provider().create(size(7)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("environment.size must be 4, 6 or 8, was 7");
  }

  @Test
  void start_hasTheUsualFourMoves() {
    Othello game = new Othello(8);
    assertThat(legal(game)).isEqualTo("d3 c4 f5 e6");
    assertThat(legal(after(8, "d3"))).isEqualTo("c3 e3 c5");
  }

  private static String legal(Othello game) {
    StringBuilder names = new StringBuilder();
    for (int action = 0; action < game.spec().actionCount(); action++) {
      if (game.isLegal(action)) {
        names.append(names.isEmpty() ? "" : " ").append(game.actionName(action));
      }
    }
    return names.toString();
  }

  @Test
  void text_showsDiscsAndCoordinates() {
    assertThat(after(6, "c2").text())
        .isEqualTo(
            "  a b c d e f\n1 . . . . . .\n2 . . X . . .\n3 . . X X . .\n4 . . X O . .\n5 . . . . . .\n6 . . . . . .");
  }

  @Test
  void observation_isTheMoversView() {
    Othello game = after(6, "c2");
    float[] seen = game.observation();
    assertThat(seen[21]).as("own disc on d4").isEqualTo(1);
    assertThat(seen[36 + 8]).as("other's disc on c2").isEqualTo(1);
    assertThat(seen[72]).as("first to move").isZero();
    assertThat(new Othello(6).observation()[72]).isEqualTo(1);
  }

  @Test
  void step_discThatTurnsNothing_isRefusedByName() {
    Othello game = new Othello(8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> game.step(Action.of(0)))
        .withMessage("cell 0 (a1) turns no disc");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> game.step(Action.of(27)))
        .withMessage("cell 27 (d4) is taken already");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> game.step(Action.of(64)))
        .withMessageContaining("pass");
  }

  /** The shortest game: nine moves after which White has no disc. */
  @Test
  void step_nobodyCanMove_endsAndPaysTheMover() {
    Othello game = after(8, "e6 f4 e3 f6 g5 d6 e7 f5");
    assertThat(game.step(Action.of(action(game, "c5")))).isEqualTo(Step.terminal(1));
    assertThat(game.otherDiscs()).isNotZero();
    assertThat(game.ownDiscs()).isZero();
    assertThatThrownBy(() -> game.step(Action.of(0))).isInstanceOf(IllegalStateException.class);
  }

  /** A naive twin: cells looked at one by one. */
  @ParameterizedTest
  @ValueSource(ints = {4, 6, 8})
  void randomGames_agreeWithANaiveTwin(int size) {
    SplittableRandom random = new SplittableRandom(size);
    int passes = 0;
    for (int number = 0; number < 200; number++) {
      Othello game = new Othello(size);
      int[][] cells = new int[size][size];
      int half = size / 2;
      cells[half - 1][half - 1] = cells[half][half] = 2;
      cells[half - 1][half] = cells[half][half - 1] = 1;
      Step step = Step.going(0);
      while (!step.ended()) {
        int mover = 1 + game.playerToMove();
        int legal = 0;
        int chosen = -1;
        for (int action = 0; action < size * size; action++) {
          boolean turns = turned(cells, action, mover, false) > 0;
          assertThat(game.isLegal(action)).as("%s%n%d", game.text(), action).isEqualTo(turns);
          if (turns && random.nextInt(++legal) == 0) {
            chosen = action;
          }
        }
        assertThat(game.isLegal(size * size)).isEqualTo(legal == 0);
        passes += legal == 0 ? 1 : 0;
        if (legal > 0) {
          turned(cells, chosen, mover, true);
        }
        step = game.step(Action.of(legal == 0 ? size * size : chosen));
        int first = 0;
        for (int cell = 0; cell < size * size; cell++) {
          int there = cells[cell / size][cell % size];
          assertThat(".XO".charAt(there))
              .isEqualTo(
                  game.text().lines().toList().get(1 + cell / size).charAt(2 + cell % size * 2));
          first += there == 1 ? 1 : there == 2 ? -1 : 0;
        }
        if (step.ended()) {
          int winner = Integer.signum(first);
          assertThat(step.reward()).isEqualTo(mover == 1 ? winner : -winner);
        }
      }
    }
    assertThat(passes).as("passes met").isPositive();
  }

  private static int turned(int[][] cells, int action, int mover, boolean play) {
    int size = cells.length;
    int row = action / size;
    int column = action % size;
    if (cells[row][column] != 0) {
      return 0;
    }
    int turned = 0;
    for (int down = -1; down <= 1; down++) {
      for (int right = -1; right <= 1; right++) {
        int run = 0;
        int r = row + down;
        int c = column + right;
        while ((down != 0 || right != 0)
            && r >= 0
            && r < size
            && c >= 0
            && c < size
            && cells[r][c] == 3 - mover) {
          run++;
          r += down;
          c += right;
        }
        if (run > 0 && r >= 0 && r < size && c >= 0 && c < size && cells[r][c] == mover) {
          turned += run;
          for (int i = 1; play && i <= run; i++) {
            cells[row + i * down][column + i * right] = mover;
          }
        }
      }
    }
    if (play) {
      cells[row][column] = mover;
    }
    return turned;
  }

  @Test
  void solver_exists_forFourByFourOnly() {
    assertThat(provider().solver(size(6))).isEmpty();
    assertThat(provider().solver(size(4)).orElseThrow().canEnumerate()).isTrue();
  }

  private static long games(Othello game) {
    long games = 0;
    for (int action = 0; action < game.spec().actionCount(); action++) {
      if (game.isLegal(action)) {
        Othello next = game.copy();
        games += next.step(Action.of(action)).ended() ? 1 : games(next);
      }
    }
    return games;
  }

  /** Recorded by an independent solver (boards/mnk.json): 60,060 games, 3-11 under perfect play. */
  @Test
  void fourByFour_gamesAndValue_areAsRecorded() {
    Othello game = new Othello(4);
    assertThat(games(game)).isEqualTo(60_060);
    assertThat(new OthelloSolver().margin(game.ownDiscs(), game.otherDiscs())).isEqualTo(-8);
  }

  /** Score of a player against the other over paired games with random openings. */
  private double score(String player, String other, int games, int size) {
    double score = 0;
    for (int number = 0; number < games; number++) {
      SplittableRandom random = new SplittableRandom(number / 2);
      Player first = player(player, size, number);
      Player second = player(other, size, number + 1000);
      Othello game = new Othello(size);
      Step step = Step.going(0);
      int mover = 0;
      for (int move = 0; !step.ended(); move++) {
        mover = game.playerToMove();
        Player chosen = move < 4 ? any(random) : mover == number % 2 ? first : second;
        step = game.step(chosen.choose(game));
      }
      double won = mover == number % 2 ? step.reward() : -step.reward();
      score += (won + 1) / 2;
    }
    return score / games;
  }

  private Player player(String name, int size, long seed) {
    return name.equals("random")
        ? any(new SplittableRandom(seed))
        : provider().opponent(name, size(size), seed);
  }

  private static Player any(SplittableRandom random) {
    return state -> {
      int action;
      do {
        action = random.nextInt(state.spec().actionCount());
      } while (!state.isLegal(action));
      return Action.of(action);
    };
  }

  @Test
  void referencePlayers_areStrongerOneThanTheOther() {
    assertThat(score("expert", "random", 40, 8)).isGreaterThan(.9);
    assertThat(score("alphabeta6", "expert", 40, 6)).isGreaterThan(.5);
  }

  @Test
  void alphaBeta_toTheEnd_keepsTheValueThatTheSolverKnows() {
    Player deep = new AlphaBetaPlayer(new DiscBoard(4), 12, zero());
    OthelloSolver solver = new OthelloSolver();
    SplittableRandom random = new SplittableRandom(5);
    for (int number = 0; number < 40; number++) {
      Othello game = new Othello(4);
      Player anybody = any(random);
      boolean ended = false;
      for (int move = 0; move < number % 8 && !ended; move++) {
        ended = game.step(anybody.choose(game)).ended();
      }
      if (!ended) {
        int[] values = solver.actionValues(game);
        int best = Integer.MIN_VALUE;
        for (int value : values) {
          best = Math.max(best, value);
        }
        assertThat(values[deep.choose(game).index()]).as(game.text()).isEqualTo(best);
      }
    }
  }

  private static UniformRandomProvider zero() {
    return RandomSource.XO_RO_SHI_RO_128_PP.create(0);
  }
}
