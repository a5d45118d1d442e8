package io.muzero.games.go;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Action;
import io.muzero.environment.EnvironmentChecker;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.Step;
import io.muzero.games.EnvironmentContract;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoTest extends EnvironmentContract {

  @Override
  protected GameProvider provider() {
    return new GoProvider();
  }

  private static int action(Go game, String name) {
    return IntStream.range(0, game.spec().actionCount())
        .filter(action -> game.actionName(action).equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isLegal(Go game, String name) {
    return game.isLegal(action(game, name));
  }

  private static Step play(Go game, String moves) {
    Step step = Step.going(0);
    for (String move : moves.split(" ")) {
      step = game.step(Action.of(action(game, move)));
    }
    return step;
  }

  private static Go after(int size, String moves) {
    Go game = new Go(GoRules.ofSize(size));
    play(game, moves);
    return game;
  }

  @ParameterizedTest
  @CsvSource({"1, 8", "2, 3", "3, 1", "9, 8"})
  void otherBoards_keepTheContract(int size, int history) {
    GameOptions options = new GameOptions(Map.of("size", size, "history", history));
    assertThat(new EnvironmentChecker(provider(), options).check()).isEmpty();
  }

  @Test
  void options_areReadAndHaveSensibleDefaults() {
    GoRules rules = ((Go) provider().create(GameOptions.NONE)).rules();
    assertThat(rules).isEqualTo(new GoRules(5, 24.5, 75, 8));
    Map<String, Object> set = Map.of("size", 9, "komi", 5.5, "max_moves", 100, "history", 1);
    assertThat(((Go) provider().create(new GameOptions(set))).rules())
        .isEqualTo(new GoRules(9, 5.5, 100, 1));
    assertThat(IntStream.rangeClosed(2, 9).mapToObj(size -> GoRules.ofSize(size).komi()))
        .containsExactly(0.5, 8.5, 1.5, 24.5, 3.5, 7.5, 7.5, 7.5);
    assertThat(new Go(GoRules.ofSize(19)).spec().actionCount()).isEqualTo(362);
  }

  @Test
  void names_areThoseOfTheProtocol() {
    Go game = new Go(GoRules.ofSize(9));
    assertThat(game.actionName(0)).isEqualTo("A9");
    assertThat(game.actionName(7)).isEqualTo("H9");
    assertThat(game.actionName(80)).isEqualTo("J1");
    assertThat(game.actionName(81)).isEqualTo("pass");
    assertThat(new Go(GoRules.ofSize(19)).actionName(18)).isEqualTo("T19");
  }

  @Test
  void text_showsStonesAndCoordinates() {
    assertThat(after(3, "B2 C3").text()).isEqualTo(" 3 . . O\n 2 . X .\n 1 . . .\n   A B C");
  }

  @Test
  void step_lastLiberty_captures() {
    Go game = after(5, "A1 A2 C3 B1");
    assertThat(game.text().lines().skip(4).findFirst()).contains(" 1 . O . . .");
    assertThat(isLegal(game, "A1")).as("suicide").isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> play(game, "A1"))
        .withMessage("point 20 (A1) would be suicide");
  }

  @Test
  void step_stoneWithoutLibertiesThatCaptures_isLegal() {
    // Between A1, B2 and A3 a black stone at A2 has no liberty until it captures the first two.
    Go going = after(4, "B1 A1 C2 B2 B3 A3");
    assertThat(isLegal(going, "A2")).isTrue();
    play(going, "A2");
    assertThat(going.board().colour(action(going, "A1"))).isEqualTo(GoBoard.EMPTY);
    assertThat(going.board().colour(action(going, "B2"))).isEqualTo(GoBoard.EMPTY);
    assertThat(going.board().colour(action(going, "A3"))).isEqualTo(GoBoard.WHITE);
  }

  private static final String KO = "B4 C4 A3 D3 B2 C2 C3 B3";

  @Test
  void step_ko_mayNotBeTakenBackAtOnce() {
    Go game = after(5, KO);
    assertThat(game.board().colour(action(game, "C3"))).isEqualTo(GoBoard.EMPTY);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> play(game, "C3"))
        .withMessage("point 12 (C3) would repeat an earlier position");
    int planes = game.spec().channels();
    float[] seen = game.observation();
    assertThat(seen[(planes - 2) * 25 + action(game, "C3")])
        .as("forbidden by superko")
        .isEqualTo(1);
    play(game, "E5 E1");
    assertThat(isLegal(game, "C3")).isTrue();
  }

  @Test
  void twoPasses_endTheGame_andPayTheMover() {
    assertThat(after(5, "C3").score()).isEqualTo(0.5);
    assertThat(play(after(5, "C3"), "pass pass")).isEqualTo(Step.terminal(1));
    assertThat(play(after(5, "pass"), "pass")).as("White passes last").isEqualTo(Step.terminal(1));
    Go even = new Go(new GoRules(5, 25, 75, 8));
    assertThat(play(even, "C3 pass pass")).isEqualTo(Step.terminal(0));
    Go white = new Go(new GoRules(5, 0, 75, 8));
    assertThat(play(white, "pass C3 pass pass")).isEqualTo(Step.terminal(1));
    assertThatThrownBy(() -> play(white, "A1")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void moveLimit_truncates_unlessTheGameEndsThere() {
    Go game = new Go(new GoRules(5, 24.5, 4, 8));
    assertThat(play(game, "C3 B2 D4 A1")).isEqualTo(new Step(0, false, true));
    assertThat(game.hasEnded()).isTrue();
    assertThat(play(new Go(new GoRules(5, 24.5, 4, 8)), "C3 B2 pass pass").terminated()).isTrue();
  }

  @Test
  void observation_showsTheLastPositionsInTheMoversView() {
    Go game = new Go(new GoRules(5, 24.5, 75, 3));
    play(game, "C3 A5 pass");
    float[] seen = game.observation();
    assertThat(game.spec().channels()).isEqualTo(9);
    int c3 = action(game, "C3");
    // White is to move: A5 is its own, and so is it one move ago, but not two.
    assertThat(new float[] {seen[0], seen[50], seen[100]}).containsExactly(1, 1, 0);
    assertThat(new float[] {seen[25 + c3], seen[75 + c3], seen[125 + c3]}).containsExactly(1, 1, 1);
    assertThat(seen[150]).as("Black to move").isZero();
    assertThat(seen[200]).as("passed").isEqualTo(1);
    float[] start = new Go(new GoRules(5, 24.5, 75, 3)).observation();
    assertThat(start[150]).isEqualTo(1);
    assertThat(start[200]).isZero();
  }

  @Test
  void copy_keepsWhatSuperkoForbids() {
    Go copy = after(5, KO).copy();
    assertThat(isLegal(copy, "C3")).isFalse();
    assertThat(copy.played()).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 9})
  void randomGames_agreeWithAPlainTwin(int size) {
    SplittableRandom random = new SplittableRandom(size);
    int pass = size * size;
    int repeats = 0;
    int longCycles = 0;
    for (int number = 0; number < 400 / size; number++) {
      Go game = new Go(new GoRules(size, 0.5, 4 * pass + 4, 8));
      PlainGo plain = new PlainGo(size);
      Step step = Step.going(0);
      while (!step.ended()) {
        int chosen = pass;
        int legal = 0;
        for (int action = 0; action <= pass; action++) {
          assertThat(game.isLegal(action))
              .as("%s, %d", plain, action)
              .isEqualTo(plain.isLegal(action));
          // Passes are rare, so that games are long and positions come near to repeating.
          if (action < pass && game.isLegal(action) && random.nextInt(++legal) == 0) {
            chosen = action;
          }
        }
        float[] seen = game.observation();
        for (int point = 0; point < pass; point++) {
          repeats += (int) seen[17 * pass + point];
          longCycles += plain.closesLongCycle(point) ? 1 : 0;
        }
        step = game.step(Action.of(random.nextInt(40) == 0 ? pass : chosen));
        plain.play(game.played()[game.played().length - 1]);
        StringBuilder stones = new StringBuilder();
        for (int point = 0; point < pass; point++) {
          stones.append(".XO".charAt(game.board().colour(point)));
        }
        assertThat(stones.toString()).isEqualTo(plain.stones());
        assertThat(game.score()).isEqualTo(plain.areaMargin() - 0.5);
      }
    }
    assertThat(repeats > 0 || size == 1).as("superko was met").isTrue();
    assertThat(longCycles > 0 || size == 1 || size > 4).as("beyond a simple ko").isTrue();
  }

  @Test
  void number_dependsOnTheStonesAlone() {
    GoBoard one = new GoBoard(Grid.of(5));
    GoBoard other = new GoBoard(Grid.of(5));
    one.play(0, GoBoard.BLACK);
    one.play(1, GoBoard.WHITE);
    one.play(5, GoBoard.WHITE); // Captures the corner.
    other.play(5, GoBoard.WHITE);
    other.play(1, GoBoard.WHITE);
    assertThat(one.number()).isEqualTo(other.number());
    other.clear();
    assertThat(other.number()).isEqualTo(new GoBoard(Grid.of(5)).number());
  }

  /** Score of a player against another over games with the seats in turn, komi 0.5. */
  private double score(String player, String other, int size, int games) {
    double score = 0;
    GameOptions options = new GameOptions(Map.of("size", size, "komi", 0.5));
    for (int number = 0; number < games; number++) {
      Player[] players = {
        provider().opponent(player, options, number), provider().opponent(other, options, number)
      };
      Go game = (Go) provider().create(options);
      Step step;
      int mover;
      do {
        mover = game.playerToMove();
        step = game.step(players[(mover + number) % 2].choose(game));
      } while (!step.ended());
      double black = step.truncated() ? Math.signum(game.score()) : 0;
      double reward = step.terminated() ? (mover == 0 ? step.reward() : -step.reward()) : black;
      score += ((number % 2 == 0 ? reward : -reward) + 1) / 2;
    }
    return score / games;
  }

  @Test
  void expert_beatsPlayouts() {
    assertThat(score("expert", "playout", 5, 40)).isGreaterThan(.8);
    assertThat(score("expert", "playout", 9, 20)).isGreaterThan(.9);
  }

  private String expertMove(Go game) {
    return game.actionName(provider().opponent("expert", GameOptions.NONE, 1).choose(game).index());
  }

  @Test
  void expert_capturesAndSaves() {
    assertThat(expertMove(after(5, "A1 C3 D5 B1"))).as("saves or gives up A1").isNotEqualTo("pass");
    assertThat(expertMove(after(5, "C2 C3 D3 D5 B3 E5"))).as("takes C3").isEqualTo("C4");
    assertThat(expertMove(after(5, "C3 C2 E1 D3 E5 B3"))).as("saves C3").isEqualTo("C4");
  }

  @Test
  void playout_fillsNoEyes() {
    Go game = new Go(new GoRules(2, 0.5, 30, 1));
    play(game, "A1 pass B2 pass");
    Player playout = provider().opponent("playout", GameOptions.NONE, 3);
    assertThat(game.actionName(playout.choose(game).index())).isEqualTo("pass");
  }
}
