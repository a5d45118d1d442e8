package io.muzero.metrics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run's {@code metrics.csv} as it grows. Rows that are no rows are passed over: a run that is
 * killed may leave half of one. A symbolic link, or what is no file, is taken for a file that is
 * not there: whoever shows a folder must not be led out of it. Not thread-safe.
 */
public final class MetricsFile {
  /** Its name in a run's folder. */
  public static final String NAME = "metrics.csv";

  /** Read at once, many rows of some 40 bytes; a run of a day has some ten megabytes. */
  private static final int CHUNK = 256 << 10;

  /**
   * A row: {@code step,wall_seconds,tag,value}.
   *
   * @param step training step
   * @param seconds seconds trained by then, finite
   * @param tag name of the metric
   * @param value finite
   */
  public record Row(long step, double seconds, String tag, double value) {}

  /**
   * How the file looked; while it looks so there is nothing new in it.
   *
   * @param key tells it from one that takes its place; empty where the system has none
   */
  private record Look(Object key, long size, FileTime modified) {}

  /** No file. */
  private static final Look NONE = new Look("", -1, FileTime.fromMillis(0));

  private final Path file;
  private long offset;
  private @Nullable Look last;

  /** A file that need not exist yet. */
  public MetricsFile(Path file) {
    this.file = file;
  }

  /**
   * What was read.
   *
   * @param fromStart whether what was read before is no more
   * @param rows in the file's order
   */
  public record Rows(boolean fromStart, List<Row> rows) {}

  /**
   * The rows since the last call; all of them when the file was replaced or cut, as a resume does.
   * While nothing has changed it reads nothing.
   *
   * @throws IOException when it cannot be read; the next call tries again
   */
  public Rows more() throws IOException {
    Look now = look();
    Look before = last;
    if (Objects.equals(before, now)) {
      return new Rows(false, List.of());
    }
    boolean fromStart = before == null || !before.key.equals(now.key) || now.size < offset;
    if (fromStart) {
      offset = 0;
    }
    last = null; // what is read before a failure is read again
    List<Row> rows = now.size <= offset ? List.of() : rowsUpTo(now.size);
    last = now;
    return new Rows(fromStart, rows);
  }

  private Look look() throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!found.isRegularFile()) {
        return NONE;
      }
      Object key = found.fileKey();
      return new Look(key == null ? "" : key, found.size(), found.lastModifiedTime());
    } catch (NoSuchFileException e) {
      return NONE;
    }
  }

  /**
   * The whole rows from the offset on.
   *
   * @param size as far as the file went when it was looked at
   */
  private List<Row> rowsUpTo(long size) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (FileChannel in =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(CHUNK, size - offset));
      for (; ; ) {
        int length = in.read(bytes.clear(), offset);
        int end = lastLineBreak(bytes.array(), length);
        if (end >= 0) {
          parse(new String(bytes.array(), 0, end, StandardCharsets.UTF_8), rows);
          offset += end + 1;
        } else if (length == CHUNK) {
          offset += length; // no row is so long
        } else {
          return rows;
        }
      }
    }
  }

  private static int lastLineBreak(byte[] bytes, int length) {
    for (int i = length - 1; i >= 0; i--) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static void parse(String text, List<Row> rows) {
    for (String line : text.split("\n")) {
      String[] parts = line.split(",", 4);
      if (parts.length != 4 || parts[2].isEmpty()) {
        continue;
      }
      try {
        double seconds = Double.parseDouble(parts[1]);
        double value = Double.parseDouble(parts[3].strip());
        if (Double.isFinite(seconds) && Double.isFinite(value)) {
          rows.add(new Row(Long.parseLong(parts[0]), seconds, parts[2], value));
        }
      } catch (NumberFormatException e) {
        continue; // the header, or a row that was cut
      }
    }
  }

  /**
   * At most about {@code most} rows of each tag, evenly taken, the last always: what a chart of a
   * few hundred pixels can show.
   */
  public static List<Row> thinned(List<Row> rows, int most) {
    Map<String, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(row.tag(), 1, Integer::sum));
    Map<String, Integer> seen = new TreeMap<>();
    List<Row> kept = new ArrayList<>();
    for (Row row : rows) {
      int count = counts.getOrDefault(row.tag(), 0);
      int index = seen.merge(row.tag(), 1, Integer::sum) - 1;
      int stride = (count + most - 1) / most;
      if ((count - 1 - index) % stride == 0) {
        kept.add(row);
      }
    }
    return kept;
  }
}
