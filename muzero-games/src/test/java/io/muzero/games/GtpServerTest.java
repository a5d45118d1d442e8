package io.muzero.games;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.GameProvider;
import io.muzero.games.connect4.Connect4Provider;
import io.muzero.games.go.GoProvider;
import io.muzero.games.gomoku.GomokuProvider;
import io.muzero.games.othello.OthelloProvider;
import io.muzero.games.tictactoe.TicTacToeProvider;
import io.muzero.protocol.CommandLines;
import io.muzero.protocol.GtpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions by script; each answer is compared letter by letter. */
@Timeout(60)
class GtpServerTest {
  private static String session(FirstMove player, String commands) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new GtpServer(
            player,
            "1.2",
            new CommandLines(new ByteArrayInputStream(commands.getBytes(StandardCharsets.UTF_8))),
            new PrintStream(out, true, StandardCharsets.UTF_8))
        .run();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String session(GameProvider game, Map<String, Object> options, String commands) {
    return session(new FirstMove(game, options), commands);
  }

  private static String go(String commands) {
    return session(new GoProvider(), Map.of("size", 3, "komi", 0.5), commands);
  }

  @Test
  void administration_isAnswered() {
    assertThat(
            go(
                """
                protocol_version
                7 name
                version  # a comment
                # a line of comment

                known_command play
                known_command nonsense
                list_commands
                0012 quit
                name
                """))
        .isEqualTo(
            """
            = 2

            =7 muzero

            = 1.2, go, the first "move"

            = true

            = false

            = protocol_version
            name
            version
            known_command
            list_commands
            quit
            boardsize
            clear_board
            komi
            play
            undo
            genmove
            reg_genmove
            showboard
            final_score
            time_settings
            time_left
            gogui-rules_game_id
            gogui-rules_board
            gogui-rules_board_size
            gogui-rules_legal_moves
            gogui-rules_side_to_move
            gogui-rules_final_result
            lz-analyze
            lz-genmove_analyze

            =0012

            """);
  }

  @Test
  void game_ofGo_isPlayedTakenBackAndCounted() {
    assertThat(
            go(
                """
                1 genmove b
                2 play WHITE c1
                3 reg_genmove black
                4 showboard
                5 undo
                6 undo
                7 undo
                8 gogui-rules_side_to_move
                9 play b B2
                10 play w pass
                11 play b pass
                12 gogui-rules_final_result
                13 final_score
                14 gogui-rules_legal_moves
                15 genmove w
                16 clear_board
                17 komi 7.5
                18 final_score
                """))
        .isEqualTo(
            """
            =1 A3

            =2

            =3 B3

            =4
               A B C
             3 X . . 3
             2 . . . 2
             1 . . O 1
               A B C
            black to move

            =5

            =6

            ?7 cannot undo: no move was made

            =8 black

            =9

            =10

            =11

            =12 Black wins by 8.5 points

            =13 B+8.5

            =14

            ?15 the game is over: undo or clear_board first

            =16

            =17

            =18 W+7.5

            """);
  }

  /** The protocol lets a colour move twice; the other then passes, which undo takes back too. */
  @Test
  void play_sameColourTwice_letsTheOtherPass() {
    assertThat(
            go(
                """
                play b a1
                play b b1
                genmove b
                gogui-rules_board
                undo
                undo
                gogui-rules_board
                gogui-rules_side_to_move
                play w pass
                play w a3
                """))
        .isEqualTo(
            """
            =

            =

            = A3

            = X . .
            . . .
            X X .

            =

            =

            = . . .
            . . .
            X . .

            = white

            =

            ? illegal move: it is the turn of black

            """);
  }

  @Test
  void gomoku_skipsTheLetterI() {
    assertThat(
            session(
                new GomokuProvider(),
                Map.of(),
                """
                gogui-rules_game_id
                gogui-rules_board_size
                play b j1
                play w I5
                play b j1
                play w j1
                play w j1 z
                final_score
                boardsize 9
                boardsize 15
                gogui-rules_side_to_move
                gogui-rules_final_result
                """))
        .isEqualTo(
            """
            = Gomoku

            = 9

            =

            ? illegal move: no move is called I5 here

            ? illegal move: it is the turn of white

            ? illegal move: cell 80 (i1) is taken already

            ? illegal move: cell 80 (i1) is taken already

            ? cannot score: the game is not over

            =

            ? unacceptable size: gomoku is played here on 9x9, not on 15

            = black

            =

            """);
  }

  /** Its rows are counted from the top, so that the protocol's board stands on its head. */
  @Test
  void othello_isCalledAsItsPlayersDo() {
    assertThat(
            session(
                new OthelloProvider(),
                Map.of("size", 4),
                """
                gogui-rules_legal_moves
                gogui-rules_board
                play black b1
                gogui-rules_board
                final_score
                """))
        .isEqualTo(
            """
            = B1 A2 D3 C4

            = . . . .
            . X O .
            . O X .
            . . . .

            =

            = . . . .
            . X O .
            . X X .
            . X . .

            = B+3

            """);
  }

