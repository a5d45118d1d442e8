package io.muzero.network;

import ai.djl.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The numbers that direct convolutions compute with; parameters and hidden states are float32. */
public enum Precision {
  /**
   * {@link #BFLOAT16} on a CPU that multiplies such numbers in tiles (Intel AMX, which Linux
   * reports as {@code amx_bf16}), else {@link #FLOAT32}. The same machine always gets the same.
   */
  AUTO,
  /** 24 bits of precision. */
  FLOAT32,
  /** 8 bits of precision, products summed in float32; slow on processors without it. */
  BFLOAT16;

  private static final Path LINUX_PROCESSORS = Path.of("/proc/cpuinfo");

  /** Whether this means bfloat16 on a device of this machine. */
  boolean isBfloat16(Device device) {
    return switch (this) {
      case FLOAT32 -> false;
      case BFLOAT16 -> true;
      case AUTO -> !device.isGpu() && hasTiles(LINUX_PROCESSORS);
    };
  }

  /**
   * Whether a list of processors as Linux gives it names AMX for bfloat16; false without a list.
   */
  static boolean hasTiles(Path processors) {
    if (!Files.isReadable(processors)) {
      return false;
    }
    try {
      List<String> lines = Files.readAllLines(processors);
      return lines.stream()
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> List.of(line.split("\\s+")).contains("amx_bf16"))
          .orElse(false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + processors, e);
    }
  }
}
