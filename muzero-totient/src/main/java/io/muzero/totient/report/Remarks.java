package io.muzero.totient.report;

import static io.muzero.totient.report.Figures.duration;
import static io.muzero.totient.report.Figures.factor;
import static io.muzero.totient.report.Figures.percent;

import io.muzero.totient.ways.PythonContrast;
import io.muzero.totient.ways.Results;
import io.muzero.totient.ways.Row;
import io.muzero.totient.work.Deal;
import io.muzero.totient.work.Job;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/** Says in a sentence what a row shows, from its figures alone. */
public final class Remarks {
  /** Share of the ideal from which a way counts as having reached it. */
  private static final double REACHED = 0.9;

  /** Share of the time after which a first piece began late. */
  private static final double LATE = 0.1;

  /** Share of a core that a lone thread gets on a machine that is free. */
  private static final double FREE = 0.9;

  /** Cores that threads keep busy from which they compute at the same time. */
  private static final double AT_ONCE = 1.2;

  /** Start-up share from which it is the row's story. */
  private static final double MOSTLY_START = 0.3;

  private final Results results;

  /** Remarks on an experiment. */
  public Remarks(Results results) {
    this.results = results;
  }

  /** The sentence for a row. */
  public String on(Row row) {
    if (row.way().startsWith(PythonContrast.PREFIX)) {
      return python(row);
    }
    return switch (row.way()) {
      case "serial" -> serial(row);
      case "threads" ->
          shortfall(row)
              .orElse(
                  "no global lock: "
                      + row.workers()
                      + " threads kept "
                      + coresBusy(row)
                      + " of "
                      + cores()
                      + " cores busy, and starting them took "
                      + duration(row.startUpSeconds()));
      case "virtual" ->
          waitingForCarriers(row)
              .or(() -> shortfall(row))
              .orElse(
                  "no better than platform threads: computing never waits, and waiting is what"
                      + " virtual threads make cheap");
      case "pool" ->
          shortfall(row)
              .orElse("threads kept between jobs: " + duration(row.startUpSeconds()) + " to start");
      case "processes" -> coldStart(row, "JVMs");
      case "processes-warm" ->
          shortfall(row)
              .orElse(
                  "once running and compiled, processes keep up with threads, for a part is three"
                      + " numbers in and one out");
      case "ray" -> coldStart(row, "a driver and worker JVMs through the cluster");
      case "ray-warm" ->
          shortfall(row)
              .orElse(
                  "a task costs a round trip through Ray's daemons; parts this long hide it, and the"
                      + " workers could be other machines'");
      default -> throw new IllegalArgumentException("no remark is known for " + row.way());
    };
  }

  private int cores() {
    return results.machine().processors();
  }

  private static String coresBusy(Row row) {
    return factor(row.cpuSeconds() / row.workSeconds());
  }

  /** Warns if the machine was not free, which makes wall times and speed-ups doubtful. */
  public Optional<String> machineIsBusy() {
    return results.rows().stream()
        .filter(row -> row.way().equals("serial"))
        .filter(row -> row.cpuSeconds() < FREE * row.workSeconds())
        .map(
            row ->
                "The machine is not free: serial got "
                    + percent(row.cpuSeconds() / row.workSeconds())
                    + " of a core. Trust the CPU times, not the speed-ups.")
        .findFirst();
  }

  private String serial(Row row) {
    return "what the others are measured against: one core, no start, "
        + Math.round(row.wallSeconds() * 1e9 / results.job().numbers())
        + " ns a number";
  }

  /** Why a row is not as fast as its workers and the cores allow; empty if it is. */
  private Optional<String> shortfall(Row row) {
    int ideal = Math.min(row.workers(), cores());
    if (row.speedup() >= REACHED * ideal) {
      return Optional.empty();
    }
    String missed = factor(row.speedup()) + " of " + ideal + " possible: ";
    if (row.startUpShare() >= MOSTLY_START) {
      return Optional.of(
          missed
              + duration(row.startUpSeconds())
              + " of start-up for "
              + duration(row.workSeconds())
              + " of work; a longer job hides it");
    }
    double busy = row.cpuSeconds() / row.workSeconds();
    if (busy < REACHED * ideal) {
      return Optional.of(
          missed
              + uneven(row, ideal)
                  .orElseGet(
                      () ->
                          "the workers got "
                              + factor(busy)
                              + " cores; something else had the rest, or they waited to be woken"));
    }
    return Optional.of(
        missed
            + "the same numbers took "
            + duration(row.cpuSeconds())
            + " of CPU time instead of "
            + duration(row.baselineSeconds())
            + ": cores that slowed each other down, or code still being compiled");
  }

