package io.muzero.games.random;

import java.math.BigInteger;

/**
 * numpy's default generator, {@code numpy.random.default_rng(seed)}: PCG64 seeded by a {@link
 * SeedSequence}, with the methods of numpy's {@code Generator} that environments draw from.
 *
 * <p>The same seed and calls give the same numbers as numpy 2.4, so that an environment that draws
 * in Gymnasium's order starts from Gymnasium's states. The generator is PCG XSL RR 128/64 (M. E.
 * O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random
 * Number Generation", 2014). Requests for 32 bits split a 64-bit output, the low half first; the
 * high half waits for the next such request and 64-bit requests pass it by.
 *
 * <p>Not thread-safe.
 */
public final class Pcg64 {
  private static final long MULTIPLIER_HIGH = 2549297995355413924L;
  private static final long MULTIPLIER_LOW = 4865540595714422341L;
  private static final long LOW_32 = 0xffffffffL;
  private static final double TWO_TO_MINUS_53 = 0x1p-53;

  private long stateHigh;
  private long stateLow;
  private long incrementHigh;
  private long incrementLow;
  private boolean halfWaits;
  private int half;

  /** A generator seeded as {@code default_rng(seed)}, for a seed of at least 0. */
  public Pcg64(long seed) {
    seed(seed);
  }

  /** A generator seeded as {@code default_rng(seed)}, for a seed of at least 0 and any size. */
  public Pcg64(BigInteger seed) {
    seed(seed);
  }

  /** An independent copy that continues alike. */
  public Pcg64(Pcg64 other) {
    stateHigh = other.stateHigh;
    stateLow = other.stateLow;
    incrementHigh = other.incrementHigh;
    incrementLow = other.incrementLow;
    halfWaits = other.halfWaits;
    half = other.half;
  }

  /** Starts again from a seed of at least 0. */
  public void seed(long seed) {
    seed(BigInteger.valueOf(seed));
  }

  /** Starts again from a seed of at least 0 and any size. */
  public void seed(BigInteger seed) {
    long[] words = new SeedSequence(seed).generateLongs(4);
    incrementHigh = words[2] << 1 | words[3] >>> 63;
    incrementLow = words[3] << 1 | 1;
    stateHigh = 0;
    stateLow = 0;
    advance();
    long low = stateLow + words[1];
    stateHigh += words[0] + (Long.compareUnsigned(low, words[1]) < 0 ? 1 : 0);
    stateLow = low;
    advance();
    halfWaits = false;
    half = 0;
  }

  /** state ← state · multiplier + increment, modulo 2^128. */
  private void advance() {
    long high =
        unsignedMultiplyHigh(stateLow, MULTIPLIER_LOW)
            + stateHigh * MULTIPLIER_LOW
            + stateLow * MULTIPLIER_HIGH;
    long low = stateLow * MULTIPLIER_LOW;
    stateLow = low + incrementLow;
    stateHigh = high + incrementHigh + (Long.compareUnsigned(stateLow, low) < 0 ? 1 : 0);
  }

  /** Math.unsignedMultiplyHigh, which Java has from 18 on. */
  private static long unsignedMultiplyHigh(long x, long y) {
    return Math.multiplyHigh(x, y) + ((x >> 63) & y) + ((y >> 63) & x);
  }

  /** 64 random bits. */
  public long nextLong() {
    advance();
    return Long.rotateRight(stateHigh ^ stateLow, (int) (stateHigh >>> 58));
  }

  /** 32 random bits: half of a 64-bit output. */
  public int nextInt() {
    if (halfWaits) {
      halfWaits = false;
      return half;
    }
    long next = nextLong();
    halfWaits = true;
    half = (int) (next >>> 32);
    return (int) next;
  }

  /** A number in [0, 1), with 53 random bits. */
  public double random() {
    return (nextLong() >>> 11) * TWO_TO_MINUS_53;
  }

  /** A number in [low, high). */
  public double uniform(double low, double high) {
    return low + (high - low) * random();
  }

  /** Fills an array with numbers in [low, high), in order. */
  public void uniform(double low, double high, double[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = uniform(low, high);
    }
  }

  /**
   * A whole number in {@code [0, bound)}, by Lemire's method ("Fast Random Integer Generation in an
   * Interval", 2019); a bound of 1 draws nothing.
   */
  public int integers(int bound) {
    return (int) integers(0, bound);
  }

