package io.muzero.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Arrays in a data stream: a length, then the elements big-endian, as {@link DataOutput} would
 * write them one by one but in one piece.
 */
final class ArrayFormat {
  /** Longest array believed when reading, so that a damaged length cannot exhaust the memory. */
  private static final int LONGEST = 1 << 28;

  private ArrayFormat() {}

  static void write(float[] values, int count, DataOutput out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(count, Float.BYTES));
    bytes.asFloatBuffer().put(values, 0, count);
    out.writeInt(count);
    out.write(bytes.array());
  }

  static float[] readFloats(DataInput in) throws IOException {
    float[] values = new float[length(in)];
    read(in, values.length, Float.BYTES).asFloatBuffer().get(values);
    return values;
  }

  static void write(int[] values, int count, DataOutput out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(count, Integer.BYTES));
    bytes.asIntBuffer().put(values, 0, count);
    out.writeInt(count);
    out.write(bytes.array());
  }

  static int[] readInts(DataInput in) throws IOException {
    int[] values = new int[length(in)];
    read(in, values.length, Integer.BYTES).asIntBuffer().get(values);
    return values;
  }

  static void write(long[] values, int count, DataOutput out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(count, Long.BYTES));
    bytes.asLongBuffer().put(values, 0, count);
    out.writeInt(count);
    out.write(bytes.array());
  }

  static long[] readLongs(DataInput in) throws IOException {
    long[] values = new long[length(in)];
    read(in, values.length, Long.BYTES).asLongBuffer().get(values);
    return values;
  }

  static void write(double[] values, int count, DataOutput out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(count, Double.BYTES));
    bytes.asDoubleBuffer().put(values, 0, count);
    out.writeInt(count);
    out.write(bytes.array());
  }

  static double[] readDoubles(DataInput in) throws IOException {
    double[] values = new double[length(in)];
    read(in, values.length, Double.BYTES).asDoubleBuffer().get(values);
    return values;
  }

  static void write(byte[] values, int count, DataOutput out) throws IOException {
    out.writeInt(count);
    out.write(values, 0, count);
  }

  static byte[] readBytes(DataInput in) throws IOException {
    byte[] values = new byte[length(in)];
    in.readFully(values);
    return values;
  }

  private static ByteBuffer read(DataInput in, int count, int width) throws IOException {
    byte[] bytes = new byte[Math.multiplyExact(count, width)];
    in.readFully(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static int length(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException("the data is damaged: an array cannot have " + length + " elements");
    }
    return length;
  }
}
