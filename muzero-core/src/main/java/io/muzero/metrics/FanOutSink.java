package io.muzero.metrics;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives everything to several sinks, which it owns.
 *
 * <p>As thread-safe as they are. When one fails the others still get theirs; then the failure is
 * thrown on.
 */
public final class FanOutSink implements MetricSink {
  private final List<MetricSink> sinks;

  /** Gives to these, in this order. */
  public FanOutSink(List<? extends MetricSink> sinks) {
    this.sinks = List.copyOf(sinks);
  }

  @Override
  public void scalar(String tag, long step, double value) {
    each(sink -> sink.scalar(tag, step, value));
  }

  @Override
  public void histogram(String tag, long step, float[] values) {
    each(sink -> sink.histogram(tag, step, values));
  }

  @Override
  public void text(String tag, long step, String markdown) {
    each(sink -> sink.text(tag, step, markdown));
  }

  @Override
  public void hyperparameters(Map<String, ?> settings) {
    each(sink -> sink.hyperparameters(settings));
  }

  @Override
  public void flush() {
    each(MetricSink::flush);
  }

  @Override
  public void close() {
    each(MetricSink::close);
  }

  private void each(Consumer<MetricSink> action) {
    @Nullable RuntimeException failure = null;
    for (MetricSink sink : sinks) {
      try {
        action.accept(sink);
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
