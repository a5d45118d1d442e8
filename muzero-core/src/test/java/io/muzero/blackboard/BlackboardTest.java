package io.muzero.blackboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.network.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BlackboardTest {
  private static Weights weights(int version) {
    float[] values = new float[5000];
    Arrays.fill(values, version);
    return new Weights(version, values);
  }

  private final WeightsBoard board = new WeightsBoard(weights(0));
  private final StopSignal stop = new StopSignal();
  private final Counters counters = new Counters();

  @Test
  void weights_whilePublishing_areNeverAHalfWrittenSet() throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(3);
    List<Future<Long>> seen = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      seen.add(
          readers.submit(
              () -> {
                long last = 0;
                while (!stop.ended()) {
                  Weights now = board.newest();
                  assertThat(now.version()).isGreaterThanOrEqualTo(last);
                  last = now.version();
                  for (float value : now.values()) {
                    if (value != last) {
                      throw new AssertionError("a value of " + value + " in set " + last);
                    }
                  }
                }
                return board.newest().version();
              }));
    }
    for (int version = 1; version <= 3000; version++) {
      board.publish(weights(version));
    }
    stop.end();
    for (Future<Long> reader : seen) {
      assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo(3000);
    }
    readers.shutdown();
  }

  @Test
  void fail_severalTimes_keepsTheFirstAndTheOthersJoinIt() throws InterruptedException {
    IllegalStateException first = new IllegalStateException("first");
    IllegalStateException second = new IllegalStateException("second");
    assertThat(stop.awaitEnd(1)).isFalse();
    stop.fail(first);
    stop.fail(second);
    stop.fail(first);
    assertThat(stop.failure()).isSameAs(first);
    assertThat(first.getSuppressed()).containsExactly(second);
    assertThat(stop.ended()).isTrue();
    assertThat(stop.awaitEnd(1)).isTrue();
    assertThatThrownBy(stop::rethrow).isSameAs(first);
  }

  @Test
  void rethrow_ofNothing_doesNothing() {
    stop.end();
    stop.rethrow();
    stop.fail(new java.io.IOException("disk"));
    assertThatThrownBy(stop::rethrow)
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("disk");
  }

  @Test
  void counters_set_forgetsWhatWasThere() {
    counters.add(Counter.EVALUATED_STEP, 7);
    counters.set(Counter.EVALUATED_STEP, 3);
    assertThat(counters.get(Counter.EVALUATED_STEP)).isEqualTo(3);
  }

  @Test
  void counters_throughAManifest_comeBack() {
    counters.add(Counter.GAMES, 3);
    counters.add(Counter.GAMES, 4);
    counters.add(Counter.SAMPLES, 99);
    Counters resumed = new Counters();
    resumed.add(Counter.DEPTH, 5);
    resumed.restore(counters.byName());
    assertThat(resumed.get(Counter.GAMES)).isEqualTo(7);
    assertThat(resumed.get(Counter.DEPTH)).isZero();
    assertThat(resumed.byName()).isEqualTo(counters.byName()).containsEntry("samples", 99L);
    resumed.restore(Map.of("games", 1L, "of_a_later_version", 2L));
    assertThat(resumed.get(Counter.GAMES)).isOne();
    assertThat(resumed.get(Counter.SAMPLES)).isZero();
  }
}
