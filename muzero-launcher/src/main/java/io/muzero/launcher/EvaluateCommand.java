package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.selfplay.Decider;
import io.muzero.selfplay.Evaluation;
import io.muzero.selfplay.ExactReport;
import io.muzero.selfplay.ExhaustiveReport;
import io.muzero.selfplay.MatchResult;
import io.muzero.selfplay.ReturnStatistics;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
      "One player: returns of --episodes."
    })
final class EvaluateCommand implements Runnable {
  private static final int MAX_BATCH = 256;

  private final Screen screen;

  @Mixin private CheckpointOptions options;

  @Option(
      names = "--opponent",
      paramLabel = "NAME",
      description =
          "Reference player: random, or one that the command games lists (default: all the game has). For one player:"
              + " plays the same episodes, for comparison.")
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
          "Meet every line an opponent can play, from both seats, and count bad decisions in all states.")
  private boolean exhaustive;

  @Option(
      names = "--moves",
      paramLabel = "FILE",
      description =
          "Print the agent's move in each position of this file, one a line, written as the moves that lead there.")
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
          "Show the first game's moves as text, or write them as a picture (.gif moving, .png the last state).")
  private @Nullable String render;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

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
    try (LoadedAgent loaded = options.open(screen);
        Decider agent = loaded.team(MAX_BATCH)) {
      Evaluation evaluation =
          new Evaluation(loaded.game(), loaded.config().gameOptions(), loaded.stacker(), agent);
      int players = loaded.environment().spec().players();
      if (moves != null) {
        new MoveFile(moves).answer(loaded, agent, screen);
      } else if (exhaustive) {
        exhaustive(loaded, evaluation);
      } else if (players == 1) {
        requireNot("--games", games, "a one-player game has --episodes");
        episodes(loaded, evaluation);
      } else {
        requireNot("--episodes", episodes, "a two-player game has --games");
        matches(loaded, evaluation);
      }
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

  private ObjectNode about(LoadedAgent loaded) {
    ObjectNode object = Json.object();
    object.put("game", loaded.config().game());
    object.put("checkpoint", loaded.checkpoint().folder().toString());
    object.put("step", loaded.checkpoint().manifest().step());
    object.put("simulations", loaded.simulations());
    return object;
  }

  private void introduce(LoadedAgent loaded) {
    if (!json) {
      screen.print(
          String.format(
              Locale.ROOT,
              "%s at step %,d (%s), %d simulations a move",
              loaded.config().game(),
              loaded.checkpoint().manifest().step(),
              loaded.checkpoint().folder(),
              loaded.simulations()));
    }
  }

  private void exhaustive(LoadedAgent loaded, Evaluation evaluation) {
    if (!evaluation.canWalk()) {
      throw new UsageException(
          "--exhaustive needs a game whose every state is solved, and "
              + loaded.config().game()
              + " is none");
    }
    introduce(loaded);
    ExhaustiveReport report = evaluation.exhaustive();
    if (json) {
      ObjectNode object = about(loaded);
      object.put("lines", report.lines());
      object.put("losses", report.losses());
      object.put("states", report.states());
      object.put("badDecisionsSearch", report.badDecisionsSearch());
      object.put("badDecisionsPolicy", report.badDecisionsPolicy());
      screen.print(object.toString());
      return;
    }
    screen.print(
        String.format(
            Locale.ROOT,
            "%,d losses in %,d lines, every reply met from both seats",
            report.losses(),
            report.lines()));
    screen.print(
        String.format(
            Locale.ROOT,
            "bad decisions in %,d states: %,d with search, %,d of the raw policy",
            report.states(),
            report.badDecisionsSearch(),
            report.badDecisionsPolicy()));
  }

  private void episodes(LoadedAgent loaded, Evaluation evaluation) {
    int count = episodes == null ? 100 : episodes;
    if (opponent != null) {
      loaded.opponent(opponent); // refused before anything is played
    }
    GameRendering rendering = rendering(loaded);
    introduce(loaded);
    ReturnStatistics returns = evaluation.episodes(count, seed, rendering);
    if (json) {
      ObjectNode object = about(loaded);
      put(object, returns);
      evaluation.exact().ifPresent(exact -> put(object, exact));
      if (opponent != null) {
        put(
            object.putObject(opponent),
            evaluation.reference(loaded.opponent(opponent), count, seed));
      }
      screen.print(object.toString());
    } else {
      screen.print(line("agent", returns));
      evaluation
          .exact()
          .ifPresent(
              exact ->
                  screen.print(
                      String.format(
                          Locale.ROOT,
                          "exact value over %,d states: %.5f with search, %.5f of the raw policy; optimum %.5f",
                          exact.states(),
                          exact.search(),
                          exact.policy(),
                          exact.optimum())));
      if (opponent != null) {
        screen.print(line(opponent, evaluation.reference(loaded.opponent(opponent), count, seed)));
      }
    }
    rendering.finish();
  }

  private static void put(ObjectNode object, ReturnStatistics returns) {
    object.put("episodes", returns.episodes());
    object.put("meanReturn", returns.mean());
    object.put("sdReturn", returns.sd());
    object.put("minReturn", returns.min());
    object.put("maxReturn", returns.max());
  }

  private static void put(ObjectNode object, ExactReport exact) {
    object.put("exactStates", exact.states());
    object.put("exactValueSearch", exact.search());
    object.put("exactValuePolicy", exact.policy());
    object.put("exactOptimum", exact.optimum());
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

  private void matches(LoadedAgent loaded, Evaluation evaluation) {
    int count = games == null ? 400 : games;
    int openings = loaded.config().evaluation().openingMoves();
    List<String> names =
        opponent == null ? loaded.game().opponents() : List.of(loaded.opponent(opponent));
    GameRendering rendering = rendering(loaded);
    introduce(loaded);
    ArrayNode results = Json.object().putArray("matches");
    for (String name : names) {
      MatchResult result = evaluation.match(name, count, openings, seed, rendering);
      if (json) {
        ObjectNode object = about(loaded);
        object.put("openingMoves", openings);
        put(object, result);
        results.add(object);
      } else {
        screen.print(
            String.format(
                Locale.ROOT,
                "%-10s %d games: %d won, %d drawn, %d lost; score %.1f %% (95 %%: %.1f to %.1f)",
                name,
                result.games(),
                result.wins(),
                result.draws(),
                result.losses(),
                100 * result.score(),
                100 * result.scoreLow(),
                100 * result.scoreHigh()));
      }
      rendering.finish();
      rendering = rendering(loaded);
    }
    if (json) {
      screen.print(
          results.size() == 1
              ? results.get(0).toString()
              : Json.object().<ObjectNode>set("matches", results).toString());
    }
  }

  private static void put(ObjectNode object, MatchResult result) {
    object.put("opponent", result.opponent());
    object.put("games", result.games());
    object.put("wins", result.wins());
    object.put("draws", result.draws());
    object.put("losses", result.losses());
    object.put("score", result.score());
    object.put("scoreLow", result.scoreLow());
    object.put("scoreHigh", result.scoreHigh());
  }

  private GameRendering rendering(LoadedAgent loaded) {
    return GameRendering.of(render, json, screen, loaded.environment());
  }
}
