package io.muzero.web;

import io.muzero.agent.AgentException;
import io.muzero.agent.LoadOptions;
import io.muzero.agent.TrainedAgent;
import io.muzero.environment.GameFamily;
import io.muzero.storage.CheckpointName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The agents that may play: those of runs, and those that were named when the server began. A
 * loaded agent stays loaded while somebody uses it, and a few of the others for the next.
 * Thread-safe; owns the agents.
 */
final class AgentCatalog implements AutoCloseable {
  /** Agents that stay loaded though nobody uses them; each holds some ten megabytes. */
  private static final int IDLE = 4;

  /** Agents in use at once. */
  private static final int MOST = 24;

  private static final String RUN = "run:";

  /** How a run's checkpoints are listed. */
  private static final List<CheckpointName.Kind> ORDER =
      List.of(CheckpointName.Kind.BEST, CheckpointName.Kind.STEP, CheckpointName.Kind.SNAPSHOT);

  private final RunFolders folders;
  private final LoadOptions options;
  private final List<NamedAgent> named;
  private final BooleanSupplier givesOneBack;
  private final Map<String, Loaded> loaded = new LinkedHashMap<>();
  private boolean closed;

  /**
   * An agent as the list shows it.
   *
   * @param step training steps, −1 when it is not known before it is loaded
   * @param search how it searches
   */
  record Entry(String id, String label, long step, NamedAgent.Search search) {}

  /** An agent that is loaded or being loaded; the catalog's lock guards the number of users. */
  private static final class Loaded {
    private final CompletableFuture<TrainedAgent> agent = new CompletableFuture<>();
    private int users = 1;
  }

  /**
   * The agents of some runs, and others.
   *
   * @param named agents that belong to no run
   * @param givesOneBack has an agent given back by whoever needs it least; says whether somebody
   *     could
   */
  AgentCatalog(
      RunFolders folders,
      LoadOptions options,
      List<NamedAgent> named,
      BooleanSupplier givesOneBack) {
    this.folders = folders;
    this.options = options;
    this.named = List.copyOf(named);
    this.givesOneBack = givesOneBack;
  }

  /** What the page calls a run's checkpoint by. */
  static String id(RunFolders.Run run, RunFolders.Saved saved) {
    return RUN + run.id() + "/" + saved.name();
  }

  /**
   * The agents of a game: files that were named, then all checkpoints of its runs, of each run the
   * best, those to resume from and those of the way, the newest first; then those that come with
   * the program. Those of a run that is damaged are left out, which the log says.
   */
  List<Entry> of(String game) {
    List<Entry> entries = new ArrayList<>();
    addNamed(game, NamedAgent.Kind.FILE, entries);
    for (RunFolders.Run run : folders.runs()) {
      if (run.game().equals(GameFamily.folder(game))) {
        folders.unlessDamaged(run, () -> of(run)).ifPresent(entries::addAll);
      }
    }
    addNamed(game, NamedAgent.Kind.READY, entries);
    return entries;
  }

  private List<Entry> of(RunFolders.Run run) {
    List<Entry> entries = new ArrayList<>();
    List<RunFolders.Saved> saved = folders.checkpoints(run);
    if (!saved.isEmpty()) {
      NamedAgent.Search search = search(folders.settings(run));
      for (CheckpointName.Kind kind : ORDER) {
        saved.stream()
            .filter(one -> one.kind() == kind)
            .forEach(one -> entries.add(entry(run, one, search)));
      }
    }
    return entries;
  }

  /** The games that an agent can play, by the names of their folders of runs. */
  Set<String> playable() {
    Set<String> playable = new HashSet<>();
    named.forEach(one -> playable.add(GameFamily.folder(one.game())));
    for (RunFolders.Run run : folders.runs()) {
      if (!playable.contains(run.game())
          && !folders.unlessDamaged(run, () -> of(run)).orElse(List.of()).isEmpty()) {
        playable.add(run.game());
      }
    }
    return playable;
  }

  private void addNamed(String game, NamedAgent.Kind kind, List<Entry> entries) {
    for (NamedAgent one : named) {
      if (one.game().equals(game) && one.kind() == kind) {
        entries.add(new Entry(one.id(), one.label(), -1, one.search()));
      }
    }
  }

  /** How a run's agents search: {@code evaluation.simulations}, 0 for those of self-play. */
  private static NamedAgent.Search search(Map<String, String> settings) {
    int own = number(settings.get("evaluation.simulations"));
    return new NamedAgent.Search(
        own > 0 ? own : number(settings.get("search.simulations")),
        "rules".equals(settings.get("search.model")));
  }

