package io.muzero.launcher.doctor;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the user wants to do on the machine.
 *
 * @param device {@code cpu}, {@code gpu} or {@code auto}: where networks are to compute
 * @param libtorch the folder given by {@code --libtorch}
 * @param runs the folder that runs are written to
 */
public record Request(String device, Optional<Path> libtorch, Path runs) {
  /** Whether a machine without a usable GPU will not do. */
  boolean needsGpu() {
    return device.equals("gpu");
  }
}
