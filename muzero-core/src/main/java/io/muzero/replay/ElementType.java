package io.muzero.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** What the elements of a column's array are. An array of another type is refused by a cast. */
enum ElementType {
  FLOATS(Float.BYTES) {
    @Override
    Object make(int length) {
      return new float[length];
    }

    @Override
    void write(Object array, int count, DataOutput out) throws IOException {
      ArrayFormat.write((float[]) array, count, out);
    }

    @Override
    Object read(DataInput in) throws IOException {
      return ArrayFormat.readFloats(in);
    }

    @Override
    boolean equal(Object one, Object other) {
      return Arrays.equals((float[]) one, (float[]) other);
    }
  },
  INTS(Integer.BYTES) {
    @Override
    Object make(int length) {
      return new int[length];
    }

    @Override
    void write(Object array, int count, DataOutput out) throws IOException {
      ArrayFormat.write((int[]) array, count, out);
    }

    @Override
    Object read(DataInput in) throws IOException {
      return ArrayFormat.readInts(in);
    }

    @Override
    boolean equal(Object one, Object other) {
      return Arrays.equals((int[]) one, (int[]) other);
    }
  },
  LONGS(Long.BYTES) {
    @Override
    Object make(int length) {
      return new long[length];
    }

    @Override
    void write(Object array, int count, DataOutput out) throws IOException {
      ArrayFormat.write((long[]) array, count, out);
    }

    @Override
    Object read(DataInput in) throws IOException {
      return ArrayFormat.readLongs(in);
    }

    @Override
    boolean equal(Object one, Object other) {
      return Arrays.equals((long[]) one, (long[]) other);
    }
  },
  BYTES(Byte.BYTES) {
    @Override
    Object make(int length) {
      return new byte[length];
    }

    @Override
    void write(Object array, int count, DataOutput out) throws IOException {
      ArrayFormat.write((byte[]) array, count, out);
    }

    @Override
    Object read(DataInput in) throws IOException {
      return ArrayFormat.readBytes(in);
    }

    @Override
    boolean equal(Object one, Object other) {
      return Arrays.equals((byte[]) one, (byte[]) other);
    }
  };

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of an element. */
  int bytes() {
    return bytes;
  }

  /** An array of zeros. */
  abstract Object make(int length);

  /** Writes the first elements. */
  abstract void write(Object array, int count, DataOutput out) throws IOException;

  /** Reads an array as it was written. */
  abstract Object read(DataInput in) throws IOException;

  /** Whether two arrays have the same elements. */
  abstract boolean equal(Object one, Object other);

  /** The first elements of an array, and zeros behind them when it has not as many. */
  Object copy(Object array, int available, int length) {
    Object copy = make(length);
    System.arraycopy(array, 0, copy, 0, Math.min(available, length));
    return copy;
  }
}
