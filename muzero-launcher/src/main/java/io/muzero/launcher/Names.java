package io.muzero.launcher;

import java.util.List;

/** Lists of names for people: separated, and short enough to be read. */
final class Names {
  /** Names that are still read. */
  static final int MOST = 10;

  private Names() {}

  /** For example {@code a1, a2, b1}, of more than ten the first and how many more there are. */
  static String few(List<String> names) {
    return names.size() <= MOST
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST)) + " and " + (names.size() - MOST) + " more";
  }
}
