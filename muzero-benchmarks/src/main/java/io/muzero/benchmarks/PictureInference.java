package io.muzero.benchmarks;

import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.ObservationFormat;
import io.muzero.environment.Symmetry;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.PictureInputs;
import io.muzero.network.ConvolutionKind;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.NetworkConfig;
import io.muzero.network.NetworkShape;
import io.muzero.network.NetworkType;
import io.muzero.network.PolicyHead;
import io.muzero.network.Precision;
import io.muzero.network.RewardHead;
import io.muzero.network.SupportConfig;
import io.muzero.replay.ObservationHistory;
import io.muzero.replay.ObservationStacker;
import io.muzero.replay.Pictures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Milliseconds of an initial inference of a batch of 84×84 pictures in stacks of four, from the
 * games' frames on: with inputs made in Java as floats, and with bytes that the network makes
 * floats of. Both are measured in turns.
 *
 * <p>Arguments: positions in a batch (64), channels of the network (16), cpu or gpu (cpu).
 */
public final class PictureInference {
  private static final int SIZE = 84;
  private static final int STACKED = 4;
  private static final int ACTIONS = 6;
  private static final int TURNS = 15;

  private final int batch;
  private final ObservationStacker stacker;
  private final List<ObservationHistory> histories = new ArrayList<>();
  private final DjlMuZeroModel model;
  private final HiddenStates states;
  private final ModelOutput output;
  private final int[] rows;
  private final float[] floats;
  private final Pictures bytes;

  private PictureInference(int batch, int channels, DeviceChoice device) {
    this.batch = batch;
    EnvironmentSpec spec =
        new EnvironmentSpec(
                1, 1, SIZE, SIZE, 0, 1, new ActionSpace.Discrete(ACTIONS), -1, 1, 0, Symmetry.NONE)
            .withFormat(ObservationFormat.BYTES);
    stacker = new ObservationStacker(spec, STACKED);
    float[] frame = new float[stacker.frameSize()];
    for (int i = 0; i < batch; i++) {
      ObservationHistory history = stacker.newHistory();
      for (int k = 0; k < STACKED; k++) {
        for (int j = 0; j < frame.length; j++) {
          frame[j] = (i * 31 + k * 7 + j) % 256 / 255f;
        }
        if (k == 0) {
          history.start(frame, 0);
        } else {
          history.add(k % ACTIONS, frame, 0);
        }
      }
      histories.add(history);
    }
    model =
        new DjlMuZeroModel(
            network(channels), NetworkShape.of(spec, stacker.inputSize()), 0.99, device);
    states = model.newHiddenStates(batch);
    output = new ModelOutput(batch, ACTIONS);
    rows = new int[batch];
    Arrays.setAll(rows, i -> i);
    floats = new float[batch * stacker.inputSize()];
    bytes = stacker.newPictures(batch);
  }

  private static NetworkConfig network(int channels) {
    SupportConfig support = new SupportConfig(-10, 10, 21, true);
    return new NetworkConfig(
        NetworkType.IMAGE,
        1,
        List.of(),
        List.of(),
        channels,
        1,
        0,
        ConvolutionKind.AUTO,
        Precision.AUTO,
        true,
        64,
        PolicyHead.DENSE,
        false,
        support,
        support,
        RewardHead.STATE);
  }

  /** Runs the benchmark; see the class. */
  public static void main(String[] arguments) {
    int batch = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 64;
    int channels = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 16;
    String device = arguments.length > 2 ? arguments[2] : "cpu";
    DeviceChoice choice = DeviceChoice.valueOf(device.toUpperCase(Locale.ROOT));
    PictureInference inference = new PictureInference(batch, channels, choice);
    double[][] times = new double[4][TURNS];
    for (int turn = -3; turn < TURNS; turn++) {
      double[] now = {
        inference.time(inference::writeFloats),
        inference.time(inference::inferFloats),
        inference.time(inference::writeBytes),
        inference.time(inference::inferBytes)
      };
      for (int i = 0; i < times.length && turn >= 0; i++) {
        times[i][turn] = now[i];
      }
    }
    for (double[] time : times) {
      Arrays.sort(time);
    }
    System.out.printf(
        Locale.ROOT,
        "batch of %d, %d channels, %s: floats %.2f + %.2f ms (%,d bytes), bytes %.2f + %.2f ms (%,d"
            + " bytes), inputs + inference, medians of %d%n",
        batch,
        channels,
        device,
        times[0][TURNS / 2],
        times[1][TURNS / 2],
        4L * inference.floats.length,
        times[2][TURNS / 2],
        times[3][TURNS / 2],
        (long) inference.bytes.frames().length,
        TURNS);
  }

  private double time(Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return (System.nanoTime() - begun) / 1e6;
  }

  private void writeFloats() {
    for (int i = 0; i < batch; i++) {
      histories.get(i).write(floats, i * stacker.inputSize());
    }
  }

  private void inferFloats() {
    model.initialInference(floats, batch, states, rows, output);
  }

  private void writeBytes() {
    for (int i = 0; i < batch; i++) {
      histories.get(i).write(bytes, i);
    }
  }

  private void inferBytes() {
    PictureInputs inputs = new PictureInputs(bytes.frames(), bytes.actions());
    model.initialInference(inputs, batch, states, rows, output);
  }
}
