package io.muzero.launcher.diagnose;

import io.muzero.launcher.diagnose.AgentReport.Choice;
import io.muzero.launcher.diagnose.AgentReport.Worst;
import java.util.List;

/** The worst positions as cards: the board, and what the agent thought. */
final class WorstSection {
  /** Moves of a long game that are still read. */
  private static final int MOST_MOVES = 24;

  private final AgentReport report;

  WorstSection(AgentReport report) {
    this.report = report;
  }

  void appendTo(StringBuilder html) {
    if (report.worst().isEmpty()) {
      return;
    }
    html.append("<h2>The worst positions</h2>\n<p class=note>")
        .append(
            report.solved() == null
                ? "Where the search's value was furthest from the result."
                : "First where the chosen move gave most away by the solver, then where the value was furthest from the"
                    + " solver's.")
        .append(
            " Marked in green, and bold: what the agent chose. Values are in the view of the player to move.</p>\n")
        .append("<div class=cards>\n");
    report.worst().forEach(one -> card(html, one));
    html.append("</div>\n");
  }

  private void card(StringBuilder html, Worst one) {
    html.append("<div class=card><h3>")
        .append(Html.escape(one.toMove()))
        .append(" to move, after ")
        .append(one.moves().size())
        .append(one.moves().size() == 1 ? " move" : " moves")
        .append("</h3><div class=pair><div>")
        .append(new BoardDrawing(one).html())
        .append("</div><div class=scroll>")
        .append(values(one))
        .append(actions(one))
        .append("</div></div>");
    if (!one.moves().isEmpty()) {
      html.append("<p class=moves>").append(Html.escape(moves(one.moves()))).append("</p>");
    }
    html.append("</div>\n");
  }

  private static String moves(List<String> moves) {
    int from = Math.max(0, moves.size() - MOST_MOVES);
    return (from > 0 ? "… " : "") + String.join(" ", moves.subList(from, moves.size()));
  }

  private static String values(Worst one) {
    return "<table><tr><th>network</th><th>search</th>"
        + (one.solver() == null ? "" : "<th>solver</th>")
        + "<th>result</th></tr><tr><td>"
        + Html.number(one.decision().networkValue())
        + "</td><td>"
        + Html.number(one.decision().value())
        + "</td>"
        + (one.solver() == null ? "" : "<td>" + Html.number(one.solver()) + "</td>")
        + "<td>"
        + Html.number(one.result())
        + "</td></tr></table>";
  }

  private static String actions(Worst one) {
    StringBuilder table =
        new StringBuilder(
            "<table><tr><th>move</th><th>prior</th><th>visits</th><th>Q</th>"
                + (one.solver() == null ? "" : "<th>solver</th>")
                + "</tr>");
    for (Choice choice : one.actions()) {
      boolean chosen = choice.candidate().action() == one.decision().action();
      table
          .append(chosen ? "<tr class=chosen><td>" : "<tr><td>")
          .append(Html.escape(choice.name()))
          .append("</td><td>")
          .append(Html.percent(choice.candidate().prior()))
          .append("</td><td>")
          .append(choice.candidate().visits())
          .append("</td><td>")
          .append(Html.number(choice.candidate().q().orElse(Double.NaN)))
          .append("</td>");
      if (one.solver() != null) {
        Integer value = choice.solver();
        table.append("<td>").append(value == null ? "–" : Html.number(value)).append("</td>");
      }
      table.append("</tr>");
    }
    return table.append("</table>").toString();
  }
}
