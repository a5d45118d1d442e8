package io.muzero.network;

import ai.djl.Device;
import io.muzero.settings.InvalidSettingException;
import java.util.Locale;
import java.util.Optional;

/** Where a network computes. */
public enum DeviceChoice {
  /** On the CPU. */
  CPU,
  /** On the first NVIDIA GPU, through CUDA. */
  GPU,
  /** On a GPU when libtorch can compute on one, else on the CPU. */
  AUTO;

  /** The choice with this name: {@code cpu}, {@code gpu} or {@code auto}. */
  public static DeviceChoice of(String name) {
    for (DeviceChoice choice : values()) {
      if (choice.name().toLowerCase(Locale.ROOT).equals(name)) {
        return choice;
      }
    }
    throw new InvalidSettingException("device", "must be one of cpu, gpu, auto", name);
  }

  /** Whether this choice means a GPU on this machine. */
  public boolean isGpu() {
    return resolve().isGpu();
  }

  /**
   * The device.
   *
   * @throws InvalidSettingException when a GPU is asked for and there is none; the message says
   *     what is missing
   */
  public Device resolve() {
    if (this == CPU) {
      return Device.cpu();
    }
    NativeCache.prepare();
    Optional<String> failure = GpuTrial.failure();
    if (failure.isEmpty()) {
      return Device.gpu(0);
    }
    if (this == AUTO) {
      return Device.cpu();
    }
    throw new InvalidSettingException("device", failure.get(), "gpu");
  }
}
