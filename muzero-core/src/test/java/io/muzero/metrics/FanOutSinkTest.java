package io.muzero.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FanOutSinkTest {

  /** Remembers what it was given; fails in everything when told to. */
  private static final class Recorder implements MetricSink {
    final List<String> seen = new ArrayList<>();
    final boolean fails;

    Recorder(boolean fails) {
      this.fails = fails;
    }

    private void add(String what) {
      seen.add(what);
      if (fails) {
        throw new IllegalStateException("disk full");
      }
    }

    @Override
    public void scalar(String tag, long step, double value) {
      add("scalar " + tag);
    }

    @Override
    public void histogram(String tag, long step, float[] values) {
      add("histogram " + tag);
    }

    @Override
    public void text(String tag, long step, String markdown) {
      add("text " + tag);
    }

    @Override
    public void hyperparameters(Map<String, ?> settings) {
      add("hyperparameters");
    }

    @Override
    public void flush() {
      add("flush");
    }

    @Override
    public void close() {
      add("close");
    }
  }

  @Test
  void everything_reachesEverySink() {
    Recorder first = new Recorder(false);
    Recorder second = new Recorder(false);
    FanOutSink sink = new FanOutSink(List.of(first, second));
    sink.scalar(Metric.LOSS, 1, 2);
    sink.histogram(Metric.ROOT_VALUES, 1, new float[1]);
    sink.config(1, "a: 1");
    sink.hyperparameters(Map.of());
    sink.flush();
    sink.close();
    assertThat(first.seen)
        .containsExactly(
            "scalar loss/total",
            "histogram search/root_values",
            "text config",
            "hyperparameters",
            "flush",
            "close");
    assertThat(second.seen).isEqualTo(first.seen);
  }

  @Test
  void failure_ofOne_isThrownAfterTheOthersHadTheirs() {
    Recorder broken = new Recorder(true);
    Recorder whole = new Recorder(false);
    FanOutSink sink = new FanOutSink(List.of(broken, whole, new Recorder(true)));
    assertThatThrownBy(sink::close)
        .hasMessage("disk full")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(whole.seen).containsExactly("close");
  }
}
