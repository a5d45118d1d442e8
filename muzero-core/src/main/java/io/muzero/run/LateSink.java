package io.muzero.run;

import io.muzero.metrics.MetricSink;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a run's curves until they are opened: that cuts off what is of another way, so all
 * that may fail at a resume comes before. Thread-safe.
 */
final class LateSink implements MetricSink {
  private volatile @Nullable MetricSink sink;

  /** Gives to a sink from now on, and owns it. */
  void open(MetricSink opened) {
    sink = opened;
  }

  private MetricSink opened() {
    MetricSink now = sink;
    if (now == null) {
      throw new IllegalStateException("the run's curves are not open yet");
    }
    return now;
  }

  @Override
  public void scalar(String tag, long step, double value) {
    opened().scalar(tag, step, value);
  }

  @Override
  public void histogram(String tag, long step, float[] values) {
    opened().histogram(tag, step, values);
  }

  @Override
  public void text(String tag, long step, String markdown) {
    opened().text(tag, step, markdown);
  }

  @Override
  public void hyperparameters(Map<String, ?> settings) {
    opened().hyperparameters(settings);
  }

  @Override
  public void flush() {
    opened().flush();
  }

  /** Closes what was opened. */
  @Override
  public void close() {
    MetricSink now = sink;
    if (now != null) {
      now.close();
    }
  }
}
