package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Step;
import io.muzero.games.arcade.BreakoutProvider;
import io.muzero.games.cartpole.CartPoleProvider;
import io.muzero.games.tictactoe.TicTacToe;
import io.muzero.games.tictactoe.TicTacToeProvider;
import io.muzero.selfplay.Evaluation;
import java.awt.image.BufferedImage;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {
  private final TestScreen test = new TestScreen(false);

  @TempDir private Path folder;

  private void write(Path file) {
    Environment game = new TicTacToe();
    game.reset(0);
    PictureFile picture = new PictureFile(file, game, test.screen);
    picture.saw(0, game, -1, Step.going(0));
    picture.finish();
  }

  @Test
  void finish_writesAWholePictureAndNothingElse() throws Exception {
    write(folder.resolve("game.png"));
    assertThat(folder).isDirectoryContaining("glob:**/game.png");
    assertThat(Files.size(folder.resolve("game.png"))).isPositive();
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void finish_fullDisk_failsAndLeavesNothing() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    int mounted =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", disk.toString())
            .redirectErrorStream(true)
            .start()
            .waitFor();
    assumeTrue(mounted == 0, "a small disk cannot be mounted here");
    try {
      Files.write(disk.resolve("full"), new byte[4096]);
      assertThatThrownBy(() -> write(disk.resolve("game.png")))
          .isInstanceOf(RunFailedException.class)
          .hasMessageContaining("game.png cannot be written: No space left on device");
      assertThat(disk).isDirectoryNotContaining("glob:**game.png*");
    } finally {
      new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
    }
  }

  private static long ink(BufferedImage image) {
    long ink = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        ink += (image.getRGB(x, y) & 0xFF) < 0x80 ? 1 : 0;
      }
    }
    return ink;
  }

  @Test
  void draw_unknownKind_showsTheText() {
    Picture picture = new Picture("{\"kind\":\"stones\"}");
    List<String> all = List.of("1 stone", "21 stones\nin two rows of text");
    BufferedImage small = picture.draw(all.get(0), all);
    BufferedImage large = picture.draw(all.get(1), all);
    // A moving picture's states have one size.
    assertThat(small.getWidth()).isEqualTo(large.getWidth());
    assertThat(small.getHeight()).isEqualTo(large.getHeight());
    assertThat(ink(small)).isPositive().isLessThan(ink(large));
  }

  /** What a game of the user's own may give: exceptions of the reader and of Java were shown. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "board",
        "{",
        "{'kind':'board'}",
        "{'kind':'board','rows':0,'columns':0,'cells':[]}",
        "{'kind':'board','rows':2,'columns':2,'cells':['X']}",
        "{'kind':'board','rows':-2,'columns':2,'cells':['X']}",
        "{'kind':'scene','view':[0,0,1]}",
        "{'kind':'scene','view':[0,0,0,0],'shapes':[]}",
        "{'kind':'scene','view':[0,0,1,1],'shapes':[{'fill':'redish','points':[1]}]}",
        "{'kind':'grid','rows':1,'columns':1}",
        "{'kind':'pixels','rows':1,'columns':1,'layers':[{}]}",
        "{'kind':'cards','hands':[{}]}",
        "{'kind':'image','png':'no base 64'}",
        "{'kind':'image','png':'AAAA'}",
        "{'kind':'image'}",
      })
  void finish_brokenPicture_isOneLineAndLeavesTheFile(String json) throws Exception {
    TicTacToe game = new TicTacToe();
    game.reset(0);
    Environment broken =
        (Environment)
            Proxy.newProxyInstance(
                Environment.class.getClassLoader(),
                new Class<?>[] {Environment.class},
                (proxy, method, arguments) ->
                    method.getName().equals("json")
                        ? json.replace('\'', '"')
                        : method.invoke(game, arguments));
    Path file = Files.writeString(folder.resolve("game.gif"), "earlier");
    assertThatThrownBy(
            () -> {
              PictureFile picture = new PictureFile(file, broken, test.screen);
              picture.saw(0, broken, -1, Step.going(0));
              picture.finish();
            })
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("a state's picture ")
        .hasMessageEndingWith("; Environment.json() of the game makes it")
        .hasMessageNotContaining("\n");
    assertThat(file).hasContent("earlier");
    assertThat(test.errors()).isEmpty();
  }

  @Test
  void draw_pixels_fillsTheCellsOfItsLayers() {
    Environment game = new BreakoutProvider().create(GameOptions.NONE);
    game.reset(0);
    BufferedImage image = new Picture(game.json()).draw(game.text(), List.of(game.text()));
    assertThat(image.getWidth()).isEqualTo(400);
    int paddle = image.getRGB(4 * 40 + 20, 9 * 40 + 20);
    int brick = image.getRGB(5 * 40 + 20, 40 + 20);
    int ball = image.getRGB(20, 3 * 40 + 20);
    int empty = image.getRGB(5 * 40 + 20, 6 * 40 + 20);
    assertThat(List.of(paddle, brick, ball, empty))
        .extracting(Integer::toHexString)
        .containsExactly("ff4caf50", "ffd9713c", "fffafafa", "ff1b1f27");
    assertThat(Pace.milliseconds(game)).isEqualTo(100);
  }

  @Test
  void milliseconds_onlyScenesMoveFast() {
    Environment board = new TicTacToeProvider().create(GameOptions.NONE);
    Environment scene = new CartPoleProvider().create(GameOptions.NONE);
    board.reset(1);
    scene.reset(1);
    assertThat(Pace.milliseconds(board)).isEqualTo(700);
    assertThat(Pace.milliseconds(scene)).isEqualTo(40);
  }

  private static String result(String opponent, int... actions) {
    Environment game = new TicTacToeProvider().create(GameOptions.NONE);
    game.reset(1);
    GameResult result = new GameResult(opponent, Evaluation.Spectator.NONE);
    result.saw(0, game, -1, Step.going(0));
    for (int action : actions) {
      Step step = game.step(Action.of(action));
      result.saw(0, game, action, step);
    }
    return result.line();
  }

  @Test
  void line_ofAGame_saysWhoWon() {
    assertThat(result(null, 0, 3, 1, 4, 2)).isEqualTo("X wins against O after 5 moves");
    assertThat(result("expert", 0, 3, 1, 4, 8, 5))
        .isEqualTo("expert as O wins against the agent as X after 6 moves");
    assertThat(result("perfect", 0, 4, 8, 1, 7, 6, 2, 5, 3))
        .isEqualTo("a draw between the agent as X and perfect as O after 9 moves");
  }
}
