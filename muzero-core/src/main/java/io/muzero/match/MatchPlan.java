package io.muzero.match;

import io.muzero.settings.Check;
import org.jspecify.annotations.Nullable;

/**
 * What is to be played.
 *
 * @param games how many at most: even, because each opening is played from both seats
 * @param openingMoves random moves that each game begins with, within [0, 1000]
 * @param seed of the games, their openings and the reference players, at least 0
 * @param sprt ends the match when it knows; null: all games are played
 */
public record MatchPlan(int games, int openingMoves, long seed, @Nullable Sprt sprt) {
  /** The most games: all are kept in memory. */
  public static final int MOST_GAMES = 200_000;

  /** Checks the ranges. */
  public MatchPlan {
    Check.within("games", games, 2, MOST_GAMES);
    Check.that(
        games % 2 == 0, "games", "must be even: each opening is played from both seats", games);
    Check.within("opening-moves", openingMoves, 0, 1000);
    Check.atLeast("seed", seed, 0);
  }

  /** Pairs of games at most. */
  int pairs() {
    return games / 2;
  }
}
