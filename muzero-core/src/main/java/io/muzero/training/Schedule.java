package io.muzero.training;

/** How the learning rate changes after its warm-up. */
public enum Schedule {
  /** It does not. */
  CONSTANT,
  /**
   * Multiplied by {@code decayRate} every {@code decaySteps} steps, smoothly (MuZero, Appendix G).
   */
  EXPONENTIAL,
  /** Half a cosine from 1 down to {@code decayRate} over {@code decaySteps}, then constant. */
  COSINE
}
