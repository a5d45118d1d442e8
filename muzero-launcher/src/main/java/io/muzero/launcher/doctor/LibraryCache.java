package io.muzero.launcher.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The folder that DJL unpacks native libraries into, by the rules that it follows itself. */
public final class LibraryCache {
  private LibraryCache() {}

  /** The folder, which need not exist. */
  public static Path of(Machine machine) {
    for (String name : List.of("ENGINE_CACHE_DIR", "DJL_CACHE_DIR")) {
      Optional<String> named = machine.variable(name).or(() -> machine.property(name));
      if (named.isPresent()) {
        return Path.of(named.get());
      }
    }
    Path home = Path.of(machine.property("user.home").orElse("?"));
    if (home.isAbsolute() && Files.isWritable(home)) {
      return home.resolve(".djl.ai");
    }
    return Path.of(machine.property("java.io.tmpdir").orElse("/tmp"));
  }
}
