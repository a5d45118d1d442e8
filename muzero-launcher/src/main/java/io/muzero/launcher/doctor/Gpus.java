package io.muzero.launcher.doctor;

import io.muzero.settings.Size;
import java.util.Optional;
import java.util.OptionalLong;

/** What the NVIDIA driver says of the first GPU. */
public final class Gpus {
  private Gpus() {}

  /** Bytes of the first GPU's memory that nobody uses; empty when the driver does not tell. */
  public static OptionalLong freeBytes(Machine machine) {
    Optional<GpuProbe.Gpu> gpu = GpuProbe.first(machine);
    return gpu.isPresent() && gpu.get().free() >= 0
        ? OptionalLong.of(gpu.get().free() * Size.MEBIBYTE)
        : OptionalLong.empty();
  }
}
