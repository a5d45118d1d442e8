package io.muzero.protocol;

import io.muzero.settings.Excerpt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The command of a Gomocup engine, for example {@code timeout_turn=500 ./pbrain-engine}.
 *
 * @param program the engine's program and options
 * @param limits that the engine is told, by their names: {@link #DEFAULTS}, and those that the
 *     command begins with
 */
record GomocupCommand(List<String> program, Map<String, String> limits) {
  /** The longest time of a move that is waited for, as {@link GtpPlayer} waits. */
  private static final long LONGEST_MILLISECONDS = Duration.ofHours(1).toMillis();

  /** The time of a move. */
  private static final String TURN = "timeout_turn";

  /**
   * A second a move, no limit for the match or the memory, an opponent that is a program, and any
   * line of five or more wins.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          TURN,
          "1000",
          "timeout_match",
          "0",
          "time_left",
          "2147483647",
          "max_memory",
          "0",
          "game_type",
          "1",
          "rule",
          "0");

  /** Copies the collections. */
  GomocupCommand {
    program = List.copyOf(program);
    limits = new TreeMap<>(limits);
  }

  /**
   * Reads a command.
   *
   * @param command words {@code key=value}, then a program and its options, split at spaces outside
   *     quotes
   * @throws EngineNameException when it names no program, or a time of a move that is none
   */
  static GomocupCommand of(String command) {
    List<String> words = CommandWords.of(command);
    Map<String, String> limits = new TreeMap<>(DEFAULTS);
    int first = 0;
    while (first < words.size() && words.get(first).matches("[a-z_]+=.*")) {
      String[] parts = words.get(first++).split("=", 2);
      limits.put(parts[0], parts[1]);
    }
    if (first == words.size()) {
      throw new EngineNameException(
          "the engine's command names no program after "
              + Excerpt.of(command)
              + ": add one, for example gomocup:timeout_turn=500 ./pbrain-engine");
    }
    requireMilliseconds(limits.getOrDefault(TURN, ""));
    return new GomocupCommand(words.subList(first, words.size()), limits);
  }

  private static void requireMilliseconds(String text) {
    if (!text.matches("\\d{1,9}") || Long.parseLong(text) > LONGEST_MILLISECONDS) {
      throw new EngineNameException(
          TURN
              + " must be milliseconds within [0, "
              + LONGEST_MILLISECONDS
              + "], was "
              + Excerpt.of(text));
    }
  }

  /** The time of a move. */
  Duration turn() {
    return Duration.ofMillis(Long.parseLong(limits.getOrDefault(TURN, "0")));
  }

  /** The lines that tell the engine its limits. */
  List<String> infos() {
    return limits.entrySet().stream()
        .map(limit -> "INFO " + limit.getKey() + " " + limit.getValue())
        .toList();
  }
}
