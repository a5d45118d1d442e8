package io.muzero.totient.report;

import io.muzero.totient.ways.Results;
import io.muzero.totient.ways.Row;
import java.util.ArrayList;
import java.util.List;

/** Results as comma-separated values: a header, then a line a row. */
public final class CsvReport {
  private CsvReport() {}

  /** The lines. */
  public static List<String> lines(Results results) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "way,workers,wallSeconds,wallSecondsMin,wallSecondsMax,startUpSeconds,cpuSeconds,speedup,"
            + "checksum,repeats");
    for (Row row : results.rows()) {
      lines.add(
          String.join(
              ",",
              row.way(),
              Integer.toString(row.workers()),
              Double.toString(row.wallSeconds()),
              Double.toString(row.leastSeconds()),
              Double.toString(row.mostSeconds()),
              Double.toString(row.startUpSeconds()),
              Double.toString(row.cpuSeconds()),
              Double.toString(row.speedup()),
              Long.toString(row.checksum()),
              Integer.toString(row.laps().size())));
    }
    return lines;
  }
}
