package io.muzero.launcher.runs;

import io.muzero.files.FileFailure;
import io.muzero.metrics.MetricsFile;
import io.muzero.storage.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The evaluations in a run's curves, by what they were measured against.
 *
 * @param points by opponent, for mean returns by the empty text, in the order of their steps
 * @param last how far the file goes
 */
record Evaluations(Map<String, List<Point>> points, RunEntry.Progress last) {
  private static final Pattern SCORE = Pattern.compile("evaluation/([^/]+)/score");
  private static final String RETURN = "evaluation/mean_return";

  /** Opponents from the strongest on; those of other names come after them. */
  private static final List<String> STRONGEST = List.of("perfect", "expert");

  private static final String WEAKEST = "random";

  /**
   * An evaluation.
   *
   * @param step training step of the weights
   * @param seconds seconds trained by then
   * @param value score or mean return
   */
  record Point(long step, double seconds, double value) {}

  /**
   * Reads a file, which need not exist yet.
   *
   * @throws CheckpointException when it cannot be read
   */
  static Evaluations read(Path file) {
    Map<String, List<Point>> points = new TreeMap<>();
    MetricsFile.Row last = new MetricsFile.Row(0, 0, "", 0);
    try {
      for (MetricsFile.Row row : new MetricsFile(file).more().rows()) {
        Matcher score = SCORE.matcher(row.tag());
        boolean isScore = score.matches();
        if (isScore || row.tag().equals(RETURN)) {
          points
              .computeIfAbsent(isScore ? score.group(1) : "", against -> new ArrayList<>())
              .add(new Point(row.step(), row.seconds(), row.value()));
        }
        last = row;
      }
    } catch (IOException e) {
      throw new CheckpointException(file + " cannot be read: " + FileFailure.reason(e), e);
    }
    return new Evaluations(points, new RunEntry.Progress(last.step(), last.seconds()));
  }

  /** The opponents, the strongest first; of a one-player game the empty text alone. */
  List<String> opponents() {
    List<String> names = new ArrayList<>(points.keySet());
    names.sort((a, b) -> Integer.compare(rank(a), rank(b)));
    return names;
  }

  private static int rank(String opponent) {
    int place = STRONGEST.indexOf(opponent);
    return place >= 0 ? place : opponent.equals(WEAKEST) ? 9 : 5;
  }

  /** The best result against the strongest opponent. */
  Score best() {
    List<String> names = opponents();
    if (names.isEmpty()) {
      return Score.NONE;
    }
    OptionalDouble best = against(names.get(0)).stream().mapToDouble(Point::value).max();
    return new Score(best, names.get(0));
  }

  /** All results against an opponent, the oldest first; none when it was never met. */
  List<Point> against(String opponent) {
    return points.getOrDefault(opponent, List.of());
  }

  /**
   * The newest result up to a place.
   *
   * @param where a point's step or time
   * @return empty when there is none so early
   */
  OptionalDouble at(String opponent, double place, ToDoubleFunction<Point> where) {
    OptionalDouble found = OptionalDouble.empty();
    for (Point point : against(opponent)) {
      if (where.applyAsDouble(point) <= place) {
        found = OptionalDouble.of(point.value());
      }
    }
    return found;
  }
}
