package io.muzero.games.random;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * numpy's ziggurat for the normal distribution, with its tables.
 *
 * <p>G. Marsaglia, W. W. Tsang, "The Ziggurat Method for Generating Random Variables", 2000, in the
 * form of {@code numpy/random/src/distributions/distributions.c}. The tables are data, not
 * recomputed: the formula gives them only to 2·10⁻¹⁴.
 */
final class Ziggurat {
  private static final int LAYERS = 256;
  private static final double R = 3.6541528853610088;
  private static final double INVERSE_R = 0.27366123732975828;

  private static final long[] K = new long[LAYERS];
  private static final double[] W = new double[LAYERS];
  private static final double[] F = new double[LAYERS];

  static {
    try (InputStream in =
            Objects.requireNonNull(
                Ziggurat.class.getResourceAsStream("ziggurat-normal.txt"), "ziggurat-normal.txt");
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (int layer = 0; layer < LAYERS; layer++) {
        String line = Objects.requireNonNull(reader.readLine(), "a table of 256 lines");
        String[] numbers = line.split(" ", 3);
        K[layer] = Long.parseLong(numbers[0], 16);
        W[layer] = Double.parseDouble(numbers[1]);
        F[layer] = Double.parseDouble(numbers[2]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Ziggurat() {}

  static double standardNormal(Pcg64 random) {
    while (true) {
      long bits = random.nextLong();
      int layer = (int) (bits & 0xff);
      bits >>>= 8;
      boolean negative = (bits & 1) != 0;
      long magnitude = bits >>> 1 & 0x000fffffffffffffL;
      double x = negative ? -(magnitude * W[layer]) : magnitude * W[layer];
      if (magnitude < K[layer]) {
        return x;
      }
      if (layer == 0) {
        return tail(random, (magnitude >>> 8 & 1) != 0);
      }
      if ((F[layer - 1] - F[layer]) * random.random() + F[layer] < Math.exp(-0.5 * x * x)) {
        return x;
      }
    }
  }

  private static double tail(Pcg64 random, boolean negative) {
    while (true) {
      double x = -INVERSE_R * Math.log1p(-random.random());
      double y = -Math.log1p(-random.random());
      if (y + y > x * x) {
        return negative ? -(R + x) : R + x;
      }
    }
  }
}
