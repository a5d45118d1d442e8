package io.muzero.random;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.commons.rng.RestorableUniformRandomProvider;
import org.apache.commons.rng.core.RandomProviderDefaultState;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Independent generators from one seed: a stream for every worker, the learner, the sampler,
 * evaluation.
 *
 * <p>A stream is xoroshiro128++ seeded by SplitMix64 from the run's seed, the stream's purpose and
 * its number, so adding a worker never changes another's draws.
 */
public final class RandomStream {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private RandomStream() {}

  /**
   * Makes a generator.
   *
   * @param seed the run's seed
   * @param purpose what it is for, for example {@code "self-play"}
   * @param number tells streams of one purpose apart
   */
  public static RestorableUniformRandomProvider create(long seed, String purpose, long number) {
    long state = seed;
    for (int i = 0; i < purpose.length(); i++) {
      state = mix(state + GOLDEN * (purpose.charAt(i) + 1L));
    }
    state = mix(state + GOLDEN * (number + 1));
    long low = mix(state + GOLDEN);
    return RandomSource.XO_RO_SHI_RO_128_PP.create(new long[] {low, mix(low + GOLDEN)});
  }

  /** SplitMix64's output function (Steele, Lea and Flood, OOPSLA 2014). */
  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }

  /** Writes a generator's state. */
  public static void save(RestorableUniformRandomProvider generator, DataOutput out)
      throws IOException {
    byte[] state = ((RandomProviderDefaultState) generator.saveState()).getState();
    out.writeInt(state.length);
    out.write(state);
  }

  /** Puts a generator of the same kind into a state written by {@link #save}. */
  public static void restore(RestorableUniformRandomProvider generator, DataInput in)
      throws IOException {
    int length = in.readInt();
    if (length < 0 || length > 1 << 16) {
      throw new IOException("a generator's state cannot have " + length + " bytes");
    }
    byte[] state = new byte[length];
    in.readFully(state);
    generator.restoreState(new RandomProviderDefaultState(state));
  }
}
