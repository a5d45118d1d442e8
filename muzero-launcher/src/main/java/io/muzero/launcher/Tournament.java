package io.muzero.launcher;

import io.muzero.match.BradleyTerry;
import io.muzero.match.Match;
import io.muzero.match.MatchPlan;
import io.muzero.match.MatchPlayer;
import io.muzero.match.MatchReport;
import io.muzero.match.NamedPlayer;
import io.muzero.random.RandomStream;
import io.muzero.selfplay.MatchResult;
import io.muzero.selfplay.ReferencePlayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Matches between all players, each with each, one after another. Used once, by one thread. */
final class Tournament {
  private final Contestants contestants;
  private final MatchPlan plan;
  private @Nullable RuntimeException failure;

  /**
   * A tournament.
   *
   * @param plan of each match
   */
  Tournament(Contestants contestants, MatchPlan plan) {
    this.contestants = contestants;
    this.plan = plan;
  }

  /**
   * A match that was played.
   *
   * @param first the first side's number
   * @param second the second side's number
   * @param report what it brought
   */
  record Played(int first, int second, MatchReport report) {
    /** The result in one side's view, against the other. */
    MatchResult result(List<Contestant> players) {
      return report.result(players.get(second).label());
    }
  }

  /** Matches there are. */
  int matches() {
    int players = contestants.players().size();
    return players * (players - 1) / 2;
  }

  /**
   * Plays all.
   *
   * @param goOn asked before each round of moves; false ends it, and what is over counts, as it
   *     does when a player or the game fails
   * @return the matches that have games
   */
  List<Played> play(MatchProgress progress, BooleanSupplier goOn) {
    List<Played> played = new ArrayList<>();
    int players = contestants.players().size();
    for (int first = 0; first < players; first++) {
      for (int second = first + 1;
          second < players && failure == null && goOn.getAsBoolean();
          second++) {
        // Each match has openings of its own.
        long seed =
            players == 2
                ? plan.seed()
                : RandomStream.create(plan.seed(), "match", played.size()).nextLong()
                    & Long.MAX_VALUE;
        MatchPlan own = new MatchPlan(plan.games(), plan.openingMoves(), seed, plan.sprt());
        MatchReport report;
        try {
          report = play(first, second, own, progress, goOn);
        } catch (RuntimeException e) {
          if (played.isEmpty()) {
            throw e;
          }
          failure = e;
          return played;
        }
        failure = report.failure();
        if (!report.games().isEmpty()) {
          played.add(new Played(first, second, report));
        }
        progress.next(plan.games());
      }
    }
    return played;
  }

  /** What a player or the game failed by, which ended it; empty when none did. */
  Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  private MatchReport play(
      int first, int second, MatchPlan own, MatchProgress progress, BooleanSupplier goOn) {
    List<Contestant> players = contestants.players();
    try (MatchPlayer one = players.get(first).open(new NamedPlayer.Seeds(own.seed(), 0));
        MatchPlayer two = players.get(second).open(new NamedPlayer.Seeds(own.seed(), 1))) {
      return new Match(contestants.game(), contestants.options(), List.of(one, two), own)
          .play(progress, goOn);
    }
  }

  /** A result as ratings take it: repeated games count once. */
  static BradleyTerry.Pairing pairing(int first, int second, MatchResult result) {
    return new BradleyTerry.Pairing(
        first, second, result.score() * result.distinct(), result.distinct());
  }

  /** The player whose rating is 0: random where it plays, else the first. */
  int anchor() {
    List<Contestant> players = contestants.players();
    for (int i = 0; i < players.size(); i++) {
      if (players.get(i).label().equals(ReferencePlayer.RANDOM)) {
        return i;
      }
    }
    return 0;
  }
}
