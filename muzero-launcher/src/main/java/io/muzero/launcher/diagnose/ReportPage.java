package io.muzero.launcher.diagnose;

import io.muzero.launcher.diagnose.AgentReport.Bin;
import io.muzero.launcher.diagnose.AgentReport.Budget;
import io.muzero.launcher.diagnose.AgentReport.Depth;
import io.muzero.launcher.diagnose.AgentReport.Outcome;
import io.muzero.launcher.diagnose.AgentReport.Phase;
import io.muzero.launcher.diagnose.AgentReport.Played;
import io.muzero.launcher.diagnose.AgentReport.Solved;
import io.muzero.launcher.diagnose.LineChart.Point;
import io.muzero.launcher.diagnose.Mean.Estimate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A report as one page of HTML that fetches nothing and has no script: pictures are SVG, and every
 * chart has its numbers in a table below. Used by one thread.
 */
public final class ReportPage {
  private static final String NETWORK = "network alone";
  private static final String SEARCH = "search";

  private final AgentReport report;
  private final StringBuilder html = new StringBuilder();

  /** A page of a report. */
  public ReportPage(AgentReport report) {
    this.report = report;
  }

  /** The page. */
  public String html() {
    String title = report.subject().game() + " at step " + group(report.subject().step());
    html.append("<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n")
        .append("<meta name=viewport content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>Diagnosis of ")
        .append(Html.escape(title))
        .append("</title>\n<style>\n")
        .append(style())
        .append("</style>\n<h1>Diagnosis of ")
        .append(Html.escape(title))
        .append("</h1>\n");
    about();
    tiles();
    solver();
    calibration();
    unrolled();
    searches();
    new WorstSection(report).appendTo(html);
    return html.append("</html>\n").toString();
  }

