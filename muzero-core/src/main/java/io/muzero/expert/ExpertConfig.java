package io.muzero.expert;

import io.muzero.settings.Check;
import io.muzero.settings.Setting;
import java.util.List;

/** Games of experts that a run learns from first (AlphaGo, Nature 529, 2016), and for how long. */
public record ExpertConfig(
    @Setting(
            value =
                "files and folders with games of experts, SGF or a line of moves a game, perhaps gzipped; train --expert sets "
                    + "them. Empty: none, and the other keys have no meaning",
            byDefault = "[]")
        List<String> files,
    @Setting(
            value =
                "SHA-256 of each of them, which a run fills in when it begins: it goes on with the same games only. Empty: "
                    + "whatever is found there",
            byDefault = "[]")
        List<String> digests,
    @Setting(
            value =
                "training steps on games of experts alone, before self-play begins, within [0, 1000000000]",
            byDefault = "2000")
        int steps,
    @Setting(
            value =
                "share of a batch, within [0, 1], that games of experts have when self-play has begun; it falls in a straight "
                    + "line",
            byDefault = "0.5")
        double share,
    @Setting(
            value =
                "training steps over which that share falls to 0, within [0, 1000000000]; 0: at once",
            byDefault = "10000")
        int fadeSteps,
    @Setting(
            value =
                "share of a policy target, within [0, 1), that is spread evenly over the legal actions; the rest is the "
                    + "expert's move's",
            byDefault = "0.05")
        double smoothing,
    @Setting(
            value =
                "share of the games, within [0, 0.9], that is held out and only measured with; 0: none",
            byDefault = "0.05")
        double heldOut,
    @Setting(
            value =
                "training steps between measurements on held-out games while games of experts are learned from, from 1",
            byDefault = "100")
        int everySteps) {
  private static final int MOST_STEPS = 1_000_000_000;

  /** Checks the ranges; lists are copied. */
  public ExpertConfig {
    files = List.copyOf(files);
    digests = List.copyOf(digests);
    Check.that(
        digests.isEmpty() || digests.size() == files.size(),
        "expert.digests",
        "must be empty or have one for each of expert.files (" + files.size() + ")",
        digests.size());
    Check.within("expert.steps", steps, 0, MOST_STEPS);
    Check.within("expert.share", share, 0, 1);
    Check.within("expert.fadeSteps", fadeSteps, 0, MOST_STEPS);
    Check.that(
        smoothing >= 0 && smoothing < 1, "expert.smoothing", "must be within [0, 1)", smoothing);
    Check.within("expert.heldOut", heldOut, 0, 0.9);
    Check.atLeast("expert.everySteps", everySteps, 1);
  }

  /** The same with other digests. */
  public ExpertConfig withDigests(List<String> other) {
    return new ExpertConfig(files, other, steps, share, fadeSteps, smoothing, heldOut, everySteps);
  }

  /** The same without files, which lie on one machine. */
  public ExpertConfig withoutFiles() {
    return new ExpertConfig(
        List.of(), List.of(), steps, share, fadeSteps, smoothing, heldOut, everySteps);
  }

  /** Whether games of experts are learned from at all. */
  public boolean isUsed() {
    return !files.isEmpty();
  }

  /** Whether a training step, counted from 1, is on games of experts alone. */
  public boolean isAlone(long step) {
    return isUsed() && step <= steps;
  }

  /** Whether no training step after this one, counted from 1, is on games of experts. */
  public boolean isOver(long step) {
    return !isUsed() || step >= (long) steps + fadeSteps;
  }

  /**
   * The experts' share of the batch of a training step: 1 up to {@code steps}; with t steps after
   * that, share · (1 − t / fadeSteps) up to t = fadeSteps; then 0.
   *
   * @param step counted from 1
   */
  public double shareAt(long step) {
    if (!isUsed()) {
      return 0;
    }
    if (step <= steps) {
      return 1;
    }
    double after = (double) step - steps;
    return after >= fadeSteps ? 0 : share * (1 - after / fadeSteps);
  }

  /** That share in rows of a batch, to the nearest. */
  public int rowsAt(long step, int batch) {
    return (int) Math.round(shareAt(step) * batch);
  }
}
