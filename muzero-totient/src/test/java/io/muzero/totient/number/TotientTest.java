package io.muzero.totient.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotientTest {
  private static final int LIMIT = 1_000_000;

  @Test
  void of_everyNumberToAMillion_agreesWithASieve() {
    int[] sieve = sieve();
    for (int n = 1; n <= LIMIT; n++) {
      assertThat(Totient.of(n)).as("phi(%d)", n).isEqualTo(sieve[n]);
    }
  }

  /** φ by Euler's product over the multiples of each prime: no division of n by trial. */
  private static int[] sieve() {
    int[] phi = new int[LIMIT + 1];
    for (int n = 0; n <= LIMIT; n++) {
      phi[n] = n;
    }
    for (int p = 2; p <= LIMIT; p++) {
      if (phi[p] == p) {
        for (int multiple = p; multiple <= LIMIT; multiple += p) {
          phi[multiple] -= phi[multiple] / p;
        }
      }
    }
    return phi;
  }

  @Test
  void of_theLecturesNumbers_addUpToItsSum() {
    assertThat(LongStream.range(2, 50_000).map(Totient::of).sum()).isEqualTo(759_904_263L);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "totients.csv", numLinesToSkip = 1)
  void of_numbersUpTo63Bits_agreesWithSymPy(long n, long phi) {
    assertThat(Totient.of(n)).isEqualTo(phi);
  }

  @Test
  void of_productsOfKnownPrimes_isTheProductOfPrimesLessOne() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int factors = 1 + random.nextInt(3);
      int bits = 62 / factors;
      BigInteger n = BigInteger.ONE;
      BigInteger phi = BigInteger.ONE;
      for (int i = 0; i < factors; i++) {
        BigInteger prime = BigInteger.probablePrime(bits, random);
        boolean repeated = n.mod(prime).signum() == 0;
        n = n.multiply(prime);
        phi = phi.multiply(repeated ? prime : prime.subtract(BigInteger.ONE));
      }
      assertThat(Totient.of(n.longValueExact()))
          .as("seed %d, phi(%s)", seed, n)
          .isEqualTo(phi.longValueExact());
    }
  }

  @Test
  void isPrime_oddNumbersOf63Bits_agreesWithBigInteger() {
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      long n = random.nextLong() >>> 1 | 1 | 1L << 62;
      assertThat(LargeFactors.isPrime(new Montgomery(n)))
          .as("%d", n)
          .isEqualTo(BigInteger.valueOf(n).isProbablePrime(40));
    }
  }

  @Test
  void multiplyAndAdd_randomResidues_agreeWithBigInteger() {
    Random random = new Random(6);
    for (int i = 0; i < 2000; i++) {
      long m = random.nextLong() >>> 1 + random.nextInt(60) | 3;
      Montgomery field = new Montgomery(m);
      long a = (random.nextLong() >>> 1) % m;
      long b = (random.nextLong() >>> 1) % m;
      BigInteger product =
          BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).mod(BigInteger.valueOf(m));
      assertThat(field.multiply(field.enter(a), b))
          .as("%d * %d mod %d", a, b, m)
          .isEqualTo(product.longValueExact());
      assertThat(field.add(a, b))
          .as("%d + %d mod %d", a, b, m)
          .isEqualTo(
              BigInteger.valueOf(a)
                  .add(BigInteger.valueOf(b))
                  .mod(BigInteger.valueOf(m))
                  .longValueExact());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void of_numbersBelowOne_areRefused(long n) {
    assertThatThrownBy(() -> Totient.of(n))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("phi takes numbers from 1 to 2^63 - 1, was " + n);
  }
}
