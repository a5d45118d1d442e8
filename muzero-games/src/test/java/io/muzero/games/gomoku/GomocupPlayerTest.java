package io.muzero.games.gomoku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Action;
import io.muzero.games.go.Go;
import io.muzero.games.go.GoRules;
import io.muzero.protocol.EngineException;
import io.muzero.protocol.EnginePlayer;
import io.muzero.protocol.GomocupPlayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines are played by {@link FakeBrain}, in a process of its own. */
@Timeout(120)
class GomocupPlayerTest {
  @TempDir private Path folder;

  private Path note() {
    return folder.resolve("note");
  }

  private EnginePlayer player(String limits, String habit) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    String test = System.getProperty("surefire.test.class.path", classes);
    return EnginePlayer.start(
        "gomocup:"
            + limits
            + " '"
            + java
            + "' -Xshare:auto -XX:TieredStopAtLevel=1 -cp '"
            + test
            + "' "
            + FakeBrain.class.getName()
            + " '"
            + habit
            + "' '"
            + note()
            + "'");
  }

  private static Gomoku game(int size) {
    return new Gomoku(size, size, 5);
  }

  private static String chosen(EnginePlayer player, Gomoku game) {
    return game.actionName(player.choose(game).index());
  }

  /** What the engine was told, without the limits. */
  private List<String> told() throws Exception {
    return Files.readAllLines(note()).stream().filter(line -> !line.startsWith("INFO")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "puzzled"})
  void choose_oneGame_isToldMoveByMove(String habit) throws Exception {
    Gomoku game = game(20);
    try (EnginePlayer player = player("", habit)) {
      assertThat(chosen(player, game)).isEqualTo("a20");
      game.step(Action.of(0));
      game.step(Action.of(20 + 2)); // column 2 of row 1 from the top
      assertThat(chosen(player, game)).isEqualTo("b20");
    }
    assertThat(told()).containsExactly("START 20", "BEGIN", "TURN 2,1", "END");
    assertThat(Files.readAllLines(note()))
        .contains("INFO timeout_turn 1000", "INFO rule 0", "INFO timeout_match 0");
  }

  @Test
  void choose_gamesSideBySide_areToldApart() throws Exception {
    Gomoku one = game(9);
    Gomoku other = game(9);
    try (EnginePlayer player = player("timeout_turn=50 rule=0", "")) {
      one.step(Action.of(40));
      assertThat(chosen(player, one)).isEqualTo("a9");
      assertThat(chosen(player, other)).isEqualTo("a9");
      one.step(Action.of(0));
      one.step(Action.of(1));
      assertThat(chosen(player, one)).isEqualTo("c9");
    }
    assertThat(told())
        .containsExactly(
            "START 9",
            "TURN 4,4",
            "RESTART",
            "BEGIN",
            "RESTART",
            "BOARD",
            "4,4,2",
            "0,0,1",
            "1,0,2",
            "DONE",
            "END");
    assertThat(Files.readAllLines(note())).contains("INFO timeout_turn 50");
  }

  @Test
  void choose_engineWithoutRestart_isStartedAnew() throws Exception {
    try (EnginePlayer player = player("", "forgetful")) {
      assertThat(chosen(player, game(9))).isEqualTo("a9");
      assertThat(chosen(player, game(9))).isEqualTo("a9");
      assertThat(chosen(player, game(15))).as("another size").isEqualTo("a15");
    }
    assertThat(told())
        .containsExactly(
            "START 9", "BEGIN", "RESTART", "START 9", "BEGIN", "START 15", "BEGIN", "END");
  }

  @ParameterizedTest
  @CsvSource({
    "small, must answer START 9 by OK, was ERROR unsupported size",
    "error, 'must answer TURN 0,0 by a move such as 7,7, was ERROR I am lost'",
    "taken, 'made the move 0,0, which is not legal on a board of 9 with 1 stones'",
    "outside, 'made the move 3,9, which is not legal'",
    "die, 'ended instead of answering TURN 0,0; its last words: out of ideas'"
  })
  void choose_engineThatMisbehaves_isOneClearLine(String habit, String message) {
    try (EnginePlayer player = player("", habit)) {
      Gomoku game = game(9);
      game.step(Action.of(0));
      assertThatThrownBy(() -> player.choose(game))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining(message)
          .hasMessageContaining("the engine ")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void start_wrongCommands_areRefused() {
    assertThatThrownBy(() -> EnginePlayer.start("gomocup:no-such-brain-here"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("the engine no-such-brain-here cannot be started");
    assertThatThrownBy(() -> EnginePlayer.start("gomocup:timeout_turn=5"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("names no program");
    assertThatThrownBy(() -> EnginePlayer.start("gomocup:timeout_turn=soon brain"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("timeout_turn must be milliseconds within [0, 3600000], was soon");
  }

  @Test
  void requirePlayable_otherGames_areRefused() {
    assertThatThrownBy(() -> GomocupPlayer.requirePlayable(new Go(GoRules.ofSize(9)), "go"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no Gomocup engine can play go");
    assertThatThrownBy(() -> GomocupPlayer.requirePlayable(new Gomoku(6, 6, 4), "gomoku"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("with lines of 4");
    GomocupPlayer.requirePlayable(game(20), "gomoku");
  }
}
