package io.muzero.launcher;

import io.muzero.agent.LoadOptions;
import io.muzero.config.ConfigException;
import io.muzero.config.GameRegistry;
import io.muzero.environment.GameProvider;
import io.muzero.launcher.guard.GameCalls;
import io.muzero.launcher.guard.GuardedGame;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that adds games of the user's own to those on the class path. */
final class GameJars {
  /** Begins the name of a class loader of games, which stack traces show. */
  static final String LOADER = "game jar ";

  /** Begins the names of this program's classes. */
  private static final String OWN = "io.muzero.";

  private static final String SERVICE = "META-INF/services/" + GameProvider.class.getName();

  @Option(
      names = "--game-jar",
      paramLabel = "JAR",
      description =
          "A jar with your own game, see docs/add-a-game.md. May be given more than once.")
  List<Path> jars = new ArrayList<>();

  private @Nullable GameCalls calls;

  /** These options again. */
  List<String> repeated() {
    return jars.stream().flatMap(jar -> Stream.of("--game-jar", jar.toString())).toList();
  }

  /**
   * All games.
   *
   * @throws UsageException when a jar does not exist, is none, or has no game
   */
  GameRegistry registry() {
    ClassLoader loader = loader();
    try {
      return GameRegistry.installed(loader);
    } catch (ConfigException e) {
      if (jars.isEmpty()) {
        throw e;
      }
      throw new ConfigException(e.getMessage() + " (--game-jar " + names() + ")", e);
    }
  }

  /**
   * All games to be played: the user's own are watched and checked.
   *
   * @throws UsageException as {@link #registry}
   */
  GameRegistry played(Screen screen) {
    return registry().as(guard(screen));
  }

  /**
   * How agents of these games are loaded.
   *
   * @throws UsageException as {@link #registry}
   */
  LoadOptions loading(Screen screen) {
    if (!jars.isEmpty()) {
      registry(); // refuses a broken jar by its name
    }
    return LoadOptions.defaults().withGames(loader(), guard(screen)).withNotices(screen::note);
  }

  private UnaryOperator<GameProvider> guard(Screen screen) {
    return game -> isOwn(game) ? game : GuardedGame.checked(game, calls(screen));
  }

  /** The calls of the user's games, which are watched from the first time on. */
  private synchronized GameCalls calls(Screen screen) {
    if (calls == null) {
      calls = GameWatchdog.of(screen);
    }
    return calls;
  }

  /** Whether a game comes with this program. */
  static boolean isOwn(GameProvider game) {
    return game.getClass().getName().startsWith(OWN);
  }

  /**
   * What finds all games.
   *
   * @throws UsageException as {@link #registry}
   */
  ClassLoader loader() {
    ClassLoader own = GameRegistry.class.getClassLoader();
    if (jars.isEmpty()) {
      return own;
    }
    // All are looked into: what is no jar would otherwise just add nothing.
    if (jars.stream().filter(GameJars::hasGames).count() == 0) {
      throw new UsageException(
          "--game-jar "
              + jars.get(0)
              + " has no game: it lacks "
              + SERVICE
              + ", see docs/add-a-game.md");
    }
    URL[] urls = jars.stream().map(GameJars::url).toArray(URL[]::new);
    // Never closed: a game loads its classes as long as the process lives.
    return new URLClassLoader(LOADER + names(), urls, own);
  }

  private String names() {
    return jars.stream()
        .map(jar -> String.valueOf(jar.getFileName()))
        .collect(Collectors.joining(", "));
  }

  /** Whether a jar names games; others may hold what those need. */
  private static boolean hasGames(Path jar) {
    if (Files.isDirectory(jar)) {
      throw new UsageException("--game-jar " + jar + " is a folder: name a jar in it");
    }
    if (!Files.exists(jar)) {
      throw new UsageException("--game-jar " + jar + " does not exist");
    }
    if (!Files.isRegularFile(jar)) {
      throw new UsageException("--game-jar " + jar + " is no file: name a jar");
    }
    try (ZipFile file = new ZipFile(jar.toFile())) {
      return file.getEntry(SERVICE) != null;
    } catch (IOException e) {
      throw new UsageException(
          "--game-jar " + jar + " is damaged or no jar: " + e.getMessage() + "; build it again");
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UsageException("--game-jar " + jar + " has no address: " + e.getMessage());
    }
  }
}
