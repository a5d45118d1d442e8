package io.muzero.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the engine load the libtorch of a folder instead of the packed one. Only before any network
 * is made.
 */
final class Libtorch {
  /** The only version whose interface the packed bindings fit. */
  static final String VERSION = "2.7.1";

  private static final Pattern NUMBER = Pattern.compile("(\\d+\\.\\d+\\.\\d+)(\\+\\w+)?");

  private Libtorch() {}

  /**
   * Points the engine at a folder.
   *
   * @param folder the {@code lib} folder of a libtorch, or of the Python package torch
   * @throws UsageException when the folder lacks a library or is of another version
   */
  static void use(Path folder) {
    for (String library : List.of("c10", "torch_cpu", "torch")) {
      Path file = folder.resolve(System.mapLibraryName(library));
      if (!Files.isRegularFile(file)) {
        throw new UsageException(
            "--libtorch "
                + folder
                + " has no "
                + file.getFileName()
                + "; name the torch/lib folder of a pip install torch=="
                + VERSION);
      }
    }
    version(folder)
        .filter(version -> !version.equals(VERSION))
        .ifPresent(
            version -> {
              throw new UsageException(
                  "--libtorch "
                      + folder
                      + " is libtorch "
                      + version
                      + ", but exactly "
                      + VERSION
                      + " is needed: pip install torch=="
                      + VERSION);
            });
    boolean cuda = Files.isRegularFile(folder.resolve(System.mapLibraryName("torch_cuda")));
    System.setProperty("PYTORCH_LIBRARY_PATH", folder.toAbsolutePath().toString());
    System.setProperty("PYTORCH_FLAVOR", cuda ? "cu128" : "cpu");
    System.setProperty("PYTORCH_VERSION", VERSION);
  }

  /**
   * The version a libtorch (build-version) or a Python package (version.py) states beside its
   * libraries.
   */
  private static Optional<String> version(Path folder) {
    for (String name : List.of("build-version", "version.py")) {
      Path file = folder.toAbsolutePath().resolveSibling(name);
      if (Files.isRegularFile(file)) {
        try {
          Matcher number = NUMBER.matcher(Files.readString(file, StandardCharsets.UTF_8));
          if (number.find()) {
            return Optional.of(number.group(1));
          }
        } catch (IOException e) {
          throw new UncheckedIOException("cannot read " + file, e);
        }
      }
    }
    return Optional.empty();
  }
}
