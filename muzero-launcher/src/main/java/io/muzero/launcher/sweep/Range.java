package io.muzero.launcher.sweep;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.rng.UniformRandomProvider;

/** What values a setting may take in a sweep; values are YAML texts. Immutable. */
public sealed interface Range {
  /** Decimal digits of a drawn number: more would only lengthen tables. */
  int DIGITS = 4;

  /** A value drawn at random. */
  String draw(UniformRandomProvider random);

  /** The values that a grid takes, in order. */
  List<String> grid();

  /**
   * One of some values, each as likely.
   *
   * @param values YAML texts, at least one
   */
  record Choice(List<String> values) implements Range {
    /** Copies the list. */
    public Choice {
      values = List.copyOf(values);
    }

    @Override
    public String draw(UniformRandomProvider random) {
      return values.get(random.nextInt(values.size()));
    }

    @Override
    public List<String> grid() {
      return values;
    }
  }

  /**
   * A number within [low, high], each as likely.
   *
   * @param points numbers of a grid, evenly spaced, both ends included; from 2, or 0 where no grid
   *     is made
   */
  record Uniform(double low, double high, int points) implements Range {
    @Override
    public String draw(UniformRandomProvider random) {
      return within(low + (high - low) * random.nextDouble(), low, high);
    }

    @Override
    public List<String> grid() {
      return spaced(points, share -> low + (high - low) * share, low, high);
    }
  }

  /**
   * A number within [low, high] whose logarithm is uniform.
   *
   * @param low above 0
   * @param points as in {@link Uniform}, evenly spaced in the logarithm
   */
  record LogUniform(double low, double high, int points) implements Range {
    @Override
    public String draw(UniformRandomProvider random) {
      return within(low * Math.pow(high / low, random.nextDouble()), low, high);
    }

    @Override
    public List<String> grid() {
      return spaced(points, share -> low * Math.pow(high / low, share), low, high);
    }
  }

  /**
   * A whole number within [low, high], each as likely.
   *
   * @param points numbers of a grid, about evenly spaced; 0: all
   */
  record Whole(long low, long high, int points) implements Range {
    @Override
    public String draw(UniformRandomProvider random) {
      return Long.toString(low + random.nextLong(high - low + 1));
    }

    @Override
    public List<String> grid() {
      LongStream numbers =
          points == 0
              ? LongStream.rangeClosed(low, high)
              : IntStream.range(0, points)
                  .mapToLong(i -> Math.round(low + (high - low) * ((double) i / (points - 1))));
      return numbers.distinct().mapToObj(Long::toString).toList();
    }
  }

  private static List<String> spaced(int points, DoubleUnaryOperator at, double low, double high) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      values.add(within(at.applyAsDouble((double) i / (points - 1)), low, high));
    }
    return values.stream().distinct().toList();
  }

  /** A number of few digits that rounding has not moved out of the range. */
  private static String within(double value, double low, double high) {
    double rounded = new BigDecimal(value, new MathContext(DIGITS)).doubleValue();
    double kept = Math.min(high, Math.max(low, rounded));
    return BigDecimal.valueOf(kept).stripTrailingZeros().toPlainString();
  }
}
