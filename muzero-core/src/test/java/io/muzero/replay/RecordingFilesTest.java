package io.muzero.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.random.RandomStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Files of version 0.1 are read, go on alike, and are written again byte for byte. */
class RecordingFilesTest {
  private static byte[] file(String name) throws IOException {
    try (InputStream in =
            Objects.requireNonNull(
                RecordingFilesTest.class.getResourceAsStream("/recordings/" + name + ".gz"));
        GZIPInputStream plain = new GZIPInputStream(in)) {
      return plain.readAllBytes();
    }
  }

  private static DataInputStream stream(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private static ReplayBuffer buffer() {
    ReplayConfig config =
        new ReplayConfig(
            60, 64, 4, 0.9, 0.95, 3, 8, true, 0.6, 0.4, 0.01, true, 0.1, RootValue.IMPROVED);
    return new ReplayBuffer(Recorded.BOARD, config, -2, 2, RandomStream.create(1, "other", 0));
  }

  private static TrajectoryBuilder builder(List<Trajectory> handedOut) {
    ReplayConfig config =
        new ReplayConfig(
            1000, 64, 4, 1, 0.9, 3, 10, true, 1, 1, 0.01, false, 0, RootValue.IMPROVED);
    return new TrajectoryBuilder(
        new ObservationStacker(Recorded.TINY, 3), config, 3, handedOut::add);
  }

  @Test
  void replay_ofVersion01_isWrittenAgainByteForByte() throws IOException {
    ReplayBuffer buffer = buffer();
    buffer.restore(stream(file("replay.bin")));
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    buffer.snapshot().write(new DataOutputStream(again));
    assertThat(again.toByteArray()).isEqualTo(file("replay.bin"));
    assertThat(buffer.size()).isEqualTo(57);
    assertThat(buffer.statistics(0).bytes()).isEqualTo(22_065);
  }

  @Test
  void replay_ofVersion01_isSampledAsItWasThere() throws IOException {
    ReplayBuffer buffer = buffer();
    buffer.restore(stream(file("replay.bin")));
    TrainingBatch batch = buffer.newBatch(16, 3, true);
    buffer.sample(batch);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    write(batch, out);
    ReplayBuffer.Stored next = buffer.nextToReanalyse().orElseThrow();
    out.writeLong(next.id());
    next.trajectory().write(out);
    assertThat(bytes.toByteArray()).isEqualTo(file("sampled.bin"));
  }

  /**
   * All but the importance, whose power may differ in the last digit from one machine to another.
   */
  private static void write(TrainingBatch batch, DataOutputStream out) throws IOException {
    write(batch.observations, out);
    for (int action : batch.actions) {
      out.writeInt(action);
    }
    for (float[] numbers :
        List.of(
            batch.policyTarget,
            batch.valueTarget,
            batch.rewardTarget,
            batch.policyWeight,
            batch.valueWeight,
            batch.rewardWeight,
            batch.movesAgain,
            batch.turnWeight)) {
      write(numbers, out);
    }
    for (long position : batch.positions) {
      out.writeLong(position);
    }
    write(batch.nextObservations, out);
    write(batch.nextObservationWeight, out);
  }

  private static void write(float[] numbers, DataOutputStream out) throws IOException {
    for (float number : numbers) {
      out.writeFloat(number);
    }
  }

  @Test
  void recording_ofVersion01_isWrittenAgainAndGoesOn() throws IOException {
    List<Trajectory> handedOut = new ArrayList<>();
    TrajectoryBuilder builder = builder(handedOut);
    builder.restore(stream(file("recording.bin")));
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    builder.save(new DataOutputStream(again));
    assertThat(again.toByteArray()).isEqualTo(file("recording.bin"));

    for (int t = 33; t < 45; t++) {
      TrajectoryBuilderTest.append(builder, t);
    }
    builder.truncate(
        new RecordedStep.Seen(new float[] {45}, new boolean[] {true, false}, 1), 0.25f);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(handedOut.size());
    for (Trajectory trajectory : handedOut) {
      trajectory.write(out);
    }
    assertThat(bytes.toByteArray()).isEqualTo(file("handed-out.bin"));
  }
}
