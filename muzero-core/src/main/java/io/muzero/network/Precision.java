package io.muzero.network;

import ai.djl.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The numbers that direct convolutions compute with; parameters and hidden states are float32. */
public enum Precision {
  /**
   * {@link #BFLOAT16} on a CPU that has instructions to multiply such numbers, in vectors or in
   * tiles (AVX-512 BF16 and AMX, which Linux reports as {@code avx512_bf16} and {@code amx_bf16}),
   * and on a GPU that convolves them; else {@link #FLOAT32}. The same machine always gets the same.
   */
  AUTO,
  /** 24 bits of precision. */
  FLOAT32,
  /** 8 bits of precision, products summed in float32; slow on processors without it. */
  BFLOAT16;

  private static final Path LINUX_PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Set<String> INSTRUCTIONS = Set.of("avx512_bf16", "amx_bf16");

  /** Whether this means bfloat16 on a device of this machine. */
  boolean isBfloat16(Device device) {
    return switch (this) {
      case FLOAT32 -> false;
      case BFLOAT16 -> true;
      case AUTO ->
          device.isGpu() ? GpuTrial.multipliesBfloat16() : multipliesBfloat16(LINUX_PROCESSORS);
    };
  }

  /**
   * Whether a list of processors as Linux gives it names instructions that multiply bfloat16; false
   * without a list.
   */
  static boolean multipliesBfloat16(Path processors) {
    if (!Files.isReadable(processors)) {
      return false;
    }
    try {
      List<String> lines = Files.readAllLines(processors);
      return lines.stream().filter(line -> line.startsWith("flags")).findFirst().stream()
          .flatMap(line -> Stream.of(line.split("\\s+")))
          .anyMatch(INSTRUCTIONS::contains);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + processors, e);
    }
  }
}
