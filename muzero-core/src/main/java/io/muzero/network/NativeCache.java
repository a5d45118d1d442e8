package io.muzero.network;

import io.muzero.settings.InvalidSettingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The folder that DJL unpacks libtorch into and loads it from, made fit for that before DJL looks
 * there: whoever can write into it decides what code runs.
 *
 * <p>It is {@code .djl.ai} in the user's home, another that {@code DJL_CACHE_DIR} or {@code
 * ENGINE_CACHE_DIR} name, or, without a home that can be written, a folder of the user's own below
 * the temporary directory. What an interrupted start left there half-done is removed, and a library
 * whose size is not that of the packed one is removed too, so that it is unpacked anew.
 */
public final class NativeCache {
  private static final Logger LOG = LogManager.getLogger(NativeCache.class);
  private static final String ENGINE_CACHE_DIR = "ENGINE_CACHE_DIR";
  private static final String DJL_CACHE_DIR = "DJL_CACHE_DIR";
  private static final String JNI_LIBRARY = System.mapLibraryName("djl_torch");

  /** Age from which nobody is still unpacking. */
  private static final Duration ABANDONED = Duration.ofMinutes(10);

  private static final long ROOT = 0;

  /** What a process does once, when it first needs the folder. */
  private static final class Once {
    static final Optional<RuntimeException> FAILURE = failure();

    private static Optional<RuntimeException> failure() {
      EngineDefaults.apply();
      try {
        makeFit();
        return Optional.empty();
      } catch (IOException e) {
        return Optional.of(
            new UncheckedIOException("the folder of native libraries cannot be prepared: " + e, e));
      } catch (RuntimeException e) {
        return Optional.of(e); // thrown by prepare(), whoever calls it
      }
    }
  }

  private NativeCache() {}

  /**
   * Makes the folder fit, once in a process, and sets {@link EngineDefaults}.
   *
   * @throws InvalidSettingException when somebody else could have written into it
   */
  static void prepare() {
    Once.FAILURE.ifPresent(
        failure -> {
          throw failure;
        });
  }

  /**
   * Where the folder is, or would be made. Makes and changes nothing.
   *
   * @param variable an environment variable; empty when it is not set
   * @param property a system property of Java; empty when it is not set
   * @throws IOException when there is neither a home nor a temporary directory that can be written
   */
  public static Path folder(
      Function<String, Optional<String>> variable, Function<String, Optional<String>> property)
      throws IOException {
    return place(variable, property).folder;
  }

  /**
   * Where the folder is.
   *
   * @param temporary whether it is below the temporary directory, for want of a home
   */
  private record Place(Path folder, boolean temporary) {}

  private static Place place(
      Function<String, Optional<String>> variable, Function<String, Optional<String>> property)
      throws IOException {
    for (String name : List.of(ENGINE_CACHE_DIR, DJL_CACHE_DIR)) {
      Optional<String> named = variable.apply(name).or(() -> property.apply(name));
      if (named.isPresent()) {
        return new Place(Path.of(named.get()), false);
      }
    }
    Path home = Path.of(property.apply("user.home").orElse("?"));
    // A user without an entry in the password file has the home "?".
    if (home.isAbsolute() && Files.isWritable(home)) {
      return new Place(home.resolve(".djl.ai"), false);
    }
    return new Place(ofTemporary(Path.of(property.apply("java.io.tmpdir").orElse("/tmp"))), true);
  }

  private static Optional<String> set(@Nullable String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }

  private static void makeFit() throws IOException {
    Place place = place(name -> set(System.getenv(name)), name -> set(System.getProperty(name)));
    if (place.temporary) {
      use(place.folder);
    }
    requireOwn(place.folder);
    Path engine = place.folder.resolve("pytorch");
    if (Files.isDirectory(engine)) {
      requireOwn(engine);
      removeAbandoned(engine, Instant.now().minus(ABANDONED));
      removeTruncated(engine, NativeCache.class.getClassLoader());
    }
  }

  /** Makes a folder below the temporary directory, and DJL use it. */
  private static void use(Path own) throws IOException {
    make(own);
    System.setProperty(ENGINE_CACHE_DIR, own.toString());
    if (System.getProperty("jna.tmpdir") == null) {
      // JNA, which DJL uses, would choose by the same home.
      System.setProperty("jna.tmpdir", own.toString());
    }
  }

  /** A folder below {@code temporary} that is named after this user. */
  static Path ofTemporary(Path temporary) throws IOException {
    return temporary.resolve("muzero-" + (isPosix(temporary) ? user(temporary) : userName()));
  }

