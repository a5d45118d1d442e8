package io.muzero.launcher;

import java.io.PrintStream;
import java.util.Set;
import picocli.CommandLine.ParseResult;

/**
 * Keeps what a game prints apart from a command's standard output where programs read that: it goes
 * to standard error. The {@link Screen} has its own way to standard output.
 */
final class GameOutput implements AutoCloseable {
  private static final Set<String> PROTOCOLS = Set.of("gtp", "gomocup");

  private final PrintStream before = System.out;

  private GameOutput(boolean apart) {
    if (apart) {
      System.setOut(System.err);
    }
  }

  /** What a command needs, until it is closed. */
  static GameOutput apartFrom(ParseResult parsed) {
    boolean apart = false;
    for (ParseResult one = parsed; one != null; one = one.subcommand()) {
      apart |= one.hasMatchedOption("--json") || PROTOCOLS.contains(one.commandSpec().name());
    }
    return new GameOutput(apart);
  }

  /** Prints where it was printed before. */
  @Override
  public void close() {
    System.setOut(before);
  }
}
