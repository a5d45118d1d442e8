package io.muzero.ray;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeenAnswersTest {
  @Test
  void isNew_twoAnswersChangePlaces_bothAreTakenOnce() {
    SeenAnswers seen = new SeenAnswers();
    assertThat(seen.isEmpty()).isTrue();
    assertThat(seen.isNew(1)).isTrue();
    assertThat(seen.isEmpty()).isFalse();
    assertThat(seen.isNew(0)).isTrue();
    assertThat(seen.isNew(0)).isFalse();
    assertThat(seen.isNew(1)).isFalse();
    assertThat(seen.isNew(-1)).isFalse();
  }

  /** Against a plain set, within the window. */
  @Test
  void isNew_anyOrder_isThatOfASet() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      SeenAnswers seen = new SeenAnswers();
      Set<Long> naive = new HashSet<>();
      long newest = -1;
      for (int i = 0; i < 2000; i++) {
        long number = Math.max(0, newest + random.nextInt(200) - 150);
        boolean late = newest - number >= Long.SIZE;
        assertThat(seen.isNew(number))
            .as("seed %d, %d after %d", seed, number, newest)
            .isEqualTo(!late && naive.add(number));
        newest = Math.max(newest, number);
      }
    }
  }
}
