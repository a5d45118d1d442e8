package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
  private final TestScreen test = new TestScreen(false);

  private int run(String... arguments) {
    return Main.commandLine(test.screen).execute(arguments);
  }

  @Test
  void config_unknownKey_isOneLineAndUsageError() {
    assertThat(run("config", "--game", "tictactoe", "--set", "search.simulatons=3")).isEqualTo(2);
    assertThat(test.output()).isEmpty();
    assertThat(test.errors())
        .isEqualTo(
            "muzero: search.simulatons is not a known key (--set); did you mean search.simulations?"
                + System.lineSeparator());
  }

  @Test
  void config_verbose_showsTheStackTrace() {
    assertThat(run("config", "--game", "nothing", "--verbose")).isEqualTo(2);
    assertThat(test.errors()).contains("\tat io.muzero.config.");
  }

  @Test
  void main_wrongOptions_areUsageErrors() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("gmes")).isEqualTo(2);
    assertThat(run("games", "--jsno")).isEqualTo(2);
    assertThat(test.errors().lines())
        .containsExactly(
            "muzero: a command is missing (see muzero --help)",
            "muzero: Unmatched argument at index 0: 'gmes'; did you mean games? (see muzero --help)",
            "muzero: Unknown option: '--jsno'; did you mean --json? (see muzero games --help)");
  }

  @Test
  void checkGame_rewardsBeyondTheSupport_warnsAndSucceeds() {
    String support = "network.rewardSupport={min: 0, max: 2, atoms: 3}";
    assertThat(run("check-game", "--game", "simple_grid", "--set", support)).isZero();
    assertThat(test.output().lines().filter(line -> line.startsWith("warning")))
        .singleElement()
        .asString()
        .startsWith(
            "warning simple_grid declares rewards from 0 to 10, but network.rewardSupport holds 0 to 2");
  }

  @Test
  void generateCompletion_namesGamesAndCommands() {
    assertThat(run("generate-completion")).isZero();
    assertThat(test.output()).contains("tictactoe", "config", "--verbose");
  }

  @Test
  void messages_longValuesAndNames_areCut() {
    String longText = "x".repeat(100_000);
    assertThat(run("config", "--game", "tictactoe", "--set", "run.device=" + longText))
        .isEqualTo(2);
    assertThat(run("config", "--game", "tictactoe", "--set", "run." + longText + "=1"))
        .isEqualTo(2);
    assertThat(run("config", "--game", longText)).isEqualTo(2);
    assertThat(run("config", "--" + longText)).isEqualTo(2);
    assertThat(run("config", "--game", "tictactoe", "--seed", longText)).isEqualTo(2);
    assertThat(run("config", "--game", "tictactoe", "--set", longText)).isEqualTo(2);
    assertThat(test.errors().lines())
        .hasSize(6)
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(600).contains("… ("));
  }
}
