package io.muzero.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.ObservationFormat;
import io.muzero.random.RandomStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames kept as bytes: the same inputs as of floats, in a quarter of the memory. */
class ByteFramesTest {
  private static ReplayConfig config(int stackedFrames) {
    return new ReplayConfig(
        1000, 64, 5, 1, 0.9, stackedFrames, 8, true, 1, 1, 0.01, true, 0, RootValue.IMPROVED);
  }

  private static List<Trajectory> recorded(EnvironmentSpec spec, boolean truncated) {
    return Recorded.random(spec, config(3), 2, 30, truncated, 4);
  }

  private static EnvironmentSpec board(ObservationFormat format) {
    return Recorded.BOARD.withFormat(format);
  }

  /** The same episodes with frames kept as floats. */
  private static List<Trajectory> asFloats(List<Trajectory> trajectories) throws IOException {
    List<Trajectory> floats = new ArrayList<>();
    for (Trajectory t : trajectories) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(3);
      out.writeByte(t.end.ordinal());
      out.writeInt(t.firstSampleable());
      out.writeInt(t.endSampleable());
      out.writeLong(t.trainingStep());
      float[] frames = Recorded.frames(t);
      ArrayFormat.write(frames, frames.length, out);
      ArrayFormat.write(t.actions, t.actions.length, out);
      ArrayFormat.write(t.rewards, t.rewards.length, out);
      ArrayFormat.write(t.policies, t.policies.length, out);
      ArrayFormat.write(t.explored, t.explored.length, out);
      ArrayFormat.write(t.toPlay, t.toPlay.length, out);
      ArrayFormat.write(t.rootValues, t.rootValues.length, out);
      ArrayFormat.write(t.networkValues, t.networkValues.length, out);
      ArrayFormat.write(t.legal, t.legal.length, out);
      floats.add(
          Trajectory.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))));
    }
    return floats;
  }

  @ParameterizedTest
  @EnumSource(names = {"BYTES", "FLAGS"})
  void sample_ofBytes_equalsThatOfFloats(ObservationFormat format) throws IOException {
    TrainingBatch[] batches = new TrainingBatch[2];
    List<Trajectory> bytes = recorded(board(format), true);
    for (int i = 0; i < 2; i++) {
      EnvironmentSpec spec = i == 0 ? Recorded.BOARD : board(format);
      ReplayBuffer buffer = new ReplayBuffer(spec, config(3), RandomStream.create(7, "sampler", 0));
      (i == 0 ? asFloats(bytes) : bytes).forEach(buffer::add);
      batches[i] = buffer.newBatch(40, 2, true);
      buffer.sample(batches[i]);
    }
    assertThat(batches[1]).usingRecursiveComparison().isEqualTo(batches[0]);
    assertThat(batches[0].observations).contains(0f, 1f);
  }

  @ParameterizedTest
  @EnumSource
  void read_written_isTheSame(ObservationFormat format) throws IOException {
    for (boolean truncated : new boolean[] {true, false}) {
      for (Trajectory trajectory : recorded(board(format), truncated)) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        trajectory.write(new DataOutputStream(bytes));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(Trajectory.read(in)).isEqualTo(trajectory);
        assertThat(in.available()).isZero();
      }
    }
  }

  /** A game that began to say that its frames are bytes goes on from its old recordings. */
  @Test
  void restore_recordingOfFloats_goesOnAsBytes() throws IOException {
    float[][] frames = {{0, 1}, {1, 1}, {0, 0}, {1, 0}, {0, 1}};
    EnvironmentSpec floats =
        new EnvironmentSpec(
            1, 2, 1, 1, 0, 1, Recorded.TINY.actions(), -1, 1, 0, Recorded.TINY.symmetry());
    List<List<Trajectory>> handedOut = new ArrayList<>();
    for (ObservationFormat format :
        List.of(ObservationFormat.FLOATS, ObservationFormat.FLAGS, ObservationFormat.BYTES)) {
      List<Trajectory> seen = new ArrayList<>();
      handedOut.add(seen);
      TrajectoryBuilder old = builder(floats, new ArrayList<>());
      for (int t = 0; t < 3; t++) {
        old.append(step(frames[t]));
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      old.save(new DataOutputStream(bytes));
      TrajectoryBuilder resumed = builder(floats.withFormat(format), seen);
      resumed.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      resumed.append(step(frames[3]));
      resumed.terminate(frames[4]);
      assertThat(Recorded.frames(seen.get(0))).containsExactly(0, 1, 1, 1, 0, 0, 1, 0, 0, 1);
    }
    assertThat(handedOut.get(1).get(0).bytes()).isEqualTo(handedOut.get(0).get(0).bytes() - 3 * 10);
  }

  private static TrajectoryBuilder builder(EnvironmentSpec spec, List<Trajectory> seen) {
    return new TrajectoryBuilder(new ObservationStacker(spec, 1), config(1), 2, seen::add);
  }

  private static RecordedStep step(float[] frame) {
    return new RecordedStep(
        new RecordedStep.Seen(frame, new boolean[] {true, true}, 0),
        new RecordedStep.Found(new float[] {0.5f, 0.5f}, 0, 0, 0, 0),
        new RecordedStep.Done(0, false, 0));
  }

  @Test
  void history_ofBytes_keepsAFrameOnceAndShowsItStacked() {
    EnvironmentSpec spec = board(ObservationFormat.BYTES);
    Trajectory trajectory = Recorded.random(spec, config(4), 2, 7, true, 9).get(0);
    ObservationStacker stacker = new ObservationStacker(spec, 4);
    float[] frames = Recorded.frames(trajectory);
    assertThat(trajectory.bytes()).isLessThan(256 + trajectory.frameCount() * (27 + 90));
    ObservationHistory history = stacker.newHistory();
    float[] played = new float[stacker.inputSize()];
    float[] sampled = new float[stacker.inputSize()];
    history.start(frames, 0);
    for (int t = 0; t < trajectory.frameCount(); t++) {
      if (t > 0) {
        history.add(trajectory.action(t - 1), frames, t * 27);
      }
      history.copy().write(played, 0);
      stacker.write(trajectory, t, sampled, 0);
      assertThat(played).isEqualTo(sampled);
    }
  }

  @Test
  void append_frameThatFitsNoByte_isRefused() {
    TrajectoryBuilder builder =
        builder(Recorded.BOARD.withFormat(ObservationFormat.FLAGS), new ArrayList<>());
    assertThatThrownBy(
            () ->
                builder.append(
                    new RecordedStep(
                        new RecordedStep.Seen(filled(0.5f), new boolean[9], 0),
                        new RecordedStep.Found(new float[9], 0, 0, 0, 0),
                        new RecordedStep.Done(0, false, 0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must hold 0 and 1 only, has 0.5");
  }

  @Test
  void frames_writtenAsAnotherFormat_areWhatTheyWere() {
    StepLayout layout = new StepLayout(3, ObservationFormat.FLAGS, 2);
    Frames frames = Frames.of(layout, 2);
    frames.put(1, new float[] {0, 1, 0, 1}, 1);
    byte[] bytes = new byte[4];
    frames.write(1, ObservationFormat.BYTES, bytes, 1);
    assertThat(bytes).containsExactly((byte) 0, (byte) 255, (byte) 0, (byte) 255);
    frames.write(1, ObservationFormat.FLAGS, bytes, 0);
    assertThat(bytes).containsExactly((byte) 1, (byte) 0, (byte) 1, (byte) 255);
  }

  private static float[] filled(float number) {
    float[] frame = new float[27];
    java.util.Arrays.fill(frame, number);
    return frame;
  }

  @Test
  void format_encodes_whatItDecodes() {
    for (int i = 0; i < 256; i++) {
      float number = ObservationFormat.BYTES.decode((byte) i);
      assertThat(number).isEqualTo(i / 255f);
      assertThat(ObservationFormat.BYTES.encode(number)).isEqualTo((byte) i);
    }
    for (float number : new float[] {-0.1f, 1.1f, 0.001f, Float.NaN}) {
      assertThat(ObservationFormat.BYTES.holds(number)).isFalse();
      assertThat(ObservationFormat.FLOATS.holds(number)).isTrue();
    }
  }
}
