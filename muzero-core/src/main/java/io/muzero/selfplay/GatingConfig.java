package io.muzero.selfplay;

import io.muzero.search.SearchConfig;
import io.muzero.settings.Check;
import io.muzero.settings.Setting;

/**
 * Whether newer weights must win against those that play before they take their place, as AlphaGo
 * Zero's evaluator asked (Nature 550, 2017, Methods): 55 % of 400 games, every 1,000 training
 * steps.
 */
public record GatingConfig(
    @Setting(
            value =
                "training steps between two candidates, from 1; 0: none, self-play takes the newest weights (AlphaGo Zero: "
                    + "1000)",
            byDefault = "0")
        int everySteps,
    @Setting(
            value =
                "games that a candidate plays against the weights that play, both seats in turn, from 2",
            byDefault = "400")
        int games,
    @Setting(
            value =
                "score that a candidate must reach, above 0 and at most 1; a win counts 1, a draw ½",
            byDefault = "0.55")
        double winRate,
    @Setting(
            value =
                "random moves that these games begin with, the same for each two games with the seats changed, at least 0: "
                    + "without them, players without chance repeat the same two games",
            byDefault = "4")
        int openingMoves,
    @Setting(
            value = "simulations a move in these games; 0: as in search.simulations",
            byDefault = "0")
        int simulations) {
  /** Checks the ranges. */
  public GatingConfig {
    Check.within("gating.everySteps", everySteps, 0, 1_000_000_000);
    Check.within("gating.games", games, 2, 1_000_000);
    Check.above("gating.winRate", winRate, 0);
    Check.within("gating.winRate", winRate, 0, 1);
    Check.within("gating.openingMoves", openingMoves, 0, 1000);
    Check.within("gating.simulations", simulations, 0, 100_000);
  }

  /** Whether newer weights must win before they play. */
  public boolean isOn() {
    return everySteps > 0;
  }

  /** The search of these games, given that of self-play. */
  public SearchConfig search(SearchConfig selfPlay) {
    return simulations == 0 ? selfPlay : selfPlay.withSimulations(simulations);
  }

  /** The key that says how many simulations {@link #search} has. */
  public String simulationsKey() {
    return simulations == 0 ? "search.simulations" : "gating.simulations";
  }

  /** Whether a candidate with this result takes the place of those that play. */
  public boolean admits(MatchResult result) {
    // In halves of a point, which are whole: 220 of 400 are 55 % in any arithmetic.
    long halves = 2L * result.wins() + result.draws();
    return halves >= Math.ceil(2 * winRate * result.games() - 1e-9);
  }
}
