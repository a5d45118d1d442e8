package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.config.MuZeroConfig;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Symmetry;
import io.muzero.environment.Walk;
import io.muzero.replay.ObservationStacker;
import io.muzero.replay.RecordedStep;
import io.muzero.replay.Trajectory;
import io.muzero.replay.TrajectoryBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SupportWatchTest {
  private final List<String> lines = new ArrayList<>();

  private static EnvironmentSpec spec(double rewardLow, double rewardHigh) {
    return new EnvironmentSpec(
        1, 1, 1, 1, 0, 9, new ActionSpace.Discrete(2), rewardLow, rewardHigh, 0, Symmetry.NONE);
  }

  private static MuZeroConfig config(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "network.rewardSupport={min: -1, max: 1, atoms: 21}",
                "network.valueSupport={min: -1, max: 1, atoms: 21}",
                "replay.tdSteps=2",
                "replay.discount=1"));
    settings.addAll(List.of(more));
    return Runs.config(Walk.GAME, settings.toArray(String[]::new)).config();
  }

  private SupportWatch watch(MuZeroConfig config, EnvironmentSpec spec) {
    return new SupportWatch(config, spec, new ObservationStacker(spec, 1), lines::add);
  }

  /** An episode that ends, its rewards, and a recorded value for all of its positions. */
  private static Trajectory episode(MuZeroConfig config, float value, double... rewards) {
    List<Trajectory> handedOut = new ArrayList<>();
    TrajectoryBuilder builder =
        new TrajectoryBuilder(
            new ObservationStacker(spec(0, 1), 1), config.replay(), 3, handedOut::add);
    for (double reward : rewards) {
      builder.append(
          new RecordedStep(
              new RecordedStep.Seen(new float[] {1}, new boolean[] {true, true}, 0),
              new RecordedStep.Found(new float[] {.5f, .5f}, 0, value, value, 0),
              new RecordedStep.Done(0, false, reward)));
    }
    builder.terminate(new float[] {1});
    return handedOut.get(0);
  }

  @Test
  void declared_beyondTheSupport_saysBothRangesAndWhatToSet() {
    assertThat(SupportWatch.declared(config(), spec(-100, 0)))
        .contains(
            "walk declares rewards from -100 to 0, but network.rewardSupport holds -1 to 1 and what is beyond is"
                + " clipped: set network.rewardSupport.min at most -100 in a new run, or"
                + " network.rewardSupport.mayClip=true if that is meant");
  }

  @Test
  void declared_heldOrUnboundedOrMeant_saysNothing() {
    assertThat(SupportWatch.declared(config(), spec(-1, 1))).isEmpty();
    assertThat(
            SupportWatch.declared(
                config(), spec(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)))
        .isEmpty();
    assertThat(SupportWatch.declared(config("network.rewardSupport.mayClip=true"), spec(-100, 100)))
        .isEmpty();
  }

  @Test
  void declared_oneBoundInfinite_saysTheOther() {
    assertThat(SupportWatch.declared(config(), spec(Double.NEGATIVE_INFINITY, 7.5)))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .contains("from -infinity to 7.5")
                    .contains("set network.rewardSupport.max at least 7.5 in"));
  }

  @Test
  void recorded_returnsBeyond_saysItOnceBeforeTraining() {
    MuZeroConfig config = config();
    SupportWatch watch = watch(config, spec(-1, 1));
    watch.recorded(episode(config, 0, -.5, -.5));
    watch.tell();
    assertThat(lines).isEmpty();
    watch.recorded(episode(config, 0, -1, -1, -1));
    watch.recorded(episode(config, 0, .75, .75));
    assertThat(lines).isEmpty();
    watch.tell();
    watch.recorded(episode(config, 0, -1, -1, -1));
    watch.tell();
    assertThat(lines)
        .containsExactly(
            "walk brought returns from -2 to 1.5, but network.valueSupport holds -1 to 1 and what is beyond is clipped:"
                + " set network.valueSupport.min at most -2 and network.valueSupport.max at least 1.5 in a new run,"
                + " or network.valueSupport.mayClip=true if that is meant");
  }

  @Test
  void recorded_rewardsBeyondThatWereNotDeclared_saysItOnce() {
    MuZeroConfig config = config("network.valueSupport.mayClip=true");
    SupportWatch watch = watch(config, spec(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    watch.recorded(episode(config, 0, 0, 20));
    watch.recorded(episode(config, 0, 0, 30));
    watch.tell();
    watch.recorded(episode(config, 0, 0, 40));
    watch.tell();
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("walk brought rewards from 0 to 30, but network.rewardSupport holds -1 to 1");
  }

  /** What an untrained network thinks is no reason to warn: targets are what counts. */
  @Test
  void recorded_valuesBeyondWithoutSuchRewards_saysNothing() {
    MuZeroConfig config = config("replay.discount=0.5");
    SupportWatch watch = watch(config, spec(-1, 1));
    watch.recorded(episode(config, 1.9f, 0, .5, .5, .5, 0));
    watch.recorded(episode(config, -3f, 0, 0, 0, 0));
    watch.tell();
    assertThat(lines).isEmpty();
  }

  @Test
  void recorded_beyondByRounding_saysNothing() {
    MuZeroConfig config = config();
    SupportWatch watch = watch(config, spec(-1, 1));
    watch.recorded(episode(config, 0, .4f, .60000002f));
    watch.tell();
    assertThat(lines).isEmpty();
  }

  @Test
  void recorded_rewardsThatWereDeclared_areNotSaidAgain() {
    MuZeroConfig config = config("network.valueSupport.mayClip=true");
    SupportWatch watch = watch(config, spec(-5, 5));
    assertThat(lines).hasSize(1);
    watch.recorded(episode(config, 0, 5, -5));
    watch.tell();
    assertThat(lines).hasSize(1);
  }
}
