package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.selfplay.EvaluationConfig;
import io.muzero.selfplay.EvaluationReport;
import io.muzero.selfplay.ExactReport;
import io.muzero.selfplay.ReturnStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EvaluationRoleTest {
  private static final Supplier<Optional<EvaluationReport>> NEVER =
      () -> {
        throw new AssertionError("measured again");
      };

  @Test
  void confirmed_ofTheBest_isTheMeanOfBothScores() {
    assertThat(EvaluationRole.confirmed(sampled(6), score -> score >= 4, found(sampled(1))))
        .hasValue(3.5);
  }

  @Test
  void confirmed_ofAnyOther_isNotMeasuredAgain() {
    assertThat(EvaluationRole.confirmed(sampled(3), score -> score >= 4, NEVER)).isEmpty();
  }

  @Test
  void confirmed_ofAComputedScore_isNotMeasuredAgain() {
    EvaluationReport exact =
        new EvaluationReport(List.of(), statistics(-7), null, new ExactReport(10, 0.9, 0.8, 1));
    assertThat(EvaluationRole.confirmed(exact, score -> score >= 0.5, NEVER)).hasValue(0.9);
  }

  @Test
  void confirmed_abandoned_isNone() {
    assertThat(EvaluationRole.confirmed(sampled(6), score -> true, Optional::empty)).isEmpty();
  }

  @Test
  void difference_ofTwoMeasures_isInWords() {
    assertThat(
            EvaluationRole.difference(
                Map.of("simulations", "50", "games", "200", "score", "matches"),
                Map.of("simulations", "100", "games", "200", "score", "mean return", "x", "1")))
        .isEqualTo("score mean return, was matches; simulations 100, was 50; x 1, was -");
  }

  private static Supplier<Optional<EvaluationReport>> found(EvaluationReport report) {
    return () -> Optional.of(report);
  }

  private static EvaluationReport sampled(double mean) {
    return new EvaluationReport(List.of(), statistics(mean), null, null);
  }

  private static ReturnStatistics statistics(double mean) {
    return new ReturnStatistics(50, mean, 1, mean - 1, mean + 1);
  }

  @Test
  void stepsBetween_firstLooks_comeSooner() {
    EvaluationConfig settings = new EvaluationConfig(2, List.of(), 0, 0, 0, 0, false, 0.05, 500);
    assertThat(EvaluationRole.stepsBetween(0, settings)).isEqualTo(50);
    assertThat(EvaluationRole.stepsBetween(2, settings)).isEqualTo(50);
    assertThat(EvaluationRole.stepsBetween(3, settings)).isEqualTo(500);
    assertThat(EvaluationRole.share(0, 1, settings)).isEqualTo(0.5);
    assertThat(EvaluationRole.share(0, 60, settings)).as("slow ones keep to it").isEqualTo(0.05);
    assertThat(EvaluationRole.share(3, 1, settings)).isEqualTo(0.05);
  }
}