  private static int number(@Nullable Object setting) {
    String text = String.valueOf(setting);
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static Entry entry(RunFolders.Run run, RunFolders.Saved saved, NamedAgent.Search search) {
    String label =
        String.format(
            Locale.ROOT,
            "step %,d%s, run %s",
            saved.step(),
            saved.kind() == CheckpointName.Kind.STEP ? "" : " (" + saved.kind().prefix() + ")",
            run.name());
    return new Entry(id(run, saved), label, saved.step(), search);
  }

  /** A use of an agent; closing it gives the agent back, closing it twice does nothing. */
  final class Lease implements AutoCloseable {
    private final String id;
    private final Loaded of;
    private final TrainedAgent agent;
    private boolean given;

    private Lease(String id, Loaded of, TrainedAgent agent) {
      this.id = id;
      this.of = of;
      this.agent = agent;
    }

    String id() {
      return id;
    }

    /** The agent; stays the catalog's. */
    TrainedAgent agent() {
      return agent;
    }

    /**
     * The game with the agent's options.
     *
     * @throws HttpProblem 400 when it plays another game
     */
    Variant variant(WebGame game) {
      String plays = agent.info().game();
      if (!plays.equals(game.name())) {
        throw HttpProblem.bad("that agent plays " + plays + ", not " + game.name());
      }
      return Variant.of(game, agent.gameOptions());
    }

    @Override
    public void close() {
      synchronized (AgentCatalog.this) {
        if (!given) {
          given = true;
          of.users--;
          closeIdle();
        }
      }
    }
  }

  /**
   * Takes an agent. Whoever is the first loads it, which takes a second; others who want the same
   * one wait for it, and nobody else does. Where too many are in use, those of searches that nobody
   * watches are given back.
   *
   * @throws HttpProblem 404 when there is none of this name, 400 when it cannot be loaded, 429 when
   *     too many are in use
   */
  Lease take(String id) {
    while (!hasRoomFor(id)) {
      if (!givesOneBack.getAsBoolean()) {
        throw HttpProblem.busy(MOST + " agents are in use; try again in a moment");
      }
    }
    return takeNow(id);
  }

  private synchronized boolean hasRoomFor(String id) {
    return loaded.containsKey(id)
        || loaded.values().stream().filter(one -> one.users > 0).count() < MOST;
  }

  private Lease takeNow(String id) {
    Loaded mine = null;
    Loaded wanted;
    synchronized (this) {
      if (closed) {
        throw new HttpProblem(503, "the server is being stopped");
      }
      Loaded known = loaded.remove(id);
      if (known == null) {
        mine = new Loaded();
        wanted = mine;
      } else {
        known.users++;
        wanted = known;
      }
      loaded.put(id, wanted); // now the one used last
      closeIdle();
    }
    if (mine != null) {
      load(id, mine);
    }
    try {
      return new Lease(id, wanted, wanted.agent.join());
    } catch (CompletionException e) {
      if (e.getCause() instanceof HttpProblem problem) {
        throw problem.again();
      }
      if (e.getCause() instanceof OutOfMemoryError error) {
        throw error;
      }
      throw e;
    }
  }

  private void load(String id, Loaded mine) {
    try {
      mine.agent.complete(open(id));
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        loaded.remove(id, mine); // the next one tries again
      }
      mine.agent.completeExceptionally(e);
    }
  }

  private TrainedAgent open(String id) {
    try {
      for (NamedAgent one : named) {
        if (one.id().equals(id)) {
          return one.source().get();
        }
      }
      return TrainedAgent.load(checkpoint(id), options);
    } catch (AgentException e) {
      throw HttpProblem.bad(String.valueOf(e.getMessage()));
    }
  }

  private Path checkpoint(String id) {
    String[] parts = id.startsWith(RUN) ? id.substring(RUN.length()).split("/", -1) : new String[0];
    if (parts.length == 3) {
      for (RunFolders.Saved saved : folders.checkpoints(folders.run(parts[0], parts[1]))) {
        if (saved.name().equals(parts[2])) {
          return saved.folder();
        }
      }
    }
    throw HttpProblem.notFound("there is no such agent any more; reload the page");
  }

  /** Closes agents that nobody uses, the one used longest ago first, until a few are left. */
  private void closeIdle() {
    List<String> idle =
        loaded.entrySet().stream()
            .filter(entry -> entry.getValue().users == 0)
            .map(Map.Entry::getKey)
            .toList();
    for (String id : idle.subList(0, Math.max(0, idle.size() - (closed ? 0 : IDLE)))) {
      Loaded gone = loaded.remove(id);
      if (gone != null) {
        gone.agent.join().close(); // loaded long ago: nobody uses it
      }
    }
  }

  /** Closes all agents that nobody uses, and the others as they are given back. */
  @Override
  public synchronized void close() {
    closed = true;
    closeIdle();
  }
}
