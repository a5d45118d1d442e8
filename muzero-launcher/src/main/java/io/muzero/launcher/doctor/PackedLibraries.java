package io.muzero.launcher.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;

/**
 * The native libraries in this jar.
 *
 * @param version of the packed libtorch, or the one its bindings are for; empty when there are none
 * @param flavor of the packed libtorch, {@code cpu}; empty when none is packed
 * @param platform that it is for, for example {@code linux-x86_64}
 * @param djl version of DJL, which begins the name of bindings in the cache; empty without bindings
 */
public record PackedLibraries(String version, String flavor, String platform, String djl) {
  /** Those on this program's class path. */
  public static PackedLibraries ofClassPath() {
    ClassLoader loader = PackedLibraries.class.getClassLoader();
    return of(
        properties(loader, "native/lib/pytorch.properties"),
        properties(loader, "jnilib/pytorch.properties"));
  }

  /** Those that the property files of DJL's jars tell of. */
  static PackedLibraries of(Optional<Properties> libtorch, Optional<Properties> bindings) {
    String fits = bindings.map(p -> p.getProperty("jni_version", "")).orElse("");
    String[] words = fits.split("-", 2);
    return new PackedLibraries(
        // The packed version may end with the day of its build.
        libtorch.map(p -> p.getProperty("version", "").split("-", 2)[0]).orElse(words[0]),
        libtorch.map(p -> p.getProperty("flavor", "cpu")).orElse(""),
        libtorch.map(p -> p.getProperty("classifier", "")).orElse(""),
        words.length == 2 ? words[1] : "");
  }

  private static Optional<Properties> properties(ClassLoader loader, String name) {
    try (InputStream in = loader.getResourceAsStream(name)) {
      if (in == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(in);
      return Optional.of(properties);
    } catch (IOException e) {
      return Optional.empty(); // a jar that cannot be read has nothing to offer
    }
  }

  /** Whether a libtorch is packed. */
  public boolean hasLibtorch() {
    return !flavor.isEmpty();
  }
}
