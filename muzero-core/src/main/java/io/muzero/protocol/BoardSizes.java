package io.muzero.protocol;

import java.util.List;

/** Sizes of boards as messages name them. */
final class BoardSizes {
  private BoardSizes() {}

  /**
   * For example {@code 2 to 19}, or {@code 4, 6 or 8} where there are gaps.
   *
   * @param sizes at least two, in ascending order
   */
  static String words(List<Integer> sizes) {
    int first = sizes.get(0);
    int last = sizes.get(sizes.size() - 1);
    if (last - first == sizes.size() - 1) {
      return first + " to " + last;
    }
    List<String> words = sizes.stream().map(String::valueOf).toList();
    return String.join(", ", words.subList(0, words.size() - 1)) + " or " + last;
  }
}
