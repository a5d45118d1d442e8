package io.muzero.metrics;

import io.muzero.files.Disk;
import io.muzero.files.FileFailure;
import io.muzero.files.WholeFile;
import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

/**
 * Writes scalars into a CSV file, one a row: {@code step,wall_seconds,tag,value}.
 *
 * <p>The long form, because metrics come at different times (an evaluation now and then) and new
 * tags may appear; {@code pandas.read_csv(f).pivot_table(index="step", columns="tag",
 * values="value")} makes it wide. Thread-safe.
 */
public final class CsvSink implements MetricSink {
  private static final String HEADER = "step,wall_seconds,tag,value";

  /** A row as {@link #scalar} writes it. */
  private static final Pattern ROW =
      Pattern.compile("\\d{1,18},-?[\\d.E-]+,(\"[^\\n]*\"|[^,\"\\n]+),[-\\d.EINafinty]+");

  /** Longest row believed. */
  private static final int LONGEST_ROW = 1 << 16;

  private final Path file;
  private final DoubleSupplier wallSeconds;
  private final BufferedWriter writer;
  private boolean closed;

  private CsvSink(Path file, DoubleSupplier wallSeconds, BufferedWriter writer) {
    this.file = file;
    this.wallSeconds = wallSeconds;
    this.writer = writer;
  }

  /**
   * Begins a new file.
   *
   * @param file must not exist
   * @param wallSeconds seconds the run has trained, over all its sittings
   */
  public static CsvSink create(Path file, DoubleSupplier wallSeconds) {
    try {
      BufferedWriter writer =
          Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
      writer.write(HEADER + "\n");
      return new CsvSink(file, wallSeconds, writer);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** As {@link #resume(Path, long, DoubleSupplier, Disk, Consumer)}, on this machine's disk. */
  public static CsvSink resume(Path file, long resumeStep, DoubleSupplier wallSeconds) {
    return resume(file, resumeStep, wallSeconds, Disk.REAL, line -> {});
  }

  /**
   * Goes on with a file: rows of later steps, which the resumed run will make again, are taken out,
   * and so are rows that are damaged and one that a crash left unfinished. A file that cannot be
   * read is set aside for a new one: curves never keep a run from going on. Where they cannot be
   * written, for want of space for example, the file stays as it is.
   *
   * @param file an earlier run's file; begun anew when it is missing
   * @param resumeStep step of the checkpoint that the run goes on from
   * @param wallSeconds seconds the run has trained, over all its sittings
   * @param disk how the file is replaced
   * @param told is told of what was damaged, in one line
   * @throws UncheckedIOException when it cannot be written
   */
  public static CsvSink resume(
      Path file, long resumeStep, DoubleSupplier wallSeconds, Disk disk, Consumer<String> told) {
    try {
      recover(file, disk);
      if (!Files.exists(file)) {
        return create(file, wallSeconds);
      }
      try {
        keep(file, resumeStep, disk, told);
        return append(file, wallSeconds);
      } catch (UnreadableException e) {
        Path aside = WholeFile.uniqueBeside(file, ".damaged");
        disk.move(file, aside);
        told.accept(
            file
                + " cannot be gone on with: "
                + FileFailure.reason(e)
                + "; it is kept as "
                + aside.getFileName()
                + ", and a new one begun");
        return create(file, wallSeconds);
      }
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static CsvSink append(Path file, DoubleSupplier wallSeconds) throws IOException {
    return new CsvSink(
        file,
        wallSeconds,
        Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND));
  }

  /** Takes away what a crash left of an earlier {@link #resume}, or takes it where it was all. */
  private static void recover(Path file, Disk disk) throws IOException {
    // Earlier versions took the old file away before they renamed the new one.
    Path earlier = file.resolveSibling(file.getFileName() + ".tmp");
    if (Files.isRegularFile(earlier)) {
      if (Files.exists(file)) {
        disk.delete(earlier);
      } else {
        disk.move(earlier, file);
      }
    }
    for (Path leftover : WholeFile.leftovers(file, Instant.MAX)) {
      disk.delete(leftover);
    }
  }

  private static void keep(Path file, long resumeStep, Disk disk, Consumer<String> told)
      throws IOException {
    long[] damaged = new long[1];
    try (InputStream in = new BufferedInputStream(open(file), 1 << 16)) {
      WholeFile.replace(disk, file, out -> damaged[0] = keep(in, out, resumeStep));
    }
    if (damaged[0] > 0) {
      told.accept(
          file
              + ": "
              + damaged[0]
              + (damaged[0] == 1 ? " damaged row was" : " damaged rows were")
              + " left out");
    }
  }

  /** Tells a file that cannot be read from one that cannot be written. */
  private static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableException(IOException why) {
      super(FileFailure.reason(why), why);
    }
  }

  private static InputStream open(Path file) throws UnreadableException {
    try {
      return new FilterInputStream(Files.newInputStream(file)) {
        @Override
        public int read() throws UnreadableException {
          try {
            return super.read();
          } catch (IOException e) {
            throw new UnreadableException(e);
          }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws UnreadableException {
          try {
            return super.read(bytes, offset, length);
          } catch (IOException e) {
            throw new UnreadableException(e);
          }
        }
      };
    } catch (IOException e) {
      throw new UnreadableException(e);
    }
  }

  /** Copies the rows that stay; returns how many others were damaged. */
  private static long keep(InputStream in, OutputStream out, long resumeStep) throws IOException {
    out.write((HEADER + "\n").getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    boolean first = true;
    long damaged = 0;
    for (int c = in.read(); c != -1; c = in.read()) {
      if (c != '\n') {
        // Of a longer one it only matters that it is longer.
        if (row.size() <= LONGEST_ROW) {
          row.write(c);
        }
        continue;
      }
      String text = text(row.toByteArray());
      if (ROW.matcher(text).matches()) {
        if (Long.parseLong(text, 0, text.indexOf(','), 10) <= resumeStep) {
          row.writeTo(out);
          out.write('\n');
        }
      } else if (!first || !text.equals(HEADER)) {
        damaged++;
      }
      first = false;
      row.reset();
    }
    return damaged;
  }

  /** A row as text; empty when it is too long or not UTF-8. */
  private static String text(byte[] row) {
    if (row.length > LONGEST_ROW) {
      return "";
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(row)).toString();
    } catch (CharacterCodingException e) {
      return ""; // no row, which the caller counts
    }
  }

  @Override
  public synchronized void scalar(String tag, long step, double value) {
    try {
      writer.write(
          String.format(
              Locale.ROOT, "%d,%.3f,%s,%s\n", step, wallSeconds.getAsDouble(), quoted(tag), value));
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static String quoted(String tag) {
    boolean plain = tag.indexOf(',') < 0 && tag.indexOf('"') < 0 && tag.indexOf('\n') < 0;
    return plain ? tag : '"' + tag.replace("\"", "\"\"") + '"';
  }

  @Override
  public synchronized void flush() {
    try {
      writer.flush();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      writer.close();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static UncheckedIOException failure(Path file, IOException e) {
    return new UncheckedIOException(
        "the metrics file " + file + " cannot be written: " + FileFailure.reason(e), e);
  }
}
