package io.muzero.search;

/** The softmax of single-precision scores. */
final class Softmax {
  private static final float LOG2_E = 1.44269504f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;

  /** Adding 1.5·2²³ rounds a float of small magnitude to a whole number, left in the low bits. */
  private static final float ROUNDER = 12582912f;

  private Softmax() {}

  /**
   * Writes softmax(scores); a score may be −∞ unless all are.
   *
   * @param scores finite or −∞ [offset, offset + count)
   * @param target receives the probabilities at the same indices plus {@code shift}
   */
  static void apply(float[] scores, int offset, int count, float[] target, int shift) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = offset; i < offset + count; i++) {
      greatest = Math.max(greatest, scores[i]);
    }
    float sum = 0;
    for (int i = offset; i < offset + count; i++) {
      float e = exp(scores[i] - greatest);
      target[i + shift] = e;
      sum += e;
    }
    for (int i = offset; i < offset + count; i++) {
      target[i + shift] /= sum;
    }
  }

  /**
   * e^x for x ≤ 0 within two units in the last place, several times as fast as {@link Math#exp};
   * below −87 it is 0. Range reduction by ln 2 and the polynomial of Cephes' {@code expf}.
   */
  static float exp(float x) {
    if (!(x >= -87f)) {
      return 0f;
    }
    float rounded = x * LOG2_E + ROUNDER;
    int exponent = Float.floatToRawIntBits(rounded) - Float.floatToRawIntBits(ROUNDER);
    float n = rounded - ROUNDER;
    float r = x - n * LN2_HIGH - n * LN2_LOW;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    return (p * r * r + r + 1f) * Float.intBitsToFloat((exponent + 127) << 23);
  }
}
