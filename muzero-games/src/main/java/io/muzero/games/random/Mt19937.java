package io.muzero.games.random;

/**
 * numpy's older generator, {@code numpy.random.RandomState(seed)}: the Mersenne Twister MT19937 (M.
 * Matsumoto, T. Nishimura, "Mersenne Twister: A 623-dimensionally equidistributed uniform
 * pseudorandom number generator", 1998), with the methods that environments draw from.
 *
 * <p>The same seed and calls give the same numbers as numpy 2.4. Nothing is buffered: every number
 * takes whole 32-bit outputs.
 *
 * <p>Not thread-safe.
 */
public final class Mt19937 {
  private static final int SIZE = 624;
  private static final int MIDDLE = 397;
  private static final int UPPER = 0x80000000;
  private static final int LOWER = 0x7fffffff;
  private static final int MATRIX = 0x9908b0df;
  private static final int FIRST_SEED_FOR_ARRAYS = 19650218;

  private final int[] key = new int[SIZE];

  /** Words of the block that are used up; 624: the next word needs a new block. */
  private int position;

  /** A generator seeded with a number of at least 0. */
  public Mt19937(long seed) {
    seed(seed);
  }

  /** An independent copy that continues alike. */
  public Mt19937(Mt19937 other) {
    System.arraycopy(other.key, 0, key, 0, SIZE);
    position = other.position;
  }

  /**
   * Starts again from a seed: below 2^32 as {@code RandomState(seed)}; from there on, where numpy
   * takes no single number, as {@code RandomState([low, high])} with its two words of 32 bits.
   *
   * @throws IllegalArgumentException when the seed is negative
   */
  public void seed(long seed) {
    if (seed < 0) {
      throw new IllegalArgumentException("a seed must be at least 0, was " + seed);
    }
    if (seed >>> 32 == 0) {
      fill((int) seed);
    } else {
      mix((int) seed, (int) (seed >>> 32));
    }
    position = SIZE;
  }

  private void fill(int seed) {
    key[0] = seed;
    for (int i = 1; i < SIZE; i++) {
      key[i] = 1812433253 * (key[i - 1] ^ key[i - 1] >>> 30) + i;
    }
  }

  /** The authors' seeding by an array of words ({@code init_by_array}, 2002). */
  private void mix(int... words) {
    fill(FIRST_SEED_FOR_ARRAYS);
    int i = 1;
    for (int step = 0; step < SIZE; step++) {
      int word = step % words.length;
      key[i] = (key[i] ^ (key[i - 1] ^ key[i - 1] >>> 30) * 1664525) + words[word] + word;
      i = next(i);
    }
    for (int step = 1; step < SIZE; step++) {
      key[i] = (key[i] ^ (key[i - 1] ^ key[i - 1] >>> 30) * 1566083941) - i;
      i = next(i);
    }
    key[0] = UPPER;
  }

  private int next(int i) {
    if (i + 1 < SIZE) {
      return i + 1;
    }
    key[0] = key[SIZE - 1];
    return 1;
  }

  private void twist() {
    int i = 0;
    for (; i < SIZE - MIDDLE; i++) {
      key[i] = key[i + MIDDLE] ^ mixed(key[i], key[i + 1]);
    }
    for (; i < SIZE - 1; i++) {
      key[i] = key[i + MIDDLE - SIZE] ^ mixed(key[i], key[i + 1]);
    }
    key[SIZE - 1] = key[MIDDLE - 1] ^ mixed(key[SIZE - 1], key[0]);
    position = 0;
  }

  private static int mixed(int one, int next) {
    int joined = one & UPPER | next & LOWER;
    return joined >>> 1 ^ -(joined & 1) & MATRIX;
  }

  /** 32 random bits. */
  public int nextInt() {
    if (position == SIZE) {
      twist();
    }
    int bits = key[position++];
    bits ^= bits >>> 11;
    bits ^= bits << 7 & 0x9d2c5680;
    bits ^= bits << 15 & 0xefc60000;
    return bits ^ bits >>> 18;
  }

  /** A number in [0, 1) with 53 random bits: numpy's {@code rand()}. */
  public double random() {
    int high = nextInt() >>> 5;
    int low = nextInt() >>> 6;
    return (high * 0x1p26 + low) * 0x1p-53;
  }

  /**
   * A whole number in {@code [0, bound)}, by masks and rejection: numpy's {@code randint(bound)}. A
   * bound of 1 draws nothing.
   *
   * @throws IllegalArgumentException when the bound is below 1
   */
  public int integers(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("a bound must be at least 1, was " + bound);
    }
    if (bound == 1) {
      return 0;
    }
    int mask = -1 >>> Integer.numberOfLeadingZeros(bound - 1);
    int drawn = nextInt() & mask;
    while (drawn >= bound) {
      drawn = nextInt() & mask;
    }
    return drawn;
  }

  /** Words of the block of 624 that are used up, as numpy's {@code get_state()[2]}. */
  public int position() {
    return position;
  }

  /** Word {@code index} of the block, as numpy's {@code get_state()[1][index]}. */
  public int word(int index) {
    return key[index];
  }
}
