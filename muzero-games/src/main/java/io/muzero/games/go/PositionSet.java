package io.muzero.games.go;

import java.util.Arrays;

/**
 * The positions that a game has had, by their numbers. Two positions share a number with a
 * probability of 2⁻⁶⁴, and the number 0 is never found.
 *
 * <p>Not thread-safe.
 */
final class PositionSet {
  private static final int SMALLEST = 64;

  /** Open addressing, at most half full; 0 is free. Of a longer array the first slots are used. */
  private long[] slots;

  /** Slots in use less one; their number is a power of two. */
  private int mask = SMALLEST - 1;

  private int count;

  PositionSet() {
    slots = new long[SMALLEST];
  }

  PositionSet(PositionSet other) {
    mask = other.mask;
    slots = Arrays.copyOf(other.slots, mask + 1);
    count = other.count;
  }

  /** Becomes the same as another; allocates only where that has grown larger than this ever was. */
  void takeOver(PositionSet other) {
    mask = other.mask;
    if (slots.length > mask) {
      System.arraycopy(other.slots, 0, slots, 0, mask + 1);
    } else {
      slots = Arrays.copyOf(other.slots, mask + 1);
    }
    count = other.count;
  }

  /** Forgets all. */
  void clear() {
    if (count > 0) {
      Arrays.fill(slots, 0, mask + 1, 0);
      count = 0;
    }
  }

  /** The numbers are random already: the lowest bits are the slot. */
  private int slot(long number) {
    int slot = (int) number & mask;
    while (slots[slot] != 0 && slots[slot] != number) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  boolean contains(long number) {
    return slots[slot(number)] == number && number != 0;
  }

  void add(long number) {
    int slot = slot(number);
    if (slots[slot] == number) {
      return;
    }
    slots[slot] = number;
    if (2 * ++count > mask + 1) {
      grow();
    }
  }

  private void grow() {
    long[] old = Arrays.copyOf(slots, mask + 1);
    mask = 2 * old.length - 1;
    if (slots.length > mask) {
      // What lies beyond the slots in use is of an earlier game.
      Arrays.fill(slots, 0, mask + 1, 0);
    } else {
      slots = new long[mask + 1];
    }
    for (long there : old) {
      if (there != 0) {
        slots[slot(there)] = there;
      }
    }
  }
}
