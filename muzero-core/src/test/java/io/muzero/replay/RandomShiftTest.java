package io.muzero.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.ObservationFormat;
import io.muzero.environment.Symmetry;
import io.muzero.random.RandomStream;
import io.muzero.settings.InvalidSettingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RandomShiftTest {
  private static final int HEIGHT = 5;
  private static final int WIDTH = 7;
  private static final int CELLS = HEIGHT * WIDTH;
  private static final int MOST = 2;
  private static final int STACKED = 2;

  private static EnvironmentSpec spec(ObservationFormat format) {
    return new EnvironmentSpec(
            1, 2, HEIGHT, WIDTH, 0, 1, new ActionSpace.Discrete(3), -9, 9, 0, Symmetry.NONE)
        .withFormat(format);
  }

  private static ReplayConfig config(int randomShift, double rewardClip) {
    return new ReplayConfig(
        1000,
        64,
        3,
        1,
        0.9,
        STACKED,
        8,
        true,
        1,
        1,
        0.01,
        true,
        0,
        RootValue.IMPROVED,
        randomShift,
        rewardClip);
  }

  /** By definition: padded with its border, cropped where its old corner is at (row, column). */
  private static float[] padded(float[] plane, int row, int column) {
    float[] moved = new float[CELLS];
    for (int i = 0; i < CELLS; i++) {
      int y = Math.max(0, Math.min(HEIGHT - 1, i / WIDTH + row));
      int x = Math.max(0, Math.min(WIDTH - 1, i % WIDTH + column));
      moved[i] = plane[y * WIDTH + x];
    }
    return moved;
  }

  private static float[] slice(float[] from, int offset) {
    return java.util.Arrays.copyOfRange(from, offset, offset + CELLS);
  }

  @Test
  void move_planes_allAlikeByAtMostSoMuch() {
    RandomShift shift = new RandomShift(spec(ObservationFormat.FLOATS), MOST);
    UniformRandomProvider random = RandomStream.create(1, "shift", 0);
    float[] planes = new float[3 * CELLS + 2];
    Set<List<Integer>> seen = new HashSet<>();
    for (int draw = 0; draw < 500; draw++) {
      float[] before = planes;
      for (int i = 0; i < planes.length; i++) {
        before[i] = random.nextFloat();
      }
      float[] after = before.clone();
      shift.move(after, 1, 3, random);
      assertThat(after[0]).isEqualTo(before[0]);
      assertThat(after[after.length - 1]).isEqualTo(before[before.length - 1]);
      boolean found = false;
      for (int row = -MOST; row <= MOST; row++) {
        for (int column = -MOST; column <= MOST; column++) {
          boolean same = true;
          for (int plane = 0; plane < 3; plane++) {
            float[] expected = padded(slice(before, 1 + plane * CELLS), row, column);
            same &= java.util.Arrays.equals(expected, slice(after, 1 + plane * CELLS));
          }
          if (same) {
            found = true;
            seen.add(List.of(row, column));
          }
        }
      }
      assertThat(found).isTrue();
    }
    assertThat(seen).hasSize((2 * MOST + 1) * (2 * MOST + 1));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOATS", "BYTES"})
  void sample_shifted_movesFramesAndNotTheActionsPlanes(ObservationFormat format) {
    EnvironmentSpec spec = spec(format);
    ReplayBuffer still = new ReplayBuffer(spec, config(0, 0), RandomStream.create(7, "sampler", 0));
    ReplayBuffer moving =
        new ReplayBuffer(spec, config(MOST, 0), RandomStream.create(7, "sampler", 0));
    for (Trajectory trajectory : Recorded.random(spec, config(0, 0), 2, 12, true, 3)) {
      still.add(trajectory);
      moving.add(trajectory);
    }
    TrainingBatch one = still.newBatch(32, 2, true);
    TrainingBatch other = moving.newBatch(32, 2, true);
    still.sample(one);
    moving.sample(other);
    assertThat(other.positions).containsExactly(one.positions);
    assertThat(other.valueTarget).containsExactly(one.valueTarget);
    Pictures before = one.pictures;
    Pictures after = other.pictures;
    if (before == null || after == null) {
      assertThat(format).isEqualTo(ObservationFormat.FLOATS);
      int inputSize = STACKED * 3 * CELLS;
      int moved = 0;
      for (int row = 0; row < 32; row++) {
        for (int i = 0; i < inputSize; i++) {
          boolean same =
              one.observations[row * inputSize + i] == other.observations[row * inputSize + i];
          moved += same ? 0 : 1;
          assertThat(same || i < STACKED * 2 * CELLS).isTrue();
        }
      }
      assertThat(moved).isGreaterThan(32 * CELLS);
      return;
    }
    assertThat(after.actions()).containsExactly(before.actions());
    assertThat(after.frames()).isNotEqualTo(before.frames());
    // Rows of the sampled positions and of those that follow each have a shift of their own.
    for (int row : new int[] {0, 31, 32, 95}) {
      Set<Byte> shown = new HashSet<>();
      for (int i = 0; i < before.size(); i++) {
        shown.add(before.frames()[row * before.size() + i]);
      }
      for (int i = 0; i < before.size(); i++) {
        assertThat(shown).contains(after.frames()[row * before.size() + i]);
      }
    }
  }

  @Test
  void buffer_shiftOfABoard_isRefused() {
    assertThatThrownBy(
            () ->
                new ReplayBuffer(
                    Recorded.BOARD, config(1, 0), RandomStream.create(7, "sampler", 0)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("replay.randomShift must be 0 in a game whose actions are cells");
  }

  @Test
  void append_rewardBeyondTheClip_isRecordedAsThat() {
    List<Trajectory> seen = new ArrayList<>();
    TrajectoryBuilder builder =
        new TrajectoryBuilder(
            new ObservationStacker(Recorded.TINY, STACKED), config(0, 1.5), 2, seen::add);
    double[] rewards = {-7, 0.25, 1.5, 40};
    for (double reward : rewards) {
      builder.append(
          new RecordedStep(
              new RecordedStep.Seen(new float[] {0}, new boolean[] {true, true}, 0),
              new RecordedStep.Found(new float[] {0.5f, 0.5f}, 0, 0, 0, 0),
              new RecordedStep.Done(0, false, reward)));
    }
    builder.terminate(new float[] {0});
    assertThat(seen.get(0).rewards).containsExactly(-1.5f, 0.25f, 1.5f, 1.5f);
    assertThat(config(0, 0).clipped(40)).isEqualTo(40);
  }
}
