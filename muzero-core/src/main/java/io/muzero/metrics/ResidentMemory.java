package io.muzero.metrics;

import io.muzero.settings.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Resident memory of this process: Java heap, native memory of the network library, everything. */
public final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String KEY = "VmRSS:";

  private ResidentMemory() {}

  /**
   * Resident bytes; empty where the operating system has no {@code /proc/self/status} (only Linux
   * has it, and the JDK offers no other way).
   */
  public static OptionalLong bytes() {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(KEY))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(STATUS + " cannot be read: " + e, e);
    }
  }

  /** The same in MiB. */
  public static OptionalDouble mebibytes() {
    OptionalLong bytes = bytes();
    return bytes.isPresent()
        ? OptionalDouble.of((double) bytes.getAsLong() / Size.MEBIBYTE)
        : OptionalDouble.empty();
  }
}
