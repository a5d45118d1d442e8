package io.muzero.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documentation of the packages that others build on. */
class JavadocTest {
  @TempDir private Path place;

  private String javadoc(String doclint) {
    StringWriter said = new StringWriter();
    PrintWriter to = new PrintWriter(said, true);
    int exitCode =
        ToolProvider.findFirst("javadoc")
            .orElseThrow()
            .run(
                to,
                to,
                "-quiet",
                "-Xmaxwarns",
                "10000",
                "-Xdoclint:" + doclint,
                "-encoding",
                "UTF-8",
                "-d",
                place.toString(),
                "-sourcepath",
                Path.of("src", "main", "java").toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                "io.muzero.environment",
                "io.muzero.agent");
    assertThat(exitCode).as(said.toString()).isZero();
    assertThat(place.resolve("io/muzero/agent/TrainedAgent.html")).isRegularFile();
    return said.toString();
  }

  @Test
  void javadoc_ofThePublicPackages_hasNoWarnings() {
    assertThat(javadoc("all,-missing")).isEmpty();
  }

  /** A comment of one sentence needs no tag that says it again, but there must be a comment. */
  @Test
  void javadoc_ofThePublicPackages_leavesNothingWithoutAComment() {
    assertThat(javadoc("all").lines())
        .filteredOn(line -> line.contains("warning:") || line.contains("error:"))
        .filteredOn(line -> !line.matches(".*warning: no @(param|return|throws) ?.*"))
        .isEmpty();
  }
}
