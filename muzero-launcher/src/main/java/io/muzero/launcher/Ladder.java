package io.muzero.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.agent.TrainedAgent;
import io.muzero.environment.Environment;
import io.muzero.match.BradleyTerry;
import io.muzero.match.Elo;
import io.muzero.match.Match;
import io.muzero.match.MatchPlan;
import io.muzero.match.MatchPlayer;
import io.muzero.match.MatchReport;
import io.muzero.match.NamedPlayer;
import io.muzero.random.RandomStream;
import io.muzero.selfplay.Evaluation;
import io.muzero.selfplay.MatchResult;
import io.muzero.selfplay.ReferencePlayer;
import io.muzero.selfplay.ReturnStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Measures a run's checkpoints, what is known already excepted. Used once, by one thread. */
final class Ladder {
  /** 97.5 % quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  /** Tells results from those of earlier versions, by which all meetings had the same openings. */
  private static final String OWN_OPENINGS = "openings of their own";

  private final List<Rung> rungs;

  /** How each rung is loaded, and what it plays. */
  private final Contestant.Trained like;

  private final LadderPlan.Rules rules;
  private final Order order;
  private final LadderGames known;

  /**
   * What is to be played.
   *
   * @param games between neighbours; episodes of a one-player game
   * @param openings random moves at the beginning of games
   * @param seed of all
   */
  record Order(int games, int openings, long seed) {}

  /**
   * A ladder.
   *
   * @param rungs the earliest first
   * @param like the agent whose settings all have
   */
  Ladder(
      List<Rung> rungs,
      Contestant.Trained like,
      LadderPlan.Rules rules,
      Order order,
      LadderGames known) {
    this.rungs = rungs;
    this.like = like;
    this.rules = rules;
    this.order = order;
    this.known = known;
  }

  /** All that a result depends on beside the players. */
  private String key(String what, int games) {
    return String.join(
        " | ",
        what,
        games + " games",
        order.openings() + " random moves",
        "seed " + order.seed(),
        rules.deciding().toString(),
        rules.options().asMap().toString());
  }

  /**
   * Elo of a two-player game's checkpoints above the random player.
   *
   * @param goOn asked before each round of moves; false ends it, and what is known counts, also
   *     from before
   * @return empty when it ended before anything was known
   */
  Optional<LadderReport> matches(Screen screen, BooleanSupplier goOn) {
    LadderPlan plan = LadderPlan.of(rules.game(), rungs, order.games());
    Environment game = rules.game().create(rules.options());
    MatchProgress progress =
        new MatchProgress(screen, "the ladder", plan.games(), game.spec().maxSteps());
    List<BradleyTerry.Pairing> pairings = new ArrayList<>();
    for (LadderPlan.Meeting meeting : plan.meetings()) {
      result(plan, meeting, progress, goOn)
          .ifPresent(
              result ->
                  pairings.add(Tournament.pairing(meeting.first(), meeting.second(), result)));
      progress.next(meeting.games());
    }
    progress.finish();
    return rated(plan, pairings);
  }

