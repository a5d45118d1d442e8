package io.muzero.games;

import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.replay.ObservationStacker;

/**
 * The network that mctx's searches were recorded on, defined by a 32-bit hash of a root's seed and
 * the actions since: e = mix(seed), e' = mix(e ^ (0x85EBCA6B·(a + 1))). It reads the actions from
 * the action planes of its input, which must show more frames than a search goes deep. It has no
 * dynamics.
 */
final class HashNetwork extends EyesOnly {
  private final int seed;
  private final int frames;
  private final int frameSize;
  private final int width;
  private final int cells;
  private final ActionSpace.Layout layout;

  /** Embeds a root as this seed, an unsigned number of 32 bits. */
  HashNetwork(long seed, EnvironmentSpec spec, ObservationStacker stacker) {
    super(
        spec.actionCount(),
        stacker.stackedFrames() * (stacker.frameSize() + spec.height() * spec.width()));
    this.seed = (int) seed;
    frames = stacker.stackedFrames();
    frameSize = stacker.frameSize();
    width = spec.width();
    cells = spec.height() * width;
    layout = ((ActionSpace.Discrete) spec.actions()).layout();
  }

  private static int mix(int x) {
    x = (x ^ (x >>> 16)) * 0x7feb352d;
    x = (x ^ (x >>> 15)) * 0x846ca68b;
    return x ^ (x >>> 16);
  }

  private static float uniform(int e, int k) {
    return (mix(e + 0x9E3779B9 * (k + 1)) >>> 8) * 0x1p-24f;
  }

  private int embedding(float[] input, int from) {
    int planes = from + frames * frameSize;
    int e = mix(seed);
    for (int j = frames - 1; j >= 0; j--) {
      int action = action(input, planes + j * cells);
      e = action < 0 ? e : mix(e ^ (0x85EBCA6B * (action + 1)));
    }
    return e;
  }

  /** The action that a plane shows; −1 for none. */
  private int action(float[] input, int plane) {
    int ones = 0;
    int first = -1;
    for (int i = 0; i < cells; i++) {
      if (input[plane + i] != 0) {
        first = first < 0 ? i : first;
        ones++;
      }
    }
    boolean pass = layout == ActionSpace.Layout.CELLS && ones == cells;
    return pass
        ? cells
        : first < 0 ? -1 : layout == ActionSpace.Layout.COLUMNS ? first % width : first;
  }

  @Override
  public void initialInference(
      float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
    for (int i = 0; i < count; i++) {
      int e = embedding(observations, i * observationSize());
      output.value[i] = 2 * uniform(e, 1000) - 1;
      for (int a = 0; a < actions; a++) {
        output.policyLogits[i * actions + a] = 4 * uniform(e, a) - 2;
      }
    }
  }
}
