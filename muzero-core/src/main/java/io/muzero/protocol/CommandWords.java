package io.muzero.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line into words without a shell: quotes keep spaces, nothing else is special.
 */
final class CommandWords {
  private CommandWords() {}

  /**
   * The words of a command.
   *
   * @param command words with spaces between, some perhaps in single or double quotes
   * @throws EngineNameException when there is no word, or a quote is not closed
   */
  static List<String> of(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (char c : command.toCharArray()) {
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        inWord = true;
      } else if (Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new EngineNameException(
          "the engine's command has no closing " + quote + ": " + command);
    }
    if (inWord) {
      words.add(word.toString());
    }
    if (words.isEmpty()) {
      throw new EngineNameException(
          "the engine's command is empty: name a program, for example gtp:gnugo --mode gtp");
    }
    return words;
  }
}
