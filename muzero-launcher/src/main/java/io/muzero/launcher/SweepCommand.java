package io.muzero.launcher;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.ResolvedConfig;
import io.muzero.launcher.doctor.SelfTestProcess;
import io.muzero.launcher.sweep.Candidates;
import io.muzero.launcher.sweep.ChildTrainer;
import io.muzero.launcher.sweep.Sweep;
import io.muzero.launcher.sweep.SweepFile;
import io.muzero.launcher.sweep.SweepFolder;
import io.muzero.launcher.sweep.SweepJson;
import io.muzero.launcher.sweep.SweepPlan;
import io.muzero.launcher.sweep.SweepStatus;
import io.muzero.launcher.sweep.SweepTable;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sweep}: a search for better settings, by many training runs. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description = {
      "Searches for better settings: trains the candidates of a YAML file side by side.",
      "Better ones go on (random search, grid, asynchronous successive halving).",
      "docs/sweeps.md explains the file. Ctrl-C keeps everything; --resume goes on, also after a crash."
    })
final class SweepCommand implements Runnable {
  /** Share of the machine's memory, in percent, that the heaps of all runs may take. */
  private static final int HEAPS_PERCENT = 60;

  private static final int MOST_ROWS = 20;
  private static final String CORES = "-XX:ActiveProcessorCount=";

  private final Screen screen;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "YAML file that describes a new sweep.")
  private @Nullable Path file;

  @Option(
      names = "--resume",
      paramLabel = "FOLDER",
      description = "Go on with the sweep in this folder.")
  private @Nullable Path resume;

  @Option(
      names = "--retry-failed",
      description = "With --resume: train those runs again that failed.")
  private boolean retryFailed;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "The folder that holds new sweeps (default: sweeps).")
  private @Nullable Path folder;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description =
          "Runs side by side (default: the file's parallel, else as many as the cores allow).")
  private @Nullable Integer parallel;

  @Mixin private GameJars games;

  @Mixin private MachineOptions machine;

  @Option(
      names = "--json",
      description =
          "Print one JSON object a line on standard output: one for each run that ends and one at the end.")
  private boolean json;

  SweepCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    if ((file == null) == (resume == null)) {
      throw new UsageException(
          "sweep needs a FILE for a new sweep, or --resume FOLDER for an earlier one, not both");
    }
    if (resume != null && machine.device != null) {
      throw new UsageException(
          "--device is for a new sweep: the runs of " + resume + " stay where they were begun");
    }
    if (resume != null && folder != null) {
      throw new UsageException("--folder is for a new sweep: " + resume + " stays where it is");
    }
    if (resume == null && retryFailed) {
      throw new UsageException("--retry-failed needs --resume FOLDER, the sweep that is meant");
    }
    int cores = Runtime.getRuntime().availableProcessors();
    if (parallel != null && (parallel < 1 || parallel > cores)) {
      throw new UsageException(
          "--parallel must be within [1, " + cores + "], the machine's cores, was " + parallel);
    }
    try (TerminalSize size = TerminalSize.of(screen);
        SweepFolder opened = open()) {
      sweep(opened, cores);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunFailedException("the sweep was interrupted", e);
    }
  }

  private SweepFolder open() {
    if (resume != null) {
      SweepFolder opened = SweepFolder.open(resume);
      if (retryFailed) {
        opened.forgetFailures();
      }
      return opened;
    }
    Path named = Objects.requireNonNull(file);
    SweepFile read = SweepFile.read(named);
    Candidates candidates =
        Candidates.of(read, named, this::read, SweepCommand::requireFits, screen::note);
    String name = String.valueOf(named.getFileName()).replaceFirst("\\.[^.]*$", "");
    return SweepFolder.create(
        folder == null ? Path.of("sweeps") : folder,
        name,
        LocalDateTime.now(),
        read.text(),
        candidates);
  }

  /** A candidate's configuration, on the machine that the options name. */
  private ResolvedConfig read(List<ConfigLayer> layers) {
    List<ConfigLayer> all = new ArrayList<>(layers);
    all.addAll(machine.flags());
    return new ConfigReader(games.registry()).read(all);
  }

  private static void requireFits(ResolvedConfig resolved) {
    TrainableHere.requireDevice(resolved);
    TrainableHere.requireFits(resolved);
  }

  private void sweep(SweepFolder opened, int cores) throws InterruptedException {
    SweepPlan plan = opened.plan();
    int places = Math.min(cores, parallel == null ? plan.parallelOn(cores) : parallel);
    ChildTrainer trainer = new ChildTrainer(opened, plan, program(plan, places), further());
    SweepProgress progress = new SweepProgress(screen, plan, json);
    Sweep sweep = new Sweep(opened, trainer, progress, System::nanoTime);
    StopSignals.installSilently(
        screen,
        () -> {
          screen.note("stopping: the runs write their checkpoints (Ctrl-C again ends at once)");
          sweep.stop();
        });
    screen.note(
        String.format(
            Locale.ROOT,
            "sweep of %,d candidates in %s, %d run%s of %d thread%s at a time; Ctrl-C keeps everything",
            plan.candidates().size(),
            opened.path(),
            places,
            places == 1 ? "" : "s",
            plan.threads(),
            plan.threads() == 1 ? "" : "s"));
    boolean done = sweep.run(places);
    screen.clearStatus();
    tell(sweep.status(), done, opened);
    if (sweep.broken().isPresent()) {
      throw new RunFailedException(
          "the sweep ended by what says nothing of its candidates: " + sweep.broken().get());
    }
  }

  private void tell(SweepStatus status, boolean done, SweepFolder opened) {
    if (json) {
      screen.print(SweepJson.end(status, done, opened.path().toString()).toString());
    } else {
      screen.print(SweepTable.headline(status));
      SweepTable.rows(status, MOST_ROWS).forEach(screen::print);
    }
    Program program = Program.ofProcess();
    boolean scored = status.standings().stream().anyMatch(s -> s.interval() != null && !s.failed());
    if (scored) {
      List<String> train = new ArrayList<>(List.of("train", "--config"));
      train.add(opened.path().resolve(SweepFolder.BEST).toString());
      train.addAll(further());
      screen.note("best:  " + program.command(train));
    }
    if (!done) {
      List<String> again = new ArrayList<>(List.of("sweep", "--resume", opened.path().toString()));
      again.addAll(further());
      screen.note("go on: " + program.command(again));
    } else if (!scored) {
      throw new RunFailedException(
          "every candidate failed; "
              + opened.path()
              + " has what each said in runs/*/train.log, the first: "
              + status.failures().values().stream().findFirst().orElse("nothing"));
    }
  }

  /** Options that every run needs again. */
  private List<String> further() {
    List<String> further = new ArrayList<>(games.repeated());
    further.addAll(machine.repeated());
    return further;
  }

  /** This program as a child that keeps to its share of cores and memory. */
  private static List<String> program(SweepPlan plan, int places) {
    List<String> flags = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
    if (flags.stream().noneMatch(flag -> flag.startsWith(CORES))) {
      flags.add(CORES + plan.threads());
    }
    if (flags.stream().noneMatch(flag -> flag.matches("-Xmx.*|-XX:MaxRAMPercentage.*"))) {
      flags.add("-XX:MaxRAMPercentage=" + Math.min(25, HEAPS_PERCENT / places));
    }
    return SelfTestProcess.java(
        flags, System.getProperty("java.class.path", ""), Main.class.getName());
  }
}
