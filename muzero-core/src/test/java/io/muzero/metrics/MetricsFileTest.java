package io.muzero.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {
  private static final String HEADER = "step,wall_seconds,tag,value\n";

  @TempDir Path folder;

  @Test
  void more_givesWholeRowsOnce() throws IOException {
    Path file = folder.resolve("metrics.csv");
    MetricsFile metrics = new MetricsFile(file);
    assertThat(metrics.more().rows()).isEmpty();
    Files.writeString(file, HEADER + "1,0.5,loss/total,2.25\n2,1.0,loss/to");
    MetricsFile.Rows first = metrics.more();
    assertThat(first.fromStart()).isTrue();
    assertThat(first.rows()).containsExactly(new MetricsFile.Row(1, 0.5, "loss/total", 2.25));
    Files.writeString(file, "tal,1.5\nrubbish\n3,NaN,loss/total,NaN\n", StandardOpenOption.APPEND);
    MetricsFile.Rows second = metrics.more();
    assertThat(second.fromStart()).isFalse();
    assertThat(second.rows()).containsExactly(new MetricsFile.Row(2, 1.0, "loss/total", 1.5));
    assertThat(metrics.more().rows()).isEmpty();
  }

  /** A file that could be read would give its rows. */
  @Test
  void more_whileNothingChanges_readsNothing() throws IOException {
    Path file = folder.resolve("metrics.csv");
    MetricsFile metrics = new MetricsFile(file);
    assertThat(metrics.more().fromStart()).isTrue();
    assertThat(metrics.more().fromStart()).as("said once").isFalse();
    Files.writeString(file, HEADER + "1,0.5,a,1\n");
    FileTime written = Files.getLastModifiedTime(file);
    assertThat(metrics.more().rows()).hasSize(1);
    Files.writeString(file, HEADER + "1,0.5,b,2\n");
    Files.setLastModifiedTime(file, written);
    MetricsFile.Rows same = metrics.more();
    assertThat(same.rows()).isEmpty();
    assertThat(same.fromStart()).isFalse();
  }

  @Test
  void more_ofAFileOfManyChunks_givesEachRowOnce() throws IOException {
    Path file = folder.resolve("metrics.csv");
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i < 50_000; i++) {
      text.append(i).append(",0.5,some/tag,").append(i).append('\n');
    }
    text.append("x".repeat(1 << 20)).append("\n50000,0.5,some/tag,1\n");
    Files.writeString(file, text);
    List<MetricsFile.Row> rows = new MetricsFile(file).more().rows();
    assertThat(rows).hasSize(50_001);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).step()).isEqualTo(i);
    }
  }

  @Test
  void more_ofAReplacedFile_beginsAnew() throws IOException {
    Path file = folder.resolve("metrics.csv");
    Files.writeString(file, HEADER + "1,0.5,a,1\n2,1.0,a,2\n");
    MetricsFile metrics = new MetricsFile(file);
    metrics.more();
    Path other = folder.resolve("other");
    Files.writeString(other, HEADER + "1,0.5,a,1\n");
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    MetricsFile.Rows rows = metrics.more();
    assertThat(rows.fromStart()).isTrue();
    assertThat(rows.rows()).hasSize(1);
  }

  @Test
  void more_ofALinkOrAFolder_isThatOfNoFile() throws IOException {
    Path elsewhere = folder.resolve("elsewhere.csv");
    Files.writeString(elsewhere, HEADER + "1,0.5,a,1\n");
    Path link = Files.createSymbolicLink(folder.resolve("metrics.csv"), elsewhere);
    MetricsFile metrics = new MetricsFile(link);
    assertThat(metrics.more().rows()).isEmpty();
    Files.delete(link);
    Files.createDirectory(link);
    assertThat(metrics.more().rows()).isEmpty();
    Files.delete(link);
    Files.writeString(link, HEADER + "2,0.5,a,1\n");
    assertThat(metrics.more().rows()).hasSize(1);
    // One that turns into a link is gone too.
    Files.delete(link);
    Files.createSymbolicLink(link, elsewhere);
    MetricsFile.Rows rows = metrics.more();
    assertThat(rows.fromStart()).isTrue();
    assertThat(rows.rows()).isEmpty();
  }

  @Test
  void thinned_keepsTheLastOfEachTag() {
    List<MetricsFile.Row> rows = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      rows.add(new MetricsFile.Row(i, i, "often", i));
    }
    rows.add(new MetricsFile.Row(7, 7, "once", 7));
    List<MetricsFile.Row> kept = MetricsFile.thinned(rows, 100);
    assertThat(kept).contains(rows.get(999), rows.get(1000));
    assertThat(kept).hasSize(101);
    assertThat(MetricsFile.thinned(rows, 5000)).isEqualTo(rows);
  }
}
