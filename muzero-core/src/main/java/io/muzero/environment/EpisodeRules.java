package io.muzero.environment;

import java.util.HashMap;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;

/** Rules of {@link EnvironmentChecker} on how whole episodes go. */
final class EpisodeRules {
  private static final int MEMORY_STEPS = 100_000;
  private static final long MEMORY_ALLOWANCE = 2_000_000;

  /** Steps of an episode that are compared with those of others. */
  private static final int MOST_COMPARED = 300;

  private EpisodeRules() {}

  static void end(RandomPlay play) {
    if (play.spec().maxSteps() > 0) {
      endInTime(play, play.spec().maxSteps());
    }
    play.steps(
        (environment, action, step, seed, number) -> {
          if (step.ended()) {
            stepAfterTheEnd(play, environment, action, seed, number);
          }
        });
  }

  /** Whether no episode of a few ended within the steps after which play leaves them. */
  static boolean neverEnds(RandomPlay play) {
    boolean[] ended = new boolean[1];
    play.steps((environment, action, step, seed, number) -> ended[0] |= step.ended());
    return !ended[0];
  }

  private static void endInTime(RandomPlay play, int maxSteps) {
    Environment environment = play.newEnvironment();
    for (long seed = 0; seed < 3; seed++) {
      UniformRandomProvider random = RandomPlay.random(seed);
      environment.reset(seed);
      int steps = 0;
      boolean ended = false;
      while (!ended && steps <= maxSteps) {
        ended = environment.step(play.action(environment, random)).ended();
        steps++;
      }
      if (!ended || steps > maxSteps) {
        play.found("an episode must end within " + maxSteps + " steps", seed, steps);
      }
    }
  }

  private static void stepAfterTheEnd(
      RandomPlay play, Environment environment, Action action, long seed, int number) {
    try {
      environment.step(action);
      play.found("a step after the end was accepted", seed, number);
    } catch (IllegalStateException e) {
      // This is what the contract asks for.
    } catch (RuntimeException e) {
      play.found(
          "a step after the end must throw an IllegalStateException, was " + e, seed, number);
    }
  }

  static void determinism(RandomPlay play) {
    Environment used = play.newEnvironment();
    for (long seed = 0; seed < 6; seed++) {
      Environment fresh = play.newEnvironment();
      fresh.reset(seed);
      used.reset(seed);
      play.compare("a fresh and a used environment", fresh, used, seed);
      fresh.reset();
      used.reset();
      play.compare("after a reset without a seed, a fresh and a used", fresh, used, seed);
    }
  }

  static void copies(RandomPlay play) {
    play.visit(
        3,
        (environment, seed, step) -> {
          if (step % 17 <= 1) {
            copy(play, environment, seed, step);
          }
        });
    Environment used = play.newEnvironment();
    for (long seed = 0; seed < 4; seed++) {
      Environment environment = play.newEnvironment();
      environment.reset(seed);
      play.compare("an environment and its copy", environment, environment.copy(), seed);
      // What the last comparison ended with is the next one's memory.
      used = environment.copyInto(used);
      environment.reset(seed);
      used = environment.copyInto(used);
      if (used == environment) {
        play.found("copyInto returned the environment that was to be copied");
        return;
      }
      play.compare("an environment and its copy into a used one", environment, used, seed);
    }
  }

  /**
   * A state and an action that were seen before, after as many steps, must bring what they brought
   * then: a time limit need not be seen.
   */
  static void deterministic(RandomPlay play) {
    if (!play.newEnvironment().isDeterministic()) {
      return;
    }
    Map<String, String> seen = new HashMap<>();
    Environment environment = play.newEnvironment();
    for (long seed = 0; seed < RandomPlay.EPISODES; seed++) {
      environment.reset(seed);
      // The same actions from different seeds: a game that starts alike must go alike.
      UniformRandomProvider random = RandomPlay.random(seed % 3);
      for (int number = 1; number <= MOST_COMPARED; number++) {
        Action action = play.action(environment, random);
        String before = number + ": " + SeenState.of(environment) + " " + action;
        Step step = environment.step(action);
        String after = step + " " + SeenState.of(environment);
        String known = seen.putIfAbsent(before, after);
        if (known != null && !known.equals(after)) {
          play.found(
              "the game says that it has no chance and hides nothing, but "
                  + action
                  + " in the same state has led to two different ones: leave isDeterministic false",
              seed,
              number);
          return;
        }
        if (step.ended()) {
          break;
        }
      }
    }
  }

  /** Two copies are like the original, go on alike, and leave it as it was. */
  private static void copy(RandomPlay play, Environment environment, long seed, int step) {
    SeenState before = SeenState.of(environment);
    Environment copy = environment.copy();
    Environment twin = environment.copy();
    String difference = before.difference(SeenState.of(copy));
    if (!difference.isEmpty()) {
      play.found("a copy differs in " + difference, seed, step);
      return;
    }
    UniformRandomProvider random = RandomPlay.random(seed + 1000);
    for (int i = 0; i < 30; i++) {
      Action action = play.action(copy, random);
      Step one = copy.step(action);
      Step other = twin.step(action);
      String apart = SeenState.of(copy).difference(SeenState.of(twin));
      if (!one.equals(other) || !apart.isEmpty()) {
        play.found(
            "two copies do not continue alike: %s and %s, differing in %s"
                .formatted(one, other, apart.isEmpty() ? "nothing else" : apart),
            seed,
            step);
        return;
      }
      if (one.ended()) {
        copy.reset();
        twin.reset();
      }
    }
    String changed = before.difference(SeenState.of(environment));
    if (!changed.isEmpty()) {
      play.found("playing a copy changed the original's " + changed, seed, step);
    }
  }

  static void memory(RandomPlay play) {
    Environment environment = play.newEnvironment();
    UniformRandomProvider random = RandomPlay.random(0);
    environment.reset(0);
    steps(play, environment, random, MEMORY_STEPS / 10);
    long before = usedMemory();
    steps(play, environment, random, MEMORY_STEPS);
    long growth = usedMemory() - before;
    if (growth > MEMORY_ALLOWANCE) {
      play.found(MEMORY_STEPS + " steps hold on to " + growth + " bytes more than before");
    }
    // Keeps the environment reachable until here, so that what it holds is counted.
    environment.reset(0);
  }

  private static void steps(
      RandomPlay play, Environment environment, UniformRandomProvider random, int count) {
    for (int i = 0; i < count; i++) {
      if (environment.step(play.action(environment, random)).ended()) {
        environment.reset();
      }
    }
  }

  /** Bytes that are still reachable; the least of a few looks, because other threads allocate. */
  private static long usedMemory() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int look = 0; look < 3; look++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
