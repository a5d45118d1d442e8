package io.muzero.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EnginePlayerTest {
  @Test
  void seeded_everyPlace_hasTheSameNumber() {
    assertThat(EnginePlayer.seeded("gtp:engine --seed {seed} -s={seed}", 6))
        .isEqualTo("gtp:engine --seed 7 -s=7");
    assertThat(EnginePlayer.seeded("gtp:engine --level 3", 6)).isEqualTo("gtp:engine --level 3");
  }

  @Test
  void seeded_anySeed_isPositiveAndFitsInto32Bits() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      long seed = i == 0 ? -1 : i == 1 ? Integer.MAX_VALUE : random.nextLong();
      String written = EnginePlayer.seeded("{seed}", seed);
      assertThat(Integer.parseInt(written)).as("seed %d", seed).isPositive();
    }
  }
}
