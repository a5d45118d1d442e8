package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.muzero.blackboard.Counter;
import io.muzero.environment.Walk;
import io.muzero.training.LearnerStep;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunPaceTest {
  private final AtomicLong nanos = new AtomicLong(5_000);
  private RunContext context;

  private void seconds(double passed) {
    nanos.addAndGet(Math.round(passed * 1e9));
  }

  /** A run that goes on from step 100 after 60 seconds of training. */
  private RunPace pace(String... settings) {
    context = Runs.context(Runs.config(Walk.GAME, settings), new RunClock(nanos::get, 60));
    context.board().counters().restore(java.util.Map.of("simulations", 7000L));
    return new RunPace(context, 100);
  }

  private void trained(long step) {
    context
        .reports()
        .metrics()
        .trained(
            new LearnerStep(
                step,
                new LearnerStep.Descent(1, 1, 0.1),
                new LearnerStep.Losses(1, 0, 0, 0, OptionalDouble.empty()),
                new LearnerStep.Predictions(0, 0, 1, new float[0])),
            null);
  }

  @Test
  void isDone_steps_atTheBound() {
    RunPace pace = pace("run.steps=120", "run.logEvery=1000");
    assertThat(pace.isDone(119)).isFalse();
    assertThat(pace.isDone(120)).isTrue();
    assertThat(pace.isTimeUp()).isFalse();
    assertThat(pace("run.steps=0").isDone(1_000_000)).isFalse();
  }

  @Test
  void isDone_minutes_countAllSessions() {
    RunPace pace = pace("run.minutes=1.5");
    seconds(29);
    assertThat(pace.isDone(100)).isFalse();
    seconds(1);
    assertThat(pace.isDone(100)).isTrue();
  }

  @Test
  void progress_rates_areSinceTheLastCall() {
    RunPace pace = pace("run.steps=300", "run.logEvery=1000");
    assertThat(pace.progress().step()).isEqualTo(100);
    assertThat(pace.progress().secondsLeft()).as("nothing known yet").isNaN();
    seconds(10);
    trained(120);
    context.board().counters().add(Counter.SIMULATIONS, 500);
    Progress first = pace.progress();
    assertThat(first.step()).isEqualTo(120);
    assertThat(first.stepsPerSecond()).isCloseTo(2, within(1e-6));
    assertThat(first.simulationsPerSecond()).isCloseTo(50, within(1e-6));
    assertThat(first.secondsLeft()).as("180 steps at 2 a second").isCloseTo(90, within(1e-6));
    seconds(5);
    trained(150);
    Progress second = pace.progress();
    assertThat(second.stepsPerSecond()).isCloseTo(6, within(1e-6));
    assertThat(second.simulationsPerSecond()).isZero();
  }

  /** The last evaluation may take long: it is no training. */
  @Test
  void atEnd_rates_areOfTheSessionUpToItsEnd() {
    RunPace pace = pace("run.steps=130", "run.logEvery=1000");
    seconds(5);
    trained(110);
    pace.progress();
    seconds(5);
    trained(130);
    context.board().counters().add(Counter.SIMULATIONS, 500);
    assertThat(pace.atEnd().step()).isEqualTo(130);
    seconds(1000);
    Progress end = pace.atEnd();
    assertThat(end.stepsPerSecond()).isCloseTo(3, within(1e-6));
    assertThat(end.simulationsPerSecond()).isCloseTo(50, within(1e-6));
    assertThat(end.share()).isOne();
  }

  @Test
  void progress_bothBounds_theNearerOne() {
    RunPace pace = pace("run.steps=100000", "run.minutes=2", "run.logEvery=1000");
    seconds(10);
    trained(110);
    assertThat(pace.progress().secondsLeft()).isCloseTo(50, within(1e-6));
    seconds(100);
    assertThat(pace.progress().secondsLeft()).isZero();
  }

  @Test
  void progress_share_isOfTheNearerBound() {
    RunPace pace = pace("run.steps=1000", "run.minutes=2", "run.logEvery=1000");
    assertThat(pace.progress().share()).as("60 of 120 seconds").isCloseTo(0.5, within(1e-6));
    trained(900);
    assertThat(pace.progress().share()).isCloseTo(0.9, within(1e-6));
    assertThat(pace.progress().seconds()).isCloseTo(60, within(1e-6));
    assertThat(pace("run.steps=0").progress().share()).isNaN();
  }

  @Test
  void learned_isOfTheNearerBound_andInDeterministicRunsOfStepsAlone() {
    RunPace both = pace("run.steps=1000", "run.minutes=2", "run.deterministic=false");
    assertThat(both.learned(100)).as("60 of 120 seconds").isCloseTo(0.5, within(1e-6));
    assertThat(both.learned(900)).isCloseTo(0.9, within(1e-6));
    seconds(600);
    assertThat(both.learned(100)).isOne();
    RunPace repeating = pace("run.steps=1000", "run.minutes=2");
    assertThat(repeating.learned(100)).isCloseTo(0.1, within(1e-6));
    assertThat(repeating.learned(2000)).isOne();
    assertThat(pace("run.steps=0").learned(100)).isZero();
  }

  @Test
  void isDone_goodEnough_whateverTheBounds() {
    RunPace pace = pace("run.steps=1000");
    context.board().counters().add(Counter.FAULTLESS_EVALUATIONS, 9);
    assertThat(pace.isDone(100)).as("stopAt is 0").isFalse();
  }
}
