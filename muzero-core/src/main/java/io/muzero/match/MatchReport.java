package io.muzero.match;

import io.muzero.selfplay.MatchResult;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a match brought, in the first side's view.
 *
 * @param games those that count, in whole pairs, by their numbers
 * @param pairs how the pairs went
 * @param tested how those pairs went that the sequential test has looked at, which are the first
 *     ones without a gap: after a stop fewer than count, as short games overtake long ones; none
 *     where there is no test
 * @param ended how it ended
 * @param failure what a player or the game failed by, which stopped the match; null where none did
 */
public record MatchReport(
    List<PlayedGame> games,
    PairCounts pairs,
    PairCounts tested,
    Ended ended,
    @Nullable RuntimeException failure) {
  /** Why a match is over. */
  public enum Ended {
    /** All games were played. */
    COMPLETE,
    /** The sequential test knows. */
    DECIDED,
    /** It was stopped, or an engine failed. */
    STOPPED
  }

  /** Copies the list. */
  public MatchReport {
    games = List.copyOf(games);
  }

  /** Wins, draws and losses over all games. */
  public MatchResult result(String opponent) {
    return result(opponent, games);
  }

  /**
   * Wins, draws and losses of the games in which the first side had a seat.
   *
   * @param seat 0 or 1
   */
  public MatchResult result(String opponent, int seat) {
    return result(opponent, games.stream().filter(game -> game.seat() == seat).toList());
  }

  private static MatchResult result(String opponent, List<PlayedGame> games) {
    int wins = (int) games.stream().filter(game -> game.result() > 0).count();
    int losses = (int) games.stream().filter(game -> game.result() < 0).count();
    int distinct = (int) games.stream().mapToLong(PlayedGame::trace).distinct().count();
    return new MatchResult(opponent, wins, games.size() - wins - losses, losses, distinct);
  }

  /** The difference of strength, with the score's interval. */
  public Elo.Interval elo() {
    MatchResult all = result("");
    return Elo.ofScore(all.scoreLow(), all.score(), all.scoreHigh());
  }

  /**
   * Counts pairs.
   *
   * @param games whole pairs, by their numbers
   */
  static PairCounts count(List<PlayedGame> games) {
    Set<List<Long>> seen = new HashSet<>();
    PairCounts sum = PairCounts.EMPTY;
    for (int first = 0; first + 1 < games.size(); first += 2) {
      sum = plus(sum, games.subList(first, first + 2), seen);
    }
    return sum;
  }

  /**
   * Adds a pair.
   *
   * @param seen traces of the pairs before, to which its own are added
   */
  static PairCounts plus(PairCounts sum, List<PlayedGame> pair, Set<List<Long>> seen) {
    boolean isNew = seen.add(pair.stream().map(PlayedGame::trace).toList());
    return sum.plus(pair.stream().mapToInt(game -> 1 + game.result()).sum(), isNew);
  }
}
