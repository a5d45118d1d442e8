package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.agent.TrainedAgent;
import io.muzero.selfplay.Evaluation;
import io.muzero.selfplay.Evaluation.Spectator;
import io.muzero.selfplay.ExactReport;
import io.muzero.selfplay.ExhaustiveReport;
import io.muzero.selfplay.MatchResult;
import io.muzero.selfplay.ReturnStatistics;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate}: how strong a trained agent is. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Measures a trained agent without exploration noise.",
      "Two players: --opponent, both seats in turn, or --exhaustive where the game is solved.",
      "One player: returns of --episodes.",
      "Ctrl-C ends it; the matches that are over count."
    })
final class EvaluateCommand implements Runnable {
  private final Screen screen;

  @Mixin private CheckpointOptions options;

  @Option(
      names = "--opponent",
      paramLabel = "NAME",
      description =
          "Reference player: random, one that the command games lists, or an engine: gtp:COMMAND of one that speaks"
              + " the Go Text Protocol, gomocup:COMMAND of one of gomoku (default: all of the game's). In a one-player game it plays the same episodes, for comparison.")
  private @Nullable String opponent;

  @Option(
      names = "--games",
      paramLabel = "N",
      description = "Games against each opponent (default: 400).")
  private @Nullable Integer games;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description = "Episodes of a one-player game (default: 100).")
  private @Nullable Integer episodes;

  @Option(
      names = "--exhaustive",
      description =
          "Play every line that an opponent can choose, from both seats, and count wrong decisions in all states.")
  private boolean exhaustive;

  @Option(
      names = "--moves",
      paramLabel = "FILE",
      description =
          "Print the agent's move in each position of this file. A line is a position: the moves that lead there.")
  private @Nullable Path moves;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Seed of the games and the opponent (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--render",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "FILE.gif",
      description =
          "Show the first game's moves as text, or write them as a picture: .gif all moves, .png the last state."
              + " Of several opponents each has a picture, FILE-NAME.gif.")
  private @Nullable String render;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private final Stop stop = new Stop();

  EvaluateCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    requireAtLeastOne("--games", games);
    requireAtLeastOne("--episodes", episodes);
    if (seed < 0) {
      throw new UsageException("--seed must be at least 0, was " + seed);
    }
    requireMeaning();
    try (TerminalSize size = TerminalSize.of(screen);
        TrainedAgent agent = options.open(screen, this::requireMeaning)) {
      Evaluation evaluation = evaluation(agent);
      if (moves != null) {
        answer(new MoveFile(moves), agent);
      } else if (exhaustive) {
        exhaustive(agent, evaluation);
      } else if (isForOne(agent)) {
        episodes(agent, evaluation);
      } else {
        matches(agent, evaluation);
      }
    }
  }

  private Evaluation evaluation(TrainedAgent agent) {
    return new Evaluation(
        agent.game(), agent.gameOptions(), new EvaluatedAgent(agent, stop.goOn()));
  }

  private static boolean isForOne(TrainedAgent agent) {
    return agent.newEnvironment().spec().players() == 1;
  }

  /** Refuses what cannot be measured of an agent, before anything is said or played. */
  private void requireMeaning(TrainedAgent agent) {
    if (moves != null) {
      return;
    }
    if (exhaustive) {
      requireSolved(agent);
      return;
    }
    if (isForOne(agent)) {
      requireNot("--games", games, "a one-player game has --episodes");
    } else {
      requireNot("--episodes", episodes, "a two-player game has --games");
    }
    if (opponent != null) {
      Opponents.require(agent.game(), agent.newEnvironment(), opponent);
    }
  }

  private void requireSolved(TrainedAgent agent) {
    if (!evaluation(agent).canWalk()) {
      throw new UsageException(
          "--exhaustive needs a game whose every state is solved, and "
              + agent.info().game()
              + " is none");
    }
  }

  /** Refuses options that would do nothing. */
  private void requireMeaning() {
    String by = moves != null ? "--moves" : exhaustive ? "--exhaustive" : null;
    if (by == null) {
      return;
    }
    Map<String, Boolean> given = new LinkedHashMap<>();
    given.put("--games", games != null);
    given.put("--episodes", episodes != null);
    given.put("--opponent", opponent != null);
    given.put("--render", render != null);
    given.put("--exhaustive", exhaustive && moves != null);
    given.forEach(
        (option, is) -> {
          if (is) {
            throw new UsageException(option + " has no meaning with " + by);
          }
        });
  }

  private void listen() {
    stop.listen(screen, "what is measured counts");
  }

  private static RunFailedException stoppedBefore(String what) {
    return new RunFailedException("the evaluation was stopped before " + what);
  }

  private void answer(MoveFile file, TrainedAgent agent) {
    EvaluationProgress progress = progress("positions", 0, agent, Spectator.NONE);
    List<MoveFile.Answer> answers = file.answers(agent, progress);
    progress.finish();
    if (json) {
      ObjectNode object = about(agent);
      ArrayNode all = object.putArray("moves");
      for (MoveFile.Answer answer : answers) {
        all.addObject().put("position", answer.position()).put("move", answer.move());
      }
      screen.print(object.toString());
    } else {
      answers.forEach(answer -> screen.print(answer.line()));
    }
  }

  private static void requireAtLeastOne(String option, @Nullable Integer value) {
    if (value != null && (value < 1 || value > 1_000_000)) {
      throw new UsageException(option + " must be within [1, 1000000], was " + value);
    }
  }

  private static void requireNot(String option, @Nullable Integer value, String instead) {
    if (value != null) {
      throw new UsageException(option + " has no meaning here: " + instead);
    }
  }

  /** The same keys whatever is measured; what was not is empty or null. */
  private ObjectNode about(TrainedAgent agent) {
    ObjectNode object = Json.object();
    object.put("game", agent.info().game());
    object.put("checkpoint", agent.info().checkpoint());
    object.put("step", agent.info().step());
    object.put("weights", agent.weightsChecksum());
    object.put("simulations", agent.info().simulations());
    object.put("seed", seed);
    object.put("openingMoves", agent.info().openingMoves());
    ArrayNode settings = object.putArray("settings");
    options.assignments.forEach(settings::add);
    object.put("stopped", stop.asked());
    object.putArray("matches");
    object.putArray("returns");
    object.putArray("moves");
    object.putNull("exact");
    object.putNull("exhaustive");
    return object;
  }

  private void introduce(TrainedAgent agent) {
    if (!json) {
      screen.print(
          String.format(
              Locale.ROOT,
              "%s at step %,d (%s), %d simulations a move",
              agent.info().game(),
              agent.info().step(),
              agent.info().checkpoint(),
              agent.info().simulations()));
    }
  }

  private void exhaustive(TrainedAgent agent, Evaluation evaluation) {
    introduce(agent);
    listen();
    EvaluationProgress progress =
        progress("every line, then every state", 0, agent, Spectator.NONE);
    ExhaustiveReport report =
        unlessStopped(() -> evaluation.exhaustive(progress))
            .orElseThrow(() -> stoppedBefore("every line was played"));
    progress.finish();
    if (json) {
      ObjectNode object = about(agent);
      put(object.putObject("exhaustive"), report);
      screen.print(object.toString());
      return;
    }
    screen.print(
        String.format(
            Locale.ROOT,
            "the agent loses %,d of %,d lines, every reply met from both seats",
            report.losses(),
            report.lines()));
    screen.print(
        String.format(
            Locale.ROOT,
            "wrong decisions in %,d states: %,d with search, %,d of the raw policy",
            report.states(),
            report.badDecisionsSearch(),
            report.badDecisionsPolicy()));
  }

  /** Empty when it was stopped. */
  private <T> Optional<T> unlessStopped(Supplier<T> measured) {
    try {
      return Optional.of(measured.get());
    } catch (CancellationException e) {
      screen.clearStatus();
      return Optional.empty();
    }
  }

  private void episodes(TrainedAgent agent, Evaluation evaluation) {
    int count = episodes == null ? 100 : episodes;
    GameRendering rendering = rendering(agent, null, render);
    introduce(agent);
    listen();
    EvaluationProgress progress = progress("the agent", count, agent, rendering);
    ReturnStatistics returns =
        unlessStopped(() -> evaluation.episodes(count, seed, progress))
            .orElseThrow(() -> stoppedBefore("the episodes were over"));
    progress.finish();
    EvaluationProgress states = progress("every state", 0, agent, Spectator.NONE);
    Optional<ExactReport> exact =
        unlessStopped(() -> evaluation.exact(states)).flatMap(found -> found);
    states.finish();
    @Nullable ReturnStatistics reference =
        opponent == null || stop.asked() ? null : reference(agent, evaluation, opponent, count);
    if (json) {
      ObjectNode object = about(agent);
      ArrayNode all = object.withArray("returns");
      put(all.addObject().put("player", "agent"), returns);
      if (reference != null) {
        put(all.addObject().put("player", opponent), reference);
      }
      exact.ifPresent(value -> put(object.putObject("exact"), value));
      screen.print(object.toString());
    } else {
      screen.print(line("agent", returns));
      exact.ifPresent(
          value ->
              screen.print(
                  String.format(
                      Locale.ROOT,
                      "exact value over %,d states: %.5f with search, %.5f of the raw policy; optimum %.5f",
                      value.states(),
                      value.search(),
                      value.policy(),
                      value.optimum())));
      if (reference != null && opponent != null) {
        screen.print(line(opponent, reference));
      }
    }
    rendering.finish();
  }

  private @Nullable ReturnStatistics reference(
      TrainedAgent agent, Evaluation evaluation, String player, int count) {
    Spectator orGiveUp =
        (number, state, action, step) -> EvaluatedAgent.orGiveUp(stop.goOn()); // the agent is idle
    EvaluationProgress progress = progress(player, count, agent, orGiveUp);
    Optional<ReturnStatistics> returns =
        unlessStopped(() -> evaluation.reference(player, count, seed, progress));
    progress.finish();
    return returns.orElse(null);
  }

  private EvaluationProgress progress(String what, int count, TrainedAgent agent, Spectator other) {
    int maxSteps = agent.newEnvironment().spec().maxSteps();
    return new EvaluationProgress(
        screen,
        new EvaluationProgress.Task("evaluating, " + what, count, maxSteps),
        other,
        System::nanoTime);
  }

  static void put(ObjectNode object, ExhaustiveReport report) {
    object.put("lines", report.lines());
    object.put("losses", report.losses());
    object.put("states", report.states());
    object.put("badDecisionsSearch", report.badDecisionsSearch());
    object.put("badDecisionsPolicy", report.badDecisionsPolicy());
  }

  static void put(ObjectNode object, ReturnStatistics returns) {
    object.put("episodes", returns.episodes());
    object.put("meanReturn", returns.mean());
    object.put("sdReturn", returns.sd());
    object.put("minReturn", returns.min());
    object.put("maxReturn", returns.max());
  }

  static void put(ObjectNode object, ExactReport exact) {
    object.put("states", exact.states());
    object.put("valueSearch", exact.search());
    object.put("valuePolicy", exact.policy());
    object.put("optimum", exact.optimum());
  }

  private static String line(String who, ReturnStatistics returns) {
    return String.format(
        Locale.ROOT,
        "%-10s %d episodes: mean return %.2f, sd %.2f, min %.2f, max %.2f",
        who,
        returns.episodes(),
        returns.mean(),
        returns.sd(),
        returns.min(),
        returns.max());
  }

  private void matches(TrainedAgent agent, Evaluation evaluation) {
    int count = games == null ? 400 : games;
    int openings = agent.info().openingMoves();
    List<String> names = opponent == null ? agent.game().opponents() : List.of(opponent);
    List<GameRendering> renderings =
        names.stream()
            .map(name -> rendering(agent, name, names.size() == 1 ? render : ofOpponent(name)))
            .toList(); // or refused before all else
    introduce(agent);
    listen();
    ObjectNode object = about(agent);
    int measured = 0;
    for (int i = 0; i < names.size() && !stop.asked(); i++) {
      String name = names.get(i);
      GameRendering rendering = renderings.get(i);
      EvaluationProgress progress = progress("against " + name, count, agent, rendering);
      Optional<MatchResult> result =
          unlessStopped(() -> evaluation.match(name, count, openings, seed, progress));
      progress.finish();
      if (result.isEmpty()) {
        break;
      }
      measured++;
      if (json) {
        put(object.withArray("matches").addObject(), result.get());
      } else {
        screen.print(line(result.get()));
      }
      rendering.finish();
    }
    if (measured == 0) {
      throw stoppedBefore("a match was over");
    }
    if (json) {
      screen.print(object.put("stopped", measured < names.size()).toString());
    }
  }

  /** The picture of a game against one of several opponents. */
  private @Nullable String ofOpponent(String name) {
    return render == null ? null : render.replaceFirst("(\\.[^./\\\\]*)$", "-" + name + "$1");
  }

  /** Who won is the agent: the opponent's name stands first. */
  static String line(MatchResult result) {
    boolean repeated = result.distinct() < result.games();
    return String.format(
        Locale.ROOT,
        "%-10s %d games%s: the agent won %d, drew %d, lost %d; score %.1f %% (95 %%%s: %.1f to %.1f)",
        result.opponent(),
        result.games(),
        repeated ? String.format(Locale.ROOT, ", %d different", result.distinct()) : "",
        result.wins(),
        result.draws(),
        result.losses(),
        100 * result.score(),
        repeated ? ", each different game counted once" : "",
        100 * result.scoreLow(),
        100 * result.scoreHigh());
  }

  static void put(ObjectNode object, MatchResult result) {
    object.put("opponent", result.opponent());
    object.put("games", result.games());
    object.put("distinctGames", result.distinct());
    object.put("wins", result.wins());
    object.put("draws", result.draws());
    object.put("losses", result.losses());
    object.put("score", result.score());
    object.put("scoreLow", result.scoreLow());
    object.put("scoreHigh", result.scoreHigh());
  }

  private GameRendering rendering(
      TrainedAgent agent, @Nullable String second, @Nullable String picture) {
    return GameRendering.of(picture, json, screen, agent.newEnvironment(), second);
  }
}
