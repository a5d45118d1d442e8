package io.muzero.launcher.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder with the libraries of a libtorch: that of a download, or the {@code lib} of Python's
 * package torch.
 *
 * @param lib the folder
 * @param version for example {@code 2.11.0}; empty when nothing beside it tells
 * @param cuda the version of CUDA it was built with, for example {@code 13.0}; empty when it was
 *     built without, or nothing tells
 */
public record TorchFolder(Path lib, String version, String cuda) {
  private static final Pattern VERSION = Pattern.compile("(\\d+\\.\\d+\\.\\d+)(?:\\+(\\w+))?");
  private static final Pattern CUDA = Pattern.compile("(?m)^cuda\\b[^=\\n]*= '(\\d+\\.\\d+)'");

  /** Looks at a folder. */
  public static TorchFolder of(Path lib) {
    for (String name : List.of("build-version", "version.py")) {
      Optional<String> text = Machine.text(lib.toAbsolutePath().resolveSibling(name));
      Matcher version = VERSION.matcher(text.orElse(""));
      if (version.find()) {
        Matcher cuda = CUDA.matcher(text.orElse(""));
        String found = cuda.find() ? cuda.group(1) : ofLabel(version.group(2));
        return new TorchFolder(lib, version.group(1), found);
      }
    }
    return new TorchFolder(lib, "", "");
  }

  /** 13.0 of the label cu130. */
  private static String ofLabel(String label) {
    return label != null && label.matches("cu\\d{3}")
        ? label.substring(2, 4) + "." + label.substring(4)
        : "";
  }

  /** The first library that is missing of those every libtorch has; empty when none is. */
  public Optional<String> missing() {
    return Stream.of("c10", "torch_cpu", "torch")
        .map(System::mapLibraryName)
        .filter(name -> !Files.isRegularFile(lib.resolve(name)))
        .findFirst();
  }

  /** Whether it has the libraries that compute on a GPU. */
  public boolean hasCuda() {
    return Files.isRegularFile(lib.resolve(System.mapLibraryName("torch_cuda")));
  }

  /** How DJL names the kind: {@code cpu}, or {@code cu} and the version of CUDA without its dot. */
  public String flavor() {
    return hasCuda() ? "cu" + (cuda.isEmpty() ? "000" : cuda.replace(".", "")) : "cpu";
  }

  /**
   * Bindings for this libtorch beside its libraries or in the folder of native libraries, where DJL
   * looks for them.
   *
   * @param djl version of DJL
   * @param cache the folder of native libraries
   */
  public Optional<Bindings> bindings(String djl, Path cache) {
    String library = System.mapLibraryName("djl_torch");
    if (Files.isRegularFile(lib.resolve(djl + "-" + library))
        || Files.isRegularFile(lib.resolve(library))) {
      return Optional.of(new Bindings(lib, flavor()));
    }
    Path engine = cache.resolve("pytorch");
    if (version.isEmpty() || !Files.isDirectory(engine)) {
      return Optional.empty();
    }
    // <version>-<flavor>-<platform>/<version of DJL>-<library>
    try (Stream<Path> folders = Files.list(engine)) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve(djl + "-" + library)))
          .flatMap(folder -> fitting(folder).stream())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty(); // a cache that cannot be read has nothing to offer
    }
  }

  private Optional<Bindings> fitting(Path folder) {
    String[] words = String.valueOf(folder.getFileName()).split("-", 3);
    boolean fits =
        words.length == 3 && words[0].equals(version) && words[1].startsWith("cu") == hasCuda();
    return fits ? Optional.of(new Bindings(folder, words[1])) : Optional.empty();
  }

  /**
   * Bindings that somebody compiled for this libtorch.
   *
   * @param folder where they are
   * @param flavor by which DJL finds them
   */
  public record Bindings(Path folder, String flavor) {}
}
