package io.muzero.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** How this program was started, so that it can print commands that work when they are typed. */
final class Program {
  /** Set by the start script to its own name. */
  static final String COMMAND = "muzero.command";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./\\\\-]+");

  private final List<String> words;
  private final boolean windows;

  private Program(List<String> words, boolean windows) {
    this.words = words;
    this.windows = windows;
  }

  /** This process. */
  static Program ofProcess() {
    return of(
        System.getProperty(COMMAND),
        System.getProperty("java.class.path", ""),
        System.getProperty("os.name", ""));
  }

  /**
   * A program.
   *
   * @param script the start script that ran it; null when Java was started by hand
   * @param classPath Java's class path: with {@code -jar} it is that jar alone
   * @param os the operating system's name, whose shell quotes in its own way
   */
  static Program of(@org.jspecify.annotations.Nullable String script, String classPath, String os) {
    boolean windows = os.toLowerCase(Locale.ROOT).startsWith("windows");
    if (script != null && !script.isBlank()) {
      return new Program(List.of(script), windows);
    }
    return classPath.endsWith(".jar") && !classPath.contains(windows ? ";" : ":/")
        ? new Program(List.of("java", "-jar", classPath), windows)
        : new Program(List.of("java", "-cp", classPath, Main.class.getName()), windows);
  }

  /** The command that runs this program with these arguments, quoted for a shell. */
  String command(List<String> arguments) {
    List<String> all = new ArrayList<>(words);
    all.addAll(arguments);
    return String.join(" ", all.stream().map(this::quoted).toList());
  }

  /** A word quoted for a shell of Unix, as commands stand that are kept for others. */
  static String word(String word) {
    return new Program(List.of(), false).quoted(word);
  }

  private String quoted(String word) {
    if (PLAIN.matcher(word).matches() && (windows || word.indexOf('\\') < 0)) {
      return word;
    }
    return windows ? '"' + word + '"' : "'" + word.replace("'", "'\\''") + "'";
  }
}
