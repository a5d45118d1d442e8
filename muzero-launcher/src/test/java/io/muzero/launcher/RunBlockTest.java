package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.run.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunBlockTest {
  @Test
  void lines_eightyColumns_sayHowStrongWhetherItImprovesAndWhenItEnds() {
    List<String> lines =
        new RunBlock("tictactoe", false)
            .lines(TestProgress.at(61, 5963, TestProgress.evaluations(1500, 700, 300, 167)), 79);
    assertThat(lines)
        .hasSizeLessThan(12)
        .allSatisfy(line -> assertThat(line.length()).isLessThan(80));
    String text = String.join("\n", lines).replaceAll("\\s+", " ");
    assertThat(text)
        .startsWith("tictactoe step 5,963 of 40,000 ━")
        .contains(
            "─ 14 %",
            "time 1:01 so far, about 4:52 left; ends sooner after 5 evaluations in a row without a"
                + " wrong decision (0 so far)",
            "strength at step 400: scores 95.0 % against random, 48.8 % against expert; wrong in 167"
                + " of 4,520 states (without search 167), loses 16 of 600 lines",
            "trend ▁▃▆█ improving, 4 evaluations",
            "speed 117.8 steps/s, 818,022 simulations/s, 344,878 games",
            "loss policy 0.864, value 1.070, reward 0.022");
  }

  /** While the last weights are evaluated, and after. */
  @Test
  void lines_atTheBound_sayThatTrainingIsDone() {
    Progress end = TestProgress.at(341, 40_000, TestProgress.evaluations(300));
    String text =
        String.join("\n", new RunBlock("tictactoe", false).lines(end, 79)).replaceAll("\\s+", " ");
    assertThat(text)
        .startsWith("tictactoe step 40,000 of 40,000 ━")
        .contains("100 % time 5:41, training is done strength at step 100")
        .doesNotContain("left", "─");
    assertThat(RunBlock.line(end)).startsWith("step 40,000 of 40,000 | 5:41 | training is done | ");
  }

  @Test
  void lines_beforeTheFirstStep_sayWhatIsWaitedFor() {
    List<String> lines =
        new RunBlock("tictactoe", true).lines(TestProgress.at(2, 0, List.of()), 120);
    assertThat(String.join("\n", lines))
        .contains("filling the replay buffer, 1,200 of 2,000 positions", "not measured yet")
        .contains("\u001b[2m");
  }

  @Test
  void line_pipe_isOneLineWithoutEscapes() {
    String line = RunBlock.line(TestProgress.at(61, 5963, TestProgress.evaluations(300, 167)));
    assertThat(line)
        .doesNotContain("\u001b", "\n", "\r")
        .startsWith("step 5,963 of 40,000 | 1:01 | about 4:52 left | 117.8 steps/s")
        .contains("at step 200: scores 95.0 % against random")
        .endsWith("| improving");
  }

  @Test
  void progress_pipe_isALineAMinuteOrEvaluation() {
    TestScreen test = new TestScreen(false);
    ProgressLines lines = new ProgressLines(test.screen, "tictactoe");
    for (int second = 0; second <= 130; second++) {
      lines.progress(
          TestProgress.at(
              second,
              second < 2 ? 0 : 100L * second,
              second < 40 ? List.of() : TestProgress.evaluations(300)));
    }
    // The beginning, the first training step, the evaluation, and a minute after that.
    assertThat(test.errors().lines().map(line -> line.split(" \\| ")[1]))
        .containsExactly("0:00", "0:02", "0:40", "1:40");
  }

  @Test
  void trend_words_followTheEvaluations() {
    assertThat(Sparkline.trend(TestProgress.evaluations(9))).isEqualTo(Sparkline.Trend.UNKNOWN);
    assertThat(Sparkline.trend(TestProgress.evaluations(900, 40, 41, 40, 40, 41, 40)))
        .isEqualTo(Sparkline.Trend.STEADY);
    assertThat(Sparkline.trend(TestProgress.evaluations(900, 20, 20, 20, 300, 300, 300)))
        .isEqualTo(Sparkline.Trend.FALLING);
    assertThat(Sparkline.trend(TestProgress.evaluations(900, 20, 0)))
        .isEqualTo(Sparkline.Trend.FAULTLESS);
    assertThat(Sparkline.of(TestProgress.evaluations(5, 5), 30)).isEqualTo("▅▅");
    assertThat(Sparkline.of(TestProgress.evaluations(900, 20, 0), 2)).isEqualTo("▁█");
  }
}
