package io.muzero.launcher.doctor;

import java.util.Locale;

/** How serious a finding is, the least serious first. */
public enum Verdict {
  /** Nothing to do. */
  OK,
  /** The program works, but slower or less well than it could. */
  WARNING,
  /** The program cannot do what it was asked. */
  FAULT;

  /** As it is printed: {@code ok}, {@code warning} or {@code fault}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The verdict of this word. */
  static Verdict of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
