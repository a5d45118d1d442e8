package io.muzero.metrics;

import java.util.Map;

/**
 * Takes what is measured somewhere. All implementations here are thread-safe: calls from several
 * threads are taken one after another. What a method cannot write it reports as {@link
 * java.io.UncheckedIOException}.
 */
public interface MetricSink extends AutoCloseable {
  /**
   * Takes one point of a curve.
   *
   * @param tag the curve, see {@link Metric}
   * @param step the training step
   * @param value the value; NaN and infinities are taken as they are
   */
  void scalar(String tag, long step, double value);

  /**
   * Takes a distribution.
   *
   * @param tag see {@link Metric}
   * @param step the training step
   * @param values its sample, not kept; what is not finite is left out
   */
  default void histogram(String tag, long step, float[] values) {}

  /**
   * Takes a text.
   *
   * @param tag see {@link Metric}
   * @param step the training step
   * @param markdown the text
   */
  default void text(String tag, long step, String markdown) {}

  /**
   * Takes the settings that runs are compared by.
   *
   * @param settings dotted key to a number, a boolean or a text
   */
  default void hyperparameters(Map<String, ?> settings) {}

  /** Takes one point of a metric's curve. */
  default void scalar(Metric metric, long step, double value) {
    scalar(metric.tag(), step, value);
  }

  /** Takes a metric's distribution. */
  default void histogram(Metric metric, long step, float[] values) {
    histogram(metric.tag(), step, values);
  }

  /** Takes the resolved configuration as YAML. */
  default void config(long step, String yaml) {
    text(Metric.CONFIG.tag(), step, "```yaml\n" + yaml.stripTrailing() + "\n```\n");
  }

  /** Hands everything taken so far to the operating system, where it outlives this process. */
  void flush();

  /** Flushes and lets go; closing twice does nothing. */
  @Override
  void close();
}
