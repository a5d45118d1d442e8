package io.muzero.launcher;

import io.muzero.config.GameRegistry;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that adds games of the user's own to those on the class path. */
final class GameJars {
  @Option(
      names = "--game-jar",
      paramLabel = "JAR",
      description =
          "A jar with a game of your own, see docs/add-a-game.md; may be given more than once.")
  List<Path> jars = new ArrayList<>();

  /**
   * All games.
   *
   * @throws UsageException when a jar does not exist
   */
  GameRegistry registry() {
    if (jars.isEmpty()) {
      return GameRegistry.installed();
    }
    URL[] urls = jars.stream().map(GameJars::url).toArray(URL[]::new);
    // Never closed: a game loads its classes as long as the process lives.
    return GameRegistry.installed(
        new URLClassLoader("games", urls, GameRegistry.class.getClassLoader()));
  }

  private static URL url(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new UsageException("--game-jar " + jar + " does not exist");
    }
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UsageException("--game-jar " + jar + " has no address: " + e.getMessage());
    }
  }
}
