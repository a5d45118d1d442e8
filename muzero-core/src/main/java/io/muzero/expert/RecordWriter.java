package io.muzero.expert;

import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.SquareBoardGame;
import io.muzero.files.ResultFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * Writes games so that {@link RecordReader} reads the same ones: as an SGF collection where the
 * file's name ends in .sgf, else as one line of moves a game; with .gz after it the file is packed.
 *
 * <p>Immutable and thread-safe.
 */
public final class RecordWriter {
  private final GameProvider game;
  private final GameOptions options;
  private final Players players;

  /** Whether a line of moves names who played: where they change from game to game. */
  private final boolean named;

  /** Names who played. */
  @FunctionalInterface
  public interface Players {
    /**
     * Who had a seat.
     *
     * @param seat 0 or 1
     */
    String name(GameRecord record, int seat);
  }

  /**
   * A writer.
   *
   * @param options which the games were played by
   * @param player who played them, for SGF
   */
  public RecordWriter(GameProvider game, GameOptions options, String player) {
    this(game, options, (record, seat) -> player, false);
  }

  /**
   * As above, with players who change from game to game: a line of moves names them too, and who
   * won.
   */
  public RecordWriter(GameProvider game, GameOptions options, Players players) {
    this(game, options, players, true);
  }

  private RecordWriter(GameProvider game, GameOptions options, Players players, boolean named) {
    this.game = game;
    this.options = options;
    this.players = players;
    this.named = named;
  }

  /** Whether a file's name asks for SGF. */
  public static boolean isSgf(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.sgf(\\.gz)?");
  }

  /**
   * Requires that games of this game can be written into a file of this name.
   *
   * @throws RecordException when SGF is asked for and the game has none
   */
  public void requireWritable(Path file) {
    if (isSgf(file) && !(game.create(options) instanceof SquareBoardGame)) {
      throw new RecordException(
          game.name() + " has no SGF: name a file that ends in .txt instead of " + file);
    }
  }

  /**
   * Replaces a file by one with these games.
   *
   * @throws IOException when it cannot be written; what there was is then untouched
   */
  public void write(Path file, List<GameRecord> games) throws IOException {
    requireWritable(file);
    boolean packed = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    ResultFile.write(
        file,
        out -> {
          OutputStream target = packed ? new GZIPOutputStream(out) : out;
          Writer writer =
              new BufferedWriter(new OutputStreamWriter(target, StandardCharsets.US_ASCII));
          for (GameRecord record : games) {
            writer.write(isSgf(file) ? sgf(record) : line(record));
            writer.write('\n');
          }
          writer.flush();
          if (target instanceof GZIPOutputStream gzip) {
            gzip.finish();
          }
        });
  }

  private String sgf(GameRecord record) {
    SquareBoardGame state = (SquareBoardGame) game.create(options);
    StringBuilder text = new StringBuilder("(;FF[4]GM[").append(state.sgfGame()).append(']');
    text.append("SZ[").append(state.spec().height()).append("]AP[muzero]");
    if (state.sgfGame() == 1) {
      text.append("KM[").append(state.komi()).append(']');
    }
    text.append("PB[").append(sgfName(record, 0));
    text.append("]PW[").append(sgfName(record, 1)).append(']');
    text.append("RE[").append(SgfResult.written(record.result())).append(']');
    if (record.randomMoves() > 0) {
      text.append(SgfMoves.RANDOM_MOVES).append('[').append(record.randomMoves()).append(']');
    }
    for (int i = 0; i < record.moves().size(); i++) {
      text.append(i % 20 == 0 ? "\n;" : ";");
      text.append(SgfMoves.written(record.moves().get(i), i & 1, state));
    }
    return text.append(')').toString();
  }

  private String sgfName(GameRecord record, int seat) {
    return name(record, seat).replaceAll("([\\]\\\\])", "\\\\$1");
  }

  private String name(GameRecord record, int seat) {
    return players.name(record, seat).replaceAll("[^ -~]", "?");
  }

  private String line(GameRecord record) {
    Environment state = game.create(options);
    String line = new MoveText(state).line(record.moves());
    Replay replay = new Replay(state);
    try {
      for (int move : record.moves()) {
        replay.play(move, "");
      }
    } catch (BadRecordException e) {
      throw new IllegalArgumentException("a record has an illegal move: " + e.getMessage(), e);
    }
    if (!replay.decided()) {
      line += " " + result(record);
    }
    String comment = comment(record);
    return comment.isEmpty() ? line : line + " # " + comment;
  }

  /** What the moves do not tell. The random moves come first, as a player's name may look so. */
  private String comment(GameRecord record) {
    String random = "random " + record.randomMoves();
    if (named) {
      return random
          + " first: "
          + name(record, 0)
          + " second: "
          + name(record, 1)
          + " result: "
          + result(record);
    }
    return record.randomMoves() == 0 ? "" : random;
  }

  private static String result(GameRecord record) {
    return record.result() == 0 ? "1/2-1/2" : record.result() > 0 ? "1-0" : "0-1";
  }
}
