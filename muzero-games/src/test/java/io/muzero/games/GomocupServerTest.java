package io.muzero.games;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.games.gomoku.GomokuProvider;
import io.muzero.protocol.CommandLines;
import io.muzero.protocol.GomocupServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions by script; each answer is compared letter by letter. */
@Timeout(60)
class GomocupServerTest {
  private final FirstMove player = new FirstMove(new GomokuProvider(), Map.of("size", 20));

  private String session(String commands) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new GomocupServer(
            player,
            "1.2",
            new CommandLines(new ByteArrayInputStream(commands.getBytes(StandardCharsets.UTF_8))),
            new PrintStream(out, true, StandardCharsets.UTF_8))
        .run();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void game_isPlayed() {
    assertThat(
            session(
                """
                START 20
                INFO timeout_turn 1000
                INFO folder /somewhere
                INFO rule 0
                BEGIN
                TURN 1,0
                TURN 19,19
                TAKEBACK 3,0
                TAKEBACK 19,19
                TURN 10,10
                RESTART
                TURN 0,0
                ABOUT
                END
                ABOUT
                """))
        .isEqualTo(
            """
            OK
            0,0
            2,0
            3,0
            OK
            OK
            3,0
            OK
            1,0
            name="muzero", version="1.2", author="The MuZero for the JVM project", country="-", description="gomoku, the first 'move'"
            """);
  }

  @Test
  void board_isTakenWhoeverBegan() {
    assertThat(
            session(
                """
                start 20
                board
                0,0,1
                5,5,2
                done
                TAKEBACK 1,0
                RESTART
                BOARD
                3,3,2
                DONE
                BOARD
                DONE
                """))
        .isEqualTo("OK\n1,0\nOK\nOK\n0,0\n0,0\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BEGIN | ERROR there is no board yet: send START and its size first",
        "START 15 | ERROR unsupported size 15: this player (gomoku, the first \"move\") knows boards of size 20 only",
        "START many | ERROR START must be followed by a size, was many",
        "RECTSTART 20,15 | ERROR rectangular boards are not supported: use START",
        "SWAP2BOARD | UNKNOWN command SWAP2BOARD",
      })
  void wrongCommands_areAnsweredInOneLine(String command, String answer) {
    assertThat(session(command + "\nSTART 20\n")).isEqualTo(answer + "\nOK\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TURN 20,0 | ERROR column and row must be within [0, 19], was 20,0",
        "TURN 5 | ERROR 2 numbers with commas between must follow, was 5",
        "TURN 1,1;TURN 1,1 | 0,0;ERROR 1,1 is taken already",
        "BEGIN;BEGIN | 0,0;ERROR BEGIN needs an empty board: send RESTART first",
        "TAKEBACK 1,1 | ERROR only the last move can be taken back, which is none",
        "INFO rule 1 | MESSAGE this player knows rule 0 only, by which five stones or more win",
        "BOARD;1,1,1;DONE | ERROR the opponent must have as many stones or one more, was 0 against 1",
        "BOARD;1,1,7;DONE | 'ERROR a stone is of 1 (own) or 2 (the opponent''s), was 7'",
        "BOARD;1,1,1;1,1,2;DONE | ERROR 1,1 is taken already",
        "BOARD;0,9,2;1,9,2;2,9,2;3,9,2;4,9,2;0,0,1;2,0,1;4,0,1;6,0,1;DONE"
            + " | ERROR the game is over: send RESTART or TAKEBACK",
      })
  void wrongMoves_areAnsweredInOneLine(String commands, String answers) {
    assertThat(session("START 20\n" + commands.replace(';', '\n') + "\n"))
        .isEqualTo("OK\n" + answers.replace(';', '\n') + "\n");
  }

  @Test
  void limits_boundMoves() {
    session(
        """
        START 20
        BEGIN
        INFO timeout_turn 1000
        TURN 9,9
        INFO timeout_turn 0
        TURN 9,10
        INFO timeout_turn 5000
        INFO timeout_match 60000
        INFO time_left 30000
        TURN 9,11
        """);
    assertThat(player.efforts)
        .extracting(effort -> effort.limit().toMillis())
        .satisfies(
            limits -> {
              assertThat(limits.get(0)).as("no limit").isGreaterThan(1_000_000_000L);
              assertThat(limits.get(1)).as("of the move").isEqualTo(850);
              assertThat(limits.get(2)).as("as fast as possible").isZero();
              assertThat(limits.get(3)).as("a thirtieth of what is left").isEqualTo(850);
            });
  }
}
