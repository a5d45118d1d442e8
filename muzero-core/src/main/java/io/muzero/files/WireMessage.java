package io.muzero.files;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A message of protocol buffers, written field by field in the wire format
 * (protobuf.dev/programming-guides/encoding). Used by one thread.
 *
 * <p>Every field that is put is written, also one that has its default value. Fields are put in
 * ascending order of their numbers, as protobuf's own libraries do.
 */
public final class WireMessage {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Puts a whole number: int64, enum or bool. */
  public WireMessage whole(int field, long value) {
    key(field, VARINT);
    varint(value);
    return this;
  }

  /** Puts a double. */
  public WireMessage number(int field, double value) {
    key(field, FIXED_64);
    out.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
    return this;
  }

  /** Puts a float. */
  public WireMessage number(int field, float value) {
    key(field, FIXED_32);
    out.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
    return this;
  }

  /** Puts a list of doubles, packed; nothing when it is empty. */
  public WireMessage numbers(int field, double[] values) {
    if (values.length > 0) {
      ByteBuffer packed = littleEndian(values.length * Double.BYTES);
      for (double value : values) {
        packed.putDouble(value);
      }
      bytes(field, packed.array());
    }
    return this;
  }

  /** Puts a text. */
  public WireMessage text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Puts a message. */
  public WireMessage message(int field, WireMessage value) {
    return bytes(field, value.toBytes());
  }

  /** Puts bytes. */
  public WireMessage bytes(int field, byte[] value) {
    key(field, BYTES);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  /** The message as it is written. */
  public byte[] toBytes() {
    return out.toByteArray();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void key(int field, int type) {
    varint((long) field << 3 | type);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
