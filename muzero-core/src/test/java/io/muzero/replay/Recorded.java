package io.muzero.replay;

import io.muzero.environment.ActionSpace;
import io.muzero.environment.BoardSymmetry;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Symmetry;
import io.muzero.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** Environments and episodes to test with. */
final class Recorded {
  private Recorded() {}

  /** Frames of one number, two actions, two players who need not alternate. */
  static final EnvironmentSpec TINY = vector(1, 2, 2);

  /** Three planes of 3×3 with all symmetries of the square, 9 actions. */
  static final EnvironmentSpec BOARD =
      new EnvironmentSpec(
          2,
          3,
          3,
          3,
          0,
          1,
          new ActionSpace.Discrete(9, ActionSpace.Layout.CELLS),
          0,
          1,
          9,
          BoardSymmetry.square(3));

  static EnvironmentSpec vector(int size, int actions, int players) {
    return new EnvironmentSpec(
        players,
        size,
        1,
        1,
        Float.NEGATIVE_INFINITY,
        Float.POSITIVE_INFINITY,
        new ActionSpace.Discrete(actions),
        -1,
        1,
        0,
        Symmetry.NONE);
  }

  static ReplayConfig config(int tdSteps, double discount) {
    return config(tdSteps, 1, discount);
  }

  static ReplayConfig config(int tdSteps, double tdLambda, double discount) {
    return new ReplayConfig(
        1000,
        64,
        tdSteps,
        tdLambda,
        discount,
        1,
        200,
        true,
        0.6,
        0.4,
        0.01,
        false,
        0,
        RootValue.IMPROVED);
  }

  static ReplayConfig smoothing(double policySmoothing) {
    return new ReplayConfig(
        1000,
        64,
        5,
        1,
        1,
        1,
        200,
        true,
        0.6,
        0.4,
        0.01,
        false,
        policySmoothing,
        RootValue.IMPROVED);
  }

  static ReplayConfig bounds(int capacity, int mebibytes) {
    return new ReplayConfig(
        capacity, mebibytes, 5, 1, 0.99, 1, 8, true, 1, 0.5, 0.01, false, 0, RootValue.IMPROVED);
  }

  /** One step of a tiny episode: frame t holds the number t, the policy is (0.25, 0.75). */
  record TinyStep(
      int toPlay, double reward, double rootValue, boolean explored, double networkValue) {
    TinyStep(int toPlay, double reward, double rootValue) {
      this(toPlay, reward, rootValue, false);
    }

    TinyStep(int toPlay, double reward, double rootValue, boolean explored) {
      this(toPlay, reward, rootValue, explored, rootValue);
    }
  }

  /** Records a tiny episode; {@code lastValue} null ends the game, else cuts the episode. */
  static List<Trajectory> tiny(
      ReplayConfig config, int unrollSteps, List<TinyStep> steps, TinyStep last) {
    List<Trajectory> trajectories = new ArrayList<>();
    ObservationStacker stacker = new ObservationStacker(TINY, config.stackedFrames());
    TrajectoryBuilder builder =
        new TrajectoryBuilder(stacker, config, unrollSteps, trajectories::add);
    boolean[] legal = {true, true};
    int t = 0;
    for (TinyStep step : steps) {
      builder.append(
          new RecordedStep(
              new RecordedStep.Seen(new float[] {t}, legal, step.toPlay),
              new RecordedStep.Found(
                  new float[] {0.25f, 0.75f},
                  0,
                  (float) step.rootValue,
                  (float) step.networkValue,
                  t),
              new RecordedStep.Done(t % 2, step.explored, step.reward)));
      t++;
    }
    if (last == null) {
      builder.terminate(new float[] {t});
    } else {
      builder.truncate(
          new RecordedStep.Seen(new float[] {t}, legal, last.toPlay), (float) last.rootValue);
    }
    return trajectories;
  }

  /** Records an episode of random numbers. */
  static List<Trajectory> random(
      EnvironmentSpec spec,
      ReplayConfig config,
      int unrollSteps,
      int length,
      boolean truncated,
      long seed) {
    UniformRandomProvider random = RandomStream.create(seed, "test", 0);
    List<Trajectory> trajectories = new ArrayList<>();
    TrajectoryBuilder builder =
        new TrajectoryBuilder(
            new ObservationStacker(spec, config.stackedFrames()),
            config,
            unrollSteps,
            trajectories::add);
    int actions = spec.actionCount();
    for (int t = 0; t < length; t++) {
      float[] policy = new float[actions];
      boolean[] legal = new boolean[actions];
      float sum = 0;
      int action = random.nextInt(actions);
      for (int a = 0; a < actions; a++) {
        legal[a] = a == action || random.nextBoolean();
        policy[a] = legal[a] ? 0.01f + random.nextFloat() : 0;
        sum += policy[a];
      }
      for (int a = 0; a < actions; a++) {
        policy[a] /= sum;
      }
      // Arguments are drawn in this order; golden files depend on it.
      float[] frame = numbers(spec, random);
      int toPlay = random.nextInt(spec.players());
      float rootValue = random.nextFloat() * 2 - 1;
      float networkValue = random.nextFloat() * 2 - 1;
      boolean explored = random.nextInt(3) == 0;
      float reward = random.nextFloat() * 2 - 1;
      builder.append(
          new RecordedStep(
              new RecordedStep.Seen(frame, legal, toPlay),
              new RecordedStep.Found(policy, 0, rootValue, networkValue, seed),
              new RecordedStep.Done(action, explored, reward)));
    }
    float[] last = numbers(spec, random);
    if (truncated) {
      int toPlay = random.nextInt(spec.players());
      builder.truncate(
          new RecordedStep.Seen(last, new boolean[actions], toPlay), random.nextFloat());
    } else {
      builder.terminate(last);
    }
    return trajectories;
  }

  /** All frames of a trajectory as floats, one behind the other. */
  static float[] frames(Trajectory trajectory) {
    float[] frames = new float[trajectory.frameCount() * trajectory.frameSize()];
    for (int i = 0; i < trajectory.frameCount(); i++) {
      trajectory.frames.write(i, frames, i * trajectory.frameSize());
    }
    return frames;
  }

  private static float[] numbers(EnvironmentSpec spec, UniformRandomProvider random) {
    float[] numbers = new float[spec.observationSize()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (spec.format()) {
            case FLOATS -> random.nextFloat();
            case BYTES -> random.nextInt(256) / 255f;
            case FLAGS -> random.nextInt(2);
          };
    }
    return numbers;
  }
}
