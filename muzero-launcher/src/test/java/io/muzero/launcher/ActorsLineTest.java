package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.run.RunEvent;
import io.muzero.run.WorkerState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the progress line and the page say of actors on other machines. */
class ActorsLineTest {
  private static final RunEvent.Actor OLD = new RunEvent.Actor(3, "node-a", 3725, 1200.4, 900, 100);
  private static final RunEvent.Actor YOUNG = new RunEvent.Actor(7, "node-b", 61, 34.2, 980, 20);
  private static final RunEvent.Actor NEW = new RunEvent.Actor(8, "node-b", 2, 0, -1, 0);

  private static RunEvent.Actors actors(long refused, RunEvent.Actor... actors) {
    return new RunEvent.Actors("10.0.0.5:6379", 4, refused, List.of(actors));
  }

  @Test
  void all_countsActors_sumsGames_andNamesTheOldestWeights() {
    assertThat(ActorsLine.all(actors(0, OLD, YOUNG, NEW)))
        .isEqualTo("3 of 4 actors, 1,235 games/min, weights at most 100 steps old");
    assertThat(ActorsLine.all(actors(1200, OLD)))
        .isEqualTo("1 of 4 actors, 1,200 games/min, weights at most 100 steps old, 1,200 refused");
    assertThat(ActorsLine.all(actors(0))).isEqualTo("0 of 4 actors");
  }

  @Test
  void one_saysWhereSinceWhenAndHowFast() {
    assertThat(ActorsLine.one(OLD))
        .isEqualTo("node-a, alive for 1:02:05, 1,200 games/min, weights 100 steps old");
    assertThat(ActorsLine.one(NEW)).isEqualTo("node-b, alive for 0:02, 0 games/min");
  }

  @Test
  void progressLine_andPage_showThem() {
    TestScreen test = new TestScreen(false);
    WatchedRun run =
        new WatchedRun(
            new ProgressLines(test.screen, "tictactoe"), Path.of("runs", "tictactoe", "one"));
    run.progress(TestProgress.at(1, 0, List.of()));
    assertThat(test.errors()).doesNotContain("actors");
    run.event(
        new RunEvent.Workers(
            1,
            1000,
            List.of(
                new WorkerState(
                    "self-play on Ray",
                    "10.0.0.5:6379",
                    WorkerState.Activity.PLAYING,
                    5,
                    5,
                    0,
                    0,
                    -1,
                    0))));
    run.event(actors(0, OLD, YOUNG));
    run.progress(TestProgress.at(62, 100, List.of()));
    assertThat(test.errors())
        .endsWith(" | 2 of 4 actors, 1,235 games/min, weights at most 100 steps old\n");
    assertThat(run.doing("tictactoe", "one").orElseThrow())
        .containsEntry(
            "actors at 10.0.0.5:6379",
            "2 of 4 actors, 1,235 games/min, weights at most 100 steps old")
        .containsEntry("actor 7", "node-b, alive for 1:01, 34 games/min, weights 20 steps old");
  }
}
