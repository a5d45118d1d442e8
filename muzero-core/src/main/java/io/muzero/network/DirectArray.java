package io.muzero.network;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.muzero.settings.Size;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Locale;

/**
 * Memory that Java and libtorch share: what Java puts into the buffer the tensor has, at no cost.
 *
 * <p>The tensor belongs to the manager it was made with, which must compute on the CPU.
 */
public final class DirectArray {
  /** Cache line and vector register: products over aligned memory are faster and repeatable. */
  private static final int ALIGNMENT = 64;

  private final ByteBuffer bytes;
  private final PtNDArray tensor;

  private DirectArray(NDManager manager, Shape shape, DataType type) {
    int size = size(shape, type);
    bytes =
        ByteBuffer.allocateDirect(Math.addExact(size, 2 * ALIGNMENT))
            .alignedSlice(ALIGNMENT)
            .slice(0, size)
            .order(ByteOrder.nativeOrder());
    tensor = (PtNDArray) manager.create(bytes, shape, type);
  }

  /** A contiguous tensor of the CPU that libtorch has made. */
  DirectArray(PtNDArray made) {
    size(made.getShape(), made.getDataType());
    ByteBuffer memory = JniUtils.getByteBuffer(made, true);
    if (!memory.isDirect()) {
      throw new IllegalArgumentException(
          "libtorch does not share the memory of " + made.getShape());
    }
    tensor = made;
    bytes = memory.order(ByteOrder.nativeOrder());
  }

  private static int size(Shape shape, DataType type) {
    long bytes = Size.product(Size.product(shape.getShape()), type.getNumOfBytes());
    if (bytes > Size.MOST_ELEMENTS - 2 * ALIGNMENT) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s %s needs %,d bytes in one piece, of at most %,d",
              type,
              shape,
              bytes,
              Size.MOST_ELEMENTS - 2 * ALIGNMENT));
    }
    return (int) bytes;
  }

  /** 32-bit floats, initially 0. */
  public static DirectArray floats(NDManager manager, long... shape) {
    return new DirectArray(manager, new Shape(shape), DataType.FLOAT32);
  }

  /** 64-bit integers, initially 0. */
  public static DirectArray longs(NDManager manager, long... shape) {
    return new DirectArray(manager, new Shape(shape), DataType.INT64);
  }

  /** Unsigned bytes, initially 0. */
  public static DirectArray bytes(NDManager manager, long... shape) {
    return new DirectArray(manager, new Shape(shape), DataType.UINT8);
  }

  /** The tensor. */
  public PtNDArray tensor() {
    return tensor;
  }

  /** The memory as bytes, a new view from its beginning. */
  public ByteBuffer asBytes() {
    return bytes.duplicate();
  }

  /** The memory as floats, a new view from its beginning. */
  public FloatBuffer asFloats() {
    return bytes.asFloatBuffer();
  }

  /** The memory as 64-bit integers, a new view from its beginning. */
  public LongBuffer asLongs() {
    return bytes.asLongBuffer();
  }
}
