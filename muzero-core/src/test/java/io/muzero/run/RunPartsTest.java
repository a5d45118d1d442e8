package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.Walk;
import io.muzero.metrics.FanOutSink;
import io.muzero.replay.ReplayBuffer;
import io.muzero.storage.Counter;
import io.muzero.storage.SharedStorage;
import io.muzero.training.Learner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunPartsTest {
  /** The parts of a run with two workers and a reanalyser, without the run. */
  private static final class Bench implements AutoCloseable {
    final MuZeroConfig config;
    final RunParts parts;
    final SharedStorage storage;
    final ReplayBuffer buffer;
    final SelfPlayPart[] workers;
    final ReanalysePart reanalyse;

    Bench(byte[] saved, int workerCount) throws IOException {
      ResolvedConfig resolved =
          Runs.config(Walk.GAME, "reanalyse.share=1", "selfPlay.workers=" + workerCount);
      config = resolved.config();
      RunSetup setup = new RunSetup(resolved);
      ReanalyseShare share = new ReanalyseShare(1, config.run().warmUp(), 1000);
      parts = new RunParts(config, share, setup.supportWatch(line -> {}));
      if (saved.length > 0) {
        parts.restore(new DataInputStream(new ByteArrayInputStream(saved)));
      }
      try (Learner learner = setup.learner()) {
        storage = new SharedStorage(learner.weights());
      }
      buffer = setup.buffer();
      ReplayRatio ratio = new ReplayRatio(2, 50, 1000, 8);
      RunClock clock = new RunClock(System::nanoTime, 0);
      RunMetrics metrics =
          new RunMetrics(config, storage, buffer, new FanOutSink(List.of()), clock, 0);
      workers = new SelfPlayPart[workerCount];
      for (int i = 0; i < workerCount; i++) {
        workers[i] = parts.makeSelfPlay(i, setup, storage, buffer, ratio, metrics);
      }
      reanalyse = parts.makeReanalyse(setup, storage, buffer);
    }

    byte[] save() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      parts.save(new DataOutputStream(bytes));
      return bytes.toByteArray();
    }

    void play(int moves) {
      for (int i = 0; i < moves; i++) {
        for (SelfPlayPart worker : workers) {
          worker.move();
        }
      }
    }

    @Override
    public void close() {
      for (SelfPlayPart worker : workers) {
        worker.close();
      }
      reanalyse.close();
    }
  }

  @Test
  void save_andRestore_partsGoOnAlike() throws IOException {
    try (Bench first = new Bench(new byte[0], 2)) {
      first.play(30);
      assertThat(first.reanalyse.isBehind()).isTrue();
      first.reanalyse.refresh();
      assertThat(first.storage.get(Counter.REANALYSED)).isPositive();
      first.parts.turn = 1;
      byte[] saved = first.save();
      first.play(25);
      try (Bench second = new Bench(saved, 2)) {
        assertThat(second.parts.turn).isEqualTo(1);
        assertThat(second.save()).isEqualTo(saved);
        second.play(25);
        assertThat(second.save()).isEqualTo(first.save());
      }
    }
  }

  @Test
  void restore_otherNumberOfWorkers_takesThoseThereAre() throws IOException {
    byte[] saved;
    try (Bench two = new Bench(new byte[0], 2)) {
      two.play(9);
      two.parts.turn = 1;
      saved = two.save();
    }
    try (Bench one = new Bench(saved, 1)) {
      assertThat(one.parts.turn).isZero();
      one.play(5);
    }
    try (Bench three = new Bench(saved, 3)) {
      three.play(30);
      assertThat(three.buffer.size()).isPositive();
    }
  }

  @Test
  void restore_partsThatWereNeverMade_beginAnew() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ResolvedConfig resolved = Runs.config(Walk.GAME);
    SupportWatch watch = new RunSetup(resolved).supportWatch(line -> {});
    new RunParts(resolved.config(), new ReanalyseShare(0, 1, 1), watch)
        .save(new DataOutputStream(bytes));
    try (Bench bench = new Bench(bytes.toByteArray(), 2)) {
      bench.play(3);
      assertThat(bench.storage.get(Counter.ENV_STEPS)).isEqualTo(3 * 2 * 3);
    }
  }

  @Test
  void restore_cutShort_isRefused() throws IOException {
    byte[] saved;
    try (Bench bench = new Bench(new byte[0], 2)) {
      saved = bench.save();
    }
    byte[] shorter = Arrays.copyOf(saved, saved.length - 1);
    assertThatThrownBy(() -> new Bench(shorter, 2)).isInstanceOf(IOException.class);
    saved[3] = 99;
    assertThatThrownBy(() -> new Bench(saved, 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("format 99");
  }
}
