package io.muzero.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.random.RandomStream;
import java.io.DataOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReplayBufferConcurrencyTest {

  @Test
  @Timeout(60)
  void everything_atOnce_keepsSamplesWhole() throws Exception {
    ReplayConfig config =
        new ReplayConfig(
            300, 64, 3, 1, 0.9, 2, 10, true, 0.7, 0.5, 0.01, true, 0, RootValue.IMPROVED);
    ReplayBuffer buffer =
        new ReplayBuffer(Recorded.BOARD, config, RandomStream.create(1, "sampler", 0));
    Recorded.random(Recorded.BOARD, config, 3, 30, false, 0).forEach(buffer::add);
    AtomicBoolean done = new AtomicBoolean();
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int writer = 0; writer < 2; writer++) {
      int number = writer;
      tasks.add(
          () -> {
            for (int i = 0; !done.get(); i++) {
              Recorded.random(Recorded.BOARD, config, 3, 1 + i % 40, i % 2 == 0, i * 2L + number)
                  .forEach(buffer::add);
            }
            return null;
          });
    }
    for (int sampler = 0; sampler < 2; sampler++) {
      tasks.add(
          () -> {
            try {
              sampleOften(buffer);
            } finally {
              done.set(true);
            }
            return null;
          });
    }
    tasks.add(
        () -> {
          while (!done.get()) {
            ReplayBuffer.Stored stored = buffer.nextToReanalyse().orElseThrow();
            Trajectory old = stored.trajectory();
            buffer.refresh(
                stored.id(), old.withTargets(old.policies, old.rootValues, old.networkValues));
            assertThat(buffer.statistics(0).positions()).isBetween(1, 300);
            buffer.snapshot().write(new DataOutputStream(OutputStream.nullOutputStream()));
          }
          return null;
        });
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Future<Void>> results = new ArrayList<>();
      tasks.forEach(task -> results.add(threads.submit(task)));
      for (Future<Void> result : results) {
        result.get();
      }
    } finally {
      done.set(true);
      threads.shutdown();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void sampleOften(ReplayBuffer buffer) {
    TrainingBatch batch = buffer.newBatch(32, 3, true);
    float[] errors = new float[32];
    for (int i = 0; i < 400; i++) {
      buffer.sample(batch);
      for (int b = 0; b < 32; b++) {
        assertThat(batch.importance[b]).isGreaterThan(0).isLessThanOrEqualTo(1);
        for (int k = 0; k <= 3; k++) {
          int at = k * 32 + b;
          assertThat(batch.valueTarget[at]).isFinite();
          float sum = 0;
          for (int a = 0; a < 9; a++) {
            sum += batch.policyTarget[at * 9 + a];
          }
          assertThat(Math.abs(sum - batch.policyWeight[at])).isLessThan(1e-5f);
        }
        errors[b] = Math.abs(batch.valueTarget[b]);
      }
      buffer.updatePriorities(batch.positions, errors);
    }
  }
}
