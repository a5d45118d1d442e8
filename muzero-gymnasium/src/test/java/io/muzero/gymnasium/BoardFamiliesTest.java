package io.muzero.gymnasium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Action;
import io.muzero.environment.BrokenGameException;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Step;
import io.muzero.games.connect4.Connect4Provider;
import io.muzero.games.tictactoe.TicTacToeProvider;
import io.muzero.settings.InvalidSettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Board games of OpenSpiel and PettingZoo beside the same games in Java. */
class BoardFamiliesTest {
  private static GameOptions options() {
    return new GameOptions(Map.of("python", Pythons.path()));
  }

  /** Legal moves, players, results: random games on both. */
  private static void playAlike(GameProvider python, GameProvider java, int games) {
    Environment there = python.create(options());
    Environment here = java.create(GameOptions.NONE);
    assertThat(there.spec().players()).isEqualTo(2);
    assertThat(there.spec().alternating()).isTrue();
    assertThat(there.spec().actionCount()).isEqualTo(here.spec().actionCount());
    Random random = new Random(1);
    for (int game = 0; game < games; game++) {
      there.reset(game);
      here.reset(game);
      Step step = Step.going(0);
      while (!step.ended()) {
        assertThat(there.playerToMove()).isEqualTo(here.playerToMove());
        int action = -1;
        int count = 0;
        for (int a = 0; a < here.spec().actionCount(); a++) {
          assertThat(there.isLegal(a))
              .as("action %d in game %d", a, game)
              .isEqualTo(here.isLegal(a));
          if (here.isLegal(a) && random.nextInt(++count) == 0) {
            action = a;
          }
        }
        step = here.step(Action.of(action));
        assertThat(there.step(Action.of(action))).as("game %d", game).isEqualTo(step);
      }
    }
  }

  @Test
  void connectFour_ofOpenSpiel_isConnect4() throws Exception {
    Pythons.having("pyspiel");
    playAlike(new SpielFamily().game("connect_four"), new Connect4Provider(), 1000);
  }

  @Test
  void ticTacToe_ofPettingZoo_isTicTacToe() throws Exception {
    Pythons.having("pettingzoo.classic.tictactoe_v3");
    GameProvider there = new PettingZooFamily().game("tictactoe_v3");
    Environment one = there.create(options());
    assertThat(one.spec().actionCount()).isEqualTo(9);
    // Its cells go down the columns, ours along the rows.
    Environment here = new TicTacToeProvider().create(GameOptions.NONE);
    Random random = new Random(2);
    for (int game = 0; game < 100; game++) {
      one.reset(game);
      here.reset(game);
      Step step = Step.going(0);
      while (!step.ended()) {
        int cell = random.nextInt(9);
        int turned = cell % 3 * 3 + cell / 3;
        assertThat(one.isLegal(turned)).isEqualTo(here.isLegal(cell));
        if (here.isLegal(cell)) {
          step = here.step(Action.of(cell));
          assertThat(one.step(Action.of(turned))).isEqualTo(step);
        }
      }
    }
  }

  /** Rows, columns, planes: 17 of the last, which are more than the rows. */
  @Test
  void go_ofPettingZoo_hasSeventeenPlanes() throws Exception {
    Pythons.having("pettingzoo.classic.go_v5");
    GameOptions small =
        new GameOptions(Map.of("python", Pythons.path(), "kwargs", Map.of("board_size", 5)));
    Environment go = new PettingZooFamily().game("go_v5").create(small);
    assertThat(go.spec().channels()).isEqualTo(17);
    assertThat(go.spec().height()).isEqualTo(5);
    assertThat(go.spec().width()).isEqualTo(5);
    assertThat(go.spec().actionCount()).isEqualTo(26);
  }

  @ParameterizedTest
  @CsvSource({
    "hanabi_v5, hanabi_v5 is none of them",
    "rps_v2, rps_v2 is none of them",
    "texas_holdem_v4, texas_holdem_v4 is none of them",
    "connect_four_v2, 'has no connect_four_v2, it has '",
    "connect_four, connect_four makes no game",
  })
  void pettingZoo_whatIsNoGameForThis_isRefused(String name, String message) throws Exception {
    Pythons.having("pettingzoo.classic.tictactoe_v3");
    assertThatThrownBy(() -> new PettingZooFamily().game(name).create(options()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("connect_four_v3");
  }

  /** One player gains what nobody loses: an installed game that has been changed so. */
  @Test
  void pettingZoo_rewardsThatDoNotCancel_endTheGame(@TempDir Path folder) throws Exception {
    String python = Pythons.having("pettingzoo.classic.tictactoe_v3");
    Path module = Files.createDirectories(folder.resolve("changed")).resolve("changed_game.py");
    Files.writeString(
        module,
        """
        import pettingzoo.classic.tictactoe.tictactoe as game
        step = game.raw_env.step
        def changed(self, action):
            step(self, action)
            self.rewards = dict.fromkeys(self.rewards, 1)
        game.raw_env.step = changed
        """);
    String changed =
        Pythons.script(
            folder,
            "PYGAME_HIDE_SUPPORT_PROMPT=1 PYTHONPATH='"
                + module.getParent()
                + "' exec '"
                + python
                + "' -c \"import changed_game; $2\"");
    assertThatThrownBy(
            () ->
                new PettingZooFamily()
                    .game("tictactoe_v3")
                    .create(new GameOptions(Map.of("python", changed))))
        .isInstanceOf(BrokenGameException.class)
        .hasMessageContaining("one player must win what the other loses, the rewards were");
  }

  /** Chance is drawn from the seed, and a player may move twice. */
  @Test
  void backgammon_ofOpenSpiel_repeatsBySeed() throws Exception {
    Pythons.having("pyspiel");
    Environment game = new SpielFamily().game("backgammon").create(options());
    assertThat(game.spec().turnsVary()).isTrue();
    game.reset(5);
    String first = game.text();
    assertThat(first).contains("Dice:");
    game.reset(6);
    Environment copy = game.copy();
    Random random = new Random(3);
    for (int i = 0; i < 40; i++) {
      int action = random.nextInt(game.spec().actionCount());
      while (!game.isLegal(action)) {
        action = (action + 1) % game.spec().actionCount();
      }
      assertThat(copy.step(Action.of(action))).isEqualTo(game.step(Action.of(action)));
      assertThat(copy.text()).isEqualTo(game.text());
    }
    game.reset(5);
    assertThat(game.text()).isEqualTo(first);
    assertThat(game.json()).startsWith("{\"kind\":\"text\",\"text\":\"");
  }

  @Test
  void hiddenInformation_orUnknownNames_areRefused() throws Exception {
    Pythons.having("pyspiel");
    assertThatThrownBy(() -> new SpielFamily().game("kuhn_poker").create(options()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("players of kuhn_poker hide something");
    assertThatThrownBy(() -> new SpielFamily().game("poker").create(options()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("game must name an environment that is there: OpenSpiel has no game");
  }
}
