package io.muzero.launcher;

import io.muzero.launcher.doctor.LibraryCache;
import io.muzero.launcher.doctor.Machine;
import io.muzero.launcher.doctor.PackedLibraries;
import io.muzero.launcher.doctor.TorchFolder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes the engine load the libtorch of a folder instead of the packed one. Only before any network
 * is made.
 */
final class Libtorch {
  /** The only version whose interface the packed bindings fit. */
  static final String VERSION = "2.7.1";

  /** The packed bindings for a libtorch with CUDA; they fit its CUDA 12.6 too. */
  private static final String PACKED_CUDA = "cu128";

  private Libtorch() {}

  /**
   * Points the engine at a folder.
   *
   * @param folder the {@code lib} folder of a libtorch, or of the Python package torch
   * @throws UsageException when the folder lacks a library, or is of a version that neither the
   *     packed bindings nor bindings of the user's own fit
   */
  static void use(Path folder) {
    use(folder, LibraryCache.of(Machine.here()), PackedLibraries.ofClassPath().djl());
  }

  /**
   * The same.
   *
   * @param cache the folder in which DJL looks for bindings
   * @param djl the version of DJL, by which bindings are named
   */
  static void use(Path folder, Path cache, String djl) {
    TorchFolder torch = TorchFolder.of(folder);
    torch
        .missing()
        .ifPresent(
            library -> {
              throw new UsageException(
                  "--libtorch "
                      + folder
                      + " has no "
                      + library
                      + "; name the torch/lib folder of a pip install torch=="
                      + VERSION);
            });
    Optional<TorchFolder.Bindings> own = torch.bindings(djl, cache);
    boolean fits = torch.version().isEmpty() || torch.version().equals(VERSION);
    if (!fits && own.isEmpty()) {
      throw new UsageException(
          "--libtorch "
              + folder
              + " is libtorch "
              + torch.version()
              + ", but exactly "
              + VERSION
              + " is needed: pip install torch=="
              + VERSION
              + ", or compile bindings for it as docs/gpu.md tells");
    }
    String flavor =
        own.map(TorchFolder.Bindings::flavor).orElse(torch.hasCuda() ? PACKED_CUDA : "cpu");
    System.setProperty("PYTORCH_LIBRARY_PATH", folder.toAbsolutePath().toString());
    System.setProperty("PYTORCH_FLAVOR", flavor);
    System.setProperty("PYTORCH_VERSION", fits ? VERSION : torch.version());
  }
}
