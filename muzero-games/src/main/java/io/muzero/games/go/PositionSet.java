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

  /** Open addressing, at most half full; 0 is free. */
  private long[] slots;

  private int count;

  PositionSet() {
    slots = new long[SMALLEST];
  }

  PositionSet(PositionSet other) {
    slots = other.slots.clone();
    count = other.count;
  }

  /** Becomes the same as another; allocates only where that has grown larger. */
  void takeOver(PositionSet other) {
    if (slots.length == other.slots.length) {
      System.arraycopy(other.slots, 0, slots, 0, slots.length);
    } else {
      slots = other.slots.clone();
    }
    count = other.count;
  }

  /** Forgets all. */
  void clear() {
    if (count > 0) {
      Arrays.fill(slots, 0);
      count = 0;
    }
  }

  /** The numbers are random already: the lowest bits are the slot. */
  private int slot(long number) {
    int mask = slots.length - 1;
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
    if (2 * ++count > slots.length) {
      long[] old = slots;
      slots = new long[2 * old.length];
      for (long there : old) {
        if (there != 0) {
          slots[slot(there)] = there;
        }
      }
    }
  }
}
