package io.muzero.games.connect4;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Values of positions that take long to solve, so that the solver answers quickly from the empty
 * board on.
 *
 * <p>Data, not code: the packed book {@code connect4.book.gz} was written by {@code
 * OpeningBookWriter} (among the tests), whose class comment says how, with this solver and nothing
 * else. A position that is in no book is searched.
 *
 * <p>Format: gzip of, big-endian, the number 0x43344231, the number of positions (int), and for
 * each position in the order of its {@linkplain Bitboard#key key} the difference to the key before
 * (7 bits a byte, lowest first, the highest bit set on all but the last) followed by one byte
 * {@code 3 * (lower + 1) + (upper + 1)}, bounds of the value in the view of the player to move.
 *
 * <p>Immutable and thread-safe.
 */
final class OpeningBook {
  /** Knows nothing. */
  static final OpeningBook EMPTY = new OpeningBook(new long[0], new byte[0], 0);

  private static final String RESOURCE = "connect4.book.gz";
  private static final int MAGIC = 0x43344231;

  private final long[] keys;
  private final byte[] bounds;
  private final int mostStones;

  private OpeningBook(long[] keys, byte[] bounds, int mostStones) {
    this.keys = keys;
    this.bounds = bounds;
    this.mostStones = mostStones;
  }

  /** The book packed with the game. */
  static OpeningBook packed() {
    try (InputStream in = OpeningBook.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + RESOURCE + " is missing from the jar");
      }
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the opening book " + RESOURCE, e);
    }
  }

  /** Reads a book in the format of the class comment. */
  static OpeningBook read(InputStream compressed) throws IOException {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(new GZIPInputStream(compressed)));
    int magic = in.readInt();
    if (magic != MAGIC) {
      throw new IOException(
          "not an opening book: it must start with 0x43344231, was 0x"
              + Integer.toHexString(magic));
    }
    int count = in.readInt();
    long[] keys = new long[count];
    byte[] bounds = new byte[count];
    long key = 0;
    int mostStones = 0;
    for (int i = 0; i < count; i++) {
      key += readDifference(in);
      keys[i] = key;
      bounds[i] = in.readByte();
      mostStones = Math.max(mostStones, stones(key));
    }
    return new OpeningBook(keys, bounds, mostStones);
  }

  private static long readDifference(DataInputStream in) throws IOException {
    long difference = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.readUnsignedByte();
      difference |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return difference;
      }
    }
  }

  /**
   * Writes a book in the format of the class comment.
   *
   * @param values the byte of bounds by key
   */
  static void write(SortedMap<Long, Byte> values, OutputStream compressed) throws IOException {
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(compressed))) {
      out.writeInt(MAGIC);
      out.writeInt(values.size());
      long last = 0;
      for (SortedMap.Entry<Long, Byte> value : values.entrySet()) {
        long difference = value.getKey() - last;
        last = value.getKey();
        while (difference >= 0x80) {
          out.writeByte((int) (difference & 0x7F | 0x80));
          difference >>>= 7;
        }
        out.writeByte((int) difference);
        out.writeByte(value.getValue());
      }
    }
  }

  /** The byte for bounds within [−1, 1]. */
  static byte bounds(int lower, int upper) {
    return (byte) (3 * (lower + 1) + upper + 1);
  }

  static int lower(byte bounds) {
    return bounds / 3 - 1;
  }

  static int upper(byte bounds) {
    return bounds % 3 - 1;
  }

  /** Stones of the position a key stands for. */
  static int stones(long key) {
    int stones = 0;
    for (int column = 0; column < Bitboard.COLUMNS; column++) {
      long bits = key >>> Bitboard.STRIDE * column & (1 << Bitboard.STRIDE) - 1;
      stones += Long.SIZE - 1 - Long.numberOfLeadingZeros(bits);
    }
    return stones;
  }

  /** Number of positions. */
  int size() {
    return keys.length;
  }

  /** Most stones of any position in it; positions with more need not be looked up. */
  int mostStones() {
    return mostStones;
  }

  /** The i-th key, ascending. */
  long key(int i) {
    return keys[i];
  }

  /** The bounds of the i-th position. */
  byte boundsAt(int i) {
    return bounds[i];
  }

  /** The bounds of a position's value, [−1, 1] when it is not in the book. */
  byte lookUp(long key) {
    int i = Arrays.binarySearch(keys, key);
    return i < 0 ? bounds(-1, 1) : bounds[i];
  }
}
