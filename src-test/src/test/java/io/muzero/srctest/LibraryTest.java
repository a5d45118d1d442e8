package io.muzero.srctest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.agent.LoadOptions;
import io.muzero.agent.TrainedAgent;
import io.muzero.environment.Episode;
import io.muzero.files.Disk;
import java.io.File;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program of the README's "use as a library", compiled and run against the modules as another
 * build would have them, without the packed jar.
 */
class LibraryTest {
  @TempDir private Path place;

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private Path compile() throws Exception {
    Path source = place.resolve("Play.java");
    try (InputStream in = LibraryTest.class.getResourceAsStream("/library/Play.java")) {
      Files.copy(in, source);
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                said,
                null,
                null,
                List.of("-Xlint:all,-processing", "-Werror", "-proc:none", "-cp", classPath()),
                null,
                compiler
                    .getStandardFileManager(null, null, UTF_8)
                    .getJavaFileObjects(source.toFile()))
            .call();
    assertThat(said.toString()).isEmpty();
    assertThat(compiled).isTrue();
    return place;
  }

  @Test
  void program_ofTheReadme_playsAGame() throws Exception {
    SmallRun run = new SmallRun(place, "tictactoe", List.of("network.type=mlp"));
    run.begin(Disk.REAL);
    List<String> expected = new ArrayList<>();
    try (TrainedAgent agent = TrainedAgent.load(run.folder(), LoadOptions.defaults())) {
      Episode episode = agent.newEpisode(1);
      while (!episode.ended()) {
        int action = agent.decide(episode).action();
        expected.add(episode.environment().actionName(action));
        episode.play(action);
      }
    }
    Process process =
        new ProcessBuilder(
                Jar.tool("java").toString(),
                "-Xmx256m",
                "-cp",
                compile() + File.pathSeparator + classPath(),
                "Play",
                run.folder().toString())
            .redirectError(place.resolve("errors").toFile())
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(printed + Files.readString(place.resolve("errors"))).isZero();
    List<String> lines = printed.lines().toList();
    assertThat(lines.stream().map(line -> line.split(" ")[0])).isEqualTo(expected);
    assertThat(lines).hasSizeBetween(5, 9).allMatch(line -> line.matches("\\S+ -?[0-9.E-]+"));
  }
}
