package io.muzero.games.connect4;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Bounds of the scores of positions met before, in a fixed number of entries: new ones displace old
 * ones.
 *
 * <p>An entry is one long: key (49 bits), effort (3 bits, the logarithm of the nodes it took),
 * lower and upper bound (6 bits each). It is complete in itself, is read and written whole, and so
 * may be shared by threads without a lock. A key has two places: the first for what took more
 * effort, the second for what came last.
 */
final class TranspositionTable {
  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int KEY_SHIFT = 15;
  private static final int EFFORT_SHIFT = 12;
  private static final int BOUND_BITS = 6;
  private static final int BOUND_MASK = (1 << BOUND_BITS) - 1;
  private static final int BIAS = 22;

  private final long[] entries;
  private final int shift;

  /** A table of {@code 2^bits} entries of 8 bytes. */
  TranspositionTable(int bits) {
    entries = new long[1 << bits];
    shift = Long.SIZE - (bits - 1);
  }

  private int place(long key) {
    return (int) (key * 0x9E3779B97F4A7C15L >>> shift) << 1;
  }

  /** The entry of a key, or 0 when nothing is known; see {@link #lower} and {@link #upper}. */
  long get(long key) {
    int place = place(key);
    long entry = (long) ENTRY.getOpaque(entries, place);
    if (entry >>> KEY_SHIFT == key) {
      return entry;
    }
    entry = (long) ENTRY.getOpaque(entries, place + 1);
    return entry >>> KEY_SHIFT == key ? entry : 0;
  }

  static int lower(long entry) {
    return (int) (entry >>> BOUND_BITS & BOUND_MASK) - BIAS;
  }

  static int upper(long entry) {
    return (int) (entry & BOUND_MASK) - BIAS;
  }

  /**
   * Remembers bounds within [−21, 21].
   *
   * @param nodes positions searched to know them
   */
  void put(long key, int lower, int upper, long nodes) {
    long effort = Math.min(7, (Long.SIZE - Long.numberOfLeadingZeros(nodes)) / 3);
    long entry =
        key << KEY_SHIFT
            | effort << EFFORT_SHIFT
            | (long) (lower + BIAS) << BOUND_BITS
            | upper + BIAS;
    int place = place(key);
    long old = (long) ENTRY.getOpaque(entries, place);
    boolean same = old >>> KEY_SHIFT == key;
    if (same || effort >= (old >>> EFFORT_SHIFT & 7)) {
      if (!same) {
        ENTRY.setOpaque(entries, place + 1, old);
      }
      ENTRY.setOpaque(entries, place, entry);
    } else {
      ENTRY.setOpaque(entries, place + 1, entry);
    }
  }
}
