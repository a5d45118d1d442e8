package io.muzero.totient.ways;

import io.muzero.totient.work.Job;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * What an experiment gave.
 *
 * @param job what each way did
 * @param machine on what
 * @param rows what was measured, in order
 * @param skipped what was not, and why
 */
public record Results(Job job, Machine machine, List<Row> rows, List<Skipped> skipped) {
  /** Copies the lists. */
  public Results {
    rows = List.copyOf(rows);
    skipped = List.copyOf(skipped);
  }

  /**
   * A way that cannot run here.
   *
   * @param way its name
   * @param reason why, and what to do about it
   */
  public record Skipped(String way, String reason) {}

  /**
   * Where it ran.
   *
   * @param java version of the JVM
   * @param processors cores that it may use
   * @param load runnable threads on the machine, mean of the last minute before; negative if
   *     unknown
   */
  public record Machine(String java, int processors, double load) {
    /** This one, now. */
    public static Machine here() {
      return new Machine(
          System.getProperty("java.version"),
          Runtime.getRuntime().availableProcessors(),
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
  }
}
