package io.muzero.totient.number;

/**
 * Euler's totient φ(n): how many of 1 … n have no divisor above 1 in common with n.
 *
 * <p>φ(n) = n · Π (1 − 1/p) over the distinct primes p that divide n. They are found by trial
 * division with 2 and the odd numbers up to 2<sup>20</sup>; what is left then, if it is not known
 * to be prime, goes to {@link LargeFactors}. Numbers below 2<sup>40</sup> need trial division
 * alone, so the cost of the lab's job grows like √n on primes, and not at all on powers of two.
 */
public final class Totient {
  /** Last divisor tried. */
  static final long TRIAL_BOUND = 1 << 20;

  private Totient() {}

  /**
   * φ of a number.
   *
   * @param n within 1 to 2<sup>63</sup> − 1
   * @throws IllegalArgumentException if n is below 1
   */
  public static long of(long n) {
    if (n < 1) {
      throw new IllegalArgumentException("phi takes numbers from 1 to 2^63 - 1, was " + n);
    }
    long rest = n;
    long phi = n;
    if ((rest & 1) == 0) {
      rest >>= Long.numberOfTrailingZeros(rest);
      phi >>= 1;
    }
    long divisor = 3;
    for (; divisor <= TRIAL_BOUND && divisor * divisor <= rest; divisor += 2) {
      if (rest % divisor == 0) {
        do {
          rest /= divisor;
        } while (rest % divisor == 0);
        phi -= phi / divisor;
      }
    }
    if (rest == 1) {
      return phi;
    }
    if (divisor * divisor > rest) {
      return phi - phi / rest;
    }
    for (long prime : LargeFactors.distinctPrimes(rest)) {
      phi -= phi / prime;
    }
    return phi;
  }
}
