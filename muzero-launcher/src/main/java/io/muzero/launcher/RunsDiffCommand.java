package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.launcher.runs.RunCatalogue;
import io.muzero.launcher.runs.RunComparison;
import io.muzero.launcher.runs.RunComparison.Measure;
import io.muzero.launcher.runs.RunComparison.Pair;
import io.muzero.launcher.runs.RunEntry;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code runs diff}: two runs side by side. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Compares two runs: settings that differ, and evaluations at equal training steps and after equal minutes.",
      "An evaluation stands until the next one; - where a run had none yet."
    })
final class RunsDiffCommand implements Runnable {
  /** Thousandths of a minute: no evaluations are nearer to each other. */
  private static final int MOST_DIGITS = 3;

  private final Screen screen;

  @ParentCommand private RunsCommand all;

  @Parameters(index = "0", paramLabel = "A", description = "A run.")
  private String first = "";

  @Parameters(index = "1", paramLabel = "B", description = "Another run.")
  private String second = "";

  RunsDiffCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    RunCatalogue catalogue = all.named();
    RunEntry a = catalogue.run(first);
    RunEntry b = catalogue.run(second);
    if (a.folder().toAbsolutePath().normalize().equals(b.folder().toAbsolutePath().normalize())) {
      throw new UsageException("A and B must be two runs, were both " + a.id());
    }
    RunComparison comparison = RunComparison.of(a, b);
    if (all.json()) {
      screen.print(json(a, b, comparison).toString());
      return;
    }
    screen.print("A  " + a.folder());
    screen.print("B  " + b.folder());
    screen.print("");
    if (comparison.settings().isEmpty()) {
      screen.print("their settings are equal");
    } else {
      TextTable table = new TextTable("setting", "A", "B");
      comparison.settings().forEach((key, value) -> table.row(key, value.first(), value.second()));
      table.lines().forEach(screen::print);
    }
    screen.print("");
    Measure measure = comparison.measure();
    if (measure == null) {
      screen.print("they have no evaluation in common");
      return;
    }
    table(comparison.title(), "step", measure, comparison.bySteps(), 0);
    screen.print("");
    List<Pair> minutes = comparison.byMinutes();
    table(comparison.title(), "minute", measure, minutes, digits(minutes));
  }

  private void table(String title, String unit, Measure measure, List<Pair> pairs, int digits) {
    screen.print(title + " by " + unit);
    TextTable table = new TextTable(">" + unit, ">A", ">B");
    for (Pair pair : pairs) {
      table.row(place(pair, digits), measure.text(pair.first()), measure.text(pair.second()));
    }
    table.lines().forEach(screen::print);
  }

  private static String place(Pair pair, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", pair.place());
  }

  /** Digits after the point that tell all minutes apart; at least one. */
  static int digits(List<Pair> pairs) {
    for (int digits = 1; digits < MOST_DIGITS; digits++) {
      int shown = digits;
      if (pairs.stream().map(pair -> place(pair, shown)).distinct().count() == pairs.size()) {
        return digits;
      }
    }
    return MOST_DIGITS;
  }

  private ObjectNode json(RunEntry a, RunEntry b, RunComparison comparison) {
    ObjectNode object = Json.object();
    object.set("a", all.json(a));
    object.set("b", all.json(b));
    ObjectNode settings = object.putObject("settings");
    comparison
        .settings()
        .forEach(
            (key, value) ->
                settings.putObject(key).put("a", value.first()).put("b", value.second()));
    Measure measure = comparison.measure();
    object.put("measure", measure == null ? null : measure.key());
    if (comparison.against().isEmpty()) {
      object.putNull("against");
    } else {
      object.put("against", comparison.against());
    }
    put(object.putArray("bySteps"), "step", comparison.bySteps());
    put(object.putArray("byMinutes"), "minute", comparison.byMinutes());
    return object;
  }

  private static void put(ArrayNode array, String unit, List<Pair> pairs) {
    for (Pair pair : pairs) {
      ObjectNode row = array.addObject().put(unit, pair.place());
      put(row, "a", pair.first());
      put(row, "b", pair.second());
    }
  }

  private static void put(ObjectNode row, String key, OptionalDouble value) {
    value.ifPresentOrElse(number -> row.put(key, number), () -> row.putNull(key));
  }
}
