package io.muzero.agent;

import io.muzero.agent.ImaginedLine.Drift;
import io.muzero.agent.ImaginedLine.ImaginedStep;
import io.muzero.agent.ImaginedLine.Prediction;
import io.muzero.agent.ImaginedLine.RealStep;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.Step;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.Transitions;
import io.muzero.replay.ObservationStacker;
import io.muzero.selfplay.SearchInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Unrolls the learned dynamics from the state of an episode. Used by the network's thread. */
final class Imagination {
  private final MuZeroModel network;
  private final ObservationStacker stacker;
  private final Episode episode;
  private final int players;

  /** {@code episode}: left unchanged. */
  Imagination(MuZeroModel network, ObservationStacker stacker, Episode episode) {
    this.network = network;
    this.stacker = stacker;
    this.episode = episode;
    players = episode.environment().spec().players();
  }

  /** A state that the rules led to, as the network is shown it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record RealState(Step step, Environment environment, float[] input) {
    int playerToMove() {
      return environment.playerToMove();
    }
  }

  /**
   * The line.
   *
   * @param actions indices of actions, legal or not
   */
  ImaginedLine along(List<Integer> actions) {
    List<RealState> reality = reality(actions);
    int seen = 1 + reality.size();
    ModelOutput output = new ModelOutput(seen, network.actionCount());
    try (HiddenStates states = network.newHiddenStates(seen + actions.size())) {
      List<Prediction> predictions = look(reality, states, output);
      List<ImaginedStep> steps = new ArrayList<>();
      int player = episode.environment().playerToMove();
      for (int i = 0; i < actions.size(); i++) {
        int parent = i == 0 ? 0 : seen + i - 1;
        network.recurrentInference(
            states,
            new Transitions(
                new int[] {parent}, new int[] {actions.get(i)}, new int[] {seen + i}, 1),
            output);
        // The discount turns the next mover's view into that of the one before: its sign tells.
        player = players == 2 && output.discount[0] < 0 ? 1 - player : player;
        Optional<Drift> drift = i < reality.size() ? drift(states, i, seen + i) : Optional.empty();
        steps.add(
            new ImaginedStep(
                actions.get(i),
                output.reward[0],
                prediction(player, output, 0),
                i < reality.size()
                    ? Optional.of(real(reality.get(i), predictions.get(i + 1), drift))
                    : Optional.empty()));
      }
      return new ImaginedLine(predictions.get(0), steps);
    }
  }

  private static RealStep real(RealState state, Prediction seen, Optional<Drift> drift) {
    boolean terminated = state.step().terminated();
    return new RealStep(
        state.step(),
        state.playerToMove(),
        terminated ? Optional.empty() : Optional.of(seen),
        terminated ? Optional.empty() : drift);
  }

  /** {@code before}: row of the state seen before the step; the one seen after it follows. */
  private static Optional<Drift> drift(HiddenStates states, int before, int imagined) {
    OptionalDouble distance = states.distance(before + 1, imagined);
    OptionalDouble moved = states.distance(before + 1, before);
    return distance.isPresent() && moved.isPresent()
        ? Optional.of(new Drift(distance.getAsDouble(), moved.getAsDouble()))
        : Optional.empty();
  }

  /** The line by the rules, as far as they have it. */
  private List<RealState> reality(List<Integer> actions) {
    List<RealState> reality = new ArrayList<>();
    Episode real = episode.copy();
    for (int action : actions) {
      if (real.ended() || !real.environment().isLegal(action)) {
        break;
      }
      Step step = real.play(action);
      float[] input = new float[stacker.inputSize()];
      SearchInput.history(stacker, real).write(input, 0);
      reality.add(new RealState(step, real.environment().copy(), input));
    }
    return reality;
  }

  /** What the network says of the first state and of every real one; hidden states from row 0. */
  private List<Prediction> look(List<RealState> reality, HiddenStates states, ModelOutput output) {
    int size = stacker.inputSize();
    int count = 1 + reality.size();
    float[] inputs = new float[Math.multiplyExact(count, size)];
    SearchInput.history(stacker, episode).write(inputs, 0);
    for (int i = 1; i < count; i++) {
      System.arraycopy(reality.get(i - 1).input(), 0, inputs, i * size, size);
    }
    int[] rows = IntStream.range(0, count).toArray();
    network.setRoots(
        root -> root == 0 ? episode.environment() : reality.get(root - 1).environment());
    network.initialInference(inputs, count, states, rows, output);
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int player =
          i == 0 ? episode.environment().playerToMove() : reality.get(i - 1).playerToMove();
      predictions.add(prediction(player, output, i));
    }
    return predictions;
  }

  private Prediction prediction(int player, ModelOutput output, int row) {
    int actions = network.actionCount();
    double[] logits = new double[actions];
    Arrays.setAll(logits, a -> output.policyLogits[row * actions + a]);
    double greatest = Arrays.stream(logits).max().orElseThrow();
    double[] powers = Arrays.stream(logits).map(x -> Math.exp(x - greatest)).toArray();
    double sum = DoubleStream.of(powers).sum();
    return new Prediction(
        player, output.value[row], DoubleStream.of(powers).map(x -> x / sum).boxed().toList());
  }
}