  private static String style() {
    try (InputStream in = ReportPage.class.getResourceAsStream("/diagnose/page.css")) {
      if (in == null) {
        throw new IllegalStateException("the page's style is not packed");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the page's style cannot be read", e);
    }
  }

  private static String group(long number) {
    return Html.format("%,d", number);
  }

  private void about() {
    Played played = report.played();
    html.append("<p class=about>")
        .append(Html.escape(report.subject().checkpoint()))
        .append(
            Html.format(
                " · %d simulations a move · %,d games of the agent with itself, up to six random"
                    + " moves first · %,d positions · seed %d</p>%n",
                report.subject().simulations(),
                played.finished(),
                played.positions(),
                played.seed()));
    if (played.stopped()) {
      html.append(
          Html.format(
              "<p><b>Stopped early:</b> this page shows what there was of %,d games."
                  + " Positions of unfinished games count where no result is needed.</p>%n",
              played.games()));
    }
  }

  private void tiles() {
    html.append("<div class=tiles>");
    boolean alone = report.played().players() == 1;
    boolean finished = report.played().finished() > 0;
    if (finished) {
      tile(
          alone ? "mean return" : "mean result of the first player",
          Html.number(report.played().score()));
    }
    Solved solved = report.solved();
    if (solved != null) {
      tile("right moves, search", Html.percent(solved.search().mean()));
      tile("right moves, network alone", Html.percent(solved.network().mean()));
    }
    if (finished) {
      tile("value error, search (RMS)", Html.number(report.calibration().searchError()));
      tile("value error, network alone (RMS)", Html.number(report.calibration().networkError()));
    }
    html.append("</div>\n");
  }

  private void tile(String name, String number) {
    html.append(
        Html.format("<div class=tile><b>%s</b>%s</div>", Html.escape(number), Html.escape(name)));
  }

  private void section(String title, String text) {
    html.append(Html.format("<h2>%s</h2>%n<p class=note>%s</p>%n", title, text));
  }

  private void figure(String caption, String svg, String table) {
    html.append(
        Html.format(
            "<figure><figcaption>%s</figcaption>%s<details><summary>numbers</summary><div"
                + " class=scroll>%s</div></details></figure>%n",
            Html.escape(caption), svg, table));
  }

  private static <T> String table(
      List<String> head, List<T> rows, Function<T, List<String>> cells) {
    StringBuilder table = new StringBuilder("<table><tr>");
    head.forEach(name -> table.append("<th>").append(Html.escape(name)).append("</th>"));
    table.append("</tr>");
    for (T row : rows) {
      table.append("<tr>");
      cells.apply(row).forEach(cell -> table.append("<td>").append(cell).append("</td>"));
      table.append("</tr>");
    }
    return table.append("</table>").toString();
  }

  private void solver() {
    Solved solved = report.solved();
    if (solved == null) {
      return;
    }
    section(
        "Against the solver",
        "The solver knows the value of every position under perfect play. A right move gives none"
            + " of it away. Boxes hold half of the positions, whiskers 90 %; the dashed line is the"
            + " truth.");
    html.append("<div class=charts>");
    double low = solved.outcomes().stream().mapToDouble(ReportPage::least).min().orElse(-1);
    double high = solved.outcomes().stream().mapToDouble(ReportPage::most).max().orElse(1);
    BoxChart boxes =
        new BoxChart("Values by the solver's value", Math.min(-1, low), Math.max(1, high));
    for (Outcome outcome : solved.outcomes()) {
      String name = name(outcome.value());
      boxes.add(name + ", network", 0, outcome.network(), outcome.value());
      boxes.add(name + ", search", 1, outcome.search(), outcome.value());
    }
    figure(
        "Values where the solver says loss, draw, win",
        boxes.svg(),
        table(
            List.of("solver", "positions", "network, median", "search, median"),
            solved.outcomes(),
            outcome ->
                List.of(
                    name(outcome.value()),
                    group(outcome.count()),
                    Html.number(outcome.network().get(2)),
                    Html.number(outcome.search().get(2)))));
    List<Phase> phases = solved.phases();
    LineChart right =
        new LineChart("Share of right moves by moves played", "moves played", "right moves")
            .categories(phases.stream().map(phase -> phase.from() + "–" + phase.to()).toList())
            .from(0, 1)
            .line(NETWORK, points(phases, Phase::network))
            .line(SEARCH, points(phases, Phase::search));
    figure(
        "Right moves in the course of the game",
        right.svg(),
        table(
            List.of("moves played", "positions", NETWORK, SEARCH),
            phases,
            phase ->
                List.of(
                    phase.from() + "–" + phase.to(),
                    group(phase.search().count()),
                    Html.percent(phase.network().mean()),
                    Html.percent(phase.search().mean()))));
    html.append("</div>\n");
  }

  private static double least(Outcome outcome) {
    return Math.min(outcome.network().get(0), outcome.search().get(0));
  }

  private static double most(Outcome outcome) {
    return Math.max(outcome.network().get(4), outcome.search().get(4));
  }

  private static String name(int value) {
    return value < 0 ? "loss" : value > 0 ? "win" : "draw";
  }

  /** Points at places 0, 1, … */
  private static <T> Stream<Point> points(List<T> list, Function<T, Estimate> of) {
    return IntStream.range(0, list.size())
        .mapToObj(
            i -> {
              Estimate estimate = of.apply(list.get(i));
              return new Point(i, estimate.mean(), estimate.margin());
            });
  }

  private void calibration() {
    List<Bin> network = report.calibration().network();
    List<Bin> search = report.calibration().search();
    if (network.isEmpty() && search.isEmpty()) {
      return;
    }
    section(
        "Calibration of the value",
        "Positions whose predicted values were alike, and the mean of the results that followed"
            + " (discounted as in training), with 95 % intervals over games. On the dashed line a"
            + " prediction is right on average; above it results were better.");
    html.append("<div class=charts>");
    for (boolean searched : new boolean[] {false, true}) {
      List<Bin> bins = searched ? search : network;
      String name = searched ? SEARCH : NETWORK;
      figure(
          "Value by the " + name,
          new LineChart("Results by predicted value", "predicted", "result")
              .withDiagonal()
              .line(
                  name,
                  bins.stream()
                      .map(b -> new Point(b.predicted(), b.result().mean(), b.result().margin())))
              .svg(),
          table(
              List.of("predicted", "positions", "result"),
              bins,
              bin ->
                  List.of(
                      Html.number(bin.predicted()),
                      group(bin.result().count()),
                      Html.number(bin.result()))));
    }
    html.append("</div>\n");
  }

  private void unrolled() {
    List<Depth> depths = report.depths();
    if (depths.isEmpty()) {
      return;
    }
    section(
        "The model by unroll depth",
        "The model is unrolled along the moves that were played, without seeing the game again, and"
            + " compared with the real rules and with what the network says when it sees the real"
            + " state.");
    List<String> steps = depths.stream().map(depth -> Integer.toString(depth.depth())).toList();
    html.append("<div class=charts>");
    depthFigure(
        "Value: absolute error against the result",
        new LineChart("Error of the value by depth", "depth", "error of the value")
            .categories(steps)
            .from(0, 0)
            .line("imagined state", points(depths, Depth::imagined))
            .line("state that is seen", points(depths, Depth::observed)),
        List.of("imagined", "seen"),
        List.of(Depth::imagined, Depth::observed));
    depthFigure(
        "Reward: absolute error",
        new LineChart("Error of the reward by depth", "depth", "error of the reward")
            .categories(steps)
            .from(0, 0)
            .line("reward of the step", points(depths, Depth::reward)),
        List.of("reward"),
        List.of(Depth::reward));
    depthFigure(
        "Policy: distance between imagined and seen state",
        new LineChart("Distance of policies by depth", "depth", "total variation distance")
            .categories(steps)
            .from(0, 0)
            .line("policy", points(depths, Depth::policy)),
        List.of("policy"),
        List.of(Depth::policy));
    depthFigure(
        "Hidden states: distance (RMS)",
        new LineChart("Distance of hidden states by depth", "depth", "distance")
            .categories(steps)
            .from(0, 0)
            .line("imagined to seen", points(depths, Depth::distance))
            .line("seen, before to after a step", points(depths, Depth::moved)),
        List.of("imagined to seen", "a step"),
        List.of(Depth::distance, Depth::moved));
    html.append("</div>\n");
  }

  private void depthFigure(
      String caption,
      LineChart chart,
      List<String> names,
      List<Function<Depth, Estimate>> columns) {
    if (chart.isEmpty()) {
      return;
    }
    List<String> head = new ArrayList<>(List.of("depth", "steps"));
    head.addAll(names);
    figure(
        caption,
        chart.svg(),
        table(
            head,
            report.depths(),
            depth -> {
              List<String> cells = new ArrayList<>();
              cells.add(Integer.toString(depth.depth()));
              cells.add(group(columns.get(0).apply(depth).count()));
              columns.forEach(column -> cells.add(Html.number(column.apply(depth))));
              return cells;
            }));
  }

  private void searches() {
    List<Budget> searches = report.searches();
    if (searches.isEmpty()) {
      return;
    }
    section(
        "What more simulations change",
        Html.format(
            "The same %d positions searched with more and more simulations; 0 is the network alone,"
                + " and the agent itself uses %d.",
            searches.get(0).agrees().count(), report.subject().simulations()));
    List<String> names =
        searches.stream().map(budget -> Integer.toString(budget.simulations())).toList();
    html.append("<div class=charts>");
    figure(
        "Choices",
        new LineChart("Choices by simulations", "simulations", "share of positions")
            .categories(names)
            .from(0, 1)
            .line("chooses as the longest search", points(searches, Budget::agrees))
            .line("right by the solver", points(searches, Budget::right))
            .svg(),
        table(
            List.of("simulations", "as the longest", "right"),
            searches,
            budget ->
                List.of(
                    Integer.toString(budget.simulations()),
                    Html.percent(budget.agrees().mean()),
                    Html.percent(budget.right().mean()))));
    figure(
        "Value: difference to the longest search",
        new LineChart("Difference of the value by simulations", "simulations", "difference")
            .categories(names)
            .from(0, 0)
            .line("value", points(searches, Budget::drift))
            .svg(),
        table(
            List.of("simulations", "difference"),
            searches,
            budget ->
                List.of(Integer.toString(budget.simulations()), Html.number(budget.drift()))));
    html.append("</div>\n");
  }
}
