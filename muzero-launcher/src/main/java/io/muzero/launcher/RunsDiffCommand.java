package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.launcher.runs.RunCatalogue;
import io.muzero.launcher.runs.RunComparison;
import io.muzero.launcher.runs.RunComparison.Pair;
import io.muzero.launcher.runs.RunEntry;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
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
    if (comparison.bySteps().isEmpty()) {
      screen.print("they have no evaluation in common");
      return;
    }
    String what =
        comparison.against().isEmpty() ? "mean return" : "score vs " + comparison.against();
    table(what, "step", comparison.bySteps(), place -> String.format(Locale.ROOT, "%,.0f", place));
    screen.print("");
    table(
        what, "minute", comparison.byMinutes(), place -> String.format(Locale.ROOT, "%.1f", place));
  }

  private void table(String what, String unit, List<Pair> pairs, DoubleFunction<String> place) {
    String against = what.startsWith("score") ? "an opponent" : "";
    screen.print(what + " by " + unit);
    TextTable table = new TextTable(">" + unit, ">A", ">B");
    for (Pair pair : pairs) {
      table.row(
          place.apply(pair.place()),
          Pair.text(pair.first(), against),
          Pair.text(pair.second(), against));
    }
    table.lines().forEach(screen::print);
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
