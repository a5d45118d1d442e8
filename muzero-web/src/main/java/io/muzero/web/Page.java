package io.muzero.web;

import io.muzero.agent.LoadOptions;
import io.muzero.environment.GameFamily;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The whole page while it is served: server, games, agents and the threads that think.
 *
 * <p>Thread-safe. Made by {@link #serve}; closing it ends every game and frees every agent.
 */
public final class Page implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(Page.class);

  /** Threads that look at files that grow, so that one that is slow holds not all of them up. */
  private static final int WATCHERS = 2;

  private final WebServer server;
  private final AgentCatalog agents;
  private final Sessions sessions;
  private final Workers workers;
  private final ScheduledExecutorService watch;

  private Page(
      WebServer server,
      AgentCatalog agents,
      Sessions sessions,
      Workers workers,
      ScheduledExecutorService watch) {
    this.server = server;
    this.agents = agents;
    this.sessions = sessions;
    this.workers = workers;
    this.watch = watch;
  }

  /**
   * What there is to see.
   *
   * @param games the games, in the order in which they are shown
   * @param runs folder of all runs, read only; need not exist
   * @param options how agents of runs are loaded
   * @param agents agents that were named at the start
   * @param live the run of this process
   * @param version the program's version
   */
  public record Content(
      List<WebGame> games,
      Path runs,
      LoadOptions options,
      List<NamedAgent> agents,
      LiveRun live,
      String version) {
    /** Copies the lists. */
    public Content {
      games = List.copyOf(games);
      agents = List.copyOf(agents);
    }
  }

  /**
   * Starts serving.
   *
   * @throws IOException when the address cannot be listened on
   */
  public static Page serve(WebConfig config, Content content) throws IOException {
    Map<String, WebGame> games = new TreeMap<>();
    content.games().forEach(game -> games.put(game.name(), game));
    RunFolders folders = new RunFolders(content.runs(), InstantSource.system());
    KeptThoughts kept = KeptThoughts.ofThisProcess();
    AgentCatalog agents =
        new AgentCatalog(folders, content.options(), content.agents(), kept::endOldestUnwatched);
    Sessions sessions = new Sessions(config.limits());
    Workers workers =
        new Workers(Runtime.getRuntime().availableProcessors(), config.limits().searches());
    ScheduledExecutorService watch =
        Executors.newScheduledThreadPool(
            WATCHERS,
            task -> {
              Thread thread = new Thread(task, "page watch");
              thread.setDaemon(true);
              return thread;
            });
    Routes routes = new Routes();
    GamesEndpoints offered = new GamesEndpoints(games, agents, config.limits(), content.version());
    offered.addTo(routes);
    new PlayEndpoints(offered, agents, sessions, config.limits()).addTo(routes);
    new ThinkEndpoints(agents, sessions, workers, config.limits(), kept).addTo(routes);
    new RunsEndpoints(folders, content.live(), folder -> byFolder(games, folder), watch)
        .addTo(routes);
    long pause = Math.min(60, config.limits().idleSeconds());
    watch.scheduleWithFixedDelay(() -> forgetIdle(sessions), pause, pause, TimeUnit.SECONDS);
    boolean started = false;
    try {
      WebServer server = WebServer.start(config, routes);
      started = true;
      return new Page(server, agents, sessions, workers, watch);
    } finally {
      if (!started) {
        watch.shutdownNow();
        workers.close();
      }
    }
  }

  /** A failure ends no later looks. */
  private static void forgetIdle(Sessions sessions) {
    try {
      sessions.forgetIdle();
    } catch (RuntimeException | Error e) {
      LOG.error("games that nobody plays could not be ended", e);
    }
  }

  /** The game whose runs lie in the folder of a name. */
  private static Optional<WebGame> byFolder(Map<String, WebGame> games, String folder) {
    return games.values().stream()
        .filter(game -> GameFamily.folder(game.name()).equals(folder))
        .findFirst();
  }

  /** Where the page is, on this machine. */
  public URI address() {
    return server.address();
  }

  /** Where the page is, as others call it: by the first name that was given, if one was. */
  public URI publicAddress() {
    return server.publicAddress();
  }

  /** Games on the tables. */
  int games() {
    return sessions.count();
  }

  @Override
  public void close() {
    server.close();
    watch.shutdownNow();
    sessions.close();
    workers.close();
    agents.close();
  }
}
