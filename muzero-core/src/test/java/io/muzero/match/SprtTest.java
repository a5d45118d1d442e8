package io.muzero.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.random.RandomStream;
import io.muzero.settings.InvalidSettingException;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SprtTest {
  /**
   * Tests of Stockfish on Fishtest with the bounds {-0.25,1.25}, as commit messages of February and
   * March 2021 in its repository quote them: the pairs ("Ptnml(0-2)") and the ratio to two places.
   */
  @ParameterizedTest
  @CsvSource({
    "61, 1226, 6644, 1387, 50, 2.96",
    "680, 14513, 75831, 14861, 715, 2.93",
    "165, 3206, 16451, 3380, 170, 2.97",
    "183, 3907, 19075, 4136, 167, 2.96",
    "110, 2338, 11672, 2477, 123, 2.94",
    "256, 4799, 23527, 4972, 278, 2.94",
    "239, 5022, 24436, 5174, 273, 2.95",
    "422, 8381, 41041, 8639, 437, 2.94"
  })
  void llr_testsOfStockfish_isTheirs(int l2, int l1, int even, int w1, int w2, double llr) {
    PairCounts pairs = new PairCounts(l2, l1, even, w1, w2);
    assertThat(Sprt.of(-0.25, 1.25).llr(pairs)).isCloseTo(llr, within(0.005));
  }

  /** By golden.py in the test resources. */
  @ParameterizedTest
  @CsvSource({
    "3, 10, 20, 12, 5, 0, 10, 0.244589077",
    "0, 0, 10, 0, 0, 0, 10, -0.285795862",
    "0, 2, 30, 9, 4, 0, 50, 4.918266021",
    "20, 0, 10, 0, 30, -5, 5, 0.345389519",
    "0, 0, 0, 0, 12, 0, 10, 0.340473807"
  })
  void llr_fewPairs_isScipys(
      int l2, int l1, int even, int w1, int w2, double elo0, double elo1, double llr) {
    PairCounts pairs = new PairCounts(l2, l1, even, w1, w2);
    assertThat(Sprt.of(elo0, elo1).llr(pairs)).isCloseTo(llr, within(1e-6));
  }

  @Test
  void llr_sidesChanged_isTheMirroredTest() {
    double one = Sprt.of(-20, 5).llr(new PairCounts(7, 3, 9, 4, 2));
    double other = Sprt.of(-5, 20).llr(new PairCounts(2, 4, 9, 3, 7));
    assertThat(one).isCloseTo(-other, within(1e-9));
  }

  @Test
  void llr_repeatedPairs_countOnce() {
    Sprt test = Sprt.of(0, 50);
    double once = test.llr(new PairCounts(0, 0, 1, 0, 1));
    assertThat(test.llr(new PairCounts(0, 0, 100, 0, 100, 2))).isCloseTo(once, within(1e-9));
    assertThat(test.llr(new PairCounts(0, 0, 100, 0, 100))).isGreaterThan(20 * once);
    assertThat(test.llr(PairCounts.EMPTY)).isZero();
  }

  @Test
  void bounds_fivePercent_areWalds() {
    Sprt test = Sprt.of(0, 10);
    assertThat(test.upper()).isCloseTo(2.94444, within(1e-5));
    assertThat(test.lower()).isCloseTo(-2.94444, within(1e-5));
    assertThat(test.state(2.95)).isEqualTo(Sprt.State.H1);
    assertThat(test.state(-2.95)).isEqualTo(Sprt.State.H0);
    assertThat(test.state(2.9)).isEqualTo(Sprt.State.UNDECIDED);
  }

  /**
   * Of tests on simulated games of a known difference at most 5 % may be wrong; Wald's bounds keep
   * to it approximately. 1,000 tests have a standard error of 0.7 %.
   */
  @ParameterizedTest
  @CsvSource({"0, H0", "60, H1"})
  void test_simulatedGames_isSeldomWrong(double truth, Sprt.State right) {
    Sprt test = Sprt.of(0, 60);
    UniformRandomProvider random = RandomStream.create(3, "sprt", Math.round(truth));
    int wrong = 0;
    long pairs = 0;
    int tests = 1000;
    for (int i = 0; i < tests; i++) {
      PairCounts counts = PairCounts.EMPTY;
      Sprt.State state = Sprt.State.UNDECIDED;
      while (state == Sprt.State.UNDECIDED) {
        counts = counts.plus(game(random, truth) + game(random, truth), true);
        state = test.state(test.llr(counts));
      }
      wrong += state == right ? 0 : 1;
      pairs += counts.pairs();
    }
    assertThat((double) wrong / tests).as("share of wrong tests").isBetween(0.005, 0.065);
    assertThat((double) pairs / tests).as("mean pairs").isBetween(30.0, 120.0);
  }

  /** Points in halves; three games of ten are drawn. */
  private static int game(UniformRandomProvider random, double elo) {
    double win = Elo.score(elo) - 0.15;
    double lot = random.nextDouble();
    return lot < win ? 2 : lot < win + 0.3 ? 1 : 0;
  }

  @Test
  void test_wrongBounds_areRefused() {
    assertThatThrownBy(() -> Sprt.of(5, 5))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("elo1 must be above elo0 = 5.0");
    assertThatThrownBy(() -> Sprt.of(0, 5000)).hasMessageContaining("within [-1000, 1000]");
    assertThatThrownBy(() -> Sprt.of(Double.NaN, 5)).isInstanceOf(InvalidSettingException.class);
  }
}
