package io.muzero.benchmarks;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.random.RandomStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Measures environment steps a second of every game on the class path: one thread, uniformly random
 * legal actions, an observation each step, a reset at each end.
 *
 * <p>Usage: {@code EnvironmentSteps [seconds [game [option=number ...]]]}: 2 seconds a game, all
 * games and their defaults unless told otherwise.
 */
public final class EnvironmentSteps {
  private static final double NANOSECONDS = 1e9;
  private static final int STEPS_BETWEEN_LOOKS = 256;

  private final Environment environment;
  private final UniformRandomProvider random = RandomStream.create(1, "environment steps", 0);
  private final float[] observation;
  private long episodes;

  private EnvironmentSteps(Environment environment) {
    this.environment = environment;
    observation = new float[environment.spec().observationSize()];
    environment.reset(1);
  }

  /** Runs the benchmark; see the class. */
  public static void main(String[] arguments) {
    double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 2;
    print("%-28s %14s %14s%n", "game", "steps/s", "steps/episode");
    for (GameProvider game : ServiceLoader.load(GameProvider.class)) {
      if (arguments.length < 2 || game.name().equals(arguments[1])) {
        EnvironmentSteps steps = new EnvironmentSteps(game.create(options(arguments)));
        steps.rate(seconds / 2);
        steps.episodes = 0;
        double rate = steps.rate(seconds);
        double episodes = Math.max(1, steps.episodes);
        print("%-28s %,14.0f %,14.1f%n", game.name(), rate, rate * seconds / episodes);
      }
    }
  }

  /** What follows the game's name, as {@code size=9}. */
  private static GameOptions options(String[] arguments) {
    Map<String, Object> options = new HashMap<>();
    for (int i = 2; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      options.put(
          arguments[i].substring(0, equals), Integer.valueOf(arguments[i].substring(equals + 1)));
    }
    return new GameOptions(options);
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }

  /** Steps a second. */
  private double rate(double seconds) {
    long start = System.nanoTime();
    long end = start + (long) (seconds * NANOSECONDS);
    long steps = 0;
    long now;
    do {
      for (int i = 0; i < STEPS_BETWEEN_LOOKS; i++) {
        step();
      }
      steps += STEPS_BETWEEN_LOOKS;
      now = System.nanoTime();
    } while (now < end);
    return steps * NANOSECONDS / (now - start);
  }

  private void step() {
    if (environment.step(action(environment.spec().actions())).ended()) {
      episodes++;
      environment.reset();
    }
    environment.observe(observation, 0);
  }

  private Action action(ActionSpace space) {
    if (space instanceof ActionSpace.Continuous box) {
      float[] values = new float[box.low().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = box.low()[i] + random.nextFloat() * (box.high()[i] - box.low()[i]);
      }
      return Action.of(values);
    }
    int chosen = -1;
    int legal = 0;
    for (int a = 0; a < environment.spec().actionCount(); a++) {
      if (environment.isLegal(a) && random.nextInt(++legal) == 0) {
        chosen = a;
      }
    }
    return Action.of(chosen);
  }
}
