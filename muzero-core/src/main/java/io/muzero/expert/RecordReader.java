package io.muzero.expert;

import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.SquareBoardGame;
import io.muzero.expert.GameRecord.Source;
import io.muzero.settings.Excerpt;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads games of one game with its options from files and folders.
 *
 * <p>A file whose first characters are a parenthesis and a semicolon is SGF ({@link SgfMoves}), any
 * other has a game a line ({@link MoveText}), perhaps with its result at the end ({@code 1-0},
 * {@code 1/2-1/2} or {@code 0-1}); both may be gzipped. Of a folder all files are read whose names
 * end in .sgf or .txt, perhaps with .gz after it, folders in it too, in the order of their names.
 *
 * <p>Every move is played by the rules. A game that is illegal, torn, or without a result is told,
 * with its file, number and move; none is dropped in silence. A result that the rules give counts,
 * and another that is written is an error; in Go, where dead stones are often left standing, what
 * is written counts instead, and a margin is reckoned with the komi that is played with here.
 *
 * <p>Not thread-safe.
 */
public final class RecordReader {
  private final GameProvider game;
  private final GameOptions options;
  private final MoveText text;

  /**
   * A reader.
   *
   * @param options which the games are played by, for example the board's size
   * @throws RecordException when it is no game of two players
   */
  public RecordReader(GameProvider game, GameOptions options) {
    this.game = game;
    this.options = options;
    Environment state = game.create(options);
    if (state.spec().players() != 2) {
      throw new RecordException(
          "games are recorded of two players only, and " + game.name() + " has one");
    }
    text = new MoveText(state);
  }

  /** What was read so far. */
  private static final class Found {
    final List<GameRecord> games = new ArrayList<>();
    final List<RecordProblem> problems = new ArrayList<>();
    int files;

    void problem(Source source, BadRecordException e) {
      problems.add(new RecordProblem(source, e.move, String.valueOf(e.getMessage())));
    }
  }

  /**
   * Reads files and folders.
   *
   * @throws RecordException when one cannot be read, or has no game that can be used
   */
  public RecordedGames read(List<Path> paths) {
    return read(paths, false);
  }

  /**
   * Requires that each path has a game that can be used, and reads no further.
   *
   * @throws RecordException as {@link #read}
   */
  public void requireSome(List<Path> paths) {
    read(paths, true);
  }

  /** {@code untilFirst}: whether a path is left with the first file that has a game. */
  private RecordedGames read(List<Path> paths, boolean untilFirst) {
    Found found = new Found();
    for (Path path : paths) {
      int games = found.games.size();
      int problems = found.problems.size();
      try {
        for (Path file : files(path)) {
          read(file, found);
          if (untilFirst && found.games.size() > games) {
            break;
          }
        }
      } catch (IOException | UncheckedIOException e) {
        throw new RecordException(
            path + (Files.exists(path) ? " cannot be read: " + e.getMessage() : " does not exist"));
      }
      if (found.games.size() == games) {
        throw new RecordException(
            path
                + " has no game of "
                + game.name()
                + " that can be used"
                + (found.problems.size() == problems
                    ? ""
                    : "; the first of "
                        + (found.problems.size() - problems)
                        + " problems: "
                        + found.problems.get(problems)));
      }
    }
    return new RecordedGames(found.games, found.problems, found.files);
  }

