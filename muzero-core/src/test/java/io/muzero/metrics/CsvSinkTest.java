package io.muzero.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.files.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSinkTest {
  @TempDir Path folder;

  @Test
  void scalar_writesARow() throws IOException {
    Path file = folder.resolve("metrics.csv");
    try (CsvSink sink = CsvSink.create(file, () -> 1.25)) {
      sink.scalar(Metric.LOSS, 10, 0.1);
      sink.scalar("odd,\"tag\"", 20, Double.NaN);
      sink.histogram(Metric.ROOT_VALUES, 20, new float[] {1});
      sink.config(0, "a: 1");
      sink.flush();
      assertThat(file)
          .hasContent(
              "step,wall_seconds,tag,value\n10,1.250,loss/total,0.1\n"
                  + "20,1.250,\"odd,\"\"tag\"\"\",NaN\n");
    }
  }

  @Test
  void resume_takesOutLaterAndUnfinishedRows() throws IOException {
    Path file = folder.resolve("metrics.csv");
    Files.writeString(
        file,
        """
        step,wall_seconds,tag,value
        100,1.000,loss/total,0.5
        200,2.000,loss/total,0.4
        300,3.000,loss/total,0.3
        150,3.100,evaluation/random/score,0.9
        2""");
    try (CsvSink sink = CsvSink.resume(file, 200, () -> 2.5)) {
      sink.scalar(Metric.LOSS, 300, 0.25);
    }
    assertThat(file)
        .hasContent(
            """
            step,wall_seconds,tag,value
            100,1.000,loss/total,0.5
            200,2.000,loss/total,0.4
            150,3.100,evaluation/random/score,0.9
            300,2.500,loss/total,0.25
            """);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  private static final String HEADER = "step,wall_seconds,tag,value\n";

  @Test
  void resume_badBytesAndRows_areLeftOutAndTold() throws IOException {
    Path file = folder.resolve("metrics.csv");
    try (var out = Files.newOutputStream(file)) {
      out.write((HEADER + "100,1.000,loss/total,0.5\n").getBytes(UTF_8));
      out.write(new byte[] {'1', '1', '0', ',', '1', ',', (byte) 0xff, ',', '2', '\n'});
      out.write("120,1.000,loss".getBytes(UTF_8));
      out.write(new byte[] {0, 0, 0, '\n'});
      out.write(("1".repeat(100_000) + "\n").getBytes(UTF_8));
      out.write("99999999999999999999999,1.0,a,2\n".getBytes(UTF_8));
      out.write("130,1.500,\"a,b\",-1.0E-5\n140,1.500,é,Infinity\n".getBytes(UTF_8));
    }
    List<String> told = new ArrayList<>();
    CsvSink.resume(file, 200, () -> 0, Disk.REAL, told::add).close();
    assertThat(file)
        .hasContent(
            HEADER + "100,1.000,loss/total,0.5\n130,1.500,\"a,b\",-1.0E-5\n140,1.500,é,Infinity\n");
    assertThat(told).singleElement().asString().contains("4 damaged rows were left out");
  }

  @Test
  void resume_notAFile_isSetAsideAndBegunAnew() throws IOException {
    Path file = Files.createDirectory(folder.resolve("metrics.csv"));
    Files.writeString(file.resolve("inside"), "mine");
    List<String> told = new ArrayList<>();
    CsvSink.resume(file, 200, () -> 0, Disk.REAL, told::add).close();
    assertThat(file).hasContent(HEADER);
    assertThat(told).singleElement().asString().contains("metrics.csv", "it is kept as");
  }

  @Test
  void resume_fullDisk_failsAndLeavesTheCurve() throws IOException {
    Path file = folder.resolve("metrics.csv");
    Files.writeString(file, HEADER + "100,1.000,a,0.5\n300,1.000,a,0.5\n");
    Disk full =
        new Disk() {
          @Override
          public NewFile create(Path made) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void createFolder(Path made) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void move(Path from, Path to) throws IOException {
            REAL.move(from, to);
          }

          @Override
          public void delete(Path path) throws IOException {
            REAL.delete(path);
          }

          @Override
          public void syncFolder(Path synced) throws IOException {
            REAL.syncFolder(synced);
          }
        };
    List<String> told = new ArrayList<>();
    assertThatThrownBy(() -> CsvSink.resume(file, 200, () -> 0, full, told::add))
        .hasMessageContaining("cannot be written: No space left on device");
    assertThat(file).hasContent(HEADER + "100,1.000,a,0.5\n300,1.000,a,0.5\n");
    assertThat(told).isEmpty();
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void resume_killedWhileAnEarlierVersionReplacedIt_recoversTheCurve() throws IOException {
    Path file = folder.resolve("metrics.csv");
    Files.writeString(folder.resolve("metrics.csv.tmp"), HEADER + "100,1.000,a,0.5\n");
    Files.writeString(folder.resolve("metrics.csv.0000abcd-0123456789abcdef.new"), "step");
    CsvSink.resume(file, 200, () -> 0).close();
    assertThat(file).hasContent(HEADER + "100,1.000,a,0.5\n");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void resume_missingFile_beginsOne() {
    Path file = folder.resolve("metrics.csv");
    CsvSink.resume(file, 200, () -> 0).close();
    assertThat(file).hasContent("step,wall_seconds,tag,value\n");
  }

  @Test
  void create_existingFile_isRefused() throws IOException {
    Path file = folder.resolve("metrics.csv");
    Files.writeString(file, "mine");
    assertThatThrownBy(() -> CsvSink.create(file, () -> 0))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("metrics.csv");
    assertThat(file).hasContent("mine");
  }
}
