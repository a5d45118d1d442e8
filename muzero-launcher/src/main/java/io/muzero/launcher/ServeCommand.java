package io.muzero.launcher;

import io.muzero.agent.LoadOptions;
import io.muzero.config.ConfigException;
import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.web.LiveRun;
import io.muzero.web.Page;
import io.muzero.web.WebConfig;
import io.muzero.web.WebGame;
import io.muzero.web.WebLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve}: the page. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Opens a page to play on, to look inside agents, and to watch runs.",
      "It is served to this machine only unless --bind says otherwise. Ctrl-C ends it."
    })
final class ServeCommand implements Runnable {
  /** The port unless another is named. */
  static final String PORT = "7777";

  private static final Path RUNS = Path.of("checkpoints");

  private final Screen screen;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = PORT,
      description = "The port, 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "Listen on this address, for example 0.0.0.0, so that other machines can reach the page."
              + " Needs --token, and 0.0.0.0 needs --host too. Use it in a network that you trust: the page is not encrypted.")
  private @Nullable String bind;

  @Option(
      names = "--host",
      paramLabel = "NAME[:PORT]",
      description =
          "A name by which browsers call this machine, for example box.local; with the port of a proxy, box.local:443."
              + " May be given more than once.")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--token",
      paramLabel = "TEXT",
      description = "A secret of 16 characters or more that a browser must know.")
  private @Nullable String token;

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      defaultValue = "checkpoints",
      description = "The folder of all runs (default: ${DEFAULT-VALUE}).")
  private Path runs = RUNS;

  @Mixin private GameJars jars;

  @Option(
      names = "--agent",
      paramLabel = "NAME|FILE",
      completionCandidates = AgentNames.class,
      description =
          "Let this agent play first: a file that agent pack has written, or the name of one that comes with the program."
              + " May be given more than once.")
  private List<String> agents = new ArrayList<>();

  @Option(
      names = "--game",
      paramLabel = "NAME",
      description =
          "Show this game of Python too, as gym:CartPole-v1; its Python is started at once. May be given more than once.")
  private List<String> games = new ArrayList<>();

  @Option(
      names = "--python",
      paramLabel = "PATH",
      description = "The Python of the games of --game; stands for environment.python=PATH.")
  private @Nullable String python;

  @Option(names = "--open", description = "Open the page in the browser.")
  private boolean open;

  ServeCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    if (!runs.equals(RUNS) && !Files.isDirectory(runs)) {
      throw new UsageException("--checkpoints " + runs + " is no folder: name that of all runs");
    }
    try (Page page =
        page(config(), content(screen, jars, new Shown(runs, agents, games(jars)), LiveRun.NONE))) {
      String secret = token().map(text -> "?token=" + text).orElse("");
      screen.print("the page is at " + page.publicAddress() + secret);
      if (screen.outputFailed()) {
        return; // nobody can know the address
      }
      screen.note("Ctrl-C ends it");
      if (open) {
        Browser.open(screen, page.address() + secret);
      }
      awaitStop();
    }
  }

  /**
   * Starts serving; the caller closes it.
   *
   * @throws UsageException when the address cannot be listened on
   */
  static Page page(WebConfig config, Page.Content content) {
    try {
      return Page.serve(config, content);
    } catch (IOException e) {
      throw new UsageException(
          "the page cannot be served at port "
              + config.port()
              + ": "
              + e.getMessage()
              + "; name another by --port N");
    }
  }

  private Optional<String> token() {
    return Optional.ofNullable(token);
  }

  private WebConfig config() {
    try {
      InetAddress address =
          bind == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(bind);
      return new WebConfig(address, port, hosts, token(), WebLimits.DEFAULT);
    } catch (UnknownHostException e) {
      throw new UsageException("--bind must be an address of this machine, was " + bind);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * What is asked of a page beside the games and agents that it shows anyway.
   *
   * @param runs folder of all runs
   * @param agents further agents, as a person calls them
   * @param games further games
   */
  record Shown(Path runs, List<String> agents, List<WebGame> games) {}

  /**
   * Everything that the page shows.
   *
   * @param live the run of this process
   */
  static Page.Content content(Screen screen, GameJars jars, Shown what, LiveRun live) {
    GameRegistry games = jars.played(screen);
    List<WebGame> shown = new ArrayList<>();
    for (GameProvider game : games.all()) {
      game(games, List.of(ConfigLayer.Flag.ofText("--game", "game", game.name())))
          .ifPresent(shown::add);
    }
    shown.addAll(what.games());
    ClassLoader loader = jars.loader();
    LoadOptions options = jars.loading(screen).withNotices(line -> {});
    return new Page.Content(
        shown,
        what.runs(),
        options,
        new NamedAgents(options).all(what.agents(), loader),
        live,
        new Main.Version().getVersion()[0]);
  }

  /** A game with the options of its own configuration; empty when no network can play it. */
  private static Optional<WebGame> game(GameRegistry games, List<ConfigLayer> layers) {
    try {
      return Optional.of(required(games, layers));
    } catch (ConfigException e) {
      return Optional.empty();
    }
  }

  private static WebGame required(GameRegistry games, List<ConfigLayer> layers) {
    ResolvedConfig resolved = new ConfigReader(games).read(layers);
    resolved.requireTrainable();
    return shown(resolved);
  }

  /** A configuration's game with its options. */
  static WebGame shown(ResolvedConfig resolved) {
    GameProvider game = resolved.game();
    GameOptions options = resolved.config().gameOptions();
    return new WebGame(game, options, resolved::yaml);
  }

  /** The games of families that were asked for. */
  private List<WebGame> games(GameJars installed) {
    List<WebGame> shown = new ArrayList<>();
    GameRegistry registry = installed.played(screen);
    for (String name : games) {
      if (registry.names().contains(name)) {
        continue; // shown anyway
      }
      List<ConfigLayer> layers = new ArrayList<>();
      layers.add(ConfigLayer.Flag.ofText("--game", "game", name));
      if (python != null) {
        layers.add(ConfigLayer.Flag.ofText("--python", "environment.python", python));
      }
      shown.add(required(registry, layers));
    }
    return shown;
  }

  private void awaitStop() {
    CountDownLatch stop = new CountDownLatch(1);
    StopSignals.installSilently(screen, stop::countDown);
    try {
      stop.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
