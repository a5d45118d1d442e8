package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.match.Elo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrendTest {
  private static List<Rung> rungs(long... steps) {
    return LongStream.of(steps).mapToObj(step -> new Rung(step, 0, Path.of("x"), "")).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 9, 16, 17})
  void weights_anyNumber_compareTwoGroupsOfOneSize(int rungs) {
    double[] weights = Trend.weights(rungs);
    assertThat(Arrays.stream(weights).sum()).isBetween(-1e-12, 1e-12);
    assertThat(Arrays.stream(weights).filter(weight -> weight > 0).sum()).isBetween(0.999, 1.001);
    assertThat(weights[rungs - 1]).isPositive();
    assertThat(Arrays.stream(weights).filter(weight -> weight > 0).count())
        .isEqualTo(Arrays.stream(weights).filter(weight -> weight < 0).count())
        .isEqualTo(Trend.group(rungs));
  }

  @Test
  void weights_six_areTwoAgainstTwo() {
    assertThat(Trend.weights(6)).containsExactly(0, 0, -0.5, -0.5, 0.5, 0.5);
    assertThat(Trend.weights(2)).containsExactly(-1, 1);
  }

  @Test
  void sentence_answers_byTheInterval() {
    List<Rung> six = rungs(10, 20, 30, 40, 50, 1600);
    assertThat(Trend.of(six, new Elo.Interval(30, 85, 140)).sentence("Elo", 0))
        .isEqualTo(
            "Is it still getting better? Yes: from steps 30 to 40 to steps 50 to 1,600 it changed"
                + " by +85 Elo (95 %: +30 to +140).");
    assertThat(Trend.of(six, new Elo.Interval(-140, -85, -30)).answer())
        .isEqualTo(Trend.Answer.WORSE);
    assertThat(Trend.of(rungs(1, 2), new Elo.Interval(-5, 1, 7)).sentence("mean return", 2))
        .isEqualTo(
            "Is it still getting better? Not that these games show: from step 1 to step 2 it"
                + " changed by +1.00 mean return (95 %: -5.00 to +7.00).");
  }

  @Test
  void thinned_many_keepsFirstAndLastAndEqualDistances() {
    List<Rung> all = rungs(IntStream.rangeClosed(0, 100).mapToLong(i -> i * 10L).toArray());
    List<Rung> thin = Rung.thinned(all, 5);
    assertThat(thin).hasSize(5);
    assertThat(thin.get(0).step()).isZero();
    assertThat(thin.get(4).step()).isEqualTo(1000);
    for (int i = 1; i < 5; i++) {
      assertThat(thin.get(i).step() - thin.get(i - 1).step()).isBetween(120L, 400L);
    }
    assertThat(Rung.thinned(all, 200)).isEqualTo(all);
  }
}
