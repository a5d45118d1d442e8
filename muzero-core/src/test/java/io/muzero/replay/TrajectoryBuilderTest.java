package io.muzero.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.replay.Recorded.TinyStep;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrajectoryBuilderTest {
  private static ReplayConfig config(int tdSteps, int stackedFrames, int segmentLength) {
    return new ReplayConfig(
        1000,
        64,
        tdSteps,
        1,
        0.9,
        stackedFrames,
        segmentLength,
        true,
        1,
        1,
        0.01,
        false,
        0,
        RootValue.IMPROVED);
  }

  private static List<TinyStep> steps(int count) {
    List<TinyStep> steps = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      steps.add(new TinyStep(t * 7 % 3 == 0 ? 1 : 0, t % 5 - 2, Math.sin(t)));
    }
    return steps;
  }

  @Test
  void append_longEpisode_handsOutSegmentsBeforeItsEnd() {
    List<Trajectory> seen = new ArrayList<>();
    ReplayConfig config = config(4, 1, 10);
    TrajectoryBuilder builder =
        new TrajectoryBuilder(new ObservationStacker(Recorded.TINY, 1), config, 3, seen::add);
    for (int t = 0; t < 1000; t++) {
      builder.append(
          new RecordedStep(
              new RecordedStep.Seen(new float[] {t}, new boolean[] {true, false}, 0),
              new RecordedStep.Found(new float[] {1, 0}, 0, t, -t, t),
              new RecordedStep.Done(0, false, 0)));
      // Handed out once the K + n = 7 positions after a segment are there, and no later.
      assertThat(seen).hasSize(Math.max(0, (t + 1 - 7) / 10));
      assertThat(builder.positions()).isLessThanOrEqualTo(17);
    }
    Trajectory segment = seen.get(5);
    assertThat(segment.terminated() || segment.truncated()).isFalse();
    assertThat(segment.sampleablePositions()).isEqualTo(10);
    assertThat(segment.rootValue(segment.firstSampleable())).isEqualTo(50);
    assertThat(segment.trainingStep()).isEqualTo(50);
    assertThat(segment.frameCount()).isEqualTo(segment.length()).isEqualTo(17);
    assertThat(segment.isLegal(0, 0)).isTrue();
    assertThat(segment.isLegal(0, 1)).isFalse();
  }

  @Test
  void segments_ofAnEpisode_giveTheSameTargetsAndInputsAsTheWhole() {
    for (int stacked : new int[] {1, 3}) {
      for (TinyStep last : new TinyStep[] {null, new TinyStep(1, 0, 0.7)}) {
        for (int length : new int[] {1, 9, 10, 16, 17, 18, 57}) {
          ReplayConfig whole = config(4, stacked, 900);
          ReplayConfig cut = config(4, stacked, 10);
          Trajectory all = Recorded.tiny(whole, 3, steps(length), last).get(0);
          List<Trajectory> segments = Recorded.tiny(cut, 3, steps(length), last);
          ObservationStacker stacker = new ObservationStacker(Recorded.TINY, stacked);
          TargetBuilder targets = new TargetBuilder(stacker, whole);
          TrainingBatch expected = new TrainingBatch(1, 3, stacker.inputSize(), 2, true);
          TrainingBatch actual = new TrainingBatch(1, 3, stacker.inputSize(), 2, true);
          int position = 0;
          for (Trajectory segment : segments) {
            for (int t = segment.firstSampleable(); t < segment.endSampleable(); t++) {
              fill(targets, expected, all, position);
              fill(targets, actual, segment, t);
              assertSame(actual, expected, "length " + length + " position " + position);
              position++;
            }
          }
          assertThat(position).isEqualTo(length);
        }
      }
    }
  }

  private static void fill(TargetBuilder targets, TrainingBatch batch, Trajectory from, int t) {
    targets.fill(
        batch, 0, new TargetBuilder.Sampled(from, targets.valueTargets(from), t, 0), () -> 42L);
  }

  private static void assertSame(TrainingBatch actual, TrainingBatch expected, String message) {
    assertThat(actual).as(message).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void append_monteCarlo_waitsForTheEnd() {
    List<Trajectory> whole = Recorded.tiny(config(0, 1, 10), 3, steps(300), new TinyStep(0, 0, 1));
    assertThat(whole).hasSize(1);
    assertThat(whole.get(0).length()).isEqualTo(300);
    assertThat(whole.get(0).searchedPositions()).isEqualTo(301);
  }

  @Test
  void restore_inTheMiddle_goesOnAlike() throws IOException {
    ReplayConfig config = config(4, 3, 10);
    ObservationStacker stacker = new ObservationStacker(Recorded.TINY, 3);
    List<Trajectory> expected = new ArrayList<>();
    List<Trajectory> actual = new ArrayList<>();
    TrajectoryBuilder builder = new TrajectoryBuilder(stacker, config, 3, expected::add);
    TrajectoryBuilder resumed = new TrajectoryBuilder(stacker, config, 3, actual::add);
    for (int t = 0; t < 45; t++) {
      if (t == 33) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        builder.save(new DataOutputStream(bytes));
        resumed.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        expected.clear();
      }
      append(builder, t);
      if (t >= 33) {
        append(resumed, t);
      }
    }
    builder.terminate(new float[] {45});
    resumed.terminate(new float[] {45});
    assertThat(actual).isNotEmpty().isEqualTo(expected);
    assertThat(builder.positions()).isZero();
  }

  static void append(TrajectoryBuilder builder, int t) {
    builder.append(
        new RecordedStep(
            new RecordedStep.Seen(new float[] {t}, new boolean[] {true, t % 2 == 0}, t % 2),
            new RecordedStep.Found(new float[] {0.5f, 0.5f}, 0, t, -t, t),
            new RecordedStep.Done(t % 2, t % 5 == 0, t)));
  }

  @Test
  void restore_ofAnotherEnvironment_isRefused() throws IOException {
    TrajectoryBuilder tiny =
        new TrajectoryBuilder(
            new ObservationStacker(Recorded.TINY, 1), config(4, 1, 10), 3, t -> {});
    append(tiny, 0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tiny.save(new DataOutputStream(bytes));
    TrajectoryBuilder board =
        new TrajectoryBuilder(
            new ObservationStacker(Recorded.BOARD, 1), config(4, 1, 10), 3, t -> {});
    assertThatThrownBy(
            () -> board.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another environment");
  }

  @Test
  void append_notFinite_isRefusedAndChangesNothing() {
    TrajectoryBuilder builder =
        new TrajectoryBuilder(
            new ObservationStacker(Recorded.TINY, 1), config(4, 1, 10), 3, t -> {});
    assertThatThrownBy(() -> builder.append(step(Float.NaN, 0, 0, 0)))
        .hasMessageContaining("policy must be finite");
    assertThatThrownBy(() -> builder.append(step(0, Float.NaN, 0, 0)))
        .hasMessageContaining("value must be finite");
    assertThatThrownBy(() -> builder.append(step(0, 0, Float.NaN, 0)))
        .hasMessageContaining("network value must be finite");
    assertThatThrownBy(() -> builder.append(step(0, 0, 0, Double.NaN)))
        .hasMessageContaining("reward must be finite");
    assertThatThrownBy(() -> builder.terminate(new float[] {0}))
        .isInstanceOf(IllegalStateException.class);
    assertThat(builder.positions()).isZero();
  }

  private static RecordedStep step(
      float policy, float rootValue, float networkValue, double reward) {
    return new RecordedStep(
        new RecordedStep.Seen(new float[] {0}, new boolean[] {true, true}, 0),
        new RecordedStep.Found(new float[] {policy, 1}, 0, rootValue, networkValue, 0),
        new RecordedStep.Done(0, false, reward));
  }

  @Test
  void isLegal_moreThan64Actions_keepsEachFlag() {
    List<Trajectory> seen =
        Recorded.random(Recorded.vector(2, 150, 1), config(4, 1, 10), 3, 5, false, 9);
    Trajectory trajectory = seen.get(0);
    boolean[] legal = new boolean[150];
    for (int t = 0; t < 5; t++) {
      trajectory.writeLegal(t, legal, 0);
      for (int a = 0; a < 150; a++) {
        assertThat(legal[a]).isEqualTo(trajectory.policy(t, a) > 0);
      }
    }
  }
}
