package io.muzero.srctest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The game that docs/add-a-game.md shows, that of the README, and another one, compiled and packed
 * as the pages say.
 */
final class ExampleGame {
  private ExampleGame() {}

  /** The page's blocks of a language, in order. */
  static List<String> blocks(String language) throws IOException {
    return blocks("docs/add-a-game.md", language);
  }

  /** A page's blocks of a language, in order; the page's path is seen from the project's root. */
  static List<String> blocks(String page, String language) throws IOException {
    Matcher block =
        Pattern.compile("^```" + language + "\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(Files.readString(Jar.path().resolveSibling(page)));
    return block.results().map(result -> result.group(1)).toList();
  }

  /** Does what the README says of a game, but for its training. */
  static void ofReadme(Path place) throws Exception {
    Files.writeString(
        place.resolve("Stones.java"), only(blocks("README.md", "java"), "class Stones"));
    String commands = only(blocks("README.md", "sh"), "Stones.java");
    assertThat(commands).containsOnlyOnce("\njava -jar muzero.jar train ");
    shell(place, commands.substring(0, commands.indexOf("java -jar muzero.jar train ")));
  }

  private static String only(List<String> blocks, String words) {
    List<String> found = blocks.stream().filter(block -> block.contains(words)).toList();
    assertThat(found).as("blocks with " + words).hasSize(1);
    return found.get(0);
  }

  /**
   * Follows the page up to the jar.
   *
   * @param place where it is done
   * @param change made to the source first
   * @return the jar
   */
  static Path of(Path place, UnaryOperator<String> change) throws Exception {
    return pack(place, "Stones", change.apply(blocks("java").get(0)));
  }

  /**
   * A game in which one player moves twice in a row, {@code mygame/Twice.java} of the test's
   * resources.
   *
   * @param change made to the source first
   * @return the jar
   */
  static Path twice(Path place, UnaryOperator<String> change) throws Exception {
    try (InputStream in = ExampleGame.class.getResourceAsStream("/mygame/Twice.java")) {
      return pack(place, "Twice", change.apply(new String(in.readAllBytes(), UTF_8)));
    }
  }

  private static Path pack(Path place, String name, String source) throws Exception {
    Files.writeString(place.resolve(name + ".java"), source);
    shell(place, blocks("sh").get(0).replace("Stones", name));
    return place.resolve("mygame.jar");
  }

  private static void shell(Path place, String commands) throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-e", "-c", commands.replace("muzero.jar", Jar.path().toString()))
            .directory(place.toFile())
            .redirectErrorStream(true);
    shell
        .environment()
        .merge(
            "PATH",
            Jar.tool("java").getParent().toString(),
            (path, first) -> first + java.io.File.pathSeparator + path);
    Process process = shell.start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
  }
}
