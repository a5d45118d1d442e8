package io.muzero.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.files.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpisodeFilesTest {
  @TempDir private Path run;

  private static ObjectNode episode(long seed) {
    ObjectNode episode = JsonNodeFactory.instance.objectNode().put("seed", Long.toString(seed));
    episode.putArray("moves").add("left");
    return episode;
  }

  @Test
  void write_manySteps_keepsTheNewestByNumber() throws IOException {
    EpisodeFiles files = new EpisodeFiles(run);
    assertThat(files.steps()).as("before the first").isEmpty();
    for (long step = 99_999_990; step < 99_999_990 + EpisodeFiles.KEPT + 5; step++) {
      files.write(Disk.REAL, step, episode(step));
    }
    assertThat(files.steps())
        .containsExactlyElementsOf(
            LongStream.range(99_999_995, 99_999_995 + EpisodeFiles.KEPT).boxed().toList());
    assertThat(files.read(100_000_000).path("seed").asText()).isEqualTo("100000000");
  }

  @Test
  void keepUpTo_removesLaterOnes() throws IOException {
    EpisodeFiles files = new EpisodeFiles(run);
    files.keepUpTo(Disk.REAL, 0);
    for (long step : new long[] {20, 40, 60}) {
      files.write(Disk.REAL, step, episode(step));
    }
    files.keepUpTo(Disk.REAL, 40);
    assertThat(files.steps()).containsExactly(20L, 40L);
  }

  @Test
  void read_whatIsNone_fails() throws IOException {
    EpisodeFiles files = new EpisodeFiles(run);
    files.write(Disk.REAL, 20, episode(1));
    Path folder = run.resolve("episodes");
    Files.writeString(folder.resolve("step-00000040.json"), "{\"moves\":");
    Files.writeString(folder.resolve("step-00000060.json"), "[]");
    Path secret = Files.writeString(run.resolve("secret.json"), episode(2).toString());
    Files.createSymbolicLink(folder.resolve("step-00000080.json"), secret);
    assertThat(files.steps()).as("links are passed over").containsExactly(20L, 40L, 60L);
    for (long step : new long[] {40, 60, 80, 100}) {
      assertThatThrownBy(() -> files.read(step)).isInstanceOf(IOException.class);
    }
  }
}
