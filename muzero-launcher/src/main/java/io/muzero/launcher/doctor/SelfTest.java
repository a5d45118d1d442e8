package io.muzero.launcher.doctor;

import io.muzero.network.DeviceChoice;
import io.muzero.settings.InvalidSettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Computes with a network of each kind in two ways and compares.
 *
 * <p>With a GPU in use one way is the CPU and the other the GPU. Without one they are two ways of
 * the CPU: convolutions as matrix products and as themselves, or a batch at once and row by row.
 * Both ways of a training step are compared by how the weights changed; what is allowed grows with
 * the root of the steps, for each begins with the differences of the one before. All differences
 * are relative ({@link Computation#difference}).
 *
 * <p>Loads libtorch. Whoever calls it should be a process that may crash.
 */
public final class SelfTest {
  /** Two float32 ways on one CPU: they sum in another order. */
  static final double FLOAT32_TOLERANCE = 1e-4;

  /** A GPU's convolutions may use TF32, which has 10 bits for each factor. */
  static final double DEVICE_TOLERANCE = 2e-2;

  /** bfloat16 has 8 bits; states are scaled to [0, 1] in every step, which may magnify. */
  static final double BFLOAT16_TOLERANCE = 5e-2;

  private static final int SPEED_BATCH = 128;
  private static final double SPEED_SECONDS = 0.3;
  private static final String SGD = "learner.optimiser=sgd";

  private final DeviceChoice device;
  private final int steps;
  private final Consumer<Finding> each;

  /**
   * A self-test.
   *
   * @param device where networks are to compute
   * @param steps training steps before weights are compared, at least 1
   * @param each is told every finding
   */
  public SelfTest(DeviceChoice device, int steps, Consumer<Finding> each) {
    this.device = device;
    this.steps = steps;
    this.each = each;
  }

  /**
   * A kind of network.
   *
   * @param name of the kind
   * @param game whose network it is
   * @param one settings of the first way
   * @param other settings of the second way on a CPU
   */
  private record Kind(String name, String game, List<String> one, List<String> other) {
    Subject first() {
      return Subject.of(game, one.toArray(String[]::new));
    }

    Subject second() {
      return Subject.of(game, other.toArray(String[]::new));
    }

    /** Whether the second way is another program, not only another order of calls. */
    boolean hasTwoPrograms() {
      return !one.equals(other);
    }
  }

  private static List<Kind> kinds() {
    List<String> common = List.of("learner.batchSize=32", "learner.learningRate=0.001", SGD);
    List<String> dense = new ArrayList<>(common);
    dense.addAll(List.of("network.type=residual", "network.channels=16"));
    dense.add("network.precision=float32");
    List<String> direct = new ArrayList<>(dense);
    dense.add("network.convolution=dense");
    direct.add("network.convolution=direct");
    return List.of(
        new Kind("mlp", "cartpole", common, common),
        new Kind("dense", "tictactoe", dense, direct),
        new Kind("direct", "connect4", direct, dense));
  }

  /** Runs everything but speeds of whole self-play. */
  public void run() {
    boolean gpu = device.isGpu();
    each.accept(
        Finding.ok("device", "networks compute on the " + (gpu ? "GPU" : "CPU" + whyNoGpu()))
            .with("gpu", gpu));
    for (Kind kind : kinds()) {
      each.accept(inference(kind, gpu));
      each.accept(training(kind, gpu));
    }
    each.accept(bfloat16(gpu));
  }

  /** Why the choice fell on the CPU, where it was left to the program. */
  private String whyNoGpu() {
    if (device != DeviceChoice.AUTO) {
      return "";
    }
    try {
      DeviceChoice.GPU.resolve();
      return "";
    } catch (InvalidSettingException e) {
      return ": " + e.getMessage();
    }
  }

  private Finding inference(Kind kind, boolean gpu) {
    float[] one = Computation.inference(kind.first(), DeviceChoice.CPU, false);
    float[] other =
        gpu
            ? Computation.inference(kind.first(), DeviceChoice.GPU, false)
            : Computation.inference(kind.second(), DeviceChoice.CPU, !kind.hasTwoPrograms());
    return judged(
        "infer " + kind.name(),
        "outputs " + ways(kind, gpu, "of a batch and of its rows one by one"),
        Computation.difference(one, other),
        gpu ? DEVICE_TOLERANCE : FLOAT32_TOLERANCE);
  }

  private Finding training(Kind kind, boolean gpu) {
    float[] one = Computation.training(kind.first(), DeviceChoice.CPU, steps);
    float[] other =
        gpu
            ? Computation.training(kind.first(), DeviceChoice.GPU, steps)
            : Computation.training(kind.second(), DeviceChoice.CPU, steps);
    String after = steps == 1 ? "a step " : steps + " steps ";
    return judged(
        "train " + kind.name(),
        "changes by " + after + ways(kind, gpu, "of two learners"),
        Computation.difference(one, other),
        (gpu ? DEVICE_TOLERANCE : FLOAT32_TOLERANCE) * Math.sqrt(steps));
  }

  private static String ways(Kind kind, boolean gpu, String ofOneProgram) {
    if (gpu) {
      return "on CPU and GPU";
    }
    return kind.hasTwoPrograms() ? "by matrix products and by convolutions" : ofOneProgram;
  }

  /** The verdict over a difference; one that is no number is a fault too. */
  static Finding judged(String area, String ways, double difference, double tolerance) {
    String text =
        String.format(
            Locale.ROOT, "%s differ by %.1e, at most %.0e allowed", ways, difference, tolerance);
    return (difference <= tolerance
            ? Finding.ok(area, text)
            : Finding.fault(
                area, text, "libtorch computes wrongly here: report this output as a bug"))
        .with("difference", difference)
        .with("tolerance", tolerance);
  }

  private Finding bfloat16(boolean gpu) {
    DeviceChoice where = gpu ? DeviceChoice.GPU : DeviceChoice.CPU;
    Subject wide = ofPrecision("float32");
    Subject narrow = ofPrecision("bfloat16");
    double difference =
        Computation.difference(
            Computation.inference(wide, where, false), Computation.inference(narrow, where, false));
    double speed =
        Computation.inferencesPerSecond(narrow, where, SPEED_BATCH, SPEED_SECONDS)
            / Computation.inferencesPerSecond(wide, where, SPEED_BATCH, SPEED_SECONDS);
    Finding judged = judged("bfloat16", "float32 and bfloat16", difference, BFLOAT16_TOLERANCE);
    return new Finding(
            judged.area(),
            judged.verdict(),
            judged.text() + String.format(Locale.ROOT, "; bfloat16 is %.2f times as fast", speed),
            judged.advice(),
            judged.details())
        .with("speed", speed);
  }

  private static Subject ofPrecision(String precision) {
    return Subject.of(
        "connect4",
        "network.channels=64",
        "network.convolution=direct",
        "network.precision=" + precision);
  }
}
