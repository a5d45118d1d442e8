package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed jar with Java 25, where that is installed. */
class NewerJavaIT {
  @TempDir private Path place;

  /** Java 25 by {@code JAVA_25_HOME}, or where Linux distributions put it. */
  private static Optional<Path> java() throws IOException {
    String home = System.getenv("JAVA_25_HOME");
    if (home != null) {
      return Optional.of(Path.of(home, "bin", "java"));
    }
    Path all = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(all)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(all)) {
      return homes
          .filter(path -> path.getFileName().toString().matches(".*\\b25\\b.*"))
          .map(path -> path.resolve("bin/java"))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }

  @Test
  void train_newerJava_printsNoWarning() throws Exception {
    Optional<Path> java = java();
    assumeTrue(java.isPresent(), "Java 25 is not installed");
    Files.writeString(place.resolve("small.yaml"), RunOnDisk.SMALL);
    Process process =
        new ProcessBuilder(
                java.get().toString(),
                "-jar",
                Jar.path().toString(),
                "train",
                "--game",
                "tictactoe",
                "--config",
                "small.yaml",
                "--steps",
                "20")
            .directory(place.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed).contains("done at step 20").doesNotContainIgnoringCase("warning");
  }
}
