package io.muzero.launcher.doctor;

import io.muzero.network.NativeCache;
import java.io.IOException;
import java.nio.file.Path;

/** The folder that native libraries are unpacked into, by the rules of those who do. */
public final class LibraryCache {
  private LibraryCache() {}

  /** The folder, which need not exist. */
  public static Path of(Machine machine) {
    try {
      return NativeCache.folder(machine::variable, machine::property);
    } catch (IOException e) {
      // It would be made in there, which cannot be written: the probe of the disk says so.
      return Path.of(machine.property("java.io.tmpdir").orElse("/tmp"));
    }
  }
}
