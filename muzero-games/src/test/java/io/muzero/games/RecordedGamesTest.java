package io.muzero.games;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Step;
import io.muzero.expert.GameRecord;
import io.muzero.expert.GameRecord.Source;
import io.muzero.expert.RecordException;
import io.muzero.expert.RecordProblem;
import io.muzero.expert.RecordReader;
import io.muzero.expert.RecordWriter;
import io.muzero.expert.RecordedGames;
import io.muzero.games.cartpole.CartPoleProvider;
import io.muzero.games.connect4.Connect4Provider;
import io.muzero.games.go.GoProvider;
import io.muzero.games.gomoku.GomokuProvider;
import io.muzero.games.othello.OthelloProvider;
import io.muzero.games.tictactoe.TicTacToeProvider;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reading and writing games of others, with the games of this module. */
class RecordedGamesTest {
  private static final GameOptions SMALL = new GameOptions(Map.of("size", 5, "komi", 0.5));

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
  }

  private RecordedGames go(String text) throws IOException {
    return new RecordReader(new GoProvider(), SMALL).read(List.of(file("games.sgf", text)));
  }

  private static List<String> problems(RecordedGames games) {
    return games.problems().stream()
        .map(RecordProblem::toString)
        .map(line -> line.substring(line.lastIndexOf(File.separatorChar) + 1))
        .toList();
  }

  private static List<GameRecord> random(GameProvider game, GameOptions options, int count) {
    List<GameRecord> records = new ArrayList<>();
    for (int number = 0; records.size() < count; number++) {
      SplittableRandom random = new SplittableRandom(number);
      Environment state = game.create(options);
      state.reset(0);
      List<Integer> moves = new ArrayList<>();
      Step step;
      double score = 0;
      do {
        int action;
        do {
          action = random.nextInt(state.spec().actionCount());
        } while (!state.isLegal(action));
        int mover = state.playerToMove();
        step = state.step(Action.of(action));
        moves.add(action);
        score += mover == 0 ? step.reward() : -step.reward();
      } while (!step.ended());
      if (step.terminated()) {
        int opening = random.nextInt(Math.min(9, moves.size()));
        Source source = new Source("random", number);
        records.add(new GameRecord(game.name(), moves, opening, (int) Math.signum(score), source));
      }
    }
    return records;
  }

  static Stream<Arguments> games() {
    return Stream.of(
        Arguments.of(new GoProvider(), SMALL, "games.sgf"),
        Arguments.of(new GoProvider(), SMALL, "games.sgf.gz"),
        Arguments.of(new GoProvider(), new GameOptions(Map.of("size", 9)), "games.txt"),
        Arguments.of(new OthelloProvider(), new GameOptions(Map.of("size", 6)), "games.sgf"),
        Arguments.of(new OthelloProvider(), GameOptions.NONE, "games.txt.gz"),
        Arguments.of(new GomokuProvider(), new GameOptions(Map.of("size", 20)), "games.sgf"),
        Arguments.of(new GomokuProvider(), new GameOptions(Map.of("size", 20)), "games.txt"),
        Arguments.of(new Connect4Provider(), GameOptions.NONE, "games.txt"),
        Arguments.of(new TicTacToeProvider(), GameOptions.NONE, "games.txt"));
  }

  @ParameterizedTest
  @MethodSource("games")
  void writtenGames_areReadAgain(GameProvider game, GameOptions options, String name)
      throws IOException {
    List<GameRecord> written = random(game, options, 30);
    Path file = folder.resolve(name);
    new RecordWriter(game, options, "any]body\\").write(file, written);
    RecordedGames read = new RecordReader(game, options).read(List.of(file));
    assertThat(read.problems()).isEmpty();
    assertThat(read.games()).hasSameSizeAs(written);
    for (int i = 0; i < written.size(); i++) {
      GameRecord one = read.games().get(i);
      GameRecord other = written.get(i);
      assertThat(one.moves()).isEqualTo(other.moves());
      assertThat(one.randomMoves()).isEqualTo(other.randomMoves());
      assertThat(one.result()).isEqualTo(other.result());
      assertThat(one.game()).isEqualTo(game.name());
      assertThat(one.source()).isEqualTo(new Source(file.toString(), i + 1));
    }
  }

  @Test
  void read_sgfOfOthers_isUnderstood() throws IOException {
    RecordedGames games =
        go(
            "(;GM[1]FF[4]SZ[5]KM[0.5]RE[B+R]\n;B[cc]C[best \\] move];W[bb];B[](;W[tt])(;W[aa]))\n"
                + "(;GM[1]SZ[5];B[C3];W[];B[])\n"
                + "(;SZ[5:5]KM[7.5]RE[W+2.5];B[cc];W[])");
    assertThat(games.problems()).isEmpty();
    assertThat(games.games())
        .extracting(GameRecord::moves)
        .containsExactly(List.of(12, 6, 25, 25), List.of(12, 25, 25), List.of(12, 25));
    // The last was lost by 2.5 with a komi of 7.5, and is won by 4.5 with 0.5.
    assertThat(games.games()).extracting(GameRecord::result).containsExactly(1, 1, 1);
  }

  @Test
  void read_wrongGames_areNamedByFileGameAndMove() throws IOException {
    RecordedGames games =
        go(
            "(;GM[1]SZ[5]RE[B+R];B[cc];W[cc])"
                + "(;GM[1]SZ[9]RE[B+R];B[cc])"
                + "(;GM[2]SZ[5]RE[B+R];B[cc])"
                + "(;GM[1]SZ[5]RE[B+R];B[cc];B[dd])"
                + "(;GM[1]SZ[5]RE[B+R]AB[cc];W[dd])"
                + "(;GM[1]SZ[5]RE[B+R];B[zz])"
                + "(;GM[1]SZ[5];B[cc])"
                + "(;GM[1]SZ[5]RE[B+R])"
                + "(;GM[1]SZ[5]RE[W+R];B[cc])"
                + "(;GM[1]SZ[5]RE[B+R];B[cc]");
    assertThat(games.games()).singleElement().extracting(GameRecord::result).isEqualTo(-1);
    assertThat(problems(games))
        .containsExactly(
            "games.sgf, game 1, move 2: C3 is not legal there",
            "games.sgf, game 2: its board has size 9, the game is played on 5",
            "games.sgf, game 3: its game has number GM[2], not 1",
            "games.sgf, game 4, move 2: it is the turn of O there",
            "games.sgf, game 5, move 1: stones are set up by AB, which is not read",
            "games.sgf, game 6, move 1: 'zz' is no move of this game",
            "games.sgf, game 7, move 1: it breaks off there, and no result is written",
            "games.sgf, game 8: it has no move",
            "games.sgf, game 10: it breaks off before its last )");
  }

  @Test
  void read_lines_mayLeaveOutForcedPasses() throws IOException {
    GameOptions four = new GameOptions(Map.of("size", 4));
    List<GameRecord> all = random(new OthelloProvider(), four, 60);
    StringBuilder lines = new StringBuilder();
    Environment names = new OthelloProvider().create(four);
    for (GameRecord record : all) {
      record.moves().stream()
          .filter(move -> move < 16)
          .forEach(move -> lines.append(names.actionName(move)));
      lines.append('\n');
    }
    assertThat(all).anyMatch(record -> record.moves().contains(16));
    RecordedGames read =
        new RecordReader(new OthelloProvider(), four)
            .read(List.of(file("lines.txt", lines.toString())));
    assertThat(read.problems()).isEmpty();
    assertThat(read.games())
        .extracting(GameRecord::moves)
        .isEqualTo(all.stream().map(GameRecord::moves).toList());
  }

  @Test
  void read_linesOfConnectFour_checksMovesAndResults() throws IOException {
    RecordedGames games =
        new RecordReader(new Connect4Provider(), GameOptions.NONE)
            .read(
                List.of(
                    file(
                        "games.txt",
                        "4354351 # all of it: a remark\n\n4444444\n435 0-1\n123\n1212121 0-1\n12121212\n1x\n"
                            + "1 2 1 2 1 2 1 # random 3\n")));
    assertThat(games.games()).extracting(GameRecord::result).as("results").containsExactly(-1, 1);
    assertThat(games.games().get(1).randomMoves()).isEqualTo(3);
    assertThat(games.games().get(1).source().number()).isEqualTo(9);
    assertThat(problems(games))
        .containsExactly(
            "games.txt, game 1, move 7: it breaks off there, and no result is written",
            "games.txt, game 3, move 7: 4 is not legal there",
            "games.txt, game 5, move 3: it breaks off there, and no result is written",
            "games.txt, game 6, move 7: the written result second player won is not that of the board, first player won",
            "games.txt, game 7, move 8: 2 comes after the game's end",
            "games.txt, game 8, move 2: 'x' is no move of this game");
  }

  @Test
  void read_folders_takesAllFilesAndToldDamagedOnes() throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    file("a/one.sgf", "(;GM[1]SZ[5]RE[B+R];B[cc])");
    file("a/b/two.SGF", "(;GM[1]SZ[5]RE[W+R];B[cc])");
    file("a/notes.md", "no game");
    file("a/empty.sgf", "nothing");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("(;GM[1]SZ[5]RE[W+R];B[dd])".getBytes(StandardCharsets.US_ASCII));
    }
    byte[] bytes = packed.toByteArray();
    Files.write(folder.resolve("a/three.sgf.gz"), bytes);
    Files.write(folder.resolve("a/torn.sgf.gz"), Arrays.copyOf(bytes, bytes.length - 12));
    RecordedGames games =
        new RecordReader(new GoProvider(), SMALL).read(List.of(folder.resolve("a")));
    assertThat(games.files()).isEqualTo(5);
    assertThat(games.games()).hasSize(3);
    assertThat(problems(games))
        .containsExactly("empty.sgf: it has no game", "torn.sgf.gz: it is no whole gzip file");
  }

  @Test
  void read_nothingToUse_isRefused() throws IOException {
    RecordReader reader = new RecordReader(new GoProvider(), SMALL);
    Path file = file("bad.sgf", "(;GM[1]SZ[5];B[cc])");
    assertThatThrownBy(() -> reader.read(List.of(file)))
        .isInstanceOf(RecordException.class)
        .hasMessageContaining(
            "bad.sgf has no game of go that can be used; the first of 1 problems");
    assertThatThrownBy(() -> reader.read(List.of(folder.resolve("none.sgf"))))
        .isInstanceOf(RecordException.class)
        .hasMessageContaining("none.sgf does not exist");
    assertThatThrownBy(() -> new RecordReader(new CartPoleProvider(), GameOptions.NONE))
        .isInstanceOf(RecordException.class)
        .hasMessageContaining("two players");
    assertThatThrownBy(
            () ->
                new RecordWriter(new Connect4Provider(), GameOptions.NONE, "x")
                    .requireWritable(Path.of("a.sgf")))
        .isInstanceOf(RecordException.class)
        .hasMessageContaining("connect4 has no SGF");
  }

  /** Whatever becomes of a file, each game in it is read or told. */
  @Test
  void read_mutatedFiles_giveGamesOrProblems() throws IOException {
    Path file = folder.resolve("games.sgf");
    new RecordWriter(new GoProvider(), SMALL, "x").write(file, random(new GoProvider(), SMALL, 3));
    String text = Files.readString(file);
    RecordReader reader = new RecordReader(new GoProvider(), SMALL);
    for (int seed = 0; seed < 1500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      StringBuilder mutated = new StringBuilder(text);
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        int at = random.nextInt(mutated.length());
        mutated.setCharAt(at, (char) random.nextInt(256));
      }
      Files.writeString(file, mutated, StandardCharsets.ISO_8859_1);
      try {
        RecordedGames games = reader.read(List.of(file));
        for (GameRecord record : games.games()) {
          Environment state = new GoProvider().create(SMALL);
          record.moves().forEach(move -> state.step(Action.of(move)));
        }
      } catch (RecordException e) {
        assertThat(e).as("seed %d", seed).hasMessageContaining("problems");
      }
    }
  }
}
