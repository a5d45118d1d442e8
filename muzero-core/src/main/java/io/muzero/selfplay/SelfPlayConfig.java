package io.muzero.selfplay;

import io.muzero.settings.Check;
import io.muzero.settings.Setting;

/** How games are played to make training data. */
public record SelfPlayConfig(
    @Setting(
            value =
                "threads that play, each with its own games and search; from 1; `muzero benchmark`"
                    + " recommends a number",
            byDefault = "2")
        int workers,
    @Setting(
            value =
                "games a worker plays in lock step: the batch of its network calls; from 1. More is"
                    + " faster per position, fewer finish a first game sooner",
            byDefault = "128")
        int gamesPerWorker,
    @Setting(
            value =
                "temperature of the first moves of a game, at least 0. PUCT: actions are drawn with"
                    + " probability ∝ visits^(1/temperature) (MuZero, Appendix D). Gumbel: above 0"
                    + " the search's own sampled action is played, at 0 the best one",
            byDefault = "1.0")
        double temperature,
    @Setting(
            value =
                "moves of a game, from its start, played at that temperature; later moves at"
                    + " temperature 0. Random moves (openingShare, randomShare) do not count",
            byDefault = "1000000")
        int temperatureMoves,
    @Setting(
            value =
                "share of games, within [0, 1], that start with uniformly random moves: they bring"
                    + " positions that good play never reaches, and teach what bad moves lead to."
                    + " Where a random move is not what the search would have played, the value"
                    + " target is what the search found there, not what followed",
            byDefault = "0.0")
        double openingShare,
    @Setting(
            value =
                "greatest number of such random moves; the number is drawn uniformly from 1 to"
                    + " this; from 1",
            byDefault = "1")
        int openingMoves,
    @Setting(
            value =
                "probability, within [0, 1), that such a move repeats the one before, where that is"
                    + " legal: swinging up needs the same action many times, and moves drawn one by"
                    + " one cancel out",
            byDefault = "0.0")
        double openingRepeat,
    @Setting(
            value =
                "share of the moves after that, within [0, 1], that are uniformly random too: where"
                    + " good play visits few states, or chance hides what a move is worth, they"
                    + " keep every move tried. Value targets are cut there likewise",
            byDefault = "0.0")
        double randomShare,
    @Setting(
            value =
                "how far a worker's games differ in that share, at least 0: game i of n plays with"
                    + " randomShare^(1 + randomSpread * i / (n - 1)), so that some explore and"
                    + " others see what good play leads to (Ape-X, arXiv:1803.00933, section 4.1:"
                    + " 7); 0: all alike",
            byDefault = "0.0")
        double randomSpread) {
  /** Checks the ranges. */
  public SelfPlayConfig {
    Check.within("selfPlay.workers", workers, 1, 1024);
    Check.within("selfPlay.gamesPerWorker", gamesPerWorker, 1, 65536);
    Check.within("selfPlay.temperature", temperature, 0, 100);
    Check.atLeast("selfPlay.temperatureMoves", temperatureMoves, 0);
    Check.within("selfPlay.openingShare", openingShare, 0, 1);
    Check.atLeast("selfPlay.openingMoves", openingMoves, 1);
    Check.within("selfPlay.openingRepeat", openingRepeat, 0, 1);
    Check.that(openingRepeat < 1, "selfPlay.openingRepeat", "must be below 1", openingRepeat);
    Check.within("selfPlay.randomShare", randomShare, 0, 1);
    Check.within("selfPlay.randomSpread", randomSpread, 0, 100);
  }

  /** The same with so many games a worker. */
  public SelfPlayConfig withGames(int games) {
    return new SelfPlayConfig(
        workers,
        games,
        temperature,
        temperatureMoves,
        openingShare,
        openingMoves,
        openingRepeat,
        randomShare,
        randomSpread);
  }

  /**
   * The share of random moves of a worker's {@code game}-th game, counted from 0 (Ape-X,
   * arXiv:1803.00933, section 4.1, with its α = {@link #randomSpread}).
   */
  public double randomShareOf(int game) {
    double along = gamesPerWorker == 1 ? 0 : (double) game / (gamesPerWorker - 1);
    return Math.pow(randomShare, 1 + randomSpread * along);
  }

  /**
   * The temperature of a game's next move.
   *
   * @param chosen moves of the game so far that were chosen, not random
   */
  public double temperatureAt(int chosen) {
    return chosen < temperatureMoves ? temperature : 0;
  }
}
