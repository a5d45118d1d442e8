package io.muzero.launcher.doctor;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a machine reached that was measured with nothing beside (docs/benchmarks.md): tic-tac-toe,
 * residual network, 25 simulations, one worker with 128 games; a learner with batch 64 and 20
 * unrolled steps.
 *
 * @param name of the machine
 * @param simulations of self-play a second
 * @param steps of the learner a second
 */
record KnownMachine(String name, double simulations, double steps) {
  private static final List<KnownMachine> ALL =
      List.of(
          new KnownMachine("an Intel Xeon of 2.6 GHz with AMX", 362_000, 81),
          new KnownMachine("an AMD EPYC of Zen 5", 353_000, 73));

  /** Share of the slowest known machine below which something is probably wrong. */
  private static final double LEAST_SHARE = 0.25;

  /** Judges the speeds of a CPU. */
  static Finding judge(double simulations, double steps) {
    KnownMachine nearest =
        ALL.stream()
            .min(Comparator.comparingDouble(m -> Math.abs(m.simulations - simulations)))
            .orElseThrow();
    double slowest = ALL.stream().mapToDouble(KnownMachine::simulations).min().orElseThrow();
    String text =
        String.format(
            Locale.ROOT,
            "%,.0f simulations/s and %.1f steps/s on one core each; %s: %,.0f and %.0f",
            simulations,
            steps,
            nearest.name,
            nearest.simulations,
            nearest.steps);
    return (simulations < LEAST_SHARE * slowest
            ? Finding.warning(
                "speed",
                text,
                "end other programs and look at the lines processor and memory; a CPU without AVX-512 is slower by"
                    + " itself")
            : Finding.ok("speed", text))
        .with("simulationsPerSecond", simulations)
        .with("stepsPerSecond", steps);
  }
}
