package io.muzero.games.random;

import java.math.BigInteger;

/**
 * numpy's {@code SeedSequence}: turns a seed of any size into well mixed words for a generator.
 *
 * <p>The algorithm is M. E. O'Neill's {@code seed_seq_fe} in the variant of numpy ({@code
 * numpy/random/bit_generator.pyx}), with a pool of four 32-bit words and no spawn key. Immutable.
 */
public final class SeedSequence {
  private static final int POOL_SIZE = 4;
  private static final int INIT_A = 0x43b0d7e5;
  private static final int MULT_A = 0x931e8875;
  private static final int INIT_B = 0x8b51f9dd;
  private static final int MULT_B = 0x58f38ded;
  private static final int MIX_MULT_L = 0xca01f9dd;
  private static final int MIX_MULT_R = 0x4973f715;

  private final int[] pool = new int[POOL_SIZE];

  /**
   * Mixes a seed into the pool.
   *
   * @param seed at least 0
   */
  public SeedSequence(BigInteger seed) {
    if (seed.signum() < 0) {
      throw new IllegalArgumentException("a seed must be at least 0, was " + seed);
    }
    mix(words(seed));
  }

  /** The seed's 32-bit words, the lowest first, at least one. */
  private static int[] words(BigInteger seed) {
    int[] words = new int[Math.max(1, (seed.bitLength() + 31) / 32)];
    for (int i = 0; i < words.length; i++) {
      words[i] = seed.shiftRight(32 * i).intValue();
    }
    return words;
  }

  private void mix(int[] entropy) {
    int[] hash = {INIT_A};
    for (int i = 0; i < POOL_SIZE; i++) {
      pool[i] = hashed(i < entropy.length ? entropy[i] : 0, hash);
    }
    for (int source = 0; source < POOL_SIZE; source++) {
      for (int target = 0; target < POOL_SIZE; target++) {
        if (source != target) {
          pool[target] = mixed(pool[target], hashed(pool[source], hash));
        }
      }
    }
    for (int source = POOL_SIZE; source < entropy.length; source++) {
      for (int target = 0; target < POOL_SIZE; target++) {
        pool[target] = mixed(pool[target], hashed(entropy[source], hash));
      }
    }
  }

  /** One hashing step; {@code hash[0]} is the running constant. */
  private static int hashed(int value, int[] hash) {
    int result = value ^ hash[0];
    hash[0] *= MULT_A;
    result *= hash[0];
    return result ^ (result >>> 16);
  }

  private static int mixed(int x, int y) {
    int result = MIX_MULT_L * x - MIX_MULT_R * y;
    return result ^ (result >>> 16);
  }

  /** The mixed pool of four 32-bit words, as numpy's attribute {@code pool}. */
  public int[] pool() {
    return pool.clone();
  }

  /** {@code count} 32-bit words, as numpy's {@code generate_state(count, uint32)}. */
  public int[] generateInts(int count) {
    int[] state = new int[count];
    int hash = INIT_B;
    for (int i = 0; i < count; i++) {
      int data = pool[i % POOL_SIZE] ^ hash;
      hash *= MULT_B;
      data *= hash;
      state[i] = data ^ (data >>> 16);
    }
    return state;
  }

  /** {@code count} 64-bit words, as numpy's {@code generate_state(count, uint64)}. */
  public long[] generateLongs(int count) {
    int[] halves = generateInts(2 * count);
    long[] state = new long[count];
    for (int i = 0; i < count; i++) {
      state[i] =
          Integer.toUnsignedLong(halves[2 * i]) | Integer.toUnsignedLong(halves[2 * i + 1]) << 32;
    }
    return state;
  }
}
