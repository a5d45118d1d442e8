package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.agent.LoadOptions;
import io.muzero.agent.TrainedAgent;
import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.NearestWord;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.expert.RecordException;
import io.muzero.expert.RecordWriter;
import io.muzero.files.FileFailure;
import io.muzero.protocol.EnginePlayer;
import io.muzero.storage.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code record}: games of a player with itself as a file of expert data. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    description = {
      "Lets a reference player, a trained agent or an engine play with itself and writes the games down.",
      "FILE.sgf for go, othello and gomoku; any other name gets a line of moves a game. .gz packs it.",
      "Ctrl-C ends it; the games that are over are written."
    })
final class RecordCommand implements Runnable {
  private static final int MOST_GAMES = 10_000_000;

  private final Screen screen;

  @Option(
      names = {"-g", "--game"},
      paramLabel = "NAME",
      required = true,
      completionCandidates = GameNames.class,
      description = "The game, one of two players; the command games lists them.")
  private String game = "";

  @Mixin private GameJars jars;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file over the game's own configuration; may be given more than once.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Sets a key of the configuration, for example environment.size=9. May be given more than once.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = "--player",
      paramLabel = "NAME",
      required = true,
      description =
          "Who plays: one of the game's reference players, for example expert or perfect; the folder of a checkpoint or a run;"
              + " or an engine: gtp:COMMAND of one that speaks the Go Text Protocol, gomocup:COMMAND of one of gomoku.")
  private String player = "";

  @Option(
      names = "--games",
      paramLabel = "N",
      defaultValue = "100",
      description = "Games that are played (default: ${DEFAULT-VALUE}).")
  private int games;

  @Option(
      names = "--opening-moves",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "Random moves that a game begins with at most; any number up to it is equally likely (default: ${DEFAULT-VALUE}).")
  private int openingMoves;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of the games, openings and the player (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The file, which is replaced when it is there.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private final AtomicBoolean stopped = new AtomicBoolean();

  RecordCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    requireWithin("--games", games, 1, MOST_GAMES);
    requireWithin("--opening-moves", openingMoves, 0, 10_000);
    requireWithin("--seed", seed, 0, Long.MAX_VALUE);
    Path file = Objects.requireNonNull(out);
    ResultPlace.require("--out", file);
    ResolvedConfig resolved = new ConfigReader(jars.played(screen)).read(layers());
    GameProvider provider = resolved.game();
    try (TerminalSize size = TerminalSize.of(screen);
        Hired hired = hire(provider, resolved)) {
      record(file, provider, hired);
    }
  }

  /**
   * Who plays, and the options of the game that are played by.
   *
   * @param agent null where it is a reference player or an engine
   */
  private record Hired(@Nullable TrainedAgent agent, GameOptions options) implements AutoCloseable {
    @Override
    public void close() {
      if (agent != null) {
        agent.close();
      }
    }
  }

  private void record(Path file, GameProvider provider, Hired hired) {
    GameOptions options = hired.options;
    RecordWriter writer = new RecordWriter(provider, options, player);
    try {
      writer.requireWritable(file);
    } catch (RecordException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    StopSignals.installSilently(
        screen,
        () -> {
          screen.note("stopping: the games that are over are written (Ctrl-C again ends at once)");
          stopped.set(true);
        });
    RecordingProgress progress =
        new RecordingProgress(screen, games, provider.create(options).spec().maxSteps());
    Recording recording =
        new Recording(
            provider,
            options,
            new Recording.Order(player, games, openingMoves, seed),
            progress,
            () -> !stopped.get());
    Recording.Result result = play(recording, hired.agent, progress);
    RuntimeException failure = result.failure();
    if (result.games().isEmpty() && failure != null) {
      throw failure;
    }
    if (result.played() == 0) {
      throw new RunFailedException("the recording was stopped before a game was over");
    }
    try {
      writer.write(file, result.games());
    } catch (IOException e) {
      throw new RunFailedException(file + " cannot be written: " + FileFailure.reason(e), e);
    }
    screen.print(json ? object(file, provider, result).toString() : line(file, provider, result));
    if (failure != null) {
      throw failure;
    }
  }

  private String line(Path file, GameProvider provider, Recording.Result result) {
    return String.format(
        Locale.ROOT,
        "%,d%s games of %s by %s: %,d different in %s, %,d duplicates dropped, %,d without an end dropped",
        result.played(),
        result.played() < games ? String.format(Locale.ROOT, " of %,d", games) : "",
        provider.name(),
        player,
        result.games().size(),
        file,
        result.duplicates(),
        result.unfinished());
  }

  private ObjectNode object(Path file, GameProvider provider, Recording.Result result) {
    RuntimeException failure = result.failure();
    ObjectNode object = Json.object();
    object.put("game", provider.name());
    object.put("player", player);
    object.put("file", file.toString());
    object.put("seed", seed);
    object.put("openingMoves", openingMoves);
    object.put("gamesPlanned", games);
    object.put("games", result.played());
    object.put("distinctGames", result.games().size());
    object.put("duplicates", result.duplicates());
    object.put("unfinished", result.unfinished());
    object.put("stopped", result.played() < games);
    object.put("failure", failure == null ? null : Diagnosis.oneLine(failure));
    return object;
  }

  private static void requireWithin(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new UsageException(
          option + " must be within [" + least + ", " + most + "], was " + value);
    }
  }

  private List<ConfigLayer> layers() {
    List<ConfigLayer> layers = new ArrayList<>();
    files.forEach(file -> layers.add(new ConfigLayer.File(file)));
    assignments.forEach(text -> layers.add(new ConfigLayer.Assignment(text)));
    layers.add(ConfigLayer.Flag.ofText("--game", "game", game));
    return layers;
  }

  /** The player; an agent plays with the options that it was trained with. */
  private Hired hire(GameProvider provider, ResolvedConfig resolved) {
    GameOptions options = resolved.config().gameOptions();
    boolean named = EnginePlayer.isNamed(player) || provider.opponents().contains(player);
    if (named || !Files.exists(Path.of(player))) {
      requirePlayer(provider, resolved);
      return new Hired(null, options);
    }
    if (!files.isEmpty()) {
      throw new UsageException(
          "--config has no meaning here: the agent "
              + player
              + " has its run's configuration, which --set changes");
    }
    LoadOptions loading = jars.loading(screen).withGame(provider.name());
    for (String assignment : assignments) {
      loading = loading.withSetting(assignment);
    }
    TrainedAgent agent = TrainedAgent.load(RunFolder.resolve(Path.of(player)), loading);
    return new Hired(agent, agent.gameOptions());
  }

  private void requirePlayer(GameProvider provider, ResolvedConfig resolved) {
    EnvironmentSpec spec = provider.create(resolved.config().gameOptions()).spec();
    if (spec.players() != 2) {
      throw new UsageException(
          "games are recorded of two players only, and " + provider.name() + " has one");
    }
    List<String> players = provider.opponents();
    if (EnginePlayer.isNamed(player)) {
      EnginePlayer.requirePlayable(
          player, provider.create(resolved.config().gameOptions()), provider.name());
    } else if (!players.contains(player)) {
      throw new UsageException(
          "--player must be one of "
              + String.join(", ", players)
              + ", the folder of an agent, gtp:COMMAND or gomocup:COMMAND, was "
              + player
              + NearestWord.hint(player, players));
    }
  }

  private static Recording.Result play(
      Recording recording, @Nullable TrainedAgent agent, RecordingProgress progress) {
    try {
      return agent == null ? recording.play() : recording.play(agent);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunFailedException("the recording was interrupted", e);
    } finally {
      progress.finish();
    }
  }
}
