package io.muzero.expert;

import io.muzero.environment.Environment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes and reads a game as a line of text: the names of its moves, with spaces between, or one
 * after another where that leaves no doubt: where all names have one length, as Connect Four's
 * columns {@code 4453}, or begin with a letter, as {@code d3c5f6}. Capital letters are small ones
 * too, and what follows {@code #} is a comment.
 *
 * <p>Immutable and thread-safe.
 */
public final class MoveText {
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> actions = new HashMap<>();
  private final boolean oneLength;
  private final boolean letters;
  private final int longest;

  /** The moves of an environment with discrete actions; its state does not matter. */
  public MoveText(Environment environment) {
    for (int action = 0; action < environment.spec().actionCount(); action++) {
      String name = environment.actionName(action);
      names.add(name);
      actions.put(name.toLowerCase(Locale.ROOT), action);
    }
    oneLength = names.stream().mapToInt(String::length).distinct().count() == 1;
    letters = names.stream().allMatch(name -> Character.isLetter(name.charAt(0)));
    longest = names.stream().mapToInt(String::length).max().orElse(0);
  }

  /** The names in a line, not yet known to be moves. */
  public List<String> names(String line) {
    int comment = line.indexOf('#');
    String text = (comment < 0 ? line : line.substring(0, comment)).strip();
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> all = new ArrayList<>();
    for (String word : text.split("\\s+")) {
      split(word, all);
    }
    return all;
  }

  /** Adds the names that a word is a run of, or the word where it is none. */
  private void split(String word, List<String> all) {
    int before = all.size();
    int at = 0;
    while (at < word.length()) {
      int length = oneLength ? Math.min(longest, word.length() - at) : lengthAt(word, at);
      if (length == 0 || !oneLength && !letters) {
        all.subList(before, all.size()).clear();
        all.add(word);
        return;
      }
      all.add(word.substring(at, at + length));
      at += length;
    }
  }

  /** The length of the longest name that stands there; 0 where none does. */
  private int lengthAt(String word, int at) {
    for (int length = Math.min(longest, word.length() - at); length > 0; length--) {
      if (action(word.substring(at, at + length)) >= 0) {
        return length;
      }
    }
    return 0;
  }

  /** The action of a name, or −1. */
  public int action(String name) {
    return actions.getOrDefault(name.toLowerCase(Locale.ROOT), -1);
  }

  /** The number that a line's comment gives for a word, as {@code # random 4}; 0 without one. */
  static int commented(String line, String word) {
    int comment = line.indexOf('#');
    String[] words =
        comment < 0 ? new String[0] : line.substring(comment + 1).strip().split("\\s+");
    for (int i = 0; i + 1 < words.length; i++) {
      if (words[i].equals(word) && words[i + 1].matches("\\d{1,4}")) {
        return Integer.parseInt(words[i + 1]);
      }
    }
    return 0;
  }

  /** A game as a line. */
  String line(List<Integer> moves) {
    return String.join(oneLength ? "" : " ", moves.stream().map(names::get).toList());
  }
}
