package io.muzero.launcher;

import io.muzero.blackboard.Counter;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.GameFamily;
import io.muzero.ray.RaySelfPlay;
import io.muzero.run.RunStart;
import io.muzero.run.SelfPlayPlace;
import io.muzero.run.TrainingRun;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.RunFolder;
import io.muzero.web.Page;
import io.muzero.web.WebConfig;
import io.muzero.web.WebGame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code train}: a new run, or an earlier one that goes on. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains an agent until its bound or Ctrl-C.",
      "Each game's configuration has a bound; --steps or --minutes replaces it.",
      "Ctrl-C writes a checkpoint and stops. A second Ctrl-C, at least one second later, ends the"
          + " run at once."
    })
final class TrainCommand implements Runnable {
  private final Screen screen;

  @Mixin private ConfigOptions options;

  @Mixin private ExpertOption expert;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description =
          "Resume the run in this folder, for example checkpoints/tictactoe/latest. The folder of"
              + " one of its checkpoints resumes from that checkpoint. Other options change the"
              + " run's settings.")
  private @Nullable Path resume;

  @Option(
      names = "--from-best",
      description =
          "With --resume: start from the weights of the run's best checkpoint, for example after"
              + " weights diverged. The optimiser's moments and the replay buffer start empty.")
  private boolean fromBest;

  @Option(
      names = "--serve",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = ServeCommand.PORT,
      description =
          "Serve the page beside the run, which it follows (default port: "
              + ServeCommand.PORT
              + ").")
  private @Nullable Integer port;

  @Mixin private RayOptions ray;

  @Option(
      names = "--json",
      description =
          "Print one JSON object a line on standard output: one for each evaluation and one at the"
              + " end; nothing else (docs/sweeps.md lists the fields).")
  private boolean json;

  @Option(
      names = "--end-with-input",
      description =
          "Write a checkpoint and stop when standard input closes: for a program that starts this"
              + " one, whose death closes it too.")
  private boolean endWithInput;

  /** The run as soon as it begins, for the page's threads. */
  private volatile @Nullable WatchedRun watched;

  TrainCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    if (fromBest && resume == null) {
      throw new UsageException(
          "--from-best needs --resume RUN, the run whose best checkpoint is meant");
    }
    options.machine.useLibtorch();
    options.more = expert.layers();
    try {
      if (resume == null) {
        ResolvedConfig resolved = options.resolve();
        TrainableHere.requireDevice(resolved);
        requireData(resolved);
        ray.check(resolved);
        TrainableHere.requireFits(resolved);
        Path root = Path.of(resolved.config().run().folder());
        String game = resolved.config().game();
        try (Served served = serve(root, resolved);
            Played played = played(resolved);
            RunFolder folder =
                RunFolder.create(root, GameFamily.folder(game), LocalDateTime.now())) {
          train(resolved, folder, true, new RunStart.Newest(), played);
        }
      } else {
        Path named = RunFolder.resolve(resume, screen::note);
        if (!Files.exists(named)) {
          throw new UsageException(
              "--resume "
                  + resume
                  + " does not exist: name a run such as checkpoints/<game>/latest");
        }
        Optional<Path> ofCheckpoint = RunFolder.ofCheckpoint(named);
        RunStart start = new RunStart.Newest();
        if (fromBest && ofCheckpoint.isPresent()) {
          throw new UsageException(
              "--from-best and the checkpoint "
                  + named
                  + " both say where to start: name the run "
                  + ofCheckpoint.get()
                  + ", or leave out --from-best");
        }
        if (fromBest) {
          start = new RunStart.Best();
        } else if (ofCheckpoint.isPresent()) {
          start = new RunStart.From(named);
        }
        Path run = ofCheckpoint.orElse(named);
        if (start instanceof RunStart.Newest) {
          requireBoundAhead(run);
        }
        try (RunFolder folder = RunFolder.open(run)) {
          ResolvedConfig resolved = options.resolveOver(folder.resolve(RunFolder.CONFIG));
          requireOpponents(resolved);
          ray.check(resolved);
          TrainableHere.requireFitsGpu(resolved);
          try (Served served = serve(folderOfRuns(run), resolved);
              Played played = played(resolved)) {
            train(resolved, folder, false, start, played);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunFailedException("the run was interrupted", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Requires that a bound given for a run lies ahead: it would take the place of the run's own. */
  private void requireBoundAhead(Path run) {
    if (options.minutes != null && options.minutes.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      requireMinutesAhead(run, Double.parseDouble(options.minutes));
    }
    if (options.steps == null || !options.steps.matches("[1-9]\\d{0,17}")) {
      return; // anything else is refused as a setting
    }
    long bound = Long.parseLong(options.steps);
    CheckpointStore.readOnly(run.resolve(RunFolder.CHECKPOINTS))
        .newest(damaged -> {})
        .map(newest -> newest.manifest().step())
        .filter(reached -> bound < reached)
        .ifPresent(
            reached -> {
              throw new UsageException(
                  String.format(
                      Locale.ROOT,
                      "--steps %,d lies behind step %,d, which %s has reached: give a later one, or"
                          + " name an earlier checkpoint",
                      bound,
                      reached,
                      run));
            });
  }

  private static void requireMinutesAhead(Path run, double bound) {
    CheckpointStore.readOnly(run.resolve(RunFolder.CHECKPOINTS))
        .newest(damaged -> {})
        .map(
            newest ->
                newest.manifest().counters().getOrDefault(Counter.WALL_MILLIS.key(), 0L) / 1000.0)
        .filter(trained -> bound > 0 && 60 * bound < trained)
        .ifPresent(
            trained -> {
              throw new UsageException(
                  String.format(
                      Locale.ROOT,
                      "--minutes counts the training of all sessions, and %s has trained for %s: give"
                          + " more than that",
                      run,
                      RunBlock.duration(trained)));
            });
  }

  /** {@code …/<runs>/<game>/<run>}: the first. */
  private static @Nullable Path folderOfRuns(Path run) {
    Path game = run.toAbsolutePath().normalize().getParent();
    return game == null ? null : game.getParent();
  }

  /** Requires what games are learned from, and whom the agent is measured against. */
  private void requireData(ResolvedConfig resolved) {
    ExpertOption.require(options.algorithm, resolved);
    requireOpponents(resolved);
  }

  private static void requireOpponents(ResolvedConfig resolved) {
    for (String opponent : resolved.config().evaluation().opponents()) {
      Opponents.requireReady(
          "evaluation.opponents", resolved.game(), resolved.config().gameOptions(), opponent);
    }
  }

  /** The page beside a run, if it is asked for. */
  private record Served(@Nullable Page page) implements AutoCloseable {
    @Override
    public void close() {
      if (page != null) {
        page.close();
      }
    }
  }

  /**
   * Begins to serve the page, if it is asked for: before a new run has a folder, as it may fail. It
   * shows the run's own game too where that is one of a family, which it would not know otherwise.
   */
  private Served serve(@Nullable Path runs, ResolvedConfig resolved) {
    if (port == null || runs == null) {
      return new Served(null);
    }
    if (port < 0 || port > 65535) {
      throw new UsageException("--serve must be a port within [0, 65535], was " + port);
    }
    boolean known = options.games.registry().names().contains(resolved.config().game());
    List<WebGame> further = known ? List.of() : List.of(ServeCommand.shown(resolved));
    Page page =
        ServeCommand.page(
            WebConfig.local(port),
            ServeCommand.content(
                screen,
                options.games,
                new ServeCommand.Shown(runs, List.of(), further),
                (game, run) -> {
                  WatchedRun now = watched;
                  return now == null ? Optional.empty() : now.doing(game, run);
                }));
    screen.note("the page is at " + page.address() + "#/runs");
    return new Served(page);
  }

  /** Where games are played: on threads, or on a cluster, which is found before the run begins. */
  private record Played(@Nullable RaySelfPlay ray) implements AutoCloseable {
    SelfPlayPlace place() {
      return ray == null ? SelfPlayPlace.THREADS : ray;
    }

    @Override
    public void close() {
      if (ray != null) {
        ray.close();
      }
    }
  }

  private Played played(ResolvedConfig resolved) {
    Optional<RaySelfPlay> cluster = ray.open(resolved, options.games.jars);
    cluster.ifPresent(one -> screen.note("the games are played by Ray actors at " + one.place()));
    return new Played(cluster.orElse(null));
  }

  private static String repeats(ResolvedConfig resolved) {
    return "seed "
        + resolved.config().seed()
        + (resolved.config().run().deterministic()
            ? ", deterministic: repeats bit for bit"
            : ", not deterministic: does not repeat exactly (--set run.deterministic=true does)");
  }

  private void train(
      ResolvedConfig resolved, RunFolder folder, boolean fresh, RunStart start, Played played)
      throws InterruptedException, IOException {
    LaunchLog.toFolder(folder.path());
    String game = resolved.config().game();
    ProgressLines progress = new ProgressLines(screen, game);
    RunJson lines = new RunJson(screen, game, folder.path(), progress);
    WatchedRun following = new WatchedRun(json ? lines : progress, folder.path());
    watched = following;
    try (TerminalSize size = TerminalSize.of(screen);
        TrainingRun run = TrainingRun.open(resolved, folder, following, start, played.place())) {
      if (fresh) {
        folder
            .becomeLatest()
            .ifPresent(moved -> screen.note("the folder latest, a copy of a run, is now " + moved));
      }
      StopSignals.install(screen, run::stop);
      if (endWithInput) {
        InputEnd.watch(System.in, screen, run::stop);
      }
      screen.note(
          "training " + game + " in " + folder.path() + "; Ctrl-C writes a checkpoint and stops");
      screen.note(repeats(resolved));
      resolved.game().notes(resolved.config().gameOptions()).forEach(screen::note);
      TrainingRun.Outcome outcome = run.run();
      screen.endStatus();
      if (json) {
        lines.end(outcome);
      }
      RunEnding ending =
          new RunEnding(Program.ofProcess(), options.repeated()).resumedWith(ray.repeated());
      ending.lines(outcome, resolved.config().run(), folder.path()).forEach(screen::note);
      Optional<String> failure = Optional.ofNullable(played.ray).flatMap(RaySelfPlay::failure);
      if (failure.isPresent()) {
        throw new RunFailedException(failure.get() + "; the run ended at its checkpoint");
      }
    }
  }
}
