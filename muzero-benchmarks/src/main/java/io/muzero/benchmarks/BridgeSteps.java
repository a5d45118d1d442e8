package io.muzero.benchmarks;

import io.muzero.environment.GameFamily;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.VectorEnvironment;
import io.muzero.environment.VectorState;
import io.muzero.random.RandomStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Environment steps a second with random actions: of a vector of Python environments through the
 * bridge, and of Gymnasium's own vector of as many, driven by a Python process alone. Both are
 * measured in turns, three times each.
 *
 * <p>Arguments: the interpreter (python3), seconds of each measurement (5), the environment
 * (CartPole-v1), how many side by side (64).
 */
public final class BridgeSteps {
  private static final int TURNS = 3;
  private static final double NANOSECONDS = 1e9;

  private static final String ALONE =
      """
      import sys, time
      import gymnasium, numpy
      name, count, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
      envs = gymnasium.make_vec(name, num_envs=count, vectorization_mode="sync")
      envs.reset(seed=1)
      random = numpy.random.default_rng(1)
      actions = random.integers(0, envs.single_action_space.n, (4096, count))
      def rate(seconds):
          steps, begun = 0, time.perf_counter()
          while True:
              for _ in range(16):
                  envs.step(actions[steps % 4096])
                  steps += 1
              spent = time.perf_counter() - begun
              if spent > seconds:
                  return steps * count / spent
      rate(seconds / 4)
      print(rate(seconds))
      """;

  private BridgeSteps() {}

  /** Runs the benchmark; see the class. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String python = arguments.length > 0 ? arguments[0] : "python3";
    double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 5;
    String name = arguments.length > 2 ? arguments[2] : "CartPole-v1";
    int count = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 64;
    double[] bridge = new double[TURNS];
    double[] alone = new double[TURNS];
    try (VectorEnvironment environments =
        game(name).createVector(new GameOptions(Map.of("python", python)), count)) {
      for (int turn = 0; turn < TURNS; turn++) {
        rate(environments, seconds / 4);
        bridge[turn] = rate(environments, seconds);
        alone[turn] = alone(python, name, count, seconds);
        System.out.printf(
            Locale.ROOT,
            "%s x %d: bridge %,.0f steps/s, Python alone %,.0f steps/s%n",
            name,
            count,
            bridge[turn],
            alone[turn]);
      }
    }
    Arrays.sort(bridge);
    Arrays.sort(alone);
    System.out.printf(
        Locale.ROOT,
        "medians: bridge %,.0f, Python alone %,.0f steps/s: %.0f %%%n",
        bridge[TURNS / 2],
        alone[TURNS / 2],
        100 * bridge[TURNS / 2] / alone[TURNS / 2]);
    System.exit(0); // the process that told the spaces would keep this one
  }

  private static GameProvider game(String name) {
    for (GameFamily family : ServiceLoader.load(GameFamily.class)) {
      if (family.prefix().equals("gym")) {
        return family.game(name);
      }
    }
    throw new IllegalStateException("the module muzero-gymnasium is not on the class path");
  }

  /** Steps a second through the bridge; episodes that end begin anew, as a vector's own do. */
  private static double rate(VectorEnvironment environments, double seconds) {
    UniformRandomProvider random = RandomStream.create(1, "bridge steps", 0);
    int count = environments.size();
    int actionCount = environments.spec().actionCount();
    long[] seeds = new long[count];
    int[] actions = new int[count];
    Arrays.setAll(seeds, i -> random.nextLong(Long.MAX_VALUE));
    environments.reset(0, count, seeds);
    VectorState state = environments.state();
    long steps = 0;
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < seconds * NANOSECONDS) {
      for (int i = 0; i < count; i++) {
        actions[i] = random.nextInt(actionCount);
      }
      environments.step(0, count, actions);
      steps += count;
      for (int i = 0; i < count; i++) {
        seeds[i] = state.ended(i) ? random.nextLong(Long.MAX_VALUE) : (long) VectorEnvironment.NONE;
      }
      environments.reset(0, count, seeds);
    }
    return steps * NANOSECONDS / (System.nanoTime() - begun);
  }

  private static double alone(String python, String name, int count, double seconds)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                python, "-c", ALONE, name, Integer.toString(count), Double.toString(seconds))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String last = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
      }
      if (process.waitFor() != 0 || last == null) {
        throw new IOException("Python could not measure " + name + "; see above");
      }
      return Double.parseDouble(last);
    }
  }
}
