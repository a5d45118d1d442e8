package io.muzero.storage;

import static org.assertj.core.api.Assertions.assertThat;

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

class SharedStorageTest {
  private static Weights weights(int version) {
    float[] values = new float[5000];
    Arrays.fill(values, version);
    return new Weights(version, values);
  }

  private final SharedStorage storage = new SharedStorage(weights(0));

  @Test
  void weights_whilePublishing_areNeverAHalfWrittenSet() throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(3);
    List<Future<Long>> seen = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      seen.add(
          readers.submit(
              () -> {
                long last = 0;
                while (!storage.ended()) {
                  Weights now = storage.weights();
                  assertThat(now.version()).isGreaterThanOrEqualTo(last);
                  last = now.version();
                  for (float value : now.values()) {
                    if (value != last) {
                      throw new AssertionError("a value of " + value + " in set " + last);
                    }
                  }
                }
                return storage.weights().version();
              }));
    }
    for (int version = 1; version <= 3000; version++) {
      storage.publish(weights(version));
    }
    storage.end();
    for (Future<Long> reader : seen) {
      assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo(3000);
    }
    readers.shutdown();
  }

  @Test
  void fail_severalTimes_keepsTheFirstAndTheOthersJoinIt() throws InterruptedException {
    IllegalStateException first = new IllegalStateException("first");
    IllegalStateException second = new IllegalStateException("second");
    assertThat(storage.awaitEnd(1)).isFalse();
    storage.fail(first);
    storage.fail(second);
    storage.fail(first);
    assertThat(storage.failure()).isSameAs(first);
    assertThat(first.getSuppressed()).containsExactly(second);
    assertThat(storage.ended()).isTrue();
    assertThat(storage.awaitEnd(1)).isTrue();
  }

  @Test
  void counters_throughAManifest_comeBack() {
    storage.add(Counter.GAMES, 3);
    storage.add(Counter.GAMES, 4);
    storage.add(Counter.SAMPLES, 99);
    SharedStorage resumed = new SharedStorage(weights(0));
    resumed.add(Counter.DEPTH, 5);
    resumed.restoreCounters(storage.counters());
    assertThat(resumed.get(Counter.GAMES)).isEqualTo(7);
    assertThat(resumed.get(Counter.DEPTH)).isZero();
    assertThat(resumed.counters()).isEqualTo(storage.counters()).containsEntry("samples", 99L);
    resumed.restoreCounters(Map.of("games", 1L, "of_a_later_version", 2L));
    assertThat(resumed.get(Counter.GAMES)).isOne();
    assertThat(resumed.get(Counter.SAMPLES)).isZero();
  }
}
