package io.muzero.launcher;

import io.muzero.environment.Environment;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** An agent's thoughts on a state as a table. */
final class Analysis {
  private Analysis() {}

  /**
   * One line for the state and one for each legal move, the most visited first, of ten moves at
   * most.
   */
  static List<String> of(Environment state, Advisor.Advice advice) {
    List<Integer> moves =
        IntStream.range(0, state.spec().actionCount())
            .filter(state::isLegal)
            .boxed()
            .sorted(
                Comparator.comparing((Integer a) -> -advice.visits()[a])
                    .thenComparing(a -> -advice.policy()[a]))
            .toList();
    int width =
        Math.max(4, moves.stream().mapToInt(a -> state.actionName(a).length()).max().orElse(0));
    List<String> lines = new java.util.ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "value %+.3f for the player to move, best %s",
            advice.value(),
            state.actionName(advice.action())));
    lines.add(String.format(Locale.ROOT, "%-" + width + "s  policy  visits   value", "move"));
    for (int a : moves.subList(0, Math.min(Names.MOST, moves.size()))) {
      String value =
          advice.visits()[a] == 0
              ? "      -"
              : String.format(Locale.ROOT, "%+7.3f", advice.qValues()[a]);
      lines.add(
          String.format(
              Locale.ROOT,
              "%-" + width + "s  %5.1f%%  %6d %s",
              state.actionName(a),
              100 * advice.policy()[a],
              advice.visits()[a],
              value));
    }
    if (moves.size() > Names.MOST) {
      lines.add("and " + (moves.size() - Names.MOST) + " more moves with fewer visits");
    }
    return lines;
  }
}
