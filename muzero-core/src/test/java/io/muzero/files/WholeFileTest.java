package io.muzero.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir private Path folder;

  private static WholeFile.Content text(String text) {
    return out -> out.write(text.getBytes(UTF_8));
  }

  @Test
  void replace_newAndOld_holdsTheWholeText() throws IOException {
    Path file = folder.resolve("a");
    WholeFile.replace(Disk.REAL, file, text("one"));
    WholeFile.replace(Disk.REAL, file, text("x".repeat(200_000)));
    assertThat(file).hasContent("x".repeat(200_000));
    assertThat(folder.toFile().list()).containsExactly("a");
  }

  @Test
  void replace_contentThatFails_leavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a");
    WholeFile.replace(Disk.REAL, file, text("one"));
    assertThatThrownBy(
            () ->
                WholeFile.replace(
                    Disk.REAL,
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }))
        .hasMessage("No space left on device");
    assertThat(file).hasContent("one");
    assertThat(folder.toFile().list()).containsExactly("a");
  }

  @Test
  void leftovers_areFoundByNameAndAge() throws IOException {
    Path file = folder.resolve("a");
    Path left = WholeFile.uniqueBeside(file, ".new");
    Files.writeString(left, "half");
    Files.writeString(folder.resolve("a.new"), "a user's");
    Files.writeString(folder.resolve("b.0000abcd-0123456789abcdef.new"), "another's");
    assertThat(WholeFile.leftovers(file, Instant.MAX)).containsExactly(left);
    assertThat(WholeFile.leftovers(file, Instant.now().minus(Duration.ofHours(1)))).isEmpty();
  }

  @Test
  void reason_ofExceptionsThatOnlyNameTheFile_saysWhy() {
    assertThat(FileFailure.reason(new AccessDeniedException("/a/b")))
        .isEqualTo("permission denied (/a/b)");
    assertThat(FileFailure.reason(new NoSuchFileException("/a/b")))
        .isEqualTo("there is no such file or folder (/a/b)");
    assertThat(FileFailure.reason(new FileSystemException("/a", null, "Read-only file system")))
        .isEqualTo("Read-only file system (/a)");
    assertThat(FileFailure.reason(new IOException("No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(FileFailure.reason(new IOException())).isEqualTo("IOException");
  }
}
