package io.muzero.replay;

import io.muzero.environment.ObservationFormat;

/** Frames one behind the other in one array, written and read as floats however they are kept. */
sealed interface Frames {
  /** Room for so many frames of a layout. */
  static Frames of(StepLayout layout, int count) {
    int numbers = Math.multiplyExact(count, layout.frameSize());
    return layout.format().isByte()
        ? new Bytes(new byte[numbers], layout.frameSize(), layout.format())
        : new Floats(new float[numbers], layout.frameSize());
  }

  /**
   * Puts a frame in.
   *
   * @param frame index of the frame
   * @param source holds its numbers
   * @param offset index of the first
   * @throws IllegalArgumentException when frames are kept as bytes and one of its numbers is none
   */
  void put(int frame, float[] source, int offset);

  /** Writes a frame's numbers from {@code target[to]} on. */
  void write(int frame, float[] target, int to);

  /** Writes a frame's number i to {@code target[to + index[i]]}. */
  void write(int frame, int[] index, float[] target, int to);

  /**
   * Writes a frame's numbers as bytes from {@code target[to]} on.
   *
   * @param format of the bytes
   */
  void write(int frame, ObservationFormat format, byte[] target, int to);

  /** Whether all numbers are finite. */
  boolean areFinite();

  /** An independent copy. */
  Frames copy();

  /** Frames kept as floats. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Floats(float[] numbers, int size) implements Frames {
    @Override
    public void put(int frame, float[] source, int offset) {
      System.arraycopy(source, offset, numbers, frame * size, size);
    }

    @Override
    public void write(int frame, float[] target, int to) {
      System.arraycopy(numbers, frame * size, target, to, size);
    }

    @Override
    public void write(int frame, int[] index, float[] target, int to) {
      int from = frame * size;
      for (int i = 0; i < size; i++) {
        target[to + index[i]] = numbers[from + i];
      }
    }

    @Override
    public void write(int frame, ObservationFormat format, byte[] target, int to) {
      int from = frame * size;
      for (int i = 0; i < size; i++) {
        target[to + i] = format.encode(numbers[from + i]);
      }
    }

    @Override
    public boolean areFinite() {
      for (float number : numbers) {
        if (!Float.isFinite(number)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public Frames copy() {
      return new Floats(numbers.clone(), size);
    }
  }

  /** Frames kept as bytes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Bytes(byte[] numbers, int size, ObservationFormat format) implements Frames {
    @Override
    public void put(int frame, float[] source, int offset) {
      int to = frame * size;
      for (int i = 0; i < size; i++) {
        numbers[to + i] = format.encode(source[offset + i]);
      }
    }

    @Override
    public void write(int frame, float[] target, int to) {
      int from = frame * size;
      for (int i = 0; i < size; i++) {
        target[to + i] = format.decode(numbers[from + i]);
      }
    }

    @Override
    public void write(int frame, int[] index, float[] target, int to) {
      int from = frame * size;
      for (int i = 0; i < size; i++) {
        target[to + index[i]] = format.decode(numbers[from + i]);
      }
    }

    @Override
    public void write(int frame, ObservationFormat wanted, byte[] target, int to) {
      if (wanted == format) {
        System.arraycopy(numbers, frame * size, target, to, size);
        return;
      }
      // Recorded before the game's format changed.
      int from = frame * size;
      for (int i = 0; i < size; i++) {
        target[to + i] = wanted.encode(format.decode(numbers[from + i]));
      }
    }

    @Override
    public boolean areFinite() {
      return true;
    }

    @Override
    public Frames copy() {
      return new Bytes(numbers.clone(), size, format);
    }
  }
}
