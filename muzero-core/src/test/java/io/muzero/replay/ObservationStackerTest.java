package io.muzero.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.ActionSpace;
import io.muzero.environment.BoardSymmetry;
import io.muzero.environment.EnvironmentSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservationStackerTest {

  @Test
  void write_threeFrames_newestFirstThenActions() {
    ReplayConfig config =
        new ReplayConfig(
            1000, 64, 5, 1, 0.9, 3, 200, true, 1, 1, 0.01, false, 0, RootValue.IMPROVED);
    List<Recorded.TinyStep> steps = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      steps.add(new Recorded.TinyStep(0, 0, 0));
    }
    Trajectory trajectory = Recorded.tiny(config, 3, steps, null).get(0); // action t % 2
    ObservationStacker stacker = new ObservationStacker(Recorded.TINY, 3);
    assertThat(stacker.inputSize()).isEqualTo(6);
    assertThat(stacker.inputChannels()).isEqualTo(6);
    float[] input = new float[6];
    stacker.write(trajectory, 0, input, 0);
    assertThat(input).containsExactly(0, 0, 0, 0, 0, 0);
    stacker.write(trajectory, 1, input, 0);
    assertThat(input).containsExactly(1, 0, 0, 0.5f, 0, 0);
    stacker.write(trajectory, 3, input, 0);
    assertThat(input).containsExactly(3, 2, 1, 0.5f, 1, 0.5f);
    stacker.write(trajectory, 4, input, 0);
    assertThat(input).containsExactly(4, 3, 2, 1, 0.5f, 1);
  }

  @Test
  void history_whilePlaying_showsWhatIsSampledLater() {
    for (int stacked : new int[] {1, 2, 4}) {
      ReplayConfig config =
          new ReplayConfig(
              1000, 64, 5, 1, 0.9, stacked, 200, true, 1, 1, 0.01, false, 0, RootValue.IMPROVED);
      Trajectory trajectory = Recorded.random(Recorded.BOARD, config, 3, 9, true, stacked).get(0);
      ObservationStacker stacker = new ObservationStacker(Recorded.BOARD, stacked);
      ObservationHistory history = stacker.newHistory();
      float[] played = new float[stacker.inputSize()];
      float[] sampled = new float[stacker.inputSize()];
      for (int game = 0; game < 2; game++) {
        history.start(Recorded.frames(trajectory), 0);
        for (int t = 0; t < trajectory.frameCount(); t++) {
          if (t > 0) {
            history.add(trajectory.action(t - 1), Recorded.frames(trajectory), t * 27);
          }
          history.write(played, 0);
          stacker.write(trajectory, t, sampled, 0);
          assertThat(played).isEqualTo(sampled);
        }
      }
    }
  }

  @Test
  void writeAction_onABoard_marksTheCellOrColumn() {
    ObservationStacker cells = new ObservationStacker(spec(ActionSpace.Layout.CELLS, 10, 3), 2);
    float[] input = new float[cells.inputSize()];
    cells.writeAction(5, 0, new ObservationStacker.Input(input, 0, 0));
    assertThat(slice(input, 18, 9)).containsExactly(0, 0, 0, 0, 0, 1, 0, 0, 0);
    cells.writeAction(9, 1, new ObservationStacker.Input(input, 0, 0)); // a pass
    assertThat(slice(input, 27, 9)).containsOnly(1);
    ObservationStacker columns = new ObservationStacker(spec(ActionSpace.Layout.COLUMNS, 3, 3), 2);
    columns.writeAction(1, 0, new ObservationStacker.Input(input, 0, 0));
    assertThat(slice(input, 18, 9)).containsExactly(0, 1, 0, 0, 1, 0, 0, 1, 0);
  }

  @Test
  void write_transformed_turnsFramesAndActionPlanesAlike() {
    ReplayConfig config =
        new ReplayConfig(
            1000, 64, 5, 1, 0.9, 3, 200, true, 1, 1, 0.01, true, 0, RootValue.IMPROVED);
    Trajectory trajectory = Recorded.random(Recorded.BOARD, config, 3, 9, false, 1).get(0);
    ObservationStacker stacker = new ObservationStacker(Recorded.BOARD, 3);
    int planes = stacker.inputChannels();
    float[] original = new float[stacker.inputSize()];
    float[] turned = new float[stacker.inputSize()];
    stacker.write(trajectory, 6, original, 0);
    for (int transformation = 0; transformation < 8; transformation++) {
      stacker.write(trajectory, 6, transformation, turned, 0);
      for (int plane = 0; plane < planes; plane++) {
        for (int cell = 0; cell < 9; cell++) {
          int to = BoardSymmetry.square(3).action(transformation, cell);
          assertThat(turned[plane * 9 + to]).isEqualTo(original[plane * 9 + cell]);
        }
      }
    }
  }

  private static EnvironmentSpec spec(ActionSpace.Layout layout, int actions, int size) {
    return new EnvironmentSpec(
        2,
        1,
        size,
        size,
        0,
        1,
        new ActionSpace.Discrete(actions, layout),
        0,
        1,
        0,
        io.muzero.environment.Symmetry.NONE);
  }

  private static float[] slice(float[] of, int from, int count) {
    return java.util.Arrays.copyOfRange(of, from, from + count);
  }
}
