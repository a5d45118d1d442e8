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
          new float[] {t},
          0,
          legal,
          0,
          step.toPlay,
          new float[] {0.25f, 0.75f},
          0,
          (float) step.rootValue,
          (float) step.networkValue,
          t % 2,
          step.explored,
          step.reward,
          t);
      t++;
    }
    if (last == null) {
      builder.terminate(new float[] {t}, 0);
    } else {
      builder.truncate(new float[] {t}, 0, legal, 0, last.toPlay, (float) last.rootValue);
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
      builder.append(
          numbers(spec.observationSize(), random),
          0,
          legal,
          0,
          random.nextInt(spec.players()),
          policy,
          0,
          random.nextFloat() * 2 - 1,
          random.nextFloat() * 2 - 1,
          action,
          random.nextInt(3) == 0,
          random.nextFloat() * 2 - 1,
          seed);
    }
    float[] last = numbers(spec.observationSize(), random);
    if (truncated) {
      builder.truncate(
          last, 0, new boolean[actions], 0, random.nextInt(spec.players()), random.nextFloat());
    } else {
      builder.terminate(last, 0);
    }
    return trajectories;
  }

  private static float[] numbers(int size, UniformRandomProvider random) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = random.nextFloat();
    }
    return numbers;
  }
}