  private Optional<MatchResult> result(
      LadderPlan plan, LadderPlan.Meeting meeting, MatchProgress progress, BooleanSupplier goOn) {
    String second = plan.players().get(meeting.second());
    String who = plan.key(meeting.first(), rungs) + " against " + plan.key(meeting.second(), rungs);
    String key = key(who + " | " + OWN_OPENINGS, meeting.games());
    Optional<JsonNode> before = known.get(key);
    if (before.isPresent()) {
      return before.map(
          one ->
              new MatchResult(
                  second,
                  one.path("wins").asInt(),
                  one.path("draws").asInt(),
                  one.path("losses").asInt(),
                  one.path("distinct").asInt()));
    }
    if (!goOn.getAsBoolean()) {
      return Optional.empty();
    }
    long seed = seed(order.seed(), who);
    MatchPlan games = new MatchPlan(meeting.games(), order.openings(), seed, null);
    NamedPlayer.Seeds one = new NamedPlayer.Seeds(seed, 0);
    NamedPlayer.Seeds two = new NamedPlayer.Seeds(seed, 1);
    MatchReport report;
    try (MatchPlayer a = plan.contestant(meeting.first(), rungs, like, rules).open(one);
        MatchPlayer b = plan.contestant(meeting.second(), rungs, like, rules).open(two)) {
      report = new Match(rules.game(), rules.options(), List.of(a, b), games).play(progress, goOn);
    }
    RuntimeException failure = report.failure();
    if (failure != null) {
      throw failure;
    }
    if (report.games().isEmpty()) {
      return Optional.empty();
    }
    MatchResult result = report.result(second);
    if (report.ended() == MatchReport.Ended.COMPLETE) {
      ObjectNode kept = Json.object();
      kept.put("wins", result.wins());
      kept.put("draws", result.draws());
      kept.put("losses", result.losses());
      kept.put("distinct", result.distinct());
      known.put(key, kept);
    }
    return Optional.of(result);
  }

  /**
   * The seed of a meeting. Ratings take meetings as independent, so each has openings of its own,
   * whichever others are played.
   *
   * @param ofAll the order's seed
   * @param who the keys of both players
   */
  static long seed(long ofAll, String who) {
    return RandomStream.create(ofAll, "ladder, " + who, 0).nextLong() & Long.MAX_VALUE;
  }

  /** Rates the anchors and the rungs that have games with others that lead to the random player. */
  private Optional<LadderReport> rated(LadderPlan plan, List<BradleyTerry.Pairing> all) {
    List<Integer> known = List.copyOf(BradleyTerry.tied(all, 0));
    int anchors = (int) known.stream().filter(player -> player < plan.anchors()).count();
    int players = known.size();
    int count = players - anchors;
    if (count < 1) {
      return Optional.empty();
    }
    List<BradleyTerry.Pairing> pairings =
        all.stream()
            .filter(one -> known.contains(one.a()))
            .map(
                one ->
                    new BradleyTerry.Pairing(
                        known.indexOf(one.a()), known.indexOf(one.b()), one.score(), one.games()))
            .toList();
    BradleyTerry.Ratings ratings = BradleyTerry.fit(players, pairings, 0);
    List<Rung> rated =
        known.stream().skip(anchors).map(player -> rungs.get(player - plan.anchors())).toList();
    List<Elo.Interval> strengths = IntStream.range(anchors, players).mapToObj(ratings::of).toList();
    List<LadderReport.Reference> references =
        IntStream.range(0, anchors)
            .mapToObj(
                i -> new LadderReport.Reference(plan.players().get(known.get(i)), ratings.of(i)))
            .toList();
    Trend trend = null;
    if (count > 1) {
      double[] weights = new double[players];
      System.arraycopy(Trend.weights(count), 0, weights, anchors, count);
      trend = Trend.of(rated, ratings.sum(weights));
    }
    return Optional.of(
        new LadderReport(LadderReport.Measure.ELO, rated, strengths, references, trend));
  }

  /** Mean returns of a one-player game's checkpoints; as {@link #matches}. */
  Optional<LadderReport> returns(Screen screen, BooleanSupplier goOn) {
    Environment game = rules.game().create(rules.options());
    int all = order.games() * rungs.size();
    MatchProgress progress = new MatchProgress(screen, "the ladder", all, game.spec().maxSteps());
    List<Rung> measured = new ArrayList<>();
    List<ReturnStatistics> returns = new ArrayList<>();
    for (Rung rung : rungs) {
      returns(rung, progress, goOn)
          .ifPresent(
              found -> {
                measured.add(rung);
                returns.add(found);
              });
      progress.next(order.games());
    }
    progress.finish();
    if (measured.isEmpty()) {
      return Optional.empty();
    }
    List<Elo.Interval> strengths = returns.stream().map(Ladder::interval).toList();
    @Nullable Trend trend = measured.size() < 2 ? null : Trend.of(measured, gain(returns));
    return Optional.of(
        new LadderReport(
            LadderReport.Measure.MEAN_RETURN,
            measured,
            strengths,
            references(screen, goOn),
            trend));
  }

