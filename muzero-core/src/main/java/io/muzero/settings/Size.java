package io.muzero.settings;

import java.util.Locale;

/** Sizes of what is to be kept in memory, computed before any of it is taken. */
public final class Size {
  /** Most elements of a Java array. */
  public static final long MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  /** Most 32-bit numbers of a direct buffer, its alignment left out. */
  public static final long MOST_DIRECT_FLOATS = MOST_ELEMENTS / Float.BYTES - 64;

  /** Bytes of a MiB. */
  public static final long MEBIBYTE = 1L << 20;

  private Size() {}

  /** The product of numbers of at least 0; {@link Long#MAX_VALUE} where it is greater. */
  public static long product(long... factors) {
    long product = 1;
    for (long factor : factors) {
      if (factor == 0) {
        return 0;
      }
      product = product > Long.MAX_VALUE / factor ? Long.MAX_VALUE : product * factor;
    }
    return product;
  }

  /** The sum of numbers of at least 0; {@link Long#MAX_VALUE} where it is greater. */
  public static long sum(long... terms) {
    long sum = 0;
    for (long term : terms) {
      sum = sum > Long.MAX_VALUE - term ? Long.MAX_VALUE : sum + term;
    }
    return sum;
  }

  /**
   * An array that is wanted.
   *
   * @param what what it holds, for example {@code 128 search trees}
   * @param elements wanted
   * @param most {@link #MOST_ELEMENTS} or fewer
   */
  public record Array(String what, long elements, long most) {}

  /**
   * Requires that an array can have its elements.
   *
   * @param key the setting that decides most
   * @param value its value
   * @param array what is wanted
   * @param others further settings that make it smaller, for example {@code lower x or y}
   */
  public static void requireIndexable(String key, Object value, Array array, String others) {
    Check.that(
        array.elements <= array.most,
        key,
        String.format(
            Locale.ROOT,
            "must be smaller: %s would need %,d numbers in one array, of at most %,d; %s",
            array.what,
            array.elements,
            array.most,
            others),
        value);
  }

  /** Bytes as people read them, in whole MiB, rounded up. */
  public static String mebibytes(long bytes) {
    long whole = bytes / MEBIBYTE + (bytes % MEBIBYTE == 0 ? 0 : 1);
    return String.format(Locale.ROOT, "%,d MiB", whole);
  }
}
