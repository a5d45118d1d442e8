package io.muzero.launcher.runs;

import io.muzero.files.FileFailure;
import io.muzero.storage.CheckpointException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
 * The evaluations in a run's {@code metrics.csv}, by what they were measured against. Lines that
 * are no rows are passed over: a run that is killed may leave half of one.
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
    RunEntry.Progress last = new RunEntry.Progress(0, 0);
    if (!Files.isRegularFile(file)) {
      return new Evaluations(points, last);
    }
    String newest = "";
    // Bytes that are no UTF-8 must not end the reading.
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.contains("evaluation/")) {
          add(line, points);
        }
        newest = line.isBlank() || line.split(",", 4).length < 4 ? newest : line;
      }
    } catch (IOException e) {
      throw new CheckpointException(file + " cannot be read: " + FileFailure.reason(e), e);
    }
    return new Evaluations(points, point(newest.split(",", 4)).progress());
  }

  private static void add(String line, Map<String, List<Point>> points) {
    String[] parts = line.split(",", 4);
    if (parts.length < 4) {
      return;
    }
    Matcher score = SCORE.matcher(parts[2]);
    boolean isScore = score.matches();
    if (isScore || parts[2].equals(RETURN)) {
      Row row = point(parts);
      if (row.isWhole()) {
        points
            .computeIfAbsent(isScore ? score.group(1) : "", against -> new ArrayList<>())
            .add(new Point(row.step(), row.seconds(), row.value()));
      }
    }
  }

  /** A row's numbers; NaN where there are none. */
  private record Row(long step, double seconds, double value) {
    boolean isWhole() {
      return Double.isFinite(seconds) && Double.isFinite(value);
    }

    RunEntry.Progress progress() {
      return Double.isFinite(seconds)
          ? new RunEntry.Progress(step, seconds)
          : new RunEntry.Progress(0, 0);
    }
  }

  private static Row point(String[] parts) {
    try {
      return new Row(
          Long.parseLong(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[3]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return new Row(0, Double.NaN, Double.NaN); // the header, or a row that was cut
    }
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

  /** The last results, the strongest opponent first. */
  List<Score> newest() {
    List<Score> newest = new ArrayList<>();
    for (String name : opponents()) {
      List<Point> all = against(name);
      newest.add(new Score(OptionalDouble.of(all.get(all.size() - 1).value()), name));
    }
    return newest;
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
