package io.muzero.totient;

import io.muzero.rayhome.RayAddress;
import io.muzero.totient.report.BarPicture;
import io.muzero.totient.report.CsvReport;
import io.muzero.totient.report.JsonReport;
import io.muzero.totient.report.TextReport;
import io.muzero.totient.report.TimelinePicture;
import io.muzero.totient.ways.Experiment;
import io.muzero.totient.ways.JavaCommand;
import io.muzero.totient.ways.PythonContrast;
import io.muzero.totient.ways.Results;
import io.muzero.totient.ways.WayName;
import io.muzero.totient.ways.Ways;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Stopwatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code totient}: one job by threads, processes and Ray, in one table. */
@Command(
    name = "totient",
    mixinStandardHelpOptions = true,
    description = {
      "A lab: one sum by threads, virtual threads, a pool, processes and Ray, measured side by side.",
      "It is the sum of Euler's totient over many numbers. docs/concurrency.md explains the table."
    },
    subcommands = {AccountCommand.class, SumCommand.class, PhiCommand.class})
public final class TotientCommand extends LabCommand {
  private static final int MOST_REPEATS = 1000;

  @Mixin private JobOptions options;

  @Option(
      names = "--ways",
      split = ",",
      paramLabel = "WAY",
      completionCandidates = WayNames.class,
      description = "Ways to measure: ${COMPLETION-CANDIDATES} (default: all).")
  private List<String> ways = WayName.labels();

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "1",
      description = "Runs of each way; the table shows median, min and max.")
  private int repeats;

  @Option(
      names = "--python",
      description = "Run the same job in Python too: serial, threads, processes.")
  private boolean python;

  @Option(
      names = "--ray",
      paramLabel = "HOST:PORT",
      description = "Ray cluster to use (default: a local head is started where Ray is installed).")
  private @Nullable String ray;

  @Option(
      names = "--ray-home",
      paramLabel = "DIR",
      description =
          "Virtual environment that holds Ray (default: that of RAY_VENV, else ray on the PATH).")
  private @Nullable Path rayHome;

  @Option(
      names = "--java",
      paramLabel = "FILE",
      description = "The java command of worker processes (default: this JVM's).")
  private @Nullable Path java;

  @ArgGroup private Format format = new Format();

  @Option(
      names = "--chart",
      paramLabel = "FILE.png",
      description = "Draw wall times as bars with their spread.")
  private @Nullable Path chart;

  @Option(
      names = "--timeline",
      paramLabel = "FILE.png",
      description = "Draw which worker had work when.")
  private @Nullable Path timeline;

  /** How results are printed. */
  static final class Format {
    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(names = "--csv", description = "Print comma-separated values.")
    private boolean csv;
  }

  @Override
  void work() throws InterruptedException {
    Job job = options.job();
    if (repeats < 1 || repeats > MOST_REPEATS) {
      throw wrong("--repeats must be within [1, " + MOST_REPEATS + "], was " + repeats);
    }
    Set<WayName> chosen = EnumSet.noneOf(WayName.class);
    Ways.Setup setup;
    try {
      for (String way : ways) {
        chosen.add(Choice.of("--ways", way, WayName.values(), WayName::label));
      }
      check("--chart", chart);
      check("--timeline", timeline);
      setup = setup();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    Results results = measure(job, chosen, setup);
    print(results);
    if (chart != null) {
      new PictureFile("--chart", chart).write(() -> BarPicture.draw(results));
    }
    if (timeline != null) {
      new PictureFile("--timeline", timeline).write(() -> TimelinePicture.draw(results));
    }
  }

  private static void check(String option, @Nullable Path path) {
    if (path != null) {
      new PictureFile(option, path).check();
    }
  }

  private Ways.Setup setup() {
    RayAddress address;
    try {
      address = ray == null ? null : RayAddress.parse(ray);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--ray " + e.getMessage(), e);
    }
    if (rayHome != null && !Files.isDirectory(rayHome)) {
      throw new IllegalArgumentException("--ray-home: the folder " + rayHome + " does not exist");
    }
    JavaCommand own = JavaCommand.ofThisJvm();
    if (java != null && !Files.isExecutable(java)) {
      throw new IllegalArgumentException("--java: " + java + " is not a program");
    }
    return new Ways.Setup(
        java == null ? own : new JavaCommand(java.toAbsolutePath(), own.code()),
        address,
        rayHome,
        System.getenv());
  }

  private Results measure(Job job, Set<WayName> chosen, Ways.Setup setup)
      throws InterruptedException {
    Stopwatch stopwatch = Stopwatch.ofMachine();
    try (Watch watch = new Watch(this::note);
        Ways all = new Ways(stopwatch, setup)) {
      return new Experiment(job, repeats, stopwatch, watch)
          .run(
              all.of(chosen, job),
              chosen.contains(WayName.SERIAL),
              python ? new PythonContrast(System.getenv()) : Experiment.Contrast.NONE);
    }
  }

  private void print(Results results) {
    if (format.json) {
      print(JsonReport.object(results).toString());
    } else if (format.csv) {
      CsvReport.lines(results).forEach(this::print);
      results.skipped().forEach(way -> note(way.way() + ": not run, " + way.reason()));
    } else {
      TextReport.lines(results).forEach(this::print);
    }
  }

  /** For shell completion. */
  static final class WayNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(WayName.values()).map(WayName::label).iterator();
    }
  }
}
