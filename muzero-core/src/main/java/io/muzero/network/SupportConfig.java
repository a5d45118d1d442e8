package io.muzero.network;

import io.muzero.model.ValueSupport;
import io.muzero.settings.Check;
import io.muzero.settings.Setting;

/** The range and fineness of a categorical value or reward. */
public record SupportConfig(
    @Setting(value = "least scalar, in the game's own units", byDefault = "-1.0") double min,
    @Setting(
            value =
                "greatest scalar, in the game's own units, above min; scalars beyond are clipped",
            byDefault = "1.0")
        double max,
    @Setting(
            value =
                "atoms, evenly spaced over the (transformed) range, from 2; MuZero's paper has one a whole number",
            byDefault = "21")
        int atoms,
    @Setting(
            value =
                "squeeze scalars by h(x) = sign(x)(sqrt(|x|+1)-1) + 0.001x first (MuZero, Appendix F); for ranges beyond "
                    + "about 10",
            byDefault = "false")
        boolean transform,
    @Setting(
            value =
                "whether the game is known to bring scalars beyond the range that are meant to be clipped; otherwise a run "
                    + "says once when it does",
            byDefault = "false")
        boolean mayClip) {
  /** Checks the ranges. */
  public SupportConfig {
    Check.that(Double.isFinite(min), "min", "must be finite", min);
    Check.that(Double.isFinite(max), "max", "must be finite", max);
    Check.above("max", max, min);
    Check.within("atoms", atoms, 2, 10_001);
  }

  /** A range beyond which nothing is expected. */
  public SupportConfig(double min, double max, int atoms, boolean transform) {
    this(min, max, atoms, transform, false);
  }

  /** The support with these atoms. */
  public ValueSupport support() {
    ValueSupport range = new ValueSupport(min, max, atoms, transform);
    return new ValueSupport(range.transformed(min), range.transformed(max), atoms, transform);
  }
}
