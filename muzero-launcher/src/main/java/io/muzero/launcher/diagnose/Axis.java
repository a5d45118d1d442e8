package io.muzero.launcher.diagnose;

import java.util.ArrayList;
import java.util.List;

/**
 * A chart's axis: a range of numbers on a range of pixels.
 *
 * @param low least number
 * @param high greatest number
 * @param from pixel of the least
 * @param to pixel of the greatest
 */
record Axis(double low, double high, double from, double to) {
  private static final int MOST_TICKS = 6;

  /** Widens an empty range, which would have no scale. */
  Axis {
    if (!(high > low)) {
      low -= 0.5;
      high = low + 1;
    }
  }

  double at(double value) {
    return from + (value - low) / (high - low) * (to - from);
  }

  /** Round numbers within the range. */
  List<Double> ticks() {
    double rough = (high - low) / (MOST_TICKS - 1);
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power;
    for (double factor : new double[] {2, 5, 10}) {
      if (step < rough) {
        step = factor * power;
      }
    }
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }
}
