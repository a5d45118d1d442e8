package io.muzero.launcher.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.games.connect4.Connect4Provider;
import io.muzero.games.gridworld.GridWorldProvider;
import io.muzero.launcher.diagnose.Mean.Estimate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Numbers and pictures that a report consists of. */
class ReportPartsTest {
  /** With one number a game it is the textbook's interval of independent numbers. */
  @Test
  void margin_oneNumberAGame_isThatOfIndependentNumbers() {
    double[] numbers = new SplittableRandom(1).doubles(50).toArray();
    Mean mean = new Mean();
    IntStream.range(0, 50).forEach(i -> mean.add(i, numbers[i]));
    double average = IntStream.range(0, 50).mapToDouble(i -> numbers[i]).average().orElseThrow();
    double variance =
        IntStream.range(0, 50)
                .mapToDouble(i -> (numbers[i] - average) * (numbers[i] - average))
                .sum()
            / 49;
    assertThat(mean.mean()).isCloseTo(average, within(1e-12));
    assertThat(mean.margin()).isCloseTo(1.96 * Math.sqrt(variance / 50), within(1e-12));
  }

  /** The same number four times a game is no more evidence than once. */
  @Test
  void margin_repeatedNumbers_isNoSmaller() {
    double[] numbers = new SplittableRandom(2).doubles(20).toArray();
    Mean once = new Mean();
    Mean often = new Mean();
    for (int i = 0; i < 20; i++) {
      once.add(i, numbers[i]);
      for (int k = 0; k < 4; k++) {
        often.add(i, numbers[i]);
      }
    }
    assertThat(often.margin()).isCloseTo(once.margin(), within(1e-12));
    Mean single = new Mean();
    single.add(0, 1);
    assertThat(single.estimate()).isEqualTo(new Estimate(1, 1, Double.NaN));
  }

  /** X plays the middle column four times and wins: the loser's values are the negatives. */
  @Test
  void returns_ofAWonGame_changeSignWithThePlayer() {
    Environment game = new Connect4Provider().create(GameOptions.NONE);
    game.reset(0);
    Episode episode = new Episode(game);
    for (int column : new int[] {3, 0, 3, 0, 3, 0, 3}) {
      episode.play(column);
    }
    assertThat(episode.ended()).isTrue();
    assertThat(PlayedGame.returns(episode, 1, 0))
        .containsExactly(1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0);
    assertThat(PlayedGame.returns(episode, 0.5, 0).get(4)).isEqualTo(0.25);
  }

  /** One player: what lies beyond the cut counts with its discount. */
  @Test
  void returns_ofACutGame_beginWithWhatIsLeft() {
    Environment game = new GridWorldProvider().create(GameOptions.NONE);
    game.reset(0);
    Episode episode = new Episode(game);
    episode.play(episode.legalActions()[0]);
    episode.play(episode.legalActions()[0]);
    double first = episode.moves().get(0).step().reward();
    double second = episode.moves().get(1).step().reward();
    assertThat(PlayedGame.returns(episode, 0.9, 10))
        .containsExactly(first + 0.9 * (second + 0.9 * 10), second + 0.9 * 10);
  }

  @Test
  void ticks_areRoundAndWithinTheRange() {
    assertThat(new Axis(0, 1, 0, 100).ticks())
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : Double.compare(a, b))
        .containsExactly(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);
    for (double low : new double[] {-3.2, 0.001, 17}) {
      Axis axis = new Axis(low, low + 7.3, 10, 20);
      assertThat(axis.ticks()).hasSizeBetween(3, 9).allMatch(t -> t > low - 1e-6 && t < low + 7.4);
      assertThat(axis.at(low)).isEqualTo(10);
    }
    assertThat(new Axis(5, 5, 0, 100).at(5)).isEqualTo(50);
  }

  @Test
  void numbers_haveAsManyDigitsAsAreRead() {
    assertThat(
            Stream.of(123.45, 12.345, 1.2345, 0.01234, -0.5, -0.0001, Double.NaN).map(Html::number))
        .containsExactly("123", "12.3", "1.23", "0.012", "−0.50", "0.000", "–");
    assertThat(Stream.of(0.0, -0.25, 1000.0).map(Html::tick)).containsExactly("0", "−0.25", "1000");
    assertThat(Html.escape("<a & \"b\">")).isEqualTo("&lt;a &amp; &quot;b&quot;&gt;");
  }

  /** The middle of the chart is the middle of both ranges; what has no number is not drawn. */
  @Test
  void chart_drawsPointsWhereTheyAre() {
    String svg =
        new LineChart("t", "x", "y")
            .line(
                "one",
                Stream.of(
                    new LineChart.Point(0, 0, Double.NaN),
                    new LineChart.Point(1, 1, Double.NaN),
                    new LineChart.Point(2, 2, Double.NaN),
                    new LineChart.Point(3, Double.NaN, 1)))
            .line("nothing", Stream.of(new LineChart.Point(0, Double.NaN, 0)))
            .svg();
    assertThat(svg).contains("cx=253.0 cy=121.0").doesNotContain("NaN").doesNotContain("nothing");
    assertThat(svg.split("<circle", -1)).hasSize(1 + 3 + 1);
  }

  @Test
  void quantiles_ofTheBoxes_areDrawnInOrder() {
    BoxChart chart = new BoxChart("t", 0, 10);
    chart.add("a", 0, List.of(1.0, 2.0, 3.0, 4.0, 5.0), 3);
    assertThat(chart.svg()).contains("x1=163.2").contains("width=62.4").doesNotContain("NaN");
  }
}
