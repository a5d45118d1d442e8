package io.muzero.launcher.doctor;

import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.Transitions;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.Weights;
import io.muzero.random.RandomStream;
import io.muzero.training.Learner;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/** What a {@link Subject} computes somewhere, as numbers to compare. */
final class Computation {
  private static final int BATCH = 32;
  private static final int STEPS = 4;
  private static final long NANOSECONDS = 1_000_000_000L;

  private Computation() {}

  /**
   * Infers a batch of inputs and what follows four random actions.
   *
   * @param rowByRow one input a call instead of all at once
   * @return policy logits, values and rewards
   */
  static float[] inference(Subject subject, DeviceChoice device, boolean rowByRow) {
    UniformRandomProvider random = RandomStream.create(1, "self-test", 3);
    float[] inputs = new float[BATCH * subject.inputSize()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = random.nextFloat();
    }
    int[] actions =
        IntStream.range(0, STEPS * BATCH).map(i -> random.nextInt(subject.actionCount())).toArray();
    Questions questions = new Questions(inputs, actions);
    float[] numbers = new float[(STEPS + 1) * BATCH * (subject.actionCount() + 2)];
    try (DjlMuZeroModel model = subject.model(device)) {
      model.load(subject.weights());
      int rows = rowByRow ? 1 : BATCH;
      for (int first = 0; first < BATCH; first += rows) {
        infer(model, questions, first, rows, numbers);
      }
    }
    return numbers;
  }

  /**
   * What a model is asked.
   *
   * @param inputs [BATCH, O]
   * @param actions taken one after another [STEPS, BATCH]
   */
  private record Questions(float[] inputs, int[] actions) {}

  private static void infer(
      DjlMuZeroModel model, Questions asked, int first, int rows, float[] numbers) {
    int width = model.actionCount() + 2;
    ModelOutput output = new ModelOutput(rows, model.actionCount());
    float[] own = new float[rows * model.observationSize()];
    System.arraycopy(asked.inputs(), first * model.observationSize(), own, 0, own.length);
    try (HiddenStates states = model.newHiddenStates(2 * rows)) {
      int[] from = IntStream.range(0, rows).toArray();
      int[] to = IntStream.range(rows, 2 * rows).toArray();
      model.initialInference(own, rows, states, from, output);
      store(output, rows, false, numbers, first * width);
      for (int step = 0; step < STEPS; step++) {
        int[] chosen = new int[rows];
        System.arraycopy(asked.actions(), step * BATCH + first, chosen, 0, rows);
        model.recurrentInference(states, new Transitions(from, chosen, to, rows), output);
        store(output, rows, true, numbers, ((step + 1) * BATCH + first) * width);
        int[] last = from;
        from = to;
        to = last;
      }
    }
  }

  private static void store(
      ModelOutput output, int rows, boolean rewards, float[] numbers, int offset) {
    int actions = output.policyLogits.length / output.capacity();
    for (int row = 0; row < rows; row++) {
      int at = offset + row * (actions + 2);
      System.arraycopy(output.policyLogits, row * actions, numbers, at, actions);
      numbers[at + actions] = output.value[row];
      numbers[at + actions + 1] = rewards ? output.reward[row] : 0;
    }
  }

  /** Trains some steps on one batch; returns how each weight changed. */
  static float[] training(Subject subject, DeviceChoice device, int steps) {
    Weights before = subject.weights();
    try (Learner learner = subject.learner(device, before)) {
      var batch = subject.batch();
      for (int i = 0; i < steps; i++) {
        learner.step(batch);
      }
      float[] change = learner.weights().values().clone();
      for (int i = 0; i < change.length; i++) {
        change[i] -= before.values()[i];
      }
      return change;
    }
  }

  /** Inferred states a second, in batches, measured for some seconds. */
  static double inferencesPerSecond(
      Subject subject, DeviceChoice device, int batch, double seconds) {
    try (DjlMuZeroModel model = subject.model(device);
        HiddenStates states = model.newHiddenStates(2 * batch)) {
      model.load(subject.weights());
      ModelOutput output = new ModelOutput(batch, model.actionCount());
      int[] from = IntStream.range(0, batch).toArray();
      int[] to = IntStream.range(batch, 2 * batch).toArray();
      int[] actions = new int[batch];
      model.initialInference(
          new float[batch * model.observationSize()], batch, states, from, output);
      model.recurrentInference(states, new Transitions(from, actions, to, batch), output);
      long start = System.nanoTime();
      long rounds = 0;
      do {
        model.recurrentInference(states, new Transitions(from, actions, to, batch), output);
        rounds++;
      } while (System.nanoTime() - start < seconds * NANOSECONDS);
      return rounds * batch * (double) NANOSECONDS / (System.nanoTime() - start);
    }
  }

  /**
   * The distance of two results over the length of the first, ‖a − b‖₂ / ‖a‖₂; NaN when a number of
   * either is none.
   */
  static double difference(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(a.length + " numbers against " + b.length);
    }
    double distance = 0;
    double length = 0;
    for (int i = 0; i < a.length; i++) {
      distance += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
      length += (double) a[i] * a[i];
    }
    return distance == 0 ? 0 : Math.sqrt(distance / length);
  }
}