  /** The files that are read of a path, in order. */
  static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.walk(path)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().matches("(?i).*\\.(sgf|txt)(\\.gz)?"))
          .sorted()
          .toList();
    }
  }

  private void read(Path file, Found found) throws IOException {
    found.files++;
    String text;
    try {
      // Only the comments of a game could have other characters than ASCII.
      text = new String(unpacked(Files.readAllBytes(file)), StandardCharsets.ISO_8859_1);
    } catch (ZipException | EOFException e) {
      found.problems.add(
          new RecordProblem(new Source(file.toString(), 0), 0, "it is no whole gzip file"));
      return;
    }
    read(file.toString(), text, found);
  }

  private static byte[] unpacked(byte[] bytes) throws IOException {
    if (bytes.length < 2 || (bytes[0] & 0xFF) != 0x1F || (bytes[1] & 0xFF) != 0x8B) {
      return bytes;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  private void read(String file, String content, Found found) {
    // A byte order mark, read byte by byte, and white space may stand before it.
    boolean sgf = content.replaceFirst("^\u00EF\u00BB\u00BF", "").matches("(?s)\\s*\\(\\s*;.*");
    if (sgf || file.matches("(?i).*\\.sgf(\\.gz)?")) {
      int[] number = new int[1];
      SgfParser.parse(
          content,
          tree -> {
            Source source = new Source(file, ++number[0]);
            try {
              found.games.add(sgf(tree, source));
            } catch (BadRecordException e) {
              found.problem(source, e);
            }
          });
      if (number[0] == 0) {
        found.problems.add(new RecordProblem(new Source(file, 0), 0, "it has no game"));
      }
      return;
    }
    int number = 0;
    for (String line : content.lines().toList()) {
      number++;
      if (!text.names(line).isEmpty()) {
        Source source = new Source(file, number);
        try {
          found.games.add(line(line, source));
        } catch (BadRecordException e) {
          found.problem(source, e);
        }
      }
    }
  }

  private GameRecord sgf(SgfParser.Tree tree, Source source) throws BadRecordException {
    if (tree.torn() != null) {
      throw new BadRecordException(0, tree.torn());
    }
    if (!(game.create(options) instanceof SquareBoardGame state)) {
      throw new BadRecordException(0, game.name() + " has no SGF: write one line of moves a game");
    }
    Map<String, List<String>> root = tree.nodes().get(0);
    SgfMoves.requireGame(root, state);
    Replay replay = new Replay(state);
    for (SgfMoves.Move move : SgfMoves.moves(tree.nodes(), state)) {
      replay.play(move.player(), move.action(), Excerpt.of(move.text()));
    }
    String random = SgfMoves.value(root, SgfMoves.RANDOM_MOVES, "0");
    return record(
        replay,
        random.matches("\\d{1,4}") ? Integer.parseInt(random) : 0,
        SgfResult.of(root, state.komi()),
        state.sgfGame() == 1,
        source);
  }

  private GameRecord line(String line, Source source) throws BadRecordException {
    Environment state = game.create(options);
    Replay replay = new Replay(state);
    String words = line.replaceFirst("#.*", "").strip();
    int last = words.lastIndexOf(' ') + 1;
    OptionalInt written = result(words.substring(last));
    for (String name : text.names(written.isPresent() ? words.substring(0, last) : words)) {
      replay.play(text.action(name), Excerpt.of(name));
    }
    return record(replay, MoveText.commented(line, "random"), written, false, source);
  }

  private static OptionalInt result(String word) {
    return switch (word) {
      case "1-0" -> OptionalInt.of(1);
      case "1/2-1/2" -> OptionalInt.of(0);
      case "0-1" -> OptionalInt.of(-1);
      default -> OptionalInt.empty();
    };
  }

  private GameRecord record(
      Replay replay, int random, OptionalInt written, boolean writtenCounts, Source source)
      throws BadRecordException {
    if (replay.moves().isEmpty()) {
      throw new BadRecordException(0, "it has no move");
    }
    if (!replay.decided() && written.isEmpty()) {
      throw new BadRecordException(
          replay.moves().size(), "it breaks off there, and no result is written");
    }
    if (replay.decided()
        && !writtenCounts
        && written.isPresent()
        && written.getAsInt() != replay.result()) {
      throw new BadRecordException(
          replay.moves().size(),
          "the written result "
              + won(written.getAsInt())
              + " is not that of the board, "
              + won(replay.result()));
    }
    int result =
        replay.decided() && !(writtenCounts && written.isPresent())
            ? replay.result()
            : written.orElseThrow();
    return new GameRecord(
        game.name(), replay.moves(), Math.min(random, replay.moves().size()), result, source);
  }

  private static String won(int result) {
    return result == 0 ? "draw" : result > 0 ? "first player won" : "second player won";
  }
}