  /** Whether too few workers had work at the same time, and which of them least. */
  private Optional<String> uneven(Row row, int ideal) {
    if (!row.hasSpans() || row.parallelism(ideal) >= REACHED * ideal) {
      return Optional.empty();
    }
    return IntStream.range(0, row.workers())
        .boxed()
        .max(Comparator.comparingDouble(row::idleShare))
        .map(
            worker ->
                "worker "
                    + (worker + 1)
                    + " had nothing left to do for "
                    + percent(row.idleShare(worker))
                    + " of the time"
                    + (isFixed() ? "; try --deal queue or steal" : ""));
  }

  private boolean isFixed() {
    return results.job().deal() == Deal.STATIC || results.job().deal() == Deal.BLOCKS;
  }

  private Optional<String> waitingForCarriers(Row row) {
    Job job = results.job();
    return isFixed()
            && job.workers() > cores()
            && row.latestStart() > LATE
            && row.startUpShare() < MOSTLY_START
        ? Optional.of(
            "virtual threads are not made to take turns: with "
                + cores()
                + " carriers for "
                + job.workers()
                + " long parts, a part waits until another is done")
        : Optional.empty();
  }

  private static String coldStart(Row row, String what) {
    return percent(row.startUpShare())
        + " of the time went into starting "
        + what
        + "; the work alone, by code they had yet to compile, ran "
        + factor(row.speedupOfWork())
        + " times as fast as serial";
  }

  private String python(Row row) {
    if (row.workers() == 1 && row.way().endsWith("serial")) {
      return "the same algorithm in Python; the two rows below are measured against this one";
    }
    if (row.way().endsWith("threads")) {
      return row.workers()
          + " threads kept "
          + coresBusy(row)
          + " cores busy: "
          + (row.cpuSeconds() < AT_ONCE * row.workSeconds()
              ? "Python's global lock lets one thread compute at a time"
              : "they compute at the same time, so this Python was built without the global lock");
    }
    return row.speedup() > AT_ONCE
        ? "each process has a global lock of its own, so here processes are the way to use "
            + cores()
            + " cores"
        : "a global lock each, but starting processes ("
            + duration(row.startUpSeconds())
            + ") or busy cores ate the gain; try a longer job";
  }

  /** What the lecture expects beside what was measured. */
  public String lecture() {
    StringBuilder text = new StringBuilder();
    text.append(
        "The lecture expects processes > serial > threads in speed: true where a global lock lets"
            + " only one thread compute at a time, as in Python.\n");
    text.append("Measured here, on a JVM: ");
    text.append(
        String.join(
            " > ",
            results.rows().stream()
                .filter(row -> !row.way().startsWith(PythonContrast.PREFIX))
                .sorted(Comparator.comparingDouble(Row::speedup).reversed())
                .map(row -> row.way() + " " + factor(row.speedup()))
                .toList()));
    text.append(".\n");
    text.append(
        "A JVM has no such lock: threads share memory and start in microseconds, while a process"
            + " starts a JVM, compiles anew, and gets everything through a pipe.");
    if (results.rows().stream().anyMatch(row -> row.way().startsWith(PythonContrast.PREFIX))) {
      text.append("\nMeasured in Python: ");
      text.append(
          String.join(
              " > ",
              results.rows().stream()
                  .filter(row -> row.way().startsWith(PythonContrast.PREFIX))
                  .sorted(Comparator.comparingDouble(Row::speedup).reversed())
                  .map(
                      row ->
                          row.way().substring(PythonContrast.PREFIX.length())
                              + " "
                              + factor(row.speedup()))
                  .toList()));
      text.append(" (against Python's serial run).");
    }
    return text.toString();
  }
}
