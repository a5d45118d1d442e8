package io.muzero.network;

import io.muzero.model.ValueSupport;
import io.muzero.settings.Check;
import io.muzero.settings.Setting;
import java.util.Locale;

/** The range and fineness of a categorical value or reward. */
public record SupportConfig(
    @Setting(value = "least scalar, in the game's own units", byDefault = "-1.0") double min,
    @Setting(
            value =
                "greatest scalar, in the game's own units, above min. Beyond the range atoms go on until there are as many below 0 "
                    + "as above, so that a fresh network says 0; scalars beyond these are clipped",
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
  /**
   * Most atoms of a support, those beyond the range included. MuZero's paper has 601. With a
   * million a layer is still small enough to be listed before a run is told that it does not fit.
   */
  private static final int MOST_ATOMS = 1_000_000;

  /** Checks the ranges. */
  public SupportConfig {
    Check.that(Double.isFinite(min), "min", "must be finite", min);
    Check.that(Double.isFinite(max), "max", "must be finite", max);
    Check.above("max", max, min);
    Check.within("atoms", atoms, 2, 10_001);
    double all =
        atoms + further(min, max, atoms, transform) + further(-max, -min, atoms, transform);
    Check.that(
        all <= MOST_ATOMS,
        "atoms",
        String.format(
            Locale.ROOT,
            "must be fewer, or max - min wider: %,.0f atoms would be needed so that 0 lies in the middle, of at most %,d",
            all,
            MOST_ATOMS),
        atoms);
  }

  /** A range beyond which nothing is expected. */
  public SupportConfig(double min, double max, int atoms, boolean transform) {
    this(min, max, atoms, transform, false);
  }

  /**
   * The support: the range's atoms, and on the side of 0 where it reaches less far further ones at
   * the same distance, until it reaches as far there. A network that knows nothing holds all atoms
   * alike, and their mean is then 0 (nearly: {@link ValueSupport#zeroLogits} does the rest), not
   * the middle of the range. To say 0 by the logit of an end atom alone was tried: it must be so
   * great that states seldom seen fall back to it, long after.
   */
  public ValueSupport support() {
    ValueSupport range = range();
    double step = step(range);
    return new ValueSupport(
        range.low() - atomsBelow() * step,
        range.high() + atomsAbove() * step,
        atomsBelow() + atoms + atomsAbove(),
        transform);
  }

  /** Atoms of the support that are below the range. */
  int atomsBelow() {
    return (int) further(min, max, atoms, transform);
  }

  private int atomsAbove() {
    return (int) further(-max, -min, atoms, transform);
  }

  /**
   * Atoms below a range that reaches further above 0 than below it, until both are alike; none when
   * it does not. A whole number that may be beyond all integers, or infinite.
   */
  private static double further(double min, double max, int atoms, boolean transform) {
    double low = ValueSupport.transformed(min, transform);
    double high = ValueSupport.transformed(max, transform);
    double step = (high - low) / (atoms - 1);
    // Rounded, where the distances are multiples of the step but for the last digits.
    return Math.max(0, Math.ceil((high + low) / step - 1e-6));
  }

  private ValueSupport range() {
    ValueSupport plain = new ValueSupport(min, max, atoms, transform);
    return new ValueSupport(plain.transformed(min), plain.transformed(max), atoms, transform);
  }

  private static double step(ValueSupport range) {
    return (range.high() - range.low()) / (range.size() - 1);
  }

  /** Least scalar that is not clipped, in the game's units. */
  public double least() {
    return atomsBelow() == 0 ? min : support().inverse(support().low());
  }

  /** Greatest scalar that is not clipped, in the game's units. */
  public double greatest() {
    return atomsAbove() == 0 ? max : support().inverse(support().high());
  }
}
