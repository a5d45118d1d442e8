package io.muzero.launcher;

import io.muzero.agent.AgentCard;
import io.muzero.agent.LoadOptions;
import io.muzero.agent.ReadyAgents;
import io.muzero.agent.TrainedAgent;
import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.GameFamily;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.RunFolder;
import io.muzero.storage.RunNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose a trained agent: a game's newest run, or any run or checkpoint. */
final class CheckpointOptions {
  @Option(
      names = {"-g", "--game"},
      paramLabel = "NAME",
      completionCandidates = GameNames.class,
      description =
          "The game. Without --checkpoint and --agent the best checkpoint of its newest run plays; where there is no run, the"
              + " agent that comes with the program.")
  @Nullable String game;

  @Mixin GameJars games;

  @Option(
      names = "--checkpoint",
      paramLabel = "PATH",
      description =
          "A checkpoint's folder, or a run's folder: its best checkpoint, or the newest when there is no best.")
  @Nullable Path checkpoint;

  @Option(
      names = "--agent",
      paramLabel = "NAME|FILE",
      completionCandidates = AgentNames.class,
      description =
          "An agent that comes with the program (the command agents lists them), or a file that agent pack has written.")
  @Nullable String agent;

  @Option(
      names = "--simulations",
      paramLabel = "N",
      description =
          "Simulations per move, in place of evaluation.simulations. 0: as many as in self-play.")
  @Nullable String simulations;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Changes a setting of the run's configuration. May be given more than once.")
  List<String> assignments = new ArrayList<>();

  @Mixin MachineOptions machine;

  /** Loads the agent, which the caller closes. */
  TrainedAgent open(Screen screen) {
    return open(screen, agent -> {});
  }

  /**
   * Loads the agent, which the caller closes.
   *
   * @param check refuses one that the command cannot use; it comes before people are told which
   *     agent was found, so that a refusal is one line
   */
  TrainedAgent open(Screen screen, Consumer<TrainedAgent> check) {
    Found found = find(screen);
    try {
      check.accept(found.agent());
    } catch (RuntimeException e) {
      found.agent().close();
      throw e;
    }
    found.notice().ifPresent(screen::note);
    return found.agent();
  }

  /**
   * An agent that was loaded.
   *
   * @param notice why it is this one, where it was not named
   */
  private record Found(TrainedAgent agent, Optional<String> notice) {
    /** The one that was named. */
    static Found named(TrainedAgent agent) {
      return new Found(agent, Optional.empty());
    }
  }

  private Found find(Screen screen) {
    machine.useLibtorch();
    if (agent != null && checkpoint != null) {
      throw new UsageException("--agent and --checkpoint both name an agent: name one");
    }
    if (agent != null) {
      return Found.named(TrainedAgent.load(agent, loading(screen)));
    }
    if (checkpoint == null) {
      return newest(screen);
    }
    Path path = RunFolder.resolve(checkpoint, screen::note);
    if (!Files.exists(path)) {
      throw new UsageException("--checkpoint " + checkpoint + " does not exist");
    }
    return Found.named(TrainedAgent.load(path, loading(screen)));
  }

  private LoadOptions loading(Screen screen) {
    LoadOptions loading = MachineOptions.loading(games, screen, assignments, flags());
    return game == null ? loading : loading.withGame(game);
  }

  /**
   * The configuration of the game alone, without any agent.
   *
   * @throws UsageException when no game is named
   */
  ResolvedConfig configuration(Screen screen) {
    if (game == null) {
      throw new UsageException(
          "no game is named: add --game NAME, one of "
              + String.join(", ", games.registry().names()));
    }
    return new ConfigReader(games.played(screen)).read(layers());
  }

  /**
   * The agent of a game's newest run that has one: a run that just began must not hide the agents
   * of those before it. The configuration's folder of runs decides where they are.
   */
  private Found newest(Screen screen) {
    if (game == null) {
      throw new UsageException(
          "no game is named: add --game NAME, one of "
              + String.join(", ", games.registry().names())
              + ", or --agent NAME, or --checkpoint PATH");
    }
    MuZeroConfig config = configuration(screen).config();
    Path folder = Path.of(config.run().folder()).resolve(GameFamily.folder(game));
    List<Path> runs = runs(folder, screen);
    Optional<AgentCard> ready = ReadyAgents.of(game, games.loader());
    if (runs.isEmpty()) {
      if (ready.isPresent()) {
        return ready(ready.get(), "there is no run of " + game + " in " + folder, screen);
      }
      throw new UsageException(
          "there is no run of "
              + game
              + " in "
              + folder
              + ": train one by train --game "
              + game
              + ", or name one by --checkpoint PATH");
    }
    for (Path run : runs) {
      Optional<TrainedAgent> found = TrainedAgent.find(run, loading(screen));
      if (found.isPresent()) {
        return new Found(found.get(), notice(runs.get(0), run));
      }
    }
    if (ready.isPresent()) {
      return ready(ready.get(), "no run in " + folder + " has a checkpoint yet", screen);
    }
    throw new CheckpointException(
        "no run in " + folder + " has a checkpoint yet: " + runs.get(0) + " writes its first soon");
  }

  private static Optional<String> notice(Path newest, Path run) {
    return run.equals(newest)
        ? Optional.empty()
        : Optional.of(
            "the newest run "
                + newest
                + " has no checkpoint yet; the agent is that of "
                + run
                + ", trained before");
  }

  /** An agent that comes with the program, and why it plays. */
  private Found ready(AgentCard card, String why, Screen screen) {
    String notice =
        why
            + ": the agent "
            + card.name()
            + " plays, which comes with the program (agents show "
            + card.name()
            + ")";
    return new Found(TrainedAgent.load(card.name(), loading(screen)), Optional.of(notice));
  }

  /** The runs in a folder, the newest first: what latest names, then by name, which is a time. */
  private static List<Path> runs(Path folder, Screen screen) {
    List<Path> runs = new ArrayList<>(RunNames.newestFirst(folder));
    Path entry = folder.resolve(RunFolder.LATEST);
    if (!runs.isEmpty()) {
      Path latest = RunFolder.resolve(entry, screen::note);
      if (runs.remove(latest)) {
        runs.add(0, latest);
      }
    }
    return runs;
  }

  private List<ConfigLayer> layers() {
    List<ConfigLayer> layers = new ArrayList<>();
    assignments.forEach(text -> layers.add(new ConfigLayer.Assignment(text)));
    layers.addAll(flags());
    return layers;
  }

  private List<ConfigLayer.Flag> flags() {
    List<ConfigLayer.Flag> flags = new ArrayList<>();
    if (game != null) {
      flags.add(ConfigLayer.Flag.ofText("--game", "game", game));
    }
    if (simulations != null) {
      flags.add(new ConfigLayer.Flag("--simulations", "evaluation.simulations", simulations));
    }
    flags.addAll(machine.flags());
    return flags;
  }
}
