package io.muzero.ray.actor;

import io.muzero.ray.wire.ActorSetup.GameJar;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Games of the user's own that came as bytes. */
final class GameJarFiles {
  private GameJarFiles() {}

  /**
   * A class loader that finds them and everything that {@code parent} finds.
   *
   * @param folder the jars are written there, and deleted when the process ends
   */
  static ClassLoader loader(List<GameJar> jars, Path folder, ClassLoader parent)
      throws IOException {
    if (jars.isEmpty()) {
      return parent;
    }
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      // Numbered: two jars may have one name.
      Path file = folder.resolve(i + "-" + Path.of(jars.get(i).name()).getFileName());
      Files.write(file, jars.get(i).bytes());
      file.toFile().deleteOnExit();
      urls[i] = file.toUri().toURL();
    }
    // Never closed: a game loads its classes as long as the process lives.
    return new URLClassLoader("game jars", urls, parent);
  }
}
