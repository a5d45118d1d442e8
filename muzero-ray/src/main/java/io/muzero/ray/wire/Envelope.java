package io.muzero.ray.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What is around every message: magic number, kind, format, length and CRC-32C of its content, 18
 * bytes, big-endian.
 */
final class Envelope {
  /** Format of all messages; a change of any of them counts it up. */
  static final int FORMAT = 2;

  private static final int MAGIC = 0x4d5a5259; // MZRY
  private static final int HEADER = Integer.BYTES + 2 * Short.BYTES + 2 * Integer.BYTES + 2;

  private Envelope() {}

  /** What a message is. */
  enum Kind {
    SETUP,
    WEIGHTS,
    REQUEST,
    GAMES,
    FAILURE
  }

  /** Writes a message's content. */
  @FunctionalInterface
  interface Content {
    void writeTo(DataOutputStream out) throws IOException;
  }

  /** The content as bytes. */
  static byte[] bytes(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return bytes.toByteArray();
  }

  /** A message around this content. */
  static byte[] seal(Kind kind, byte[] content) {
    return ByteBuffer.allocate(HEADER + content.length)
        .putInt(MAGIC)
        .putShort((short) kind.ordinal())
        .putShort((short) FORMAT)
        .putInt(content.length)
        .putInt(checksum(ByteBuffer.wrap(content)))
        .putShort((short) 0) // reserved
        .put(content)
        .array();
  }

  /** Whether a message says that it is of a kind; it may be damaged nevertheless. */
  static boolean isOf(Kind kind, byte[] sealed) {
    return sealed.length >= HEADER
        && ByteBuffer.wrap(sealed).getInt() == MAGIC
        && ByteBuffer.wrap(sealed).getShort(Integer.BYTES) == kind.ordinal();
  }

  /**
   * The content of a message.
   *
   * @return a view of {@code sealed}, from its position to its limit
   * @throws DamagedMessageException when it is no message, of another kind or format, or damaged
   */
  static ByteBuffer open(Kind kind, byte[] sealed) throws DamagedMessageException {
    ByteBuffer buffer = ByteBuffer.wrap(sealed);
    if (sealed.length < HEADER || buffer.getInt() != MAGIC) {
      throw new DamagedMessageException(
          "a message of " + sealed.length + " bytes is none of this program");
    }
    int ofKind = buffer.getShort();
    int format = buffer.getShort();
    int length = buffer.getInt();
    int checksum = buffer.getInt();
    buffer.getShort();
    if (format != FORMAT) {
      throw new DamagedMessageException(
          "a message has format "
              + format
              + ", this program reads "
              + FORMAT
              + ": put the same muzero.jar on every node");
    }
    if (ofKind != kind.ordinal()) {
      throw new DamagedMessageException(
          "a message of kind " + ofKind + " came where " + kind + " was expected");
    }
    if (length != buffer.remaining()) {
      throw new DamagedMessageException(
          "a message of " + length + " bytes arrived with " + buffer.remaining());
    }
    if (checksum != checksum(buffer.duplicate())) {
      throw new DamagedMessageException(
          "a message of " + length + " bytes is damaged: its checksum differs");
    }
    return buffer;
  }

  private static int checksum(ByteBuffer content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    return (int) crc.getValue();
  }
}
