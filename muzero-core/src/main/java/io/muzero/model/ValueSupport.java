package io.muzero.model;

import io.muzero.settings.Check;
import java.util.Arrays;

/**
 * The fixed atoms on which a scalar (value or reward) is a categorical distribution, and the
 * invertible transform that squeezes large scalars first (MuZero, arXiv:1911.08265, Appendix F;
 * Pohlen et al., arXiv:1805.11593).
 *
 * <p>S atoms lie evenly over [low, high] in the transformed space. A scalar x is encoded "two-hot":
 * h(x) = Σ pᵢ·atomᵢ with at most two neighbouring weights. Deviation from the paper, which has one
 * atom per integer: the spacing is free, because games whose returns lie in [−1, 1] would otherwise
 * have three atoms.
 *
 * @param low least atom, transformed
 * @param high greatest atom, transformed
 * @param size number of atoms S, at least 2
 * @param transform whether h(x) = sign(x)(√(|x|+1) − 1) + εx with ε = 0.001 is applied; otherwise
 *     h(x) = x
 */
public record ValueSupport(double low, double high, int size, boolean transform) {
  /** The ε of the transform. */
  public static final double EPSILON = 0.001;

  private static final double LEAST_UNIFORM = 1e-4;

  /** Requires {@code low < high} and at least two atoms. */
  public ValueSupport {
    Check.atLeast("support size", size, 2);
    Check.that(low < high, "support", "must run from low to high", low + " .. " + high);
  }

  /** The i-th atom in the transformed space. */
  public double atom(int i) {
    return low + (high - low) * i / (size - 1);
  }

  /** h(x). */
  public double transformed(double x) {
    return transformed(x, transform);
  }

  /** h(x), of a support that is not made yet. */
  public static double transformed(double x, boolean transform) {
    return transform ? Math.signum(x) * (Math.sqrt(Math.abs(x) + 1) - 1) + EPSILON * x : x;
  }

  /** The inverse of {@link #transformed}. */
  public double inverse(double y) {
    if (!transform) {
      return y;
    }
    double root = (Math.sqrt(1 + 4 * EPSILON * (Math.abs(y) + 1 + EPSILON)) - 1) / (2 * EPSILON);
    return Math.signum(y) * (root * root - 1);
  }

  /**
   * The scalar of the support's range that is nearest to {@code x}: what {@link #encode} encodes.
   */
  public double clip(double x) {
    return Math.max(inverse(low), Math.min(inverse(high), x));
  }

  /**
   * Logits of a distribution whose expectation decodes to 0: what a network is to say before it has
   * learned anything. Optimism or pessimism that the support's place happens to give would decide
   * what is explored.
   *
   * <p>The distribution is the uniform one, mixed with just as much of one end as brings its mean
   * to 0. At least a ten-thousandth of it stays uniform, so that no logit is so low that it could
   * not be learned: a support that begins or ends at 0 says 0.00005 of its range instead of 0, and
   * one without 0 says about its nearest end. A support that is symmetric about 0 has logits 0.
   *
   * @return [S], 0 but for the end's
   */
  public float[] zeroLogits() {
    float[] logits = new float[size];
    double middle = (low + high) / 2;
    if (middle != 0) {
      double end = middle > 0 ? low : high;
      double uniform = Math.max(LEAST_UNIFORM, end / (end - middle));
      logits[middle > 0 ? 0 : size - 1] = (float) Math.log1p((1 - uniform) / uniform * size);
    }
    return logits;
  }

  /**
   * Writes the two-hot encoding of a scalar, clipped to the support's range.
   *
   * @param x the scalar, untransformed, finite
   * @param target receives S weights that sum to 1
   * @param offset index of the first
   */
  public void encode(double x, float[] target, int offset) {
    if (!Double.isFinite(x)) {
      throw new IllegalArgumentException("only a finite scalar can be encoded, was " + x);
    }
    double position =
        (Math.min(high, Math.max(low, transformed(x))) - low) / (high - low) * (size - 1);
    int below = Math.min((int) position, size - 2);
    double share = position - below;
    Arrays.fill(target, offset, offset + size, 0f);
    target[offset + below] = (float) (1 - share);
    target[offset + below + 1] = (float) share;
  }
}
