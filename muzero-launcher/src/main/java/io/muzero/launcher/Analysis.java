package io.muzero.launcher;

import io.muzero.agent.Decision;
import io.muzero.agent.Decision.Candidate;
import io.muzero.environment.Environment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** An agent's thoughts on a state as a table. */
final class Analysis {
  private Analysis() {}

  /**
   * One line for the state and one for each legal move, the most visited first, of ten moves at
   * most.
   */
  static List<String> of(Environment state, Decision decision) {
    List<Candidate> moves =
        decision.candidates().stream()
            .sorted(
                Comparator.comparing((Candidate move) -> -move.visits())
                    .thenComparing(move -> -move.policy()))
            .toList();
    int width =
        Math.max(
            4,
            moves.stream()
                .mapToInt(move -> state.actionName(move.action()).length())
                .max()
                .orElse(0));
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "value %+.3f for the player to move, best %s",
            decision.value(),
            state.actionName(decision.action())));
    lines.add(String.format(Locale.ROOT, "%-" + width + "s  policy  visits   value", "move"));
    for (Candidate move : moves.subList(0, Math.min(Names.MOST, moves.size()))) {
      String value =
          move.q().isEmpty()
              ? "      -"
              : String.format(Locale.ROOT, "%+7.3f", move.q().getAsDouble());
      lines.add(
          String.format(
              Locale.ROOT,
              "%-" + width + "s  %5.1f%%  %6d %s",
              state.actionName(move.action()),
              100 * move.policy(),
              move.visits(),
              value));
    }
    if (moves.size() > Names.MOST) {
      lines.add("and " + (moves.size() - Names.MOST) + " more moves with fewer visits");
    }
    return lines;
  }
}
