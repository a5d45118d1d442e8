package io.muzero.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.metrics.MetricsFile;
import io.muzero.storage.RunSettings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The endpoints about runs: list, settings, checkpoints, curves, what a run does now. */
final class RunsEndpoints {
  private static final Logger LOG = LogManager.getLogger(RunsEndpoints.class);
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Points of one curve that are sent; a chart has some hundred pixels. */
  private static final int POINTS = 1500;

  /** Rows in one event, so that none is longer than about 100 kB. */
  private static final int ROWS_AN_EVENT = 2000;

  private static final long FOLLOW_MILLISECONDS = 1000;

  private final RunFolders folders;
  private final LiveRun live;
  private final Function<String, Optional<WebGame>> games;
  private final ScheduledExecutorService watch;

  /**
   * The endpoints.
   *
   * @param live the run of this process, if any
   * @param games the game whose runs lie in the folder of a name
   * @param watch looks at files that grow; outlives the endpoints
   */
  RunsEndpoints(
      RunFolders folders,
      LiveRun live,
      Function<String, Optional<WebGame>> games,
      ScheduledExecutorService watch) {
    this.folders = folders;
    this.live = live;
    this.games = games;
    this.watch = watch;
  }

  void addTo(Routes routes) {
    routes.add("GET", "api/runs", (request, parts) -> list());
    routes.add("GET", "api/runs/{game}/{run}", (request, parts) -> show(run(parts)));
    routes.add("GET", "api/runs/{game}/{run}/metrics", (request, parts) -> metrics(run(parts)));
    routes.add("GET", "api/runs/{game}/{run}/state", (request, parts) -> state(run(parts)));
    routes.add(
        "GET",
        "api/runs/{game}/{run}/episodes/{step}",
        (request, parts) -> episode(run(parts), parts.getOrDefault("step", "")));
  }

  private RunFolders.Run run(Map<String, String> parts) {
    return folders.run(parts.getOrDefault("game", ""), parts.getOrDefault("run", ""));
  }

  private Answer list() {
    RunFolders.Found found = folders.found();
    ObjectNode answer = JSON.objectNode();
    ArrayNode all = answer.putArray("runs");
    Map<String, String> damaged = new TreeMap<>(found.damaged());
    for (RunFolders.Run run : found.runs()) {
      try {
        all.add(summary(run));
      } catch (HttpProblem e) {
        damaged.put(run.id(), e.line());
      }
    }
    ArrayNode others = answer.putArray("damaged");
    damaged.forEach((name, why) -> others.addObject().put("name", name).put("error", why));
    return Answer.of(answer);
  }

  private ObjectNode summary(RunFolders.Run run) {
    RunFolders.Progress progress = folders.progress(run);
    ObjectNode node =
        JSON.objectNode()
            .put("id", run.id())
            .put("game", run.game())
            .put("name", run.name())
            .put("step", progress.step())
            .put("seconds", progress.seconds())
            .put("age", progress.age())
            .put("live", live.doing(run.game(), run.name()).isPresent() || folders.isLive(run));
    RunFolders.Best best = progress.best();
    best.value().ifPresent(value -> node.put("best", value));
    games.apply(run.game()).ifPresent(game -> node.put("plays", game.name()));
    node.put("bestKind", best.kind().name().toLowerCase(Locale.ROOT));
    node.put("against", best.against());
    return node;
  }

  private Answer show(RunFolders.Run run) {
    ObjectNode answer = summary(run);
    ArrayNode checkpoints = answer.putArray("checkpoints");
    for (RunFolders.Saved saved : folders.checkpoints(run)) {
      ObjectNode node =
          checkpoints
              .addObject()
              .put("name", saved.name())
              .put("step", saved.step())
              .put("agent", AgentCatalog.id(run, saved));
      saved.score().ifPresentOrElse(score -> node.put("score", score), () -> node.putNull("score"));
    }
    ArrayNode episodes = answer.putArray("episodes");
    folders.episodes(run).forEach(episodes::add);
    Map<String, String> settings = folders.settings(run);
    Map<String, String> usual = new TreeMap<>();
    games
        .apply(run.game())
        .ifPresent(game -> usual.putAll(RunSettings.of(game.configuration().get())));
    ObjectNode values = answer.putObject("settings");
    ArrayNode changed = answer.putArray("changed");
    settings.forEach(
        (key, value) -> {
          values.put(key, value);
          if (!usual.isEmpty() && !value.equals(usual.get(key))) {
            changed.add(key);
          }
        });
    return Answer.of(answer);
  }