  private Optional<ReturnStatistics> returns(
      Rung rung, MatchProgress progress, BooleanSupplier goOn) {
    String key = key(rung.key(), order.games());
    Optional<JsonNode> before = known.get(key);
    if (before.isPresent()) {
      JsonNode one = before.get();
      return Optional.of(
          new ReturnStatistics(
              one.path("episodes").asInt(),
              one.path("mean").asDouble(),
              one.path("sd").asDouble(),
              one.path("min").asDouble(),
              one.path("max").asDouble()));
    }
    if (!goOn.getAsBoolean()) {
      return Optional.empty();
    }
    try (TrainedAgent agent = TrainedAgent.load(rung.checkpoint(), like.loading())) {
      ReturnStatistics result =
          new Evaluation(rules.game(), rules.options(), new EvaluatedAgent(agent, goOn))
              .episodes(order.games(), order.seed(), progress);
      ObjectNode kept = Json.object();
      kept.put("episodes", result.episodes());
      kept.put("mean", result.mean());
      kept.put("sd", result.sd());
      kept.put("min", result.min());
      kept.put("max", result.max());
      known.put(key, kept);
      return Optional.of(result);
    } catch (CancellationException e) {
      return Optional.empty();
    }
  }

  /** The random player and the strongest reference player; none that was not measured in time. */
  private List<LadderReport.Reference> references(Screen screen, BooleanSupplier goOn) {
    if (!goOn.getAsBoolean()) {
      return List.of();
    }
    List<String> all = rules.game().opponents();
    List<String> names =
        Stream.of(ReferencePlayer.RANDOM, all.get(all.size() - 1)).distinct().toList();
    int maxSteps = rules.game().create(rules.options()).spec().maxSteps();
    MatchProgress progress =
        new MatchProgress(screen, "the reference players", order.games() * names.size(), maxSteps);
    List<LadderReport.Reference> references = new ArrayList<>();
    try (TrainedAgent agent = TrainedAgent.load(rungs.get(0).checkpoint(), like.loading())) {
      Evaluation evaluation =
          new Evaluation(rules.game(), rules.options(), new EvaluatedAgent(agent, goOn));
      Evaluation.Spectator orGiveUp =
          (number, state, action, step) -> {
            EvaluatedAgent.orGiveUp(goOn);
            progress.saw(number, state, action, step);
          };
      for (String name : names) {
        ReturnStatistics returns =
            evaluation.reference(name, order.games(), order.seed(), orGiveUp);
        references.add(new LadderReport.Reference(name, interval(returns)));
        progress.next(order.games());
      }
    } catch (CancellationException e) {
      // Those that were measured before count.
    }
    progress.finish();
    return references;
  }

  /** The mean's 95 % interval by the normal distribution. */
  private static Elo.Interval interval(ReturnStatistics returns) {
    double half = Z * returns.sd() / Math.sqrt(returns.episodes());
    return new Elo.Interval(returns.mean() - half, returns.mean(), returns.mean() + half);
  }

  private static Elo.Interval gain(List<ReturnStatistics> returns) {
    double[] weights = Trend.weights(returns.size());
    double value = 0;
    double variance = 0;
    for (int i = 0; i < weights.length; i++) {
      ReturnStatistics one = returns.get(i);
      value += weights[i] * one.mean();
      variance += weights[i] * weights[i] * one.sd() * one.sd() / one.episodes();
    }
    double half = Z * Math.sqrt(variance);
    return new Elo.Interval(value - half, value, value + half);
  }
}