  @Test
  void otherBoards_haveTheirMovesAsPoints() {
    assertThat(
            session(
                new TicTacToeProvider(),
                Map.of(),
                "genmove b\nplay w b2\ngogui-rules_board\nplay b a1\nplay w b3\nplay b a2\n"
                    + "final_score\ngogui-rules_final_result\n"))
        .isEqualTo(
            "= A3\n\n=\n\n= X . .\n. O .\n. . .\n\n=\n\n=\n\n=\n\n= B+1\n\n= Black wins\n\n");
    assertThat(
            session(
                new Connect4Provider(),
                Map.of(),
                "gogui-rules_board_size\nboardsize 7\nplay b 4\nplay w d2\nplay b D2\nplay b 8\n"
                    + "genmove b\ngogui-rules_legal_moves\ngogui-rules_board\n"))
        .isEqualTo(
            """
            = 7

            =

            =

            =

            ? illegal move: no move is called D2 here

            ? illegal move: no move is called 8 here

            = A1

            = A2 B1 C1 D3 E1 F1 G1

            = ? ? ? ? ? ? ?
            . . . . . . .
            . . . . . . .
            . . . . . . .
            . . . . . . .
            . . . O . . .
            X . . X . . .

            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fly | ? unknown command",
        "5 fly to the moon | ?5 unknown command",
        "5 | ?5 syntax error: a number is followed by a command",
        "play | ? syntax error: a colour must follow",
        "play green a1 | ? syntax error: a colour is black or white",
        "play b | ? syntax error: a move must follow",
        "play b z9 | ? illegal move: no move is called z9 here",
        "boardsize big | ? syntax error: a size must be a whole number",
        "boardsize 19 | ? unacceptable size: go is played here on 3x3, not on 19",
        "komi much | ? syntax error: a komi must be a number",
        "komi 999 | ? unacceptable komi: at most 100",
        "time_settings 1 2 | ? syntax error: its moves must follow",
        "lz-analyze b often | ? syntax error: the interval must be a whole number",
        "lz-analyze w | ? unused"
      })
  void wrongCommands_areAnsweredInOneLine(String command, String answer) {
    if (answer.equals("? unused")) {
      // White may be looked at as if black passed.
      assertThat(go(command)).startsWith("=\n");
      return;
    }
    assertThat(go(command + "\nname\n")).isEqualTo(answer + "\n\n= muzero\n\n");
  }

  @Test
  void genmoveAnalyze_tellsAndPlays() {
    String out = go("9 lz-genmove_analyze b 1000\ngogui-rules_side_to_move\n");
    assertThat(out)
        .isEqualTo(
            """
            =9
            info move A3 visits 3 winrate 7500 prior 5000 order 0 pv A3 \
            info move B3 visits 1 winrate 0 prior 2500 order 1 pv B3 A3
            play A3

            = white

            """);
  }

  @Test
  void analyze_goesOnUntilTheNextCommand() throws Exception {
    PipedOutputStream typing = new PipedOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CommandLines lines = new CommandLines(new PipedInputStream(typing));
    Thread server =
        new Thread(
            () ->
                new GtpServer(
                        new FirstMove(new GoProvider(), Map.of("size", 3)),
                        "1.2",
                        lines,
                        new PrintStream(out, true, StandardCharsets.UTF_8))
                    .run());
    server.start();
    typing.write("3 lz-analyze interval 1\n".getBytes(StandardCharsets.UTF_8));
    typing.flush();
    while (out.toString(StandardCharsets.UTF_8).lines().count() < 5) {
      Thread.sleep(5);
    }
    typing.write("4 genmove b\n".getBytes(StandardCharsets.UTF_8));
    typing.close();
    server.join();
    String[] parts = out.toString(StandardCharsets.UTF_8).split("\n\n");
    assertThat(parts).hasSize(2);
    assertThat(parts[0].lines().findFirst()).contains("=3");
    assertThat(parts[0].lines().skip(1))
        .hasSizeGreaterThanOrEqualTo(4)
        .allMatch(line -> line.startsWith("info move A3 visits "));
    assertThat(parts[1]).isEqualTo("=4 A3");
  }

  @Test
  void time_boundsMoves() {
    FirstMove player = new FirstMove(new GoProvider(), Map.of("size", 3));
    assertThat(
            session(
                player,
                """
                genmove b
                time_settings 100 0 0
                genmove w
                time_left b 2 4
                genmove b
                time_settings 0 1 0
                genmove w
                """))
        .isEqualTo("= A3\n\n=\n\n= B3\n\n=\n\n= C3\n\n=\n\n= A2\n\n");
    assertThat(player.efforts)
        .extracting(effort -> effort.limit().toMillis())
        .satisfies(
            limits -> {
              assertThat(limits.get(0)).as("no limit").isGreaterThan(1_000_000_000L);
              assertThat(limits.get(1)).as("a tenth of 100 s").isEqualTo(9900);
              assertThat(limits.get(2)).as("a quarter of 2 s").isEqualTo(400);
              assertThat(limits.get(3)).as("no limit").isGreaterThan(1_000_000_000L);
            });
  }
}
