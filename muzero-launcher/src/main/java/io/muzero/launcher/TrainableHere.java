package io.muzero.launcher;

import io.muzero.config.ResolvedConfig;
import io.muzero.launcher.doctor.Gpus;
import io.muzero.launcher.doctor.Machine;
import io.muzero.network.DeviceChoice;
import io.muzero.run.TrainingRun;

/**
 * Whether a configuration can be trained on this machine: what cannot is said before a run has a
 * folder.
 */
final class TrainableHere {
  private TrainableHere() {}

  /** Requires a game that can be trained and a device that is here. */
  static void requireDevice(ResolvedConfig resolved) {
    resolved.requireTrainable();
    DeviceChoice.of(resolved.config().run().device()).resolve();
  }

  /** Requires that a new run fits into the memory of the machine and of its GPU. */
  static void requireFits(ResolvedConfig resolved) {
    TrainingRun.requireFits(resolved);
    requireFitsGpu(resolved);
  }

  /** Requires that a run fits into the GPU. Where the driver tells nothing, libtorch will. */
  static void requireFitsGpu(ResolvedConfig resolved) {
    if (DeviceChoice.of(resolved.config().run().device()).isGpu()) {
      Gpus.freeBytes(Machine.here()).ifPresent(free -> TrainingRun.requireFitsGpu(resolved, free));
    }
  }
}
