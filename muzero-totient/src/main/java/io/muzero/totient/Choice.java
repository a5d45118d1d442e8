package io.muzero.totient;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** One of a few words on the command line. */
final class Choice {
  private Choice() {}

  /**
   * The constant that a word names, in any case.
   *
   * @param option for the message
   * @param label a constant's word
   * @throws IllegalArgumentException if it names none; the message lists them all and the nearest
   */
  static <E> E of(String option, String word, E[] constants, Function<E, String> label) {
    String lower = word.strip().toLowerCase(Locale.ROOT);
    List<String> labels = Arrays.stream(constants).map(label).toList();
    int index = labels.indexOf(lower);
    if (index >= 0) {
      return constants[index];
    }
    Optional<String> nearest =
        labels.stream()
            .min(Comparator.comparingInt(known -> distance(lower, known)))
            .filter(known -> distance(lower, known) <= Math.max(1, known.length() / 2));
    throw new IllegalArgumentException(
        option
            + " must be one of "
            + String.join(", ", labels)
            + ", was '"
            + word
            + "'"
            + nearest.map(known -> "; did you mean " + known + "?").orElse(""));
  }

  /** Letters to insert, remove or replace (Levenshtein). */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
