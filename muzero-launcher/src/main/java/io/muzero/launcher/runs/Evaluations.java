package io.muzero.launcher.runs;

import io.muzero.files.FileFailure;
import io.muzero.metrics.MetOpponents;
import io.muzero.metrics.Metric;
import io.muzero.metrics.MetricsFile;
import io.muzero.storage.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The evaluations in a run's curves, by what they were measured against.
 *
 * @param points by opponent, for mean returns by the empty text, in the order of their steps
 * @param opponents the strongest first; of a one-player game the empty text alone
 * @param wrong states that were decided wrongly, in the order of their steps; none where the game
 *     is not solved
 * @param last how far the file goes
 */
record Evaluations(
    Map<String, List<Point>> points,
    List<String> opponents,
    List<Point> wrong,
    RunEntry.Progress last) {
  /**
   * An evaluation.
   *
   * @param step training step of the weights
   * @param seconds seconds trained by then
   * @param value score, mean return or number of states
   */
  record Point(long step, double seconds, double value) {}

  /**
   * Reads a file, which need not exist yet.
   *
   * @throws CheckpointException when it cannot be read
   */
  static Evaluations read(Path file) {
    Map<String, List<Point>> points = new TreeMap<>();
    MetOpponents met = new MetOpponents();
    List<Point> wrong = new ArrayList<>();
    MetricsFile.Row last = new MetricsFile.Row(0, 0, "", 0);
    try {
      for (MetricsFile.Row row : new MetricsFile(file).more().rows()) {
        Optional<String> opponent = met.saw(row.tag());
        Point point = new Point(row.step(), row.seconds(), row.value());
        if (opponent.isPresent() || row.tag().equals(Metric.EVALUATION_RETURN.tag())) {
          points.computeIfAbsent(opponent.orElse(""), against -> new ArrayList<>()).add(point);
        }
        if (row.tag().equals(Metric.BAD_DECISIONS_SEARCH.tag())) {
          wrong.add(point);
        }
        last = row;
      }
    } catch (IOException e) {
      throw new CheckpointException(file + " cannot be read: " + FileFailure.reason(e), e);
    }
    List<String> opponents = new ArrayList<>(met.strongestFirst());
    if (points.containsKey("")) {
      opponents.add("");
    }
    return new Evaluations(
        points, opponents, wrong, new RunEntry.Progress(last.step(), last.seconds()));
  }

  /** The best result against the strongest opponent, and the fewest wrong decisions. */
  Score best() {
    if (opponents.isEmpty()) {
      return Score.NONE;
    }
    String strongest = opponents.get(0);
    return new Score(
        against(strongest).stream().mapToDouble(Point::value).max(),
        strongest,
        wrong.stream().mapToDouble(Point::value).min());
  }

  /** All results against an opponent, the oldest first; none when it was never met. */
  List<Point> against(String opponent) {
    return points.getOrDefault(opponent, List.of());
  }

  /**
   * The newest result up to a place.
   *
   * @param points in the order of their steps
   * @param where a point's step or time
   * @return empty when there is none so early
   */
  static OptionalDouble at(List<Point> points, double place, ToDoubleFunction<Point> where) {
    OptionalDouble found = OptionalDouble.empty();
    for (Point point : points) {
      if (where.applyAsDouble(point) <= place) {
        found = OptionalDouble.of(point.value());
      }
    }
    return found;
  }
}
