package io.muzero.run;

import io.muzero.settings.Size;

/**
 * What one part of a run takes of the memory.
 *
 * @param what the part
 * @param key the setting that decides most
 * @param value its value; 0 when it is no number
 * @param others what else makes it smaller
 * @param heap bytes of Java's heap
 * @param direct bytes that Java and libtorch share
 * @param beside bytes of libtorch alone
 * @param longest elements of the longest array
 * @param piece 32-bit numbers of the largest piece that Java and libtorch share
 */
record MemoryPart(
    String what,
    String key,
    long value,
    String others,
    long heap,
    long direct,
    long beside,
    long longest,
    long piece) {
  /**
   * Requires that each of its arrays can be made.
   *
   * @throws io.muzero.settings.InvalidSettingException when one would be too long
   */
  void requireIndexable() {
    requireIndexable(piece, Size.MOST_DIRECT_FLOATS);
    requireIndexable(longest, Size.MOST_ELEMENTS);
  }

  private void requireIndexable(long elements, long most) {
    Size.requireIndexable(key, value, new Size.Array(what, elements, most), "or lower " + others);
  }

  long all() {
    return Size.sum(heap, direct, beside);
  }
}