  private Answer episode(RunFolders.Run run, String step) {
    if (!step.matches("\\d{1,18}")) {
      throw HttpProblem.bad("a training step must be a whole number");
    }
    return Answer.of(folders.episode(run, Long.parseLong(step)));
  }

  private Answer metrics(RunFolders.Run run) {
    return new Answer.Events(
        stream -> {
          MetricsFile file = new MetricsFile(run.folder().resolve(MetricsFile.NAME));
          return follow(stream, () -> sendRows(stream, file));
        });
  }

  private static void sendRows(EventStream stream, MetricsFile file) throws IOException {
    MetricsFile.Rows more = file.more();
    if (more.rows().isEmpty() && !more.fromStart()) {
      return;
    }
    List<MetricsFile.Row> rows =
        more.fromStart() ? MetricsFile.thinned(more.rows(), POINTS) : more.rows();
    for (int from = 0; from == 0 || from < rows.size(); from += ROWS_AN_EVENT) {
      ObjectNode event = JSON.objectNode().put("from", more.fromStart() ? from : 1);
      ArrayNode array = event.putArray("rows");
      for (MetricsFile.Row row : rows.subList(from, Math.min(rows.size(), from + ROWS_AN_EVENT))) {
        array.addArray().add(row.step()).add(row.seconds()).add(row.tag()).add(row.value());
      }
      stream.send("rows", event);
    }
  }

  private Answer state(RunFolders.Run run) {
    return new Answer.Events(
        stream ->
            follow(
                stream,
                () -> {
                  ObjectNode event = JSON.objectNode();
                  ArrayNode lines = event.putArray("lines");
                  live.doing(run.game(), run.name())
                      .orElseGet(() -> fromCurves(run))
                      .forEach((name, text) -> lines.addArray().add(name).add(text));
                  stream.sendNewest("state", event);
                }));
  }

  /** What a run of another process said last; nothing when it has ended. */
  private Map<String, String> fromCurves(RunFolders.Run run) {
    Map<String, String> doing = new LinkedHashMap<>();
    if (!folders.isLive(run)) {
      return doing;
    }
    Map<String, Double> newest = folders.newest(run);
    say(doing, newest, "learner", "learner/steps_per_second", "%.1f steps/s");
    say(doing, newest, "self-play", "search/simulations_per_second", "%,.0f simulations/s");
    say(doing, newest, "games", "self_play/games", "%,.0f");
    say(doing, newest, "replay buffer", "replay/positions", "%,.0f positions");
    say(doing, newest, "age of its weights", "replay/age", "%,.0f steps");
    say(doing, newest, "reanalysed", "reanalyse/positions", "%,.0f positions");
    say(doing, newest, "memory", "run/resident_mebibytes", "%,.0f MiB");
    return doing;
  }

  private static void say(
      Map<String, String> into, Map<String, Double> newest, String name, String tag, String form) {
    Double value = newest.get(tag);
    if (value != null) {
      into.put(name, String.format(Locale.ROOT, form, value));
    }
  }

  /** Something that is looked at again and again. */
  @FunctionalInterface
  private interface Look {
    void look() throws IOException;
  }

  /**
   * Looks now, on the stream's own thread, because the first look may take long; then on and on.
   */
  private AutoCloseable follow(EventStream stream, Look look) {
    look(stream, look);
    ScheduledFuture<?> task =
        watch.scheduleWithFixedDelay(
            () -> look(stream, look),
            FOLLOW_MILLISECONDS,
            FOLLOW_MILLISECONDS,
            TimeUnit.MILLISECONDS);
    return () -> task.cancel(false);
  }

  private static void look(EventStream stream, Look look) {
    try {
      look.look();
    } catch (IOException | RuntimeException | Error e) {
      // The browser connects again and shows what it is told then.
      LOG.warn("a run can no longer be followed: {}", e.getMessage());
      stream.end();
    }
  }
}
