package io.muzero.launcher.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A sweep as lines of text. */
public final class SweepTable {
  private SweepTable() {}

  /** How far a sweep is, in one line. */
  public static String headline(SweepStatus status) {
    StringBuilder line = new StringBuilder();
    SweepPlan plan = status.plan();
    line.append(
        String.format(
            Locale.ROOT,
            "%s %s: %,d of %,d candidates, %,d of about %,d runs",
            plan.game(),
            plan.method(),
            status.standings().size(),
            plan.candidates().size(),
            status.finished(),
            Math.max(status.finished(), status.expected())));
    if (!status.failures().isEmpty()) {
      line.append(String.format(Locale.ROOT, ", %,d failed", status.failures().size()));
    }
    line.append(", ").append(duration(status.seconds())).append(" so far");
    if (!Double.isNaN(status.secondsLeft())) {
      line.append(", about ").append(duration(status.secondsLeft())).append(" left");
    }
    return line.toString();
  }

  /** What is being trained, in one line. */
  public static String running(SweepStatus status) {
    List<String> runs = new ArrayList<>();
    new TreeMap<>(byRun(status.running()))
        .forEach((run, text) -> runs.add("run " + run + " " + text));
    return runs.isEmpty() ? "nothing is being trained" : "training " + String.join(", ", runs);
  }

  private static Map<String, String> byRun(Map<Job, Long> running) {
    Map<String, String> runs = new TreeMap<>();
    running.forEach(
        (job, step) ->
            runs.put(
                job.run(),
                String.format(Locale.ROOT, "rung %d at step %,d", job.rung() + 1, step)));
    return runs;
  }

  /** The best candidates with their settings, at most so many. */
  public static List<String> rows(SweepStatus status, int most) {
    SweepPlan plan = status.plan();
    List<String> keys = new ArrayList<>(plan.candidates().get(0).keySet());
    List<List<String>> cells = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("", "candidate", "steps", "score"));
    keys.forEach(key -> head.add(shortened(key, keys)));
    cells.add(head);
    List<Halving.Standing> standings = status.standings();
    for (int i = 0; i < Math.min(most, standings.size()); i++) {
      Halving.Standing standing = standings.get(i);
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(i + 1));
      row.add(Integer.toString(standing.candidate() + 1));
      row.add(
          standing.rung() < 0
              ? "-"
              : String.format(Locale.ROOT, "%,d", plan.rungs().get(standing.rung())));
      SeedInterval interval = standing.interval();
      String score = interval == null ? "-" : interval(interval);
      row.add(standing.failed() ? "failed" : score);
      keys.forEach(
          key -> row.add(plan.candidates().get(standing.candidate()).getOrDefault(key, "-")));
      cells.add(row);
    }
    return aligned(cells);
  }

  /** The settings of a candidate, for example {@code learningRate=0.001, batchSize=64}. */
  public static String settings(SweepPlan plan, int candidate) {
    Map<String, String> settings = plan.candidates().get(candidate);
    List<String> keys = List.copyOf(settings.keySet());
    return keys.stream()
        .map(key -> shortened(key, keys) + "=" + settings.get(key))
        .collect(Collectors.joining(", "));
  }

  /** The last part of a key, unless another key ends so too. */
  private static String shortened(String key, List<String> keys) {
    String last = key.substring(key.lastIndexOf('.') + 1);
    long same = keys.stream().filter(other -> other.endsWith("." + last)).count();
    return same > 1 ? key : last;
  }

  private static List<String> aligned(List<List<String>> cells) {
    int[] widths = new int[cells.get(0).size()];
    for (List<String> row : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : cells) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = row.get(i);
        line.append(i == 0 ? "" : "  ").append(" ".repeat(widths[i] - cell.length())).append(cell);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** A mean and half its interval, for example {@code 0.71 ± 0.05}. */
  static String interval(SeedInterval interval) {
    return Double.isNaN(interval.half())
        ? number(interval.mean())
        : number(interval.mean()) + " ± " + number(interval.half());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.1f" : "%.3f", value);
  }

  /** For example {@code 1:02:03} or {@code 2:03}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole >= 3600
        ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
