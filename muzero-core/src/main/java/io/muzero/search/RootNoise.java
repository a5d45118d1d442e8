package io.muzero.search;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** Noise that makes the search explore at its roots. */
@FunctionalInterface
public interface RootNoise {
  /**
   * Draws the noise of one root; roots are asked in order.
   *
   * @param root its index in the batch
   * @param noise receives one number an action, from {@code offset}
   * @param count number of actions
   */
  void draw(int root, float[] noise, int offset, int count);

  /** Gumbel(0, 1) noise times {@code scale}, at least 0. */
  static RootNoise gumbel(UniformRandomProvider random, double scale) {
    // The negative logarithm of an exponential variate is a Gumbel variate.
    ContinuousSampler exponential = ZigguratSampler.Exponential.of(random);
    return (root, noise, offset, count) -> {
      for (int i = offset; i < offset + count; i++) {
        noise[i] = (float) (-Math.log(Math.max(exponential.sample(), Double.MIN_NORMAL)) * scale);
      }
    };
  }

  /**
   * Gamma(alpha, 1) noise: those of any subset of actions, divided by their sum, are a symmetric
   * Dirichlet variate over that subset.
   */
  static RootNoise dirichlet(UniformRandomProvider random, double alpha) {
    ContinuousSampler gamma = AhrensDieterMarsagliaTsangGammaSampler.of(random, alpha, 1);
    return (root, noise, offset, count) -> {
      for (int i = offset; i < offset + count; i++) {
        noise[i] = (float) gamma.sample();
      }
    };
  }
}
