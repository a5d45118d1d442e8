package io.muzero.network;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import io.muzero.settings.InvalidSettingException;
import java.util.Locale;

/** Where a network computes. */
public enum DeviceChoice {
  /** On the CPU. */
  CPU,
  /** On the first NVIDIA GPU, through CUDA. */
  GPU,
  /** On a GPU when libtorch reports one, else on the CPU. */
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
    Engine engine = Engine.getEngine("PyTorch");
    boolean cuda = engine.hasCapability(StandardCapabilities.CUDA);
    if (cuda && engine.getGpuCount() > 0) {
      return Device.gpu(0);
    }
    if (this == AUTO) {
      return Device.cpu();
    }
    throw new InvalidSettingException(
        "device",
        cuda
            ? "gpu needs an NVIDIA driver and GPU, and libtorch found none"
            : "gpu needs a libtorch with CUDA, and the one in use has none: point --libtorch at the torch/lib folder of "
                + "torch==2.7.1",
        "gpu");
  }
}
