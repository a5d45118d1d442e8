package io.muzero.selfplay;

import io.muzero.search.SearchConfig;
import io.muzero.settings.Check;
import io.muzero.settings.Setting;
import java.util.List;

/** How strength is measured beside training. */
public record EvaluationConfig(
    @Setting(
            value =
                "games (or episodes) of one evaluation against each opponent, both seats in turn; from 2. At 400 games a "
                    + "score's 95 % interval is at most ±5 %",
            byDefault = "200")
        int games,
    @Setting(
            value =
                "reference players to meet, by name; empty: all the game has. One-player games have none",
            byDefault = "[]")
        List<String> opponents,
    @Setting(
            value =
                "random moves that games against an opponent begin with, the same for each two games with the seats "
                    + "changed; 0: none, and deterministic players then repeat the same two games",
            byDefault = "0")
        int openingMoves,
    @Setting(
            value =
                "simulations a move when it is measured or played against; 0: as in search.simulations",
            byDefault = "0")
        int simulations,
    @Setting(
            value =
                "simulations a move in the evaluations beside training, which have little time; 0: as in "
                    + "evaluation.simulations",
            byDefault = "0")
        int trainingSimulations,
    @Setting(
            value =
                "gumbel: c_scale, as search.valueScale, when it is measured or played against; 0: as in search.valueScale. "
                    + "Self-play learns from how values differ and suffers from their noise; who only wants the best move "
                    + "may trust a longer search more",
            byDefault = "0.0")
        double valueScale,
    @Setting(
            value =
                "search each position in all images that the game's symmetries make of it and decide by the mean of "
                    + "their logits, at as many times the cost",
            byDefault = "false")
        boolean symmetries,
    @Setting(
            value =
                "greatest share of one core's time that evaluation takes, within (0, 1]: the next one starts no sooner than "
                    + "that allows. A session's first three may take half of it where they are quick",
            byDefault = "0.05")
        double share,
    @Setting(
            value =
                "training steps between evaluations at least, from 1; a session's first three come after a tenth. Deterministic "
                    + "runs evaluate exactly that often",
            byDefault = "500")
        int everySteps) {
  /** Checks the ranges. */
  public EvaluationConfig {
    Check.within("evaluation.games", games, 2, 1_000_000);
    Check.within("evaluation.openingMoves", openingMoves, 0, 1000);
    Check.within("evaluation.simulations", simulations, 0, 100_000);
    Check.within("evaluation.trainingSimulations", trainingSimulations, 0, 100_000);
    Check.within("evaluation.valueScale", valueScale, 0, 1e6);
    Check.above("evaluation.share", share, 0);
    Check.within("evaluation.share", share, 0, 1);
    Check.atLeast("evaluation.everySteps", everySteps, 1);
    opponents = List.copyOf(opponents);
  }

  /** The search of an agent that is measured or played against, given that of self-play. */
  public SearchConfig search(SearchConfig selfPlay) {
    SearchConfig trusting = valueScale == 0 ? selfPlay : selfPlay.withValueScale(valueScale);
    return simulations == 0 ? trusting : trusting.withSimulations(simulations);
  }

  /** The key that says how many simulations {@link #search} has. */
  public String simulationsKey() {
    return simulations == 0 ? "search.simulations" : "evaluation.simulations";
  }

  /** The key that says how many simulations {@link #trainingSearch} has. */
  public String trainingSimulationsKey() {
    return trainingSimulations == 0 ? simulationsKey() : "evaluation.trainingSimulations";
  }

  /** The search of an agent that is measured beside training, given that of self-play. */
  public SearchConfig trainingSearch(SearchConfig selfPlay) {
    SearchConfig search = search(selfPlay);
    return trainingSimulations == 0 ? search : search.withSimulations(trainingSimulations);
  }
}
