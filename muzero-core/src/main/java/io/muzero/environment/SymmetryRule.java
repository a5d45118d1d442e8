package io.muzero.environment;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.apache.commons.rng.UniformRandomProvider;

/** The rule of {@link EnvironmentChecker} on stated symmetries. */
final class SymmetryRule {
  private SymmetryRule() {}

  static void check(RandomPlay play) {
    Symmetry symmetry = play.spec().symmetry();
    if (play.discreteActions() == 0) {
      if (symmetry.count() != 1) {
        play.found("continuous actions have no symmetries here");
      }
      return;
    }
    for (int transformation = 0; transformation < symmetry.count(); transformation++) {
      int t = transformation;
      boolean permutes =
          permutes(play, t, "action", play.discreteActions(), i -> symmetry.action(t, i))
              && permutes(
                  play,
                  t,
                  "observation",
                  play.spec().observationSize(),
                  i -> symmetry.observationIndex(t, i));
      if (!permutes) {
        return;
      }
      for (long seed = 0; seed < 5 && t > 0; seed++) {
        playImage(play, symmetry, t, seed);
      }
    }
  }

  /** Whether a map is a permutation; transformation 0 must also leave all in place. */
  private static boolean permutes(
      RandomPlay play, int transformation, String what, int size, IntUnaryOperator map) {
    boolean[] taken = new boolean[size];
    for (int i = 0; i < size; i++) {
      int image = map.applyAsInt(i);
      if (image < 0 || image >= size || taken[image]) {
        play.found("transformation " + transformation + " does not permute " + what + "s");
        return false;
      }
      taken[image] = true;
      if (transformation == 0 && image != i) {
        play.found("transformation 0 must be the identity, moves " + what + " " + i);
      }
    }
    return true;
  }

  /** Plays transformed actions beside the original ones, from starts that must be images too. */
  private static void playImage(RandomPlay play, Symmetry symmetry, int transformation, long seed) {
    String named = "transformation " + transformation;
    Environment original = play.newEnvironment();
    Environment image = play.newEnvironment();
    original.reset(seed);
    image.reset(seed);
    UniformRandomProvider random = RandomPlay.random(seed);
    for (int number = 0; number <= RandomPlay.MAX_STEPS; number++) {
      float[] seen = original.observation();
      float[] expected = new float[seen.length];
      for (int i = 0; i < seen.length; i++) {
        expected[symmetry.observationIndex(transformation, i)] = seen[i];
      }
      if (!Arrays.equals(expected, image.observation())) {
        play.found(named + " does not map the observation", seed, number);
        return;
      }
      for (int action = 0; action < play.discreteActions(); action++) {
        if (original.isLegal(action) != image.isLegal(symmetry.action(transformation, action))) {
          play.found(named + " does not map legality", seed, number);
          return;
        }
      }
      Action action = play.action(original, random);
      Step step = original.step(action);
      Step same = image.step(Action.of(symmetry.action(transformation, action.index())));
      if (!step.equals(same)) {
        play.found(named + " gives " + same + " for " + step, seed, number + 1);
        return;
      }
      if (step.ended()) {
        return;
      }
    }
  }
}
