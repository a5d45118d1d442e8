package io.muzero.launcher.doctor;

import java.util.Locale;

/** Judges measured speeds of self-play and learner. */
public final class Speed {
  private Speed() {}

  /**
   * The finding.
   *
   * @param gpu whether they were measured on a GPU, of which no other figure is known yet
   * @param simulations of self-play a second
   * @param steps of the learner a second
   */
  public static Finding judge(boolean gpu, double simulations, double steps) {
    if (!gpu) {
      return KnownMachine.judge(simulations, steps);
    }
    return Finding.ok(
            "speed",
            String.format(
                Locale.ROOT,
                "%,.0f simulations/s and %.1f steps/s with the GPU; no other GPU has been measured",
                simulations,
                steps))
        .with("simulationsPerSecond", simulations)
        .with("stepsPerSecond", steps);
  }
}
