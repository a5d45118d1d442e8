package io.muzero.protocol;

import io.muzero.settings.Excerpt;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * An engine in a process of its own, spoken to in the Gomocup protocol (P. Laštovička, 2005), which
 * the engines of the Gomocup tournament and the program Piskvork speak: a command a line, an answer
 * a line, coordinates {@code column,row} from the top left, from 0.
 *
 * <p>It is told the limits of {@link GomocupCommand} and those that its command begins with. Lines
 * that begin with {@code MESSAGE} or {@code DEBUG} are passed over. The process ends with {@link
 * #close}, and at the latest with this one. Used by one thread.
 */
final class GomocupEngine implements AutoCloseable {
  /** Added to the time of a move: the process must be let in, and may load a network. */
  private static final Duration SLACK = Duration.ofMinutes(2);

  private final EngineProcess process;
  private final List<String> infos;
  private final Duration patience;

  /** Lines {@code UNKNOWN} that may still come as answers to INFO, which asks for none. */
  private int excused;

  private GomocupEngine(EngineProcess process, List<String> infos, Duration patience) {
    this.process = process;
    this.infos = infos;
    this.patience = patience;
  }

  /**
   * Starts an engine.
   *
   * @param command its program and options, split at spaces outside quotes; no shell sees it. Words
   *     {@code key=value} before the program are told to it as {@code INFO key value}
   * @throws EngineException when it cannot be started
   */
  static GomocupEngine start(String command) {
    GomocupCommand read = GomocupCommand.of(command);
    return new GomocupEngine(
        EngineProcess.start(command, read.program()), read.infos(), SLACK.plus(read.turn()));
  }

  /** The engine for messages: its command. */
  String name() {
    return process.name();
  }

  /**
   * Makes an empty board and tells the limits.
   *
   * @param size its rows and columns
   * @throws EngineException when the engine refuses the size
   */
  void start(int size) {
    requireOk("START " + size);
    infos.forEach(process::write);
    excused += infos.size();
  }

  /** Makes the board empty again, also of an engine that knows no RESTART. */
  void restart(int size) {
    process.write("RESTART");
    String answer = answer("RESTART");
    if (!answer.toUpperCase(Locale.ROOT).startsWith("OK")) {
      start(size);
    }
  }

  private void requireOk(String command) {
    process.write(command);
    String answer = answer(command);
    if (!answer.toUpperCase(Locale.ROOT).startsWith("OK")) {
      throw new EngineException(
          name()
              + " must answer "
              + command
              + " by OK, was "
              + Excerpt.of(answer)
              + ": does it speak the Gomocup protocol, and play on boards of this size?");
    }
  }

  /**
   * Asks for a move.
   *
   * @param command the lines that ask, the last of which is answered
   * @return column and row from the top left, from 0
   * @throws EngineException when the engine answers something else, ends, or takes too long
   */
  int[] move(String command) {
    process.write(command);
    String last = command.substring(command.lastIndexOf('\n') + 1);
    String answer = answer(last);
    String[] parts = answer.split(",", -1);
    if (parts.length != 2 || !isNumber(parts[0]) || !isNumber(parts[1])) {
      throw new EngineException(
          name() + " must answer " + last + " by a move such as 7,7, was " + Excerpt.of(answer));
    }
    return new int[] {Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip())};
  }

  private static boolean isNumber(String text) {
    return text.strip().matches("\\d{1,4}");
  }

  private String answer(String to) {
    long since = System.nanoTime();
    while (true) {
      String line = process.next(to, patience, since).strip();
      String word = line.split("\\s", 2)[0].toUpperCase(Locale.ROOT);
      boolean unknown = word.equals("UNKNOWN");
      if (unknown && excused > 0) {
        excused--;
      } else if (!line.isEmpty() && !word.equals("MESSAGE") && !word.equals("DEBUG")) {
        if (!unknown) {
          excused = 0;
        }
        return line;
      }
    }
  }

  /** Asks the engine to end, and ends it when it does not. */
  @Override
  public void close() {
    process.close("END");
  }
}
