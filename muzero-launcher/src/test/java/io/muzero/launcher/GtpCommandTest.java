package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.agent.LoadOptions;
import io.muzero.agent.TrainedAgent;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gtp} and {@code gomocup}: who plays, and what is refused before anybody does. */
@Timeout(120)
class GtpCommandTest {
  @TempDir private Path root;

  /** Runs a command with these lines on standard input. */
  private static TestScreen run(int exitCode, String input, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      TestScreen test = new TestScreen(false);
      assertThat(Main.commandLine(test.screen).execute(arguments))
          .as(test.errors())
          .isEqualTo(exitCode);
      return test;
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void gtp_agent_playsAsItDecides() throws Exception {
    Path run = TestRuns.untrained(root, "tictactoe");
    String move;
    try (TrainedAgent agent =
        TrainedAgent.load(run, LoadOptions.defaults().withSetting("evaluation.simulations=40"))) {
      int action = agent.decide(agent.newEpisode(0)).action();
      move = agent.newEnvironment().actionName(action).toUpperCase(java.util.Locale.ROOT);
    }
    TestScreen test =
        run(
            0,
            "version\nreg_genmove b\nlz-genmove_analyze b 100000\nquit\n",
            "gtp",
            "--checkpoint",
            run.toString(),
            "--simulations",
            "40");
    List<String> lines = test.lines();
    assertThat(lines.get(0)).endsWith(", tictactoe at step 100, 40 simulations a move");
    assertThat(lines.subList(1, 5)).containsExactly("", "= " + move, "", "=");
    assertThat(lines.get(5)).startsWith("info move " + move + " visits ").contains(" pv " + move);
    assertThat(lines.subList(6, lines.size())).containsExactly("play " + move, "", "=", "");
    assertThat(test.errors()).isEmpty();
  }

  /** With all its simulations the second move would take minutes: the timeout ends it. */
  @Test
  @Timeout(60)
  void gtp_littleTime_isKept() throws Exception {
    Path run = TestRuns.untrained(root, "tictactoe");
    TestScreen test =
        run(
            0,
            "reg_genmove b\ntime_settings 1 0 0\ngenmove b\n",
            "gtp",
            "--checkpoint",
            run.toString(),
            "--simulations",
            "2000");
    assertThat(test.lines()).hasSize(6).allMatch(line -> line.matches("(= ?[ABC][123])?|= *"));
  }

  @Test
  void gtp_referencePlayer_playsOnAnySize() {
    TestScreen test =
        run(
            0,
            "boardsize 9\ngogui-rules_board_size\nknown_command lz-analyze\nboardsize 99\ngenmove b\n",
            "gtp",
            "--game",
            "go",
            "--player",
            "playout");
    assertThat(test.lines().subList(0, 8))
        .containsExactly(
            "=",
            "",
            "= 9",
            "",
            "= false",
            "",
            "? unacceptable size: go is played here on sizes 1 to 19, not on 99",
            "");
    assertThat(test.lines().get(8)).matches("= [A-HJ][1-9]");
  }

  @Test
  void gomocup_referencePlayer_blocksOnTwenty() {
    TestScreen test =
        run(
            0,
            "START 20\nBOARD\n3,5,2\n4,5,2\n5,5,2\n6,5,2\n2,5,1\n0,0,1\n0,19,1\n19,0,1\nDONE\nEND\n",
            "gomocup",
            "--player",
            "expert");
    assertThat(test.output()).isEqualTo("OK\n7,5\n");
    assertThat(test.errors()).isEmpty();
  }

  @Test
  void gomocup_agentOfAnotherSize_isRefusedInOneLine() throws Exception {
    Path run =
        TestRuns.untrained(
            root,
            "gomoku",
            "environment.size=6",
            "network.policyHead=dense",
            "network.globalPooling=false");
    TestScreen test =
        run(
            0,
            "START 20\nBEGIN\nSTART 6\nBEGIN\n",
            "gomocup",
            "--checkpoint",
            run.toString(),
            "--simulations",
            "4");
    assertThat(test.lines().subList(0, 3))
        .containsExactly(
            "ERROR unsupported size 20: this player (gomoku at step 100, 4 simulations a move) knows boards of size 6 only",
            "ERROR there is no board yet: send START and its size first",
            "OK");
    assertThat(test.lines().get(3)).matches("[0-5],[0-5]");
  }

  @Test
  void gtp_referencePlayer_namesTheSizesThereAre() {
    String input = "boardsize 9\n";
    assertThat(run(0, input, "gtp", "--game", "othello", "--player", "random").output())
        .contains("? unacceptable size: othello is played here on sizes 4, 6 or 8, not on 9");
    assertThat(run(0, input, "gtp", "--game", "tictactoe", "--player", "random").output())
        .contains("? unacceptable size: tictactoe is played here on 3x3, not on 9");
  }

  /** On smaller boards fewer than five stones in a row win: another game. */
  @Test
  void gomocup_referencePlayer_namesTheSizesThereAre() {
    TestScreen test =
        run(0, "START 20\nSTART 21\nSTART 4\nSTART 5\n", "gomocup", "--player", "expert");
    String refusal =
        "ERROR unsupported size %d: this player (gomoku, player expert) knows boards of size 5 to 20 only";
    assertThat(test.lines())
        .containsExactly("OK", refusal.formatted(21), refusal.formatted(4), "OK");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gtp --game cartpole --set run.folder=/none | only games of two players who move in turn",
        "gomocup --game tictactoe --set run.folder=/none | the Gomocup protocol knows five in a row",
        "gtp | no game is named: add --game NAME",
        "gtp --game cartpole --player random | only games of two players who move in turn are played by a protocol, and"
            + " cartpole is none",
        "gtp --game go --player exprt | --player must be one of random, playout, expert, was exprt; did you mean"
            + " expert?",
        "gtp --game go --player expert --simulations 5 | --player has no network",
        "gtp --game go --player expert --seed -1 | --seed must be at least 0, was -1",
        "gomocup --game go --player expert | the Gomocup protocol knows five in a row on a square board only",
        "gomocup --player expert --set environment.line=4 | the Gomocup protocol knows five in a row on a square board"
            + " only",
        "gomocup --player expert --set environment.size=2 | environment.size must be a whole number within [3, 20]",
      })
  void wrongUsage_isOneLine(String command, String message) {
    TestScreen test = run(2, "", command.split(" "));
    assertThat(test.output()).isEmpty();
    assertThat(test.errors().lines()).singleElement().asString().startsWith("muzero: " + message);
  }
}
