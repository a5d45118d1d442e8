package io.muzero.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the word that was probably meant. */
public final class NearestWord {
  private static final Pattern LEADING_DASHES = Pattern.compile("^-+");
  private static final Pattern BETWEEN_PARTS = Pattern.compile("[-_. ]+|(?<=[a-z0-9])(?=[A-Z])");

  /** Letters of a word in which two others would make any word of any. */
  private static final int SHORT = 4;

  private NearestWord() {}

  /** Whether a word is another but for one letter, or two that are swapped, letter case aside. */
  public static boolean isSlip(String word, String other) {
    return distance(word.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT)) <= 1;
  }

  /**
   * The candidate that was probably meant by {@code word}, letter case aside.
   *
   * <p>First the one with the least edit distance, unless even that one differs in more than a
   * third of the letters (and in more than two, of a word of up to four letters in more than one);
   * of several as near, one that has all letters of the word in their order, as {@code --seed} has
   * those of {@code --sed}. Then the first that has the word for a part, as {@code learningRate}
   * has {@code rate}, begins with it, or has its letters for initials. Otherwise empty.
   */
  public static Optional<String> of(String word, Collection<String> candidates) {
    String wanted = word.toLowerCase(Locale.ROOT);
    String nearest = null;
    int most = letters(word) <= SHORT ? 1 : Math.max(2, word.length() / 3);
    int least = 2 * most + 2;
    for (String candidate : candidates) {
      String lower = candidate.toLowerCase(Locale.ROOT);
      int distance = distance(wanted, lower);
      int rank = 2 * distance + (isWithin(wanted, lower) ? 0 : 1);
      if (rank < least && distance < letters(candidate)) {
        least = rank;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest).or(() -> byPart(wanted, candidates));
  }

  /** Letters that tell words apart: dashes in front of an option do not. */
  private static int letters(String word) {
    return LEADING_DASHES.matcher(word).replaceFirst("").length();
  }

  /** Whether all letters of a word are in another in their order. */
  private static boolean isWithin(String word, String other) {
    int found = 0;
    for (int i = 0; i < other.length() && found < word.length(); i++) {
      found += other.charAt(i) == word.charAt(found) ? 1 : 0;
    }
    return found == word.length();
  }

  private static Optional<String> byPart(String word, Collection<String> candidates) {
    String wanted = LEADING_DASHES.matcher(word).replaceFirst("");
    if (wanted.length() < 2) {
      return Optional.empty();
    }
    for (String candidate : candidates) {
      List<String> parts = parts(candidate);
      String initials = parts.stream().map(part -> part.substring(0, 1)).reduce("", String::concat);
      if (parts.contains(wanted)
          || (wanted.length() > 2 && String.join("", parts).startsWith(wanted))
          || (parts.size() > 1 && initials.equals(wanted))) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /**
   * The words of a name: {@code learning, rate} of {@code learningRate} or {@code --learning-rate}.
   */
  private static List<String> parts(String name) {
    return Arrays.stream(BETWEEN_PARTS.split(name))
        .filter(part -> !part.isEmpty())
        .map(part -> part.toLowerCase(Locale.ROOT))
        .toList();
  }

  /**
   * The hint that ends an error message, for example {@code ; did you mean gumbel?}, or nothing.
   */
  public static String hint(String word, Collection<String> candidates) {
    return of(word, candidates).map(nearest -> "; did you mean " + nearest + "?").orElse("");
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours that turn {@code a} into {@code b}.
   */
  static int distance(String a, String b) {
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      table[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      table[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int replaced = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        table[i][j] = Math.min(replaced, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
        }
      }
    }
    return table[a.length()][b.length()];
  }
}
