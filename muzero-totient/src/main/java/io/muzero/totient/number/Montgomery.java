package io.muzero.totient.number;

import java.math.BigInteger;

/**
 * Arithmetic modulo an odd number without division (Montgomery, <i>Modular multiplication without
 * trial division</i>, 1985).
 *
 * <p>A residue a is held as a · 2<sup>64</sup> mod m, within 0 to m − 1. Immutable.
 */
final class Montgomery {
  private final long modulus;

  /** Inverse of the modulus modulo 2^64. */
  private final long inverse;

  private final long one;
  private final long square;

  /**
   * Arithmetic modulo m.
   *
   * @param modulus odd, within 3 to 2<sup>63</sup> − 1
   */
  Montgomery(long modulus) {
    if (modulus < 3 || (modulus & 1) == 0) {
      throw new IllegalArgumentException("the modulus must be odd and at least 3, was " + modulus);
    }
    this.modulus = modulus;
    long guess = modulus;
    // m is its own inverse modulo 8; every turn doubles the number of right bits: 3, 6, … 96.
    for (int i = 0; i < 5; i++) {
      guess *= 2 - modulus * guess;
    }
    inverse = guess;
    BigInteger m = BigInteger.valueOf(modulus);
    one = BigInteger.ONE.shiftLeft(Long.SIZE).mod(m).longValueExact();
    square = BigInteger.ONE.shiftLeft(2 * Long.SIZE).mod(m).longValueExact();
  }

  long modulus() {
    return modulus;
  }

  /** The residue 1. */
  long one() {
    return one;
  }

  /** The residue of a number within 0 to 2<sup>63</sup> − 1. */
  long enter(long a) {
    return multiply(a % modulus, square);
  }

  /** The sum of two residues. */
  long add(long a, long b) {
    long room = modulus - a;
    return b >= room ? b - room : a + b;
  }

  /** The product of two residues. */
  long multiply(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    long quotient = a * b * inverse;
    long reduced = high - unsignedMultiplyHigh(quotient, modulus);
    return reduced < 0 ? reduced + modulus : reduced;
  }

  /** A residue to the power of an exponent of at least 0. */
  long power(long a, long exponent) {
    long result = one;
    for (long e = exponent; e > 0; e >>= 1) {
      if ((e & 1) == 1) {
        result = multiply(result, a);
      }
      a = multiply(a, a);
    }
    return result;
  }

  private static long unsignedMultiplyHigh(long a, long positive) {
    return Math.multiplyHigh(a, positive) + ((a >> 63) & positive);
  }
}
