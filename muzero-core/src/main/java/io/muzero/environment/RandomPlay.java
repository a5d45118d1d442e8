package io.muzero.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Random play of the environments under check, and what was found on the way. Made for one rule.
 */
final class RandomPlay {
  /** Episodes that a quick look takes. */
  static final int EPISODES = 12;

  /** Steps at which a long episode is left, so that a check stays quick. */
  static final int MAX_STEPS = 1500;

  /** Findings after which play stops: more of the same tell nothing new. */
  static final int ENOUGH = 5;

  private final Supplier<Environment> factory;
  private final EnvironmentSpec spec;
  private final BooleanSupplier goOn;
  private final List<String> findings = new ArrayList<>();

  /** {@code goOn}: asked before each action; false ends what asks for one. */
  RandomPlay(Supplier<Environment> factory, EnvironmentSpec spec, BooleanSupplier goOn) {
    this.factory = factory;
    this.spec = spec;
    this.goOn = goOn;
  }

  /** Sees a state. */
  interface Visit {
    void at(Environment environment, long seed, int step);
  }

  /** Sees a step and the state it led to. */
  interface AfterStep {
    void at(Environment environment, Action action, Step step, long seed, int number);
  }

  Environment newEnvironment() {
    return factory.get();
  }

  EnvironmentSpec spec() {
    return spec;
  }

  /** Number of actions, 0 where they are continuous. */
  int discreteActions() {
    return spec.actions() instanceof ActionSpace.Discrete discrete ? discrete.size() : 0;
  }

  List<String> findings() {
    return findings.stream().limit(ENOUGH).toList();
  }

  void found(String message) {
    findings.add(message);
  }

  /** Notes what was found and where, so that it can be repeated. */
  void found(String message, long seed, int step) {
    found(message + " (seed " + seed + ", after step " + step + ", random play)");
  }

  /** Visits the states in which an episode goes on. */
  void visit(int episodes, Visit before) {
    play(episodes, before, (environment, action, step, seed, number) -> {});
  }

  /** Visits every state, the last of an episode too. */
  void visitAll(Visit look) {
    play(
        EPISODES,
        look,
        (environment, action, step, seed, number) -> {
          if (step.ended()) {
            look.at(environment, seed, number);
          }
        });
  }

  /** Sees every step of some episodes. */
  void steps(AfterStep after) {
    play(EPISODES, (environment, seed, step) -> {}, after);
  }

  private void play(int episodes, Visit before, AfterStep after) {
    Environment environment = newEnvironment();
    for (long seed = 0; seed < episodes; seed++) {
      UniformRandomProvider random = random(seed);
      environment.reset(seed);
      for (int number = 1; number <= MAX_STEPS; number++) {
        before.at(environment, seed, number - 1);
        Action action = action(environment, random);
        Step step = environment.step(action);
        after.at(environment, action, step, seed, number);
        if (step.ended() || findings.size() >= ENOUGH) {
          break;
        }
      }
    }
  }

  /** Plays two environments, just reset alike, side by side. */
  void compare(String what, Environment one, Environment other, long seed) {
    UniformRandomProvider random = random(seed);
    for (int number = 0; number <= MAX_STEPS; number++) {
      String difference = SeenState.of(one).difference(SeenState.of(other));
      if (!difference.isEmpty()) {
        found(what + " differ in " + difference, seed, number);
        return;
      }
      Action action = action(one, random);
      Step step = one.step(action);
      Step same = other.step(action);
      if (!step.equals(same)) {
        found(what + " give " + step + " and " + same, seed, number + 1);
        return;
      }
      if (step.ended()) {
        return;
      }
    }
  }

  static UniformRandomProvider random(long seed) {
    return RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
  }

  /**
   * A legal action of the space, uniformly.
   *
   * @throws CancellationException when the check is given up
   */
  Action action(Environment environment, UniformRandomProvider random) {
    if (!goOn.getAsBoolean()) {
      throw new CancellationException("the check was stopped");
    }
    if (spec.actions() instanceof ActionSpace.Continuous box) {
      float[] values = new float[box.low().length];
      for (int i = 0; i < values.length; i++) {
        double low = Math.max(box.low()[i], -1e3);
        double high = Math.min(box.high()[i], 1e3);
        values[i] = (float) (low + (high - low) * random.nextDouble());
      }
      return Action.of(values);
    }
    int chosen = -1;
    int legal = 0;
    for (int action = 0; action < spec.actionCount(); action++) {
      if (environment.isLegal(action) && random.nextInt(++legal) == 0) {
        chosen = action;
      }
    }
    if (chosen < 0) {
      throw new IllegalStateException("no action is legal");
    }
    return Action.of(chosen);
  }
}
