package io.muzero.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.BoardSymmetry;
import io.muzero.environment.Symmetry;
import io.muzero.random.RandomStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayBufferTest {

  private static ReplayBuffer tiny(ReplayConfig config) {
    return new ReplayBuffer(Recorded.TINY, config, RandomStream.create(7, "sampler", 0));
  }

  private static ReplayConfig sampling(boolean prioritised, double alpha, double beta) {
    return new ReplayConfig(
        1000, 64, 5, 1, 0.99, 1, 200, prioritised, alpha, beta, 0.01, false, 0, RootValue.IMPROVED);
  }

  private static List<Trajectory> episode(ReplayConfig config, int length, long seed) {
    return Recorded.random(Recorded.TINY, config, 3, length, false, seed);
  }

  /** How often each of the first {@code positions} ids is sampled. */
  private static long[] counts(ReplayBuffer buffer, int positions, int batches) {
    TrainingBatch batch = buffer.newBatch(64, 3, false);
    long[] counts = new long[positions];
    for (int i = 0; i < batches; i++) {
      buffer.sample(batch);
      for (long id : batch.positions) {
        counts[(int) id]++;
      }
    }
    return counts;
  }

  /** Chi-square statistic of counts against probabilities. */
  private static double chiSquare(long[] counts, double[] probabilities) {
    double total = 0;
    for (long count : counts) {
      total += count;
    }
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = total * probabilities[i];
      sum += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    return sum;
  }

  @Test
  void sample_prioritised_hitsPositionsByTheirProbability() {
    ReplayConfig config = sampling(true, 0.5, 1);
    ReplayBuffer buffer = tiny(config);
    episode(config, 12, 1).forEach(buffer::add);
    episode(config, 18, 2).forEach(buffer::add);
    long[] ids = new long[30];
    float[] errors = new float[30];
    double[] probabilities = new double[30];
    double sum = 0;
    for (int i = 0; i < 30; i++) {
      ids[i] = i;
      errors[i] = i % 7;
      probabilities[i] = Math.pow(i % 7 + 0.01, 0.5);
      sum += probabilities[i];
    }
    for (int i = 0; i < 30; i++) {
      probabilities[i] /= sum;
    }
    buffer.updatePriorities(ids, errors);
    long[] counts = counts(buffer, 30, 2000);
    // 29 degrees of freedom: 58.3 is exceeded once in a thousand; stratified draws stay below it.
    assertThat(chiSquare(counts, probabilities)).isLessThan(58.3);

    TrainingBatch batch = buffer.newBatch(64, 3, false);
    buffer.sample(batch);
    double greatest = 0;
    for (long id : batch.positions) {
      greatest = Math.max(greatest, 1 / (30 * probabilities[(int) id]));
    }
    for (int b = 0; b < 64; b++) {
      double expected = 1 / (30 * probabilities[(int) batch.positions[b]]) / greatest;
      assertThat((double) batch.importance[b]).isCloseTo(expected, within(1e-6));
    }
    assertThat(batch.importance).contains(1f);
    ReplayStatistics statistics = buffer.statistics(0);
    assertThat(statistics.meanPriority()).isCloseTo(sum / 30, within(1e-12));
    assertThat(statistics.maxPriority()).isEqualTo(Math.pow(6.01, 0.5));
  }

  @Test
  void sample_uniform_hitsAllAlike() {
    ReplayConfig config = sampling(false, 1, 1);
    ReplayBuffer buffer = tiny(config);
    episode(config, 25, 1).forEach(buffer::add);
    double[] probabilities = new double[25];
    java.util.Arrays.fill(probabilities, 1.0 / 25);
    assertThat(chiSquare(counts(buffer, 25, 1000), probabilities)).isLessThan(51.2); // 24, 0.001
    TrainingBatch batch = buffer.newBatch(8, 3, false);
    buffer.sample(batch);
    assertThat(batch.importance).containsOnly(1f);
  }

  @Test
  void add_prioritised_startsFromTheNetworksValueAgainstReturn() {
    ReplayConfig config = sampling(true, 2, 1);
    ReplayBuffer buffer = tiny(config);
    // Returns to go are 1 and 1; the network's values 0.5 and −1: errors 0.5 and 2.
    List<Recorded.TinyStep> steps =
        List.of(
            new Recorded.TinyStep(0, 0, 7, false, 0.5), new Recorded.TinyStep(0, 1, 7, false, -1));
    ReplayConfig exact = Recorded.config(0, 1);
    Recorded.tiny(exact, 3, steps, null).forEach(buffer::add);
    ReplayStatistics statistics = buffer.statistics(0);
    double target = 0.99; // the first position's return in the buffer with γ = 0.99
    double first = Math.pow(target - 0.5 + 0.01, 2);
    assertThat(statistics.maxPriority()).isCloseTo(Math.pow(2.01, 2), within(1e-6));
    assertThat(statistics.meanPriority()).isCloseTo((first + Math.pow(2.01, 2)) / 2, within(1e-6));
  }

  /** Share of samples that go to the first positions of games of two, in which it was drawn. */
  private static double shareOfRandomMoves(double networkValueOfRandom) {
    ReplayConfig config = Recorded.config(0, 1);
    ReplayBuffer buffer = tiny(config);
    // The search says .22 of both. A drawn move's target is that, the other's the end's 1.
    List<Recorded.TinyStep> steps =
        List.of(
            new Recorded.TinyStep(0, 0, 0.22, true, networkValueOfRandom),
            new Recorded.TinyStep(0, 1, 0.22, false, 0.22));
    for (int game = 0; game < 200; game++) {
      Recorded.tiny(config, 3, steps, null).forEach(buffer::add);
    }
    long[] counts = counts(buffer, 400, 500);
    double ofRandom = 0;
    for (int i = 0; i < 400; i += 2) {
      ofRandom += counts[i];
    }
    return ofRandom / (64 * 500);
  }

  @Test
  void add_randomMoves_areSampledAsTheNetworksErrorsSay() {
    // Half of the positions; the search's value would always give 6.8 %.
    assertThat(shareOfRandomMoves(0.22)).isCloseTo(0.068, within(0.005));
    assertThat(shareOfRandomMoves(0.22 - 0.78)).isCloseTo(0.5, within(0.01));
    assertThat(shareOfRandomMoves(0.22 + 0.2)).isCloseTo(0.311, within(0.01)); // (.21/.79)^.6
  }

  @Test
  void add_targetBeyondWhatTheNetworkCanSay_isClippedInItsPriority() {
    ReplayConfig config = sampling(true, 1, 1);
    ReplayBuffer buffer =
        new ReplayBuffer(Recorded.TINY, config, -2, 2, RandomStream.create(7, "sampler", 0));
    List<Recorded.TinyStep> steps =
        List.of(
            new Recorded.TinyStep(0, -1000, 0, true, 1.5),
            new Recorded.TinyStep(0, 100, 0, false, 2),
            new Recorded.TinyStep(0, 100, 0, false, 0.5));
    Recorded.tiny(config, 3, steps, null).forEach(buffer::add);
    ReplayStatistics statistics = buffer.statistics(0);
    // Errors 1.5, 0 and 1.5 of the targets 0, 199 and 100.
    assertThat(statistics.maxPriority()).isCloseTo(1.51, within(1e-6));
    assertThat(statistics.meanPriority()).isCloseTo(1.01, within(1e-6));
    TrainingBatch batch = buffer.newBatch(64, 1, false);
    buffer.sample(batch);
    assertThat(batch.valueTarget).as("targets stay as they are").contains(100f);
    assertThatThrownBy(
            () ->
                new ReplayBuffer(Recorded.TINY, config, 1, 1, RandomStream.create(7, "sampler", 0)))
        .hasMessageContaining("values must run from the least to the greatest, were 1.0 to 1.0");
  }

  @Test
  void statistics_bytes_countEveryColumn() {
    ReplayConfig config = Recorded.config(0, 1);
    ReplayBuffer buffer =
        new ReplayBuffer(Recorded.vector(5, 70, 2), config, RandomStream.create(7, "sampler", 0));
    Trajectory trajectory =
        Recorded.random(Recorded.vector(5, 70, 2), config, 3, 10, true, 1).get(0);
    // 11 frames; action, reward, 70 policies, network value; root value and 2 words of 70 flags.
    long expected = 4 * (11 * 5 + 10 * (1 + 1 + 70 + 1) + 11) + 8 * 2 * 11 + 10 + 11;
    assertThat(trajectory.bytes()).isEqualTo(256 + expected);
    buffer.add(trajectory);
    // The entry's own: value targets, and a slot a position.
    assertThat(buffer.statistics(0).bytes()).isEqualTo(trajectory.bytes() + 64 + 12 * 10);
  }

  @Test
  void add_beyondPositions_evictsOldestTrajectories() {
    ReplayConfig config = Recorded.bounds(35, 64);
    ReplayBuffer buffer = tiny(config);
    for (int i = 0; i < 50; i++) {
      for (Trajectory trajectory : Recorded.random(Recorded.TINY, config, 3, 8, false, i)) {
        buffer.add(trajectory);
      }
      assertThat(buffer.size()).isEqualTo(Math.min(4, i + 1) * 8);
    }
    ReplayStatistics statistics = buffer.statistics(60);
    assertThat(statistics.positions()).isEqualTo(32);
    assertThat(statistics.trajectories()).isEqualTo(4);
    assertThat(statistics.addedPositions()).isEqualTo(400);
    assertThat(statistics.addedTrajectories()).isEqualTo(50);
    assertThat(statistics.addedEpisodes()).isEqualTo(50);
    assertThat(statistics.meanAge()).isCloseTo(60 - 47.5, within(1e-9)); // played at 46 to 49
    Set<Long> seen = new HashSet<>();
    TrainingBatch batch = buffer.newBatch(64, 3, false);
    for (int i = 0; i < 200; i++) {
      buffer.sample(batch);
      for (long id : batch.positions) {
        seen.add(id);
      }
    }
    assertThat(seen).hasSize(32).allMatch(id -> id >= 368 && id < 400);
  }

  @Test
  void add_beyondBytes_evictsOldestTrajectories() {
    ReplayConfig config = Recorded.bounds(10_000, 1);
    ReplayBuffer buffer =
        new ReplayBuffer(Recorded.vector(1000, 2, 1), config, RandomStream.create(7, "sampler", 0));
    for (int i = 0; i < 200; i++) {
      Recorded.random(Recorded.vector(1000, 2, 1), config, 3, 5, false, i).forEach(buffer::add);
      assertThat(buffer.statistics(0).bytes()).isLessThanOrEqualTo(1 << 20);
    }
    // A trajectory has six frames of 4000 bytes and little else.
    assertThat(buffer.statistics(0).trajectories()).isEqualTo(42);
    assertThat(buffer.size()).isEqualTo(210);
  }

  @Test
  void add_largerThanTheBounds_isRefused() {
    ReplayConfig large = Recorded.config(0, 1);
    ReplayBuffer buffer = tiny(Recorded.bounds(20, 64));
    assertThatThrownBy(() -> buffer.add(episode(large, 21, 1).get(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "replay.capacity must hold the longest recorded part of an episode, 21 positions, was 20");
    assertThatThrownBy(
            () -> buffer.add(Recorded.random(Recorded.BOARD, large, 3, 5, false, 1).get(0)))
        .hasMessageContaining("another environment");
  }

  @Test
  void sample_empty_isRefused() {
    assertThatThrownBy(
            () -> {
              ReplayBuffer buffer = tiny(sampling(true, 1, 1));
              buffer.sample(buffer.newBatch(4, 3, false));
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("empty");
  }

  @Test
  void updatePriorities_ofEvictedPositions_changesNothing() {
    ReplayConfig config = Recorded.bounds(16, 64);
    ReplayBuffer buffer = tiny(config);
    for (int i = 0; i < 3; i++) {
      episode(config, 8, i).forEach(buffer::add);
    }
    double before = buffer.statistics(0).meanPriority();
    buffer.updatePriorities(new long[] {0, 7, 24, -1, 1L << 40}, new float[5]);
    assertThat(buffer.statistics(0).meanPriority()).isEqualTo(before);
    buffer.updatePriorities(new long[] {8}, new float[] {1e30f});
    assertThat(buffer.statistics(0).maxPriority()).isEqualTo(1e9 + 0.01);
    assertThatThrownBy(() -> buffer.updatePriorities(new long[] {8}, new float[] {Float.NaN}))
        .hasMessageContaining("finite");
  }

  @Test
  void sample_extremePriorities_staysFinite() {
    ReplayConfig config =
        new ReplayConfig(64, 1, 5, 1, 0.9, 1, 10, true, 2, 1, 1e-9, false, 0, RootValue.IMPROVED);
    ReplayBuffer buffer = tiny(config);
    episode(config, 10, 1).forEach(buffer::add);
    long[] ids = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    TrainingBatch batch = buffer.newBatch(32, 3, false);
    for (float[] errors :
        new float[][] {
          {0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
          {Float.MAX_VALUE, 0, 0, 0, 0, 0, 0, 0, 0, Float.MAX_VALUE},
          {0, 0, 0, 0, 0, 1e-20f, 0, 0, 0, 0},
        }) {
      buffer.updatePriorities(ids, errors);
      buffer.sample(batch);
      for (float weight : batch.importance) {
        assertThat(weight).isFinite().isPositive().isLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void sample_augmented_turnsObservationPolicyAndActionsTogether() {
    ReplayConfig config =
        new ReplayConfig(1000, 64, 0, 1, 1, 1, 200, true, 1, 1, 0.01, true, 0, RootValue.IMPROVED);
    ReplayBuffer buffer =
        new ReplayBuffer(Recorded.BOARD, config, RandomStream.create(7, "sampler", 0));
    Trajectory trajectory = Recorded.random(Recorded.BOARD, config, 3, 9, false, 1).get(0);
    buffer.add(trajectory);
    Symmetry symmetry = BoardSymmetry.square(3);
    TrainingBatch batch = buffer.newBatch(200, 2, true);
    buffer.sample(batch);
    int[] seen = new int[8];
    for (int b = 0; b < batch.size; b++) {
      int position = (int) batch.positions[b];
      int transformation = transformationOf(batch, b, trajectory, position, symmetry);
      seen[transformation]++;
      for (int k = 0; k <= 2 && position + k < 9; k++) {
        int at = k * batch.size + b;
        int action = trajectory.action(position + k);
        if (k < 2) {
          assertThat(batch.actions[at]).isEqualTo(symmetry.action(transformation, action));
          for (int i = 0; i < 27; i++) {
            assertThat(
                    batch.nextObservations[at * 27 + symmetry.observationIndex(transformation, i)])
                .isEqualTo(Recorded.frames(trajectory)[(position + k + 1) * 27 + i]);
          }
        }
        for (int a = 0; a < 9; a++) {
          assertThat(batch.policyTarget[at * 9 + symmetry.action(transformation, a)])
              .isEqualTo(trajectory.policy(position + k, a));
        }
      }
    }
    for (int count : seen) {
      assertThat(count).isBetween(8, 50); // 25 expected of each
    }
  }

  private static int transformationOf(
      TrainingBatch batch, int row, Trajectory trajectory, int position, Symmetry symmetry) {
    for (int t = 0; t < symmetry.count(); t++) {
      boolean same = true;
      for (int i = 0; i < 27; i++) {
        same &=
            batch.observations[row * 27 + symmetry.observationIndex(t, i)]
                == Recorded.frames(trajectory)[position * 27 + i];
      }
      if (same) {
        return t;
      }
    }
    throw new AssertionError("row " + row + " is no transformation of position " + position);
  }

  @Test
  void refresh_stored_replacesTargets() {
    ReplayConfig config =
        new ReplayConfig(
            1000, 64, 1, 1, 1, 1, 200, false, 1, 1, 0.01, false, 0, RootValue.IMPROVED);
    ReplayBuffer buffer = tiny(config);
    List<Recorded.TinyStep> steps =
        List.of(new Recorded.TinyStep(0, 0, 5), new Recorded.TinyStep(0, 0, 6));
    Recorded.tiny(config, 3, steps, new Recorded.TinyStep(0, 0, 7)).forEach(buffer::add);
    ReplayBuffer.Stored stored = buffer.nextToReanalyse().orElseThrow();
    Trajectory fresh =
        stored
            .trajectory()
            .withTargets(new float[] {1, 0, 0, 1}, new float[] {1, 2, 3}, new float[] {4, 5});
    assertThat(buffer.refresh(stored.id(), fresh)).isTrue();
    TrainingBatch batch = buffer.newBatch(4, 1, false);
    buffer.sample(batch);
    for (int b = 0; b < 4; b++) {
      boolean first = batch.positions[b] == 0;
      assertThat(batch.valueTarget[b]).isEqualTo(first ? 2 : 3);
      assertThat(batch.policyTarget[2 * b]).isEqualTo(first ? 1 : 0);
    }
  }

  @Test
  void refresh_evicted_isPassedOver() {
    ReplayConfig config = Recorded.bounds(8, 64);
    ReplayBuffer buffer = tiny(config);
    buffer.add(episode(config, 8, 1).get(0));
    ReplayBuffer.Stored stored = buffer.nextToReanalyse().orElseThrow();
    buffer.add(episode(config, 8, 2).get(0));
    assertThat(buffer.refresh(stored.id(), stored.trajectory())).isFalse();
    assertThatThrownBy(() -> buffer.refresh(8, stored.trajectory()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nextToReanalyse_goesRoundFromTheOldest() {
    ReplayConfig config = Recorded.bounds(24, 64);
    ReplayBuffer buffer = tiny(config);
    assertThat(buffer.nextToReanalyse()).isEmpty();
    for (int i = 0; i < 3; i++) {
      buffer.add(episode(config, 8, i).get(0));
    }
    assertThat(next(buffer, 4)).containsExactly(0L, 8L, 16L, 0L);
    buffer.add(episode(config, 8, 3).get(0)); // 0 leaves
    buffer.add(episode(config, 8, 4).get(0)); // 8, which was next, leaves
    assertThat(next(buffer, 4)).containsExactly(16L, 24L, 32L, 16L);
  }

  private static List<Long> next(ReplayBuffer buffer, int count) {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(buffer.nextToReanalyse().orElseThrow().id());
    }
    return ids;
  }

  private static byte[] bytes(ReplayBuffer buffer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    buffer.snapshot().write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  @Test
  void restore_snapshot_givesIdenticalSamplesFromThenOn() throws IOException {
    for (boolean prioritised : new boolean[] {true, false}) {
      ReplayConfig config =
          new ReplayConfig(
              50, 64, 3, 1, 0.9, 2, 10, prioritised, 0.7, 0.5, 0.01, true, 0, RootValue.IMPROVED);
      ReplayBuffer original =
          new ReplayBuffer(Recorded.BOARD, config, RandomStream.create(1, "sampler", 0));
      for (int i = 0; i < 13; i++) {
        Recorded.random(Recorded.BOARD, config, 3, 3 + i * 3, i % 2 == 0, i).forEach(original::add);
      }
      TrainingBatch batch = original.newBatch(16, 3, true);
      original.sample(batch);
      original.updatePriorities(batch.positions, sixteen());
      original.nextToReanalyse();
      byte[] snapshot = bytes(original);

      ReplayBuffer restored =
          new ReplayBuffer(Recorded.BOARD, config, RandomStream.create(99, "other", 0));
      restored.add(Recorded.random(Recorded.BOARD, config, 3, 5, false, 77).get(0));
      restored.restore(in(snapshot));
      assertThat(bytes(restored)).isEqualTo(snapshot);
      assertThat(restored.statistics(5)).isEqualTo(original.statistics(5));

      TrainingBatch again = restored.newBatch(16, 3, true);
      for (int round = 0; round < 30; round++) {
        original.sample(batch);
        restored.sample(again);
        assertThat(again).usingRecursiveComparison().isEqualTo(batch);
        original.updatePriorities(batch.positions, sixteen());
        restored.updatePriorities(batch.positions, sixteen());
        Trajectory added = Recorded.random(Recorded.BOARD, config, 3, 4, false, round).get(0);
        assertThat(restored.add(added)).isEqualTo(original.add(added));
        assertThat(restored.nextToReanalyse()).isEqualTo(original.nextToReanalyse());
      }
    }
  }

  private static float[] sixteen() {
    float[] errors = new float[16];
    for (int i = 0; i < 16; i++) {
      errors[i] = i * 0.1f;
    }
    return errors;
  }

  @Test
  void restore_intoSmallerBounds_keepsTheNewest() throws IOException {
    ReplayConfig config = Recorded.bounds(100, 64);
    ReplayBuffer original = tiny(config);
    for (int i = 0; i < 12; i++) {
      original.add(episode(config, 8, i).get(0));
    }
    ReplayBuffer smaller = tiny(Recorded.bounds(30, 64));
    smaller.restore(in(bytes(original)));
    assertThat(smaller.size()).isEqualTo(24);
    TrainingBatch batch = smaller.newBatch(32, 3, false);
    smaller.sample(batch);
    for (long id : batch.positions) {
      assertThat(id).isBetween(72L, 95L);
    }
  }

  @Test
  void restore_damaged_isRefusedAndChangesNothing() throws IOException {
    ReplayConfig config = Recorded.bounds(100, 64);
    ReplayBuffer original = tiny(config);
    original.add(episode(config, 8, 1).get(0));
    byte[] snapshot = bytes(original);
    ReplayBuffer buffer = tiny(config);
    buffer.add(episode(config, 8, 2).get(0));
    byte[] before = bytes(buffer);
    for (int length = 0; length < snapshot.length; length += 7) {
      byte[] cut = java.util.Arrays.copyOf(snapshot, length);
      assertThatThrownBy(() -> buffer.restore(in(cut))).isInstanceOf(IOException.class);
    }
    byte[] other = snapshot.clone();
    other[0] ^= 1;
    assertThatThrownBy(() -> buffer.restore(in(other))).hasMessageContaining("damaged");
    assertThat(bytes(buffer)).isEqualTo(before);
    ReplayBuffer board =
        new ReplayBuffer(Recorded.BOARD, config, RandomStream.create(7, "sampler", 0));
    assertThatThrownBy(() -> board.restore(in(snapshot)))
        .hasMessageContaining("another environment");
  }
}
