package io.muzero.totient.number;

import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Prime factors of numbers that trial division is too slow for.
 *
 * <p>Primes are recognised by the Miller–Rabin test with the first twelve primes as bases, which
 * makes no error below 3.1 · 10<sup>23</sup> (Sorenson and Webster, <i>Strong pseudoprimes to
 * twelve prime bases</i>, 2015). Composites are split by Pollard's rho in Brent's variant (<i>An
 * improved Monte Carlo factorization algorithm</i>, 1980), whose constants are tried in a fixed
 * order: the same number takes the same steps every time.
 */
final class LargeFactors {
  private static final int[] BASES = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};

  /** Steps whose differences are multiplied before one greatest common divisor is taken. */
  private static final int STRIDE = 128;

  private LargeFactors() {}

  /**
   * The distinct primes that divide a number.
   *
   * @param n odd, above 37<sup>2</sup>
   */
  static NavigableSet<Long> distinctPrimes(long n) {
    NavigableSet<Long> primes = new TreeSet<>();
    split(n, primes);
    return primes;
  }

  private static void split(long n, NavigableSet<Long> primes) {
    if (n == 1) {
      return;
    }
    Montgomery field = new Montgomery(n);
    if (isPrime(field)) {
      primes.add(n);
      return;
    }
    long factor = 0;
    for (long constant = 1; factor == 0; constant++) {
      factor = rho(field, constant);
    }
    split(factor, primes);
    split(n / factor, primes);
  }

  /** Whether the modulus is prime. */
  static boolean isPrime(Montgomery field) {
    long n = field.modulus();
    int twos = Long.numberOfTrailingZeros(n - 1);
    long odd = (n - 1) >> twos;
    long minusOne = n - field.one();
    for (int base : BASES) {
      long power = field.power(field.enter(base), odd);
      boolean witness = power != field.one() && power != minusOne;
      for (int i = 1; i < twos && witness; i++) {
        power = field.multiply(power, power);
        witness = power != minusOne;
      }
      if (witness) {
        return false;
      }
    }
    return true;
  }

  /**
   * A divisor of the modulus other than 1 and itself, or 0 if the walk x ← x² + constant finds
   * none.
   */
  private static long rho(Montgomery field, long constant) {
    long n = field.modulus();
    long add = field.enter(constant);
    long y = field.enter(2);
    long x = y;
    long before = y;
    long product = field.one();
    long divisor = 1;
    for (long length = 1; divisor == 1; length <<= 1) {
      x = y;
      for (long i = 0; i < length; i++) {
        y = step(field, y, add);
      }
      for (long done = 0; done < length && divisor == 1; done += STRIDE) {
        before = y;
        for (long i = Math.min(STRIDE, length - done); i > 0; i--) {
          y = step(field, y, add);
          product = field.multiply(product, Math.abs(x - y));
        }
        divisor = greatestCommonDivisor(product, n);
      }
    }
    if (divisor != n) {
      return divisor;
    }
    // The product swallowed both factors at once: walk that stride again, one step at a time.
    do {
      before = step(field, before, add);
      divisor = greatestCommonDivisor(Math.abs(x - before), n);
    } while (divisor == 1);
    return divisor == n ? 0 : divisor;
  }

  private static long step(Montgomery field, long y, long add) {
    return field.add(field.multiply(y, y), add);
  }

  private static long greatestCommonDivisor(long a, long b) {
    while (b != 0) {
      long rest = a % b;
      a = b;
      b = rest;
    }
    return a;
  }
}