  /**
   * A whole number in {@code [low, high)}; the interval may be as wide as 2^64 − 1.
   *
   * @throws IllegalArgumentException unless {@code low < high}
   */
  public long integers(long low, long high) {
    if (low >= high) {
      throw new IllegalArgumentException(
          "an interval needs low < high, was " + low + " and " + high);
    }
    long size = high - low;
    if (size == 1) {
      return low;
    }
    if (size > 0 && size <= LOW_32) {
      return low + bounded32(size);
    }
    if (size == LOW_32 + 1) {
      return low + Integer.toUnsignedLong(nextInt());
    }
    return low + bounded64(size);
  }

  private long bounded32(long size) {
    long product = Integer.toUnsignedLong(nextInt()) * size;
    long leftover = product & LOW_32;
    if (leftover < size) {
      long threshold = (LOW_32 + 1 - size) % size;
      while (leftover < threshold) {
        product = Integer.toUnsignedLong(nextInt()) * size;
        leftover = product & LOW_32;
      }
    }
    return product >>> 32;
  }

  private long bounded64(long size) {
    long bits = nextLong();
    long leftover = bits * size;
    if (Long.compareUnsigned(leftover, size) < 0) {
      long threshold = Long.remainderUnsigned(-size, size);
      while (Long.compareUnsigned(leftover, threshold) < 0) {
        bits = nextLong();
        leftover = bits * size;
      }
    }
    return unsignedMultiplyHigh(bits, size);
  }

  /** The index a draw from these probabilities gives, as numpy's {@code choice(n, p=p)}. */
  public int choice(double... probabilities) {
    double total = 0;
    for (double probability : probabilities) {
      total += probability;
    }
    double draw = random();
    double sum = 0;
    int index = 0;
    for (double probability : probabilities) {
      sum += probability;
      index += sum / total <= draw ? 1 : 0;
    }
    return index;
  }

  /**
   * {@code count} different numbers of {@code 0 .. n-1} in random order, as numpy's {@code
   * choice(n, count, replace=False)} for n up to 10,000: Floyd's sampling, then a shuffle.
   */
  public int[] choiceWithoutReplacement(int n, int count) {
    if (count < 0 || count > n || n > 10_000) {
      throw new IllegalArgumentException(
          "cannot choose " + count + " of " + n + ": at most n, and n at most 10000");
    }
    int[] chosen = new int[count];
    boolean[] taken = new boolean[n];
    for (int j = n - count; j < n; j++) {
      int value = integers(j + 1);
      if (taken[value]) {
        value = j;
      }
      taken[value] = true;
      chosen[j - (n - count)] = value;
    }
    for (int i = count - 1; i > 0; i--) {
      swap(chosen, i, integers(i + 1));
    }
    return chosen;
  }

  /** Shuffles in place, by masked rejection as numpy's {@code shuffle}. */
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int mask = -1 >>> Integer.numberOfLeadingZeros(i);
      int j = nextInt() & mask;
      while (j > i) {
        j = nextInt() & mask;
      }
      swap(values, i, j);
    }
  }

  /** The numbers {@code 0 .. n-1} in random order, as numpy's {@code permutation(n)}. */
  public int[] permutation(int n) {
    int[] values = new int[n];
    for (int i = 0; i < n; i++) {
      values[i] = i;
    }
    shuffle(values);
    return values;
  }

  private static void swap(int[] values, int i, int j) {
    int value = values[i];
    values[i] = values[j];
    values[j] = value;
  }

  /** A standard normal number, by numpy's ziggurat of 256 layers. */
  public double standardNormal() {
    return Ziggurat.standardNormal(this);
  }

  /** Where the generator stands, as numpy's {@code bit_generator.state}. */
  public State state() {
    return new State(
        unsigned(stateHigh, stateLow), unsigned(incrementHigh, incrementLow), halfWaits, half);
  }

  private static BigInteger unsigned(long high, long low) {
    return new BigInteger(Long.toUnsignedString(high))
        .shiftLeft(64)
        .add(new BigInteger(Long.toUnsignedString(low)));
  }

  /** Goes to where {@link #state} said the generator stood. */
  public void restore(State state) {
    stateHigh = state.state.shiftRight(64).longValue();
    stateLow = state.state.longValue();
    incrementHigh = state.increment.shiftRight(64).longValue();
    incrementLow = state.increment.longValue();
    halfWaits = state.halfWaits;
    half = state.half;
  }

  /**
   * Where a generator stands.
   *
   * @param state 128 bits, unsigned
   * @param increment 128 bits, unsigned, odd
   * @param halfWaits numpy's {@code has_uint32}: whether {@code half} is still to be used
   * @param half numpy's {@code uinteger}; stays after its use
   */
  public record State(BigInteger state, BigInteger increment, boolean halfWaits, int half) {}
}
