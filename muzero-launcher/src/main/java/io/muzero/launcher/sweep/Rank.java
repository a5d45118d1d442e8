package io.muzero.launcher.sweep;

import java.util.Locale;

/** By what candidates are compared; higher is better. */
public enum Rank {
  /** The mean over seeds. */
  MEAN,
  /** The lower end of the mean's interval: what the candidate is worth at least. */
  LOWER;

  double of(SeedInterval interval) {
    return this == MEAN ? interval.mean() : interval.low();
  }

  /** The word that a sweep's file has for it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