  /** Makes a folder that only this user can write, unless there is one of its name. */
  static void make(Path folder) throws IOException {
    try {
      if (isPosix(folder)) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(folder);
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw refused(folder, "is no folder");
      }
    }
  }

  private static String userName() {
    return System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9_-]", "_");
  }

  /** The number of the user that this process acts for; a trial file in a folder tells it. */
  private static long user(Path folder) throws IOException {
    Path probe = Files.createTempFile(folder, "muzero", null);
    try {
      return owner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static long owner(Path path) throws IOException {
    return ((Number) Files.getAttribute(path, "unix:uid")).longValue();
  }

  /**
   * Requires that a folder, if there is one, and what lies in it belong to this user or root and
   * cannot be written by everybody.
   */
  static void requireOwn(Path folder) throws IOException {
    if (!Files.exists(folder) || !isPosix(folder)) {
      return;
    }
    long user = user(Path.of(System.getProperty("java.io.tmpdir")));
    requireOwn(folder, folder, user);
    try (Stream<Path> files = Files.walk(folder, 3)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        requireOwn(folder, file, user);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void requireOwn(Path folder, Path file, long user) throws IOException {
    if (!Files.exists(file)) {
      return; // another process's, gone meanwhile
    }
    long owner = owner(file);
    if (owner != user && owner != ROOT) {
      throw refused(folder, "has " + file + " of user " + owner + ", this is user " + user);
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw refused(folder, "has " + file + ", which everybody can write");
    }
  }

  private static InvalidSettingException refused(Path folder, String why) {
    return new InvalidSettingException(
        DJL_CACHE_DIR,
        "must name a folder for native libraries that only you can write; this one "
            + why
            + ": remove it, or name another by this environment variable",
        folder);
  }

  /** Removes what was being unpacked when a process ended before this instant. */
  static void removeAbandoned(Path engine, Instant before) throws IOException {
    List<Path> abandoned = new ArrayList<>();
    try (Stream<Path> files = Files.list(engine)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        boolean unfinished = name.matches("tmp\\d+") || name.matches("jni\\d+tmp");
        if (unfinished && newest(file).isBefore(before)) {
          abandoned.add(file);
        }
      }
    }
    for (Path file : abandoned) {
      LOG.info("removing {}, which an interrupted start left", file);
      remove(file);
    }
  }

  private static Instant newest(Path folder) throws IOException {
    Instant newest = Instant.MIN;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Instant changed = Files.getLastModifiedTime(file).toInstant();
        newest = changed.isAfter(newest) ? changed : newest;
      }
    }
    return newest;
  }

  /** Removes unpacked libraries that are not as long as the packed ones of {@code packed}. */
  static void removeTruncated(Path engine, ClassLoader packed) throws IOException {
    Optional<Properties> libtorch = properties(packed, "native/lib/pytorch.properties");
    if (libtorch.isPresent()) {
      String flavor = libtorch.get().getProperty("flavor", "cpu");
      String classifier = libtorch.get().getProperty("classifier", "");
      String place = "pytorch/" + flavor + "/" + classifier + "/";
      Path folder =
          engine.resolve(libtorch.get().getProperty("version") + "-" + flavor + "-" + classifier);
      for (String library : libtorch.get().getProperty("libraries", "").split(",")) {
        // DJL unpacks either all of them or none.
        if (Files.isDirectory(folder)
            && differs(folder.resolve(library), packed, place + library)) {
          LOG.warn("{} is damaged: unpacking it anew", folder.resolve(library));
          remove(folder);
        }
      }
    }
    Optional<Properties> jni = properties(packed, "jnilib/pytorch.properties");
    if (jni.isPresent()) {
      // <version of libtorch>-<version of DJL>
      String[] versions = jni.get().getProperty("jni_version", "").split("-", 2);
      if (versions.length == 2) {
        removeTruncatedBindings(engine, packed, versions[0], versions[1] + "-" + JNI_LIBRARY);
      }
    }
  }

  /** Bindings for another libtorch than the packed ones' are the user's own and stay. */
  private static void removeTruncatedBindings(
      Path engine, ClassLoader packed, String libtorch, String name) throws IOException {
    List<Path> folders;
    try (Stream<Path> files = Files.list(engine)) {
      folders = files.filter(folder -> Files.exists(folder.resolve(name))).toList();
    }
    for (Path folder : folders) {
      // <version of libtorch>-<flavor>-<classifier>
      String[] words = folder.getFileName().toString().split("-");
      int at = words.length - 3;
      if (at < 1 || !words[0].equals(libtorch)) {
        continue;
      }
      String resource =
          "jnilib/" + words[at + 1] + "-" + words[at + 2] + "/" + words[at] + "/" + JNI_LIBRARY;
      Path file = folder.resolve(name);
      if (packed.getResource(resource) != null && differs(file, packed, resource)) {
        LOG.warn("{} is damaged: unpacking it anew", file);
        remove(file);
      }
    }
  }

  private static Optional<Properties> properties(ClassLoader packed, String name)
      throws IOException {
    try (InputStream in = packed.getResourceAsStream(name)) {
      if (in == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(in);
      return Optional.of(properties);
    }
  }

  private static boolean differs(Path file, ClassLoader packed, String resource)
      throws IOException {
    URL url = packed.getResource(resource);
    return url != null
        && (!Files.isRegularFile(file)
            || Files.size(file) != url.openConnection().getContentLengthLong());
  }

  private static void remove(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
