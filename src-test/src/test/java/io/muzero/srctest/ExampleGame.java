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
 * The game that docs/add-a-game.md shows, and another one, compiled and packed as the page says.
 */
final class ExampleGame {
  private ExampleGame() {}

  private static String page() throws IOException {
    // The page lies beside muzero.jar's folder, the project's root.
    return Files.readString(Jar.path().resolveSibling("docs/add-a-game.md"));
  }

  /** The page's blocks of a language, in order. */
  static List<String> blocks(String language) throws IOException {
    Matcher block =
        Pattern.compile("^```" + language + "\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(page());
    return block.results().map(result -> result.group(1)).toList();
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
    String commands =
        blocks("sh").get(0).replace("muzero.jar", Jar.path().toString()).replace("Stones", name);
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-e", "-c", commands)
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
    return place.resolve("mygame.jar");
  }
}
