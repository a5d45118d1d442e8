package io.muzero.settings;

import java.util.Locale;

/** Shows a value in a message: a long one is cut, so that the message stays one that is read. */
public final class Excerpt {
  private static final int LONGEST = 120;
  private static final int HEAD = 80;

  private Excerpt() {}

  /** The value as text; of more than 120 characters the first 80 and how many there are. */
  public static String of(Object value) {
    String text = String.valueOf(value);
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(HEAD - 1)) ? HEAD - 1 : HEAD;
    return String.format(
        Locale.ROOT, "%s… (%,d characters)", text.substring(0, end), text.length());
  }
}
