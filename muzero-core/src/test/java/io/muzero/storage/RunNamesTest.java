package io.muzero.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunNamesTest {
  @TempDir private Path game;

  private void run(String name) throws IOException {
    Files.writeString(
        Files.createDirectory(game.resolve(name)).resolve(RunFolder.CONFIG), "game: nim\n");
  }

  @Test
  void newestFirst_numbersAndCopies_areInTheirOrder() throws IOException {
    List<String> oldestFirst =
        List.of(
            "latest-copy",
            "2026-01-02_03-04-05",
            "2026-01-02_03-04-05_2",
            "2026-01-02_03-04-05_10",
            "2026-01-02_03-04-06");
    for (String name : oldestFirst) {
      run(name);
    }
    run(".removed-2026-01-02_03-04-07");
    Files.createDirectory(game.resolve("2026-01-02_03-04-08"));
    Files.createSymbolicLink(game.resolve("2027-link"), Path.of("2026-01-02_03-04-05"));
    List<String> found =
        new ArrayList<>(
            RunNames.newestFirst(game).stream().map(p -> p.getFileName().toString()).toList());
    java.util.Collections.reverse(found);
    assertThat(found).isEqualTo(oldestFirst);
    assertThat(RunNames.newestFirst(game.resolve("none"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0\0\0\0\0\0\0", "", "..", "../elsewhere", "a/b", "/", "one\ntwo"})
  void resolve_latestThatNamesNoRun_fallsBackToTheNewestAndSaysSo(String text) throws IOException {
    Path latest = Files.writeString(game.resolve(RunFolder.LATEST), text);
    List<String> told = new ArrayList<>();
    assertThatThrownBy(() -> RunFolder.resolve(latest))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("names no run");
    run("2026-01-02_03-04-05_2");
    run("2026-01-02_03-04-05_10");
    assertThat(RunFolder.resolve(latest, told::add))
        .isEqualTo(game.resolve("2026-01-02_03-04-05_10"));
    assertThat(RunFolder.resolve(latest.resolve("checkpoints/best-00000100")))
        .isEqualTo(game.resolve("2026-01-02_03-04-05_10/checkpoints/best-00000100"));
    assertThat(told).singleElement().asString().contains("is damaged").doesNotContain("\n");
  }
}
