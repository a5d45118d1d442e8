package io.muzero.games.go;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Action;
import io.muzero.games.tictactoe.TicTacToe;
import io.muzero.protocol.EngineException;
import io.muzero.protocol.GtpEngine;
import io.muzero.protocol.GtpPlayer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Engines are played by {@link FakeEngine}, in a process of its own. */
@Timeout(120)
class GtpPlayerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static String command(String habit) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    String test = System.getProperty("surefire.test.class.path", classes);
    return String.join(
        " ",
        List.of(
            "'" + java + "'",
            "-Xshare:auto -XX:TieredStopAtLevel=1 -cp",
            "'" + test + "'",
            FakeEngine.class.getName(),
            habit));
  }

  private static GtpEngine engine(String habit) {
    return GtpEngine.start(command(habit), PATIENCE);
  }

  private static Go game(int size) {
    return new Go(GoRules.ofSize(size));
  }

  @Test
  void choose_gamesSideBySide_areToldApart() {
    try (GtpPlayer player = new GtpPlayer(engine("noise"))) {
      Go one = game(5);
      Go other = game(3);
      assertThat(one.actionName(player.choose(one).index())).isEqualTo("A5");
      assertThat(other.actionName(player.choose(other).index())).isEqualTo("A3");
      one.step(Action.of(0));
      one.step(Action.of(1));
      other.step(Action.of(8));
      assertThat(one.actionName(player.choose(one).index())).isEqualTo("C5");
      assertThat(other.actionName(player.choose(other).index())).isEqualTo("A3");
      // Its own move, a reply, and the next question: only what is new is told.
      one.step(Action.of(2));
      one.step(Action.of(25));
      assertThat(one.actionName(player.choose(one).index())).isEqualTo("D5");
      one.step(Action.of(24));
      assertThat(one.actionName(player.choose(one).index())).as("another move").isEqualTo("D5");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "resign, never resigns",
    "nonsense, must name a point of the board or pass",
    "illegal, which is not legal after the moves A5",
    "refuse, refuses the command",
    "die, ended instead of answering genmove white; its last words: out of ideas"
  })
  void choose_engineThatMisbehaves_isOneClearLine(String habit, String message) {
    try (GtpPlayer player = new GtpPlayer(engine(habit))) {
      Go game = game(5);
      game.step(Action.of(0));
      assertThatThrownBy(() -> player.choose(game))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining(message)
          .hasMessageContaining("the engine ")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void send_engineThatIsSilent_isGivenUp() {
    try (GtpEngine engine = GtpEngine.start(command("silent"), Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> engine.send("genmove black"))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("did not answer genmove black within 1 s");
    }
  }

  @Test
  void start_programThatIsNoEngine_isRefused() {
    assertThatThrownBy(() -> GtpEngine.start("no-such-engine-here --gtp", PATIENCE))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("the engine no-such-engine-here cannot be started");
    assertThatThrownBy(() -> engine("old"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("must speak version 2 of GTP");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    assertThatThrownBy(() -> GtpEngine.start("'" + java + "' --version", PATIENCE))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("is it started in its GTP mode?");
  }

  @Test
  void close_endsTheProcess() {
    long before = children();
    GtpEngine engine = engine("");
    assertThat(children()).isGreaterThan(before);
    engine.close();
    assertThat(children()).isEqualTo(before);
  }

  private static long children() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
  }

  @Test
  void requirePlayable_gameThatEnginesDoNotKnow_isRefused() {
    assertThatThrownBy(() -> GtpPlayer.requirePlayable(new TicTacToe(), "tictactoe"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no GTP engine can play tictactoe");
  }
}
