package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.config.ConfigException;
import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.launcher.runs.RunCatalogue;
import io.muzero.launcher.runs.RunComparison;
import io.muzero.launcher.runs.RunComparison.Difference;
import io.muzero.launcher.runs.RunEntry;
import io.muzero.launcher.runs.RunState;
import io.muzero.launcher.runs.Score;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointName;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.RunFolder;
import io.muzero.storage.RunSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code runs show}: all about one run. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Shows one run: how far it is, its checkpoints, and the settings that are not its game's usual ones.")
final class RunsShowCommand implements Runnable {
  private final Screen screen;

  @ParentCommand private RunsCommand all;

  @Mixin private GameJars jars;

  @Parameters(paramLabel = "RUN", description = "The run.")
  private String named = "";

  RunsShowCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    RunEntry run = all.named().run(named);
    List<RunCatalogue.Saved> checkpoints = RunCatalogue.checkpoints(run.folder());
    Map<String, String> settings = RunSettings.of(run.folder());
    Optional<Map<String, Difference>> unusual = unusual(settings);
    if (all.json()) {
      ObjectNode object = all.json(run);
      ArrayNode saved = object.putArray("checkpoints");
      for (RunCatalogue.Saved one : checkpoints) {
        ObjectNode node =
            saved.addObject().put("name", one.name().toString()).put("step", one.step());
        one.score().ifPresentOrElse(score -> node.put("score", score), () -> node.putNull("score"));
      }
      ObjectNode values = object.putObject("settings");
      settings.forEach(values::put);
      screen.print(object.toString());
      return;
    }
    line("folder", run.folder().toString());
    line("game", settings.getOrDefault("game", run.game()));
    line("state", run.state().word());
    line(
        "trained",
        String.format(
            Locale.ROOT,
            "%,d steps in %s min, changed %s ago",
            run.progress().step(),
            RunsCommand.minutes(run.progress().seconds()),
            all.age(run)));
    line("best", run.best().text());
    line("size", RunsCommand.size(run.bytes()));
    screen.print("");
    checkpoints(checkpoints, run.best());
    unusual.ifPresent(this::settings);
    screen.print("");
    commands(run, settings);
  }

  private void line(String name, String value) {
    screen.print(String.format(Locale.ROOT, "%-8s %s", name, value));
  }

  private void checkpoints(List<RunCatalogue.Saved> checkpoints, Score best) {
    if (checkpoints.isEmpty()) {
      screen.print("no checkpoint yet");
      return;
    }
    TextTable table = new TextTable("checkpoint", ">step", ">score");
    for (RunCatalogue.Saved one : checkpoints) {
      table.row(
          one.name().toString(),
          String.format(Locale.ROOT, "%,d", one.step()),
          best.ofCheckpoint(one.score()));
    }
    table.lines().forEach(screen::print);
  }

  private void settings(Map<String, Difference> unusual) {
    screen.print("");
    if (unusual.isEmpty()) {
      screen.print("all settings are those of the game's configuration");
      return;
    }
    TextTable table = new TextTable("setting", "this run", "game's configuration");
    unusual.forEach((key, values) -> table.row(key, values.first(), values.second()));
    table.lines().forEach(screen::print);
  }

  /** What is not as in the game's own configuration; empty when the game is not installed. */
  private Optional<Map<String, Difference>> unusual(Map<String, String> settings) {
    String game = settings.getOrDefault("game", "");
    try {
      String usual =
          new ConfigReader(jars.registry())
              .read(List.of(ConfigLayer.Flag.ofText("--game", "game", game)))
              .yaml();
      return Optional.of(RunComparison.differences(settings, RunSettings.of(usual)));
    } catch (ConfigException e) {
      screen.note("its settings are not compared: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void commands(RunEntry run, Map<String, String> settings) {
    String folder = run.folder().toString();
    if (run.state() != RunState.RUNNING) {
      List<String> goOn = new ArrayList<>(goOn(run));
      if (run.state() == RunState.FINISHED) {
        goOn.addAll(further(run, settings));
      }
      command("go on:  ", goOn);
    }
    command("play:   ", List.of("play", "--checkpoint", folder));
    command("measure:", List.of("evaluate", "--checkpoint", folder));
  }

  private void command(String purpose, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(jars.repeated());
    screen.print(purpose + " " + Program.ofProcess().command(all));
  }

  /** Bounds that a finished run has not reached; where it has none that it reached, it was good. */
  private static List<String> further(RunEntry run, Map<String, String> settings) {
    FurtherBounds bounds =
        new FurtherBounds((long) number(settings, "run.steps"), number(settings, "run.minutes"));
    long step = run.progress().step();
    double seconds = run.progress().seconds();
    List<String> options = bounds.options(step, seconds, false);
    return options.isEmpty() ? bounds.options(step, seconds, true) : options;
  }

  private static double number(Map<String, String> settings, String key) {
    try {
      return Double.parseDouble(settings.getOrDefault(key, "0"));
    } catch (NumberFormatException e) {
      return 0; // a file that was edited by hand; the resume says what is wrong with it
    }
  }

  /** A run that has no checkpoint to resume from goes on from another, if it is told to. */
  private static List<String> goOn(RunEntry run) {
    CheckpointStore store = CheckpointStore.readOnly(run.folder().resolve(RunFolder.CHECKPOINTS));
    List<String> resume = List.of("train", "--resume", run.folder().toString());
    if (store.list().stream().anyMatch(one -> one.name().kind() == CheckpointName.Kind.STEP)) {
      return resume;
    }
    Optional<Path> spare = store.spare().map(Checkpoint::folder);
    boolean best =
        spare
            .flatMap(CheckpointName::of)
            .filter(name -> name.kind() == CheckpointName.Kind.BEST)
            .isPresent();
    if (best) {
      return List.of("train", "--resume", run.folder().toString(), "--from-best");
    }
    return spare.map(folder -> List.of("train", "--resume", folder.toString())).orElse(resume);
  }
}
