package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.config.GameRegistry;
import io.muzero.launcher.runs.RunCatalogue;
import io.muzero.launcher.runs.RunEntry;
import io.muzero.launcher.runs.Score;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code runs}: what there is, how it compares, what can go. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the runs: state, training step, minutes trained, best evaluation, size on the disk, time since the last change.",
      "States: running (a process trains in it), finished (it reached a bound), interrupted (it can be resumed), damaged (a"
          + " file of it cannot be read).",
      "Below, RUN is a run's folder, GAME/RUN, GAME/latest, or a run's name."
    },
    subcommands = {
      RunsListCommand.class,
      RunsShowCommand.class,
      RunsDiffCommand.class,
      RunsPruneCommand.class
    })
final class RunsCommand implements Runnable {
  private static final double MEBIBYTE = 1 << 20;

  private final Screen screen;

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      defaultValue = "checkpoints",
      scope = ScopeType.INHERIT,
      description = "The folder of all runs (default: ${DEFAULT-VALUE}).")
  private Path root = Path.of("checkpoints");

  @Option(
      names = {"-g", "--game"},
      paramLabel = "NAME",
      completionCandidates = GameNames.class,
      scope = ScopeType.INHERIT,
      description = "Only runs of this game.")
  private @Nullable String game;

  @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print one JSON object.")
  private boolean json;

  private final InstantSource clock = InstantSource.system();

  RunsCommand(Screen screen) {
    this.screen = screen;
  }

  /** Whether JSON is wanted. */
  boolean json() {
    return json;
  }

  Instant now() {
    return clock.instant();
  }

  /** The game whose runs alone count; empty: all. */
  Optional<String> game() {
    return Optional.ofNullable(game);
  }

  /**
   * The runs.
   *
   * @throws UsageException when the folder of all runs does not exist
   */
  RunCatalogue catalogue() {
    if (!Files.isDirectory(root)) {
      throw new UsageException(
          "there is no folder "
              + root
              + " of runs: train one by train --game NAME, or name another by --checkpoints DIR");
    }
    return named();
  }

  /** The runs for a command to which they are named: one may lie anywhere. */
  RunCatalogue named() {
    return new RunCatalogue(root, game(), screen::note);
  }

  /** Refuses a game that nobody knows, with the nearest name; where it has runs it was known. */
  void requireKnownGame() {
    if (game != null) {
      GameRegistry.installed().get(game);
    }
  }

  @Override
  public void run() {
    List<RunEntry> runs = catalogue().runs();
    if (runs.isEmpty()) {
      requireKnownGame();
    }
    if (json) {
      ObjectNode object = Json.object();
      ArrayNode all = object.putArray("runs");
      runs.forEach(run -> all.add(json(run)));
      screen.print(object.toString());
      return;
    }
    if (runs.isEmpty()) {
      screen.note("no run" + (game == null ? "" : " of " + game) + " in " + root);
      return;
    }
    TextTable table =
        new TextTable("game", "run", "state", ">step", ">minutes", ">best", ">size", ">changed");
    for (RunEntry run : runs) {
      table.row(
          run.game(),
          run.name(),
          run.state().word(),
          String.format(Locale.ROOT, "%,d", run.progress().step()),
          minutes(run.progress().seconds()),
          run.best().text(),
          size(run.bytes()),
          age(run) + " ago");
    }
    table.lines().forEach(screen::print);
  }

  ObjectNode json(RunEntry run) {
    ObjectNode object = Json.object();
    object.put("game", run.game()).put("run", run.name()).put("folder", run.folder().toString());
    object.put("state", run.state().word());
    object.put("step", run.progress().step());
    object.put("minutes", run.progress().seconds() / 60);
    put(object.putObject("best"), run.best());
    object.put("bytes", run.bytes());
    object.put("changed", run.changed().toString());
    object.put("ageSeconds", Duration.between(run.changed(), now()).toMillis() / 1000.0);
    return object;
  }

  /** The same keys whatever was measured; what was not is null. */
  static void put(ObjectNode object, Score score) {
    if (score.value().isPresent()) {
      object.put("score", score.value().getAsDouble());
    } else {
      object.putNull("score");
    }
    if (score.against().isEmpty()) {
      object.putNull("against");
    } else {
      object.put("against", score.against());
    }
    if (score.wrong().isPresent()) {
      object.put("wrongDecisions", (long) score.wrong().getAsDouble());
    } else {
      object.putNull("wrongDecisions");
    }
  }

  /** Minutes with one digit after the point. */
  static String minutes(double seconds) {
    return String.format(Locale.ROOT, "%.1f", seconds / 60);
  }

  /** A size in MiB or, from 1024 of them on, in GiB. */
  static String size(long bytes) {
    double mebibytes = bytes / MEBIBYTE;
    return mebibytes >= 1024
        ? String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024)
        : String.format(Locale.ROOT, "%.1f MiB", mebibytes);
  }

  /** How long ago a run changed, in one unit. */
  String age(RunEntry run) {
    long seconds = Math.max(0, Duration.between(run.changed(), now()).toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 2 * 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
  }
}
