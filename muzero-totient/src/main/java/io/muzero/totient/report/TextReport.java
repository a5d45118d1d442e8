package io.muzero.totient.report;

import static io.muzero.totient.report.Figures.duration;
import static io.muzero.totient.report.Figures.factor;
import static io.muzero.totient.report.Figures.grouped;
import static io.muzero.totient.report.Figures.percent;

import io.muzero.totient.ways.Results;
import io.muzero.totient.ways.Results.Machine;
import io.muzero.totient.ways.Results.Skipped;
import io.muzero.totient.ways.Row;
import io.muzero.totient.work.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The table for people: a row a way, and below each what is seen and how long workers idled. */
public final class TextReport {
  private static final int MOST_WORKERS_LISTED = 8;

  private TextReport() {}

  /** The lines. */
  public static List<String> lines(Results results) {
    Remarks remarks = new Remarks(results);
    List<String> lines = new ArrayList<>();
    lines.add(heading(results));
    lines.add("");
    boolean repeated = results.rows().stream().anyMatch(row -> row.laps().size() > 1);
    lines.add(
        format(
            repeated,
            "way",
            "workers",
            "wall",
            "min",
            "max",
            "CPU",
            "speed-up",
            "start-up",
            "checksum"));
    for (Row row : results.rows()) {
      lines.add(
          format(
              repeated,
              row.way(),
              Integer.toString(row.workers()),
              duration(row.wallSeconds()),
              duration(row.leastSeconds()),
              duration(row.mostSeconds()),
              duration(row.cpuSeconds()),
              factor(row.speedup()),
              percent(row.startUpShare()),
              Long.toString(row.checksum())));
      lines.add("    " + remarks.on(row));
      if (row.hasSpans() && row.workers() > 1) {
        lines.add("    " + idle(row));
      }
    }
    for (Skipped skipped : results.skipped()) {
      lines.add(skipped.way() + ": not run, " + skipped.reason());
    }
    remarks.machineIsBusy().ifPresent(lines::add);
    lines.add("");
    lines.addAll(remarks.lecture().lines().toList());
    return lines;
  }

  private static String heading(Results results) {
    Machine machine = results.machine();
    String load =
        machine.load() < 0
            ? ""
            : String.format(Locale.ROOT, ", load %.1f before the run", machine.load());
    return "sum of phi(n), n from 2 to "
        + grouped(results.job().to() - 1)
        + ", dealt "
        + results.job().deal().label()
        + "; Java "
        + machine.java()
        + ", "
        + machine.processors()
        + " processors"
        + load;
  }

  private static String format(boolean repeated, String... cells) {
    String range = repeated ? String.format(Locale.ROOT, "%10s%10s", cells[3], cells[4]) : "";
    return String.format(
        Locale.ROOT,
        "%-17s%8s%10s%s%10s%10s%10s  %s",
        cells[0],
        cells[1],
        cells[2],
        range,
        cells[5],
        cells[6],
        cells[7],
        cells[8]);
  }

  private static String idle(Row row) {
    String each;
    if (row.workers() <= MOST_WORKERS_LISTED) {
      each =
          IntStream.range(0, row.workers())
              .mapToObj(
                  worker ->
                      duration(row.median().idleNanos(worker) / 1e9)
                          + " ("
                          + percent(row.idleShare(worker))
                          + ")")
              .collect(Collectors.joining(", "));
    } else {
      double[] shares = IntStream.range(0, row.workers()).mapToDouble(row::idleShare).toArray();
      each =
          percent(IntStream.range(0, shares.length).mapToDouble(i -> shares[i]).min().orElse(0))
              + " to "
              + percent(
                  IntStream.range(0, shares.length).mapToDouble(i -> shares[i]).max().orElse(0));
    }
    long stolen = row.median().spans().stream().filter(Span::stolen).count();
    return "idle, worker by worker: "
        + each
        + "; "
        + row.median().spans().size()
        + " pieces"
        + (stolen == 0 ? "" : ", " + stolen + " of them stolen");
  }
}
