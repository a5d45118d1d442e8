package io.muzero.launcher.runs;

import io.muzero.files.FileFailure;
import io.muzero.metrics.Metric;
import io.muzero.metrics.MetricsFile;
import io.muzero.storage.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a run's curves tell of its evaluations, in the words of those that this process has seen:
 * for sessions before this one. Immutable.
 */
public final class EarlierEvaluations {
  /** Those of a run that has none. */
  public static final EarlierEvaluations NONE = new EarlierEvaluations(List.of());

  /** By training step: the values by tag, in the order in which they were written. */
  private final TreeMap<Long, Map<String, Double>> steps = new TreeMap<>();

  private EarlierEvaluations(Iterable<MetricsFile.Row> rows) {
    for (MetricsFile.Row row : rows) {
      if (row.tag().startsWith("evaluation/")) {
        steps
            .computeIfAbsent(row.step(), step -> new LinkedHashMap<>())
            .put(row.tag(), row.value());
      }
    }
  }

  /**
   * Reads a run's curves; a run without any has had no evaluation.
   *
   * @throws CheckpointException when they cannot be read
   */
  public static EarlierEvaluations of(Path run) {
    Path file = run.resolve(MetricsFile.NAME);
    try {
      return new EarlierEvaluations(new MetricsFile(file).more().rows());
    } catch (IOException e) {
      throw new CheckpointException(file + " cannot be read: " + FileFailure.reason(e), e);
    }
  }

  /** The newest step that was evaluated. */
  public OptionalLong last() {
    return steps.isEmpty() ? OptionalLong.empty() : OptionalLong.of(steps.lastKey());
  }

  /** What the evaluation of a step found; empty where there was none. */
  public Optional<String> at(long step) {
    return Optional.ofNullable(steps.get(step)).map(EarlierEvaluations::words);
  }

  private static String words(Map<String, Double> found) {
    List<String> parts = new ArrayList<>();
    List<String> scores = new ArrayList<>();
    found.forEach(
        (tag, value) ->
            Metric.EVALUATION_SCORE
                .opponentOf(tag)
                .ifPresent(
                    opponent ->
                        scores.add(
                            String.format(
                                Locale.ROOT, "%.1f %% against %s", 100 * value, opponent))));
    if (!scores.isEmpty()) {
      parts.add("scores " + String.join(", ", scores));
    }
    String wrong =
        told(found, Metric.BAD_DECISIONS_SEARCH, "wrong in %,.0f states")
            + told(found, Metric.BAD_DECISIONS_POLICY, " (without search %,.0f)")
            + told(found, Metric.EXHAUSTIVE_LOSSES, ", loses %,.0f lines");
    String exact =
        told(found, Metric.EXACT_VALUE_SEARCH, "worth %.4f (exactly")
            + told(found, Metric.EXACT_VALUE_POLICY, "; without search %.4f)");
    parts.add(wrong);
    parts.add(told(found, Metric.EVALUATION_RETURN, "mean return %.2f"));
    parts.add(exact);
    parts.removeIf(String::isEmpty);
    return String.join("; ", parts);
  }

  private static String told(Map<String, Double> found, Metric metric, String words) {
    Double value = found.get(metric.tag());
    return value == null ? "" : String.format(Locale.ROOT, words, value);
  }
}
