package io.muzero.metrics;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * Writes scalars into a CSV file, one a row: {@code step,wall_seconds,tag,value}.
 *
 * <p>The long form, because metrics come at different times (an evaluation now and then) and new
 * tags may appear; {@code pandas.read_csv(f).pivot_table(index="step", columns="tag",
 * values="value")} makes it wide. Thread-safe.
 */
public final class CsvSink implements MetricSink {
  private static final String HEADER = "step,wall_seconds,tag,value";

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

  /**
   * Goes on with a file: rows of later steps, which the resumed run will make again, are taken out,
   * and so is a row that a crash left unfinished.
   *
   * @param file an earlier run's file; begun anew when it is missing
   * @param resumeStep step of the checkpoint that the run goes on from
   * @param wallSeconds seconds the run has trained, over all its sittings
   */
  public static CsvSink resume(Path file, long resumeStep, DoubleSupplier wallSeconds) {
    if (!Files.exists(file)) {
      return create(file, wallSeconds);
    }
    Path kept = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
          BufferedWriter out = Files.newBufferedWriter(kept, StandardCharsets.UTF_8)) {
        keep(in, out, resumeStep);
      }
      Files.move(kept, file, StandardCopyOption.REPLACE_EXISTING);
      return new CsvSink(
          file,
          wallSeconds,
          Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static void keep(BufferedReader in, BufferedWriter out, long resumeStep)
      throws IOException {
    out.write(HEADER + "\n");
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != -1; c = in.read()) {
      if (c != '\n') {
        line.append((char) c);
        continue;
      }
      if (!line.toString().equals(HEADER) && step(line) <= resumeStep) {
        out.append(line).append('\n');
      }
      line.setLength(0);
    }
  }

  /** The step of a row; one that cannot be read counts as after every step. */
  private static long step(CharSequence row) {
    int comma = row.toString().indexOf(',');
    try {
      return Long.parseLong(row, 0, Math.max(comma, 0), 10);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
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
    return new UncheckedIOException("the metrics file " + file + " cannot be written: " + e, e);
  }
}
