package io.muzero.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  /** Greater than any that a system gives. */
  private static final String NOBODY = ".7fffffff-0000000000000001";

  @TempDir private Path folder;

  private Path file(String name) throws Exception {
    return Files.writeString(folder.resolve(name), "half");
  }

  private static String own(int number) {
    return String.format(Locale.ROOT, ".%08x-%016x", ProcessHandle.current().pid(), number);
  }

  @Test
  void ofFile_removesWhatEndedProcessesLeftOfIt() throws Exception {
    Path dead = file("a.txt" + NOBODY + ".new");
    Path recycled = file("a.txt" + own(1) + ".new");
    Files.setLastModifiedTime(recycled, FileTime.from(Instant.now().minusSeconds(1_000_000)));
    Path living = file("a.txt" + own(2) + ".new");
    Path ofAnother = file("b.txt" + NOBODY + ".new");
    Path named = file("a.txt.new");
    Path tree = Files.createDirectory(folder.resolve("a.txt" + NOBODY));
    Leftovers.ofFile(folder.resolve("a.txt"));
    assertThat(dead).doesNotExist();
    assertThat(recycled).doesNotExist();
    assertThat(living).exists();
    assertThat(ofAnother).exists();
    assertThat(named).exists();
    assertThat(tree).exists();
    Leftovers.ofFile(folder.resolve("missing").resolve("a.txt"));
  }

  @Test
  void ofFolder_removesTheTree() throws Exception {
    Path dead = Files.createDirectory(folder.resolve("out" + NOBODY));
    Files.writeString(dead.resolve("file"), "half");
    Path living = Files.createDirectory(folder.resolve("out" + own(1)));
    Path file = file("out" + NOBODY + ".new");
    Leftovers.ofFolder(folder.resolve("out"));
    assertThat(dead).doesNotExist();
    assertThat(living).exists();
    assertThat(file).exists();
  }

  @Test
  void write_afterAKill_leavesTheResultAlone() throws Exception {
    file("a.txt" + NOBODY + ".new");
    ResultFile.write(
        folder.resolve("a.txt"), out -> out.write("whole".getBytes(StandardCharsets.UTF_8)));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("a.txt"));
    }
    assertThat(folder.resolve("a.txt")).hasContent("whole");
  }
}
