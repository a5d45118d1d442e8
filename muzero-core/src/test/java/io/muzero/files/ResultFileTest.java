package io.muzero.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
  @TempDir private Path folder;

  private static void write(Path file, String text) throws IOException {
    ResultFile.requireWritable(file);
    ResultFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void write_file_isReplacedAndNothingIsLeftBeside() throws IOException {
    Path file = folder.resolve("a.csv");
    write(file, "one");
    write(file, "two");
    assertThat(file).hasContent("two");
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).hasSize(1);
    }
  }

  @Test
  void write_links_stayLinks() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("a.csv"), "old");
    Path inner = Files.createSymbolicLink(elsewhere.resolve("b.csv"), Path.of("a.csv"));
    Path link = Files.createSymbolicLink(folder.resolve("c.csv"), Path.of("elsewhere/b.csv"));
    write(link, "new");
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(Files.isSymbolicLink(inner)).isTrue();
    assertThat(elsewhere.resolve("a.csv")).hasContent("new");
    Path dangling = Files.createSymbolicLink(folder.resolve("d.csv"), Path.of("elsewhere/d.csv"));
    write(dangling, "first");
    assertThat(Files.isSymbolicLink(dangling)).isTrue();
    assertThat(elsewhere.resolve("d.csv")).hasContent("first");
  }

  @Test
  @Timeout(60)
  void write_pipe_isWrittenThroughAndStays() throws Exception {
    Path pipe = folder.resolve("pipe");
    try {
      Assumptions.assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    } catch (IOException e) {
      Assumptions.abort("there is no mkfifo");
    }
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), Path.of("pipe"));
    for (Path named : new Path[] {pipe, link}) {
      CompletableFuture<String> read =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return Files.readString(pipe);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      write(named, "through");
      assertThat(read.get(50, TimeUnit.SECONDS)).isEqualTo("through");
    }
    assertThat(Files.isRegularFile(pipe)).isFalse();
    assertThat(Files.isSymbolicLink(link)).isTrue();
  }

  @Test
  void requireWritable_whatCannotBeWritten_isRefused() throws IOException {
    assertThatThrownBy(() -> ResultFile.requireWritable(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it is a folder");
    assertThatThrownBy(() -> ResultFile.requireWritable(folder.resolve("none/a.csv")))
        .isInstanceOf(IOException.class);
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> ResultFile.requireWritable(file.resolve("a.csv")))
        .isInstanceOf(IOException.class);
    Path one = folder.resolve("one");
    Files.createSymbolicLink(one, Path.of("two"));
    Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
    assertThatThrownBy(() -> ResultFile.requireWritable(one)).hasMessageContaining("circle");
    assertThatThrownBy(() -> ResultFile.requireWritable(folder.resolve("a".repeat(400))))
        .isInstanceOf(IOException.class);
  }
}
