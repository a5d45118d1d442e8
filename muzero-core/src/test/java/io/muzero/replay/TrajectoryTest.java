package io.muzero.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrajectoryTest {
  private static Trajectory trajectory(boolean truncated) {
    return Recorded.random(Recorded.TINY, Recorded.config(0, 1), 3, 7, truncated, 5).get(0);
  }

  private static Trajectory read(byte[] bytes) throws IOException {
    return Trajectory.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  /** As format 2 wrote it: without network values. */
  private static byte[] withoutNetworkValues(Trajectory trajectory) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(2);
    out.writeByte(trajectory.end.ordinal());
    out.writeInt(trajectory.firstSampleable());
    out.writeInt(trajectory.endSampleable());
    out.writeLong(trajectory.trainingStep());
    float[] frames = Recorded.frames(trajectory);
    ArrayFormat.write(frames, frames.length, out);
    ArrayFormat.write(trajectory.actions, trajectory.length(), out);
    ArrayFormat.write(trajectory.rewards, trajectory.length(), out);
    ArrayFormat.write(trajectory.policies, trajectory.policies.length, out);
    ArrayFormat.write(trajectory.explored, trajectory.length(), out);
    ArrayFormat.write(trajectory.toPlay, trajectory.searchedPositions(), out);
    ArrayFormat.write(trajectory.rootValues, trajectory.searchedPositions(), out);
    ArrayFormat.write(trajectory.legal, trajectory.legal.length, out);
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void read_written_isTheSame(boolean truncated) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Trajectory trajectory = trajectory(truncated);
    trajectory.write(new DataOutputStream(bytes));
    assertThat(read(bytes.toByteArray())).isEqualTo(trajectory);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void read_formatWithoutNetworkValues_takesTheSearchValues(boolean truncated) throws IOException {
    Trajectory trajectory = trajectory(truncated);
    Trajectory read = read(withoutNetworkValues(trajectory));
    assertThat(read)
        .isEqualTo(
            trajectory.withTargets(
                trajectory.policies,
                trajectory.rootValues,
                Arrays.copyOf(trajectory.rootValues, trajectory.length())));
    assertThat(read.bytes()).isEqualTo(trajectory.bytes());
  }

  @Test
  void read_otherFormats_areRefused() throws IOException {
    byte[] bytes = withoutNetworkValues(trajectory(true));
    for (byte format : new byte[] {1, 6}) {
      bytes[0] = format;
      assertThatThrownBy(() -> read(bytes))
          .isInstanceOf(IOException.class)
          .hasMessage("a trajectory has format " + format + ", this version reads 2, 3, 4, 5");
    }
  }

  @Test
  void withTargets_notFinite_isRefused() {
    Trajectory trajectory = trajectory(false);
    float[] values = trajectory.rootValues.clone();
    values[3] = Float.NaN;
    assertThatThrownBy(
            () -> trajectory.withTargets(trajectory.policies, trajectory.rootValues, values))
        .hasMessage("network values must be finite, was NaN at index 3");
  }

  /** The segments of an episode carry each position's own value, overlaps included. */
  @Test
  void networkValues_ofSegments_areThoseOfTheWhole() {
    ReplayConfig whole = Recorded.config(4, 1);
    ReplayConfig cut = Recorded.bounds(1000, 64); // segments of 8
    Trajectory all = Recorded.random(Recorded.TINY, whole, 3, 30, true, 5).get(0);
    List<Trajectory> segments = Recorded.random(Recorded.TINY, cut, 3, 30, true, 5);
    assertThat(segments).hasSizeGreaterThan(2);
    int position = 0;
    for (Trajectory segment : segments) {
      for (int t = segment.firstSampleable(); t < segment.endSampleable(); t++) {
        assertThat(segment.networkValue(t)).isEqualTo(all.networkValue(position));
        position++;
      }
    }
    assertThat(position).isEqualTo(30);
  }
}
