package io.muzero.metrics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.Event;

/** Reads event files with its own CRC-32C, bit by bit from the polynomial. */
final class EventFileReader {
  private static final int REVERSED_POLYNOMIAL = 0x82F63B78;

  private EventFileReader() {}

  static List<Event> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      check(bytes.getInt(), length);
      byte[] data =
          new byte
              [Math.toIntExact(ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong())];
      bytes.get(data);
      check(bytes.getInt(), data);
      events.add(Event.parseFrom(data));
    }
    return events;
  }

  private static void check(int masked, byte[] data) {
    int crc = ~0;
    for (byte b : data) {
      crc ^= b & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : REVERSED_POLYNOMIAL);
      }
    }
    crc = ~crc;
    int expected = ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    if (masked != expected) {
      throw new AssertionError("a record's checksum is wrong");
    }
  }
}
