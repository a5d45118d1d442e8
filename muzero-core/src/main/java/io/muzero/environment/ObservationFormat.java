package io.muzero.environment;

/**
 * Which numbers an observation consists of, and so how a recording may keep them: what fits a byte
 * takes a quarter of the memory.
 *
 * <p>{@link Environment#observe} writes floats whatever the format.
 */
public enum ObservationFormat {
  /** Any numbers within the spec's range; kept as 32-bit floats. */
  FLOATS(0),
  /** Multiples of 1/255 within [0, 1], as the intensities of a picture; kept as a byte each. */
  BYTES(255),
  /** 0 and 1 only, as the planes of a board; kept as a byte each. */
  FLAGS(1);

  private static final int BYTE_VALUES = 256;
  private static final int UNSIGNED = 0xFF;

  private final int steps;

  /** The number that each byte stands for; empty for floats. */
  private final float[] numbers;

  ObservationFormat(int steps) {
    this.steps = steps;
    numbers = new float[steps == 0 ? 0 : BYTE_VALUES];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i / (float) steps;
    }
  }

  /** Whether a number is kept as a byte. */
  public boolean isByte() {
    return steps > 0;
  }

  /** Bytes that a number is kept in. */
  public int bytes() {
    return isByte() ? Byte.BYTES : Float.BYTES;
  }

  /**
   * The number that a byte stands for.
   *
   * @param number unsigned
   */
  public float decode(byte number) {
    return numbers[number & UNSIGNED];
  }

  /** Whether an observation of this format may hold a number. */
  public boolean holds(float number) {
    return !isByte() || byteOf(number) >= 0;
  }

  /**
   * The byte that stands for a number.
   *
   * @throws IllegalArgumentException when none does
   */
  public byte encode(float number) {
    int found = byteOf(number);
    if (found < 0) {
      throw new IllegalArgumentException(
          "an observation of format "
              + this
              + " must hold "
              + (steps == 1 ? "0 and 1 only" : "multiples of 1/" + steps + " within 0 and 1")
              + ", has "
              + number
              + ": correct the game, or give its spec another ObservationFormat");
    }
    return (byte) found;
  }

  /** The unsigned byte that stands for a number, −1 when none does. */
  private int byteOf(float number) {
    int nearest = (int) (number * steps + 0.5f); // 0 for what is no number
    boolean exact = nearest >= 0 && nearest <= steps && isByte() && numbers[nearest] == number;
    return exact ? nearest : -1;
  }
}
