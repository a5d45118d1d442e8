package io.muzero.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.ThreeInARow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole sessions on a board of nine cells; each answer is compared letter by letter. */
@Timeout(60)
class SessionTest {
  private static CommandLines lines(String commands) {
    return new CommandLines(new ByteArrayInputStream(commands.getBytes(StandardCharsets.UTF_8)));
  }

  private static String gtp(String commands) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    new GtpServer(new First(), "1.2", lines(commands), print).run();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String gomocup(String commands) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    new GomocupServer(new First(), "1.2", lines(commands), print).run();
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Takes the first free cell. */
  private static final class First implements HostedPlayer {
    @Override
    public String game() {
      return "three";
    }

    @Override
    public String description() {
      return "the first cell";
    }

    @Override
    public boolean searches() {
      return false;
    }

    @Override
    public Optional<Episode> newGame(OptionalInt size, OptionalDouble komi) {
      Environment environment = ThreeInARow.GAME.create(GameOptions.NONE);
      environment.reset(0);
      return size.orElse(3) == 3 ? Optional.of(new Episode(environment)) : Optional.empty();
    }

    @Override
    public Thinking think(Episode episode, Effort effort) {
      int first = episode.legalActions()[0];
      return new Thinking() {
        @Override
        public boolean advance() {
          return false;
        }

        @Override
        public int action() {
          return first;
        }

        @Override
        public List<Line> lines() {
          return List.of();
        }

        @Override
        public void close() {}
      };
    }
  }

  @Test
  void gtp_aGameIsPlayedTakenBackAndWon() {
    assertThat(
            gtp(
                """
                1 boardsize 3
                2 boardsize 9
                3 genmove b
                4 play w a3
                5 play w b2
                6 showboard
                7 reg_genmove b
                8 undo
                9 play w a1
                10 play b b3
                11 play w c1
                12 play b c3
                13 final_score
                14 gogui-rules_final_result
                15 genmove w
                16 nonsense
                17 time_settings 60 0 0
                18 quit
                """))
        .isEqualTo(
            """
            =1

            ?2 unacceptable size: three is played here on 3x3, not on 9

            =3 A3

            ?4 illegal move: no stone can be put on cell 0

            =5

            =6
               A B C
             3 X . . 3
             2 . O . 2
             1 . . . 1
               A B C
            black to move

            =7 B3

            =8

            =9

            =10

            =11

            =12

            =13 B+1

            =14 Black wins

            ?15 the game is over: undo or clear_board first

            ?16 unknown command

            =17

            =18

            """);
  }

  @Test
  void gomocup_aGameIsPlayedTakenBackAndSetUp() {
    assertThat(
            gomocup(
                """
                START 9
                START 3
                BEGIN
                TURN 1,1
                TAKEBACK 1,0
                TURN 0,0
                TURN 7,7
                NONSENSE
                BOARD
                0,0,1
                1,1,2
                DONE
                END
                """))
        .isEqualTo(
            """
            ERROR unsupported size 9: this player (the first cell) knows boards of size 3 only
            OK
            0,0
            1,0
            OK
            ERROR 0,0 is taken already
            ERROR column and row must be within [0, 2], was 7,7
            UNKNOWN command NONSENSE
            1,0
            """);
  }
}
