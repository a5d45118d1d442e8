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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** What the two artifacts bring along; neither the program nor anything to log with. */
  private static final Pattern OF_LIBRARY =
      Pattern.compile(
          ".*/(muzero-(core|games)(/target/classes|-[^/]*\\.jar)|(api-0|pytorch-|jackson-|snakeyaml-"
              + "|log4j-api-|slf4j-api-|commons-(codec|io|rng-|compress|lang3)|gson-|jna-|jbox2d-)"
              + "[^/]*\\.jar)");

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(part -> OF_LIBRARY.matcher(part.replace(File.separatorChar, '/')).matches())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The program of the README as a whole source file. */
  private static String readme() throws Exception {
    String page = Files.readString(Path.of("..", "README.md"));
    String section = page.substring(page.indexOf("## Use as a library"));
    String program = section.split("```")[1].replaceFirst("^java\\R", "");
    return """
        import io.muzero.agent.*;
        import io.muzero.environment.*;

        public class Play {
          public static void main(String[] args) {
        %s
          }
        }
        """
        .formatted(program);
  }

  private Path compile(String text) throws Exception {
    Path source = Files.writeString(place.resolve("Play.java"), text);
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
    List<String> lines = run(resource(), run.folder().toString());
    assertThat(lines.stream().map(line -> line.split(" ")[0])).isEqualTo(expected);
    assertThat(lines).hasSizeBetween(5, 9).allMatch(line -> line.matches("\\S+ -?[0-9.E-]+"));
  }

  @Test
  void readme_namesTheVersionOfTheArtifacts() throws Exception {
    Matcher version =
        Pattern.compile("<artifactId>muzero-parent</artifactId>\\s*<version>([^<]+)</version>")
            .matcher(Files.readString(Path.of("..", "pom.xml")));
    assertThat(version.find()).isTrue();
    assertThat(Files.readString(Path.of("..", "README.md")))
        .contains("version `" + version.group(1) + "`");
  }

  /** By name, an agent that comes with the program. */
  @Test
  void program_asTheReadmePrintsIt_playsAGame() throws Exception {
    List<String> expected = new ArrayList<>();
    try (TrainedAgent agent = TrainedAgent.load("tictactoe")) {
      Episode episode = agent.newEpisode(1);
      while (!episode.ended()) {
        int action = agent.decide(episode).action();
        expected.add(episode.environment().actionName(action));
        episode.play(action);
      }
    }
    List<String> lines = run(readme());
    assertThat(lines.stream().map(line -> line.split(" ")[0])).isEqualTo(expected);
    assertThat(lines).allMatch(line -> line.matches("\\S+ is worth -?[0-9.E-]+"));
  }

  private static String resource() throws Exception {
    try (InputStream in = LibraryTest.class.getResourceAsStream("/library/Play.java")) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** The engine would look for libraries to download and count its starts, unless it is told. */
  @Test
  void program_asksNobodyOnTheWeb() throws Exception {
    String watched =
        readme()
            .replace(
                "public static void main(String[] args) {",
                """
                public static void main(String[] args) {
                    java.net.URL.setURLStreamHandlerFactory(
                        protocol -> !protocol.startsWith("http") ? null : new java.net.URLStreamHandler() {
                          protected java.net.URLConnection openConnection(java.net.URL url) {
                            System.err.println("asked " + url);
                            throw new IllegalStateException("asked " + url);
                          }
                          protected java.net.URLConnection openConnection(java.net.URL url, java.net.Proxy proxy) {
                            return openConnection(url);
                          }
                        });
                """);
    assertThat(watched).contains("openConnection");
    assertThat(run(watched)).isNotEmpty();
  }

  /** What a program prints, which must end well and complain of nothing but missing loggers. */
  private List<String> run(String text, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Jar.tool("java").toString(),
            "-Xmx256m",
            "-cp",
            compile(text) + File.pathSeparator + classPath(),
            "Play"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(place.resolve("errors").toFile()).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    String errors = Files.readString(place.resolve("errors"));
    assertThat(process.waitFor()).as(printed + errors).isZero();
    assertThat(errors.lines())
        .allMatch(line -> line.startsWith("SLF4J") || line.contains(" Log4j API could not find "));
    return printed.lines().toList();
  }
}
