package io.muzero.launcher.diagnose;

import io.muzero.agent.Decision;
import io.muzero.launcher.diagnose.AgentReport.Bin;
import io.muzero.launcher.diagnose.AgentReport.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Compares predicted values with the results that followed. */
final class Calibrating {
  private static final int BINS = 10;

  /** A bin of fewer positions says nothing. */
  private static final int LEAST = 5;

  private Calibrating() {}

  /** A value and what came of it. */
  private record Pair(int game, double predicted, double result) {}

  /** Of the games that have a result. */
  static Calibration of(List<PlayedGame> all) {
    List<PlayedGame> games = all.stream().filter(PlayedGame::finished).toList();
    List<Pair> network = pairs(games, Decision::networkValue);
    List<Pair> search = pairs(games, Decision::value);
    return new Calibration(bins(network), bins(search), error(network), error(search));
  }

  private static List<Pair> pairs(List<PlayedGame> games, ToDoubleFunction<Decision> value) {
    List<Pair> pairs = new ArrayList<>();
    for (PlayedGame game : games) {
      for (int i = 0; i < game.decisions().size(); i++) {
        pairs.add(
            new Pair(
                game.number(),
                value.applyAsDouble(game.decisions().get(i)),
                game.returns().get(game.opening() + i)));
      }
    }
    return pairs;
  }

  private static double error(List<Pair> pairs) {
    return Math.sqrt(
        pairs.stream()
            .mapToDouble(pair -> (pair.predicted - pair.result) * (pair.predicted - pair.result))
            .average()
            .orElse(Double.NaN));
  }

  /** Bins of equal width over the predicted values. */
  private static List<Bin> bins(List<Pair> pairs) {
    double low = pairs.stream().mapToDouble(Pair::predicted).min().orElse(0);
    double high = pairs.stream().mapToDouble(Pair::predicted).max().orElse(0);
    double width = Math.max((high - low) / BINS, Double.MIN_NORMAL);
    List<Bin> bins = new ArrayList<>();
    for (int b = 0; b < BINS; b++) {
      int bin = b;
      List<Pair> inside =
          pairs.stream()
              .filter(pair -> Math.min(BINS - 1, (int) ((pair.predicted - low) / width)) == bin)
              .toList();
      if (inside.size() >= LEAST) {
        Mean result = new Mean();
        inside.forEach(pair -> result.add(pair.game, pair.result));
        bins.add(
            new Bin(
                inside.stream().mapToDouble(Pair::predicted).average().orElseThrow(),
                result.estimate()));
      }
    }
    return bins;
  }
}
