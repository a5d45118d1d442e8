package io.muzero.launcher.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.agent.Decision;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Solver;
import io.muzero.games.connect4.Connect4Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Parts of an examination that is stopped, and how far it is. */
class StoppingTest {
  private static Progress until(BooleanSupplier stopped) {
    return new Progress(
        new Watcher() {
          @Override
          public void at(String what, String done, double share) {}

          @Override
          public boolean stopped() {
            return stopped.getAsBoolean();
          }
        },
        "solving",
        0,
        1);
  }

  /** Positions with so many moves before them. */
  private static List<Sample> positions(int... plies) {
    List<Sample> samples = new ArrayList<>();
    for (int ply : plies) {
      Environment game = new Connect4Provider().create(GameOptions.NONE);
      game.reset(0);
      Episode episode = new Episode(game);
      for (int i = 0; i < ply; i++) {
        episode.play(i % 7);
      }
      Decision decision = new Decision(0, 0, 0, 1, List.of(), List.of());
      samples.add(new Sample(0, ply, episode, decision, Double.NaN));
    }
    return samples;
  }

  /** Early positions take it minutes: whoever stops does not wait for it. */
  @Test
  void ask_stoppedWhileTheSolverThinks_leavesIt() throws Exception {
    AtomicBoolean stopped = new AtomicBoolean();
    CountDownLatch never = new CountDownLatch(1);
    Solver solver =
        new Solver() {
          @Override
          public int[] actionValues(Environment environment) {
            if (environment.text().equals(positions(2).get(0).episode().environment().text())) {
              stopped.set(true);
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            }
            return new int[] {0, 0, 0, 0, 0, 0, 0};
          }

          @Override
          public boolean canEnumerate() {
            return false;
          }
        };
    List<Sample> samples = positions(1, 2, 5, 9);
    SolverView view = new SolverView();
    view.ask(solver, samples, until(stopped::get));
    never.countDown();
    assertThat(samples.stream().map(view::best)).containsExactly(null, null, 0, 0);
  }

  @Test
  void ask_solverFails_failsToo() {
    Solver solver =
        new Solver() {
          @Override
          public int[] actionValues(Environment environment) {
            throw new IllegalArgumentException("no such board");
          }

          @Override
          public boolean canEnumerate() {
            return false;
          }
        };
    assertThatThrownBy(() -> new SolverView().ask(solver, positions(1), until(() -> false)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no such board");
  }

  /** What is there counts, even when nobody wants to wait. */
  @Test
  void await_stopped_takesWhatIsThere() {
    assertThat(Waiting.await(CompletableFuture.completedFuture(3), () -> false)).contains(3);
    assertThat(Waiting.await(new CompletableFuture<>(), () -> false)).isEmpty();
  }

  /** Positions without a result and without a solver cannot be compared with anything. */
  @Test
  void worst_ofStoppedGames_areThoseThatTheSolverKnows() {
    List<Sample> samples = positions(1, 2);
    SolverView none = new SolverView();
    assertThat(new WorstPositions(none).of(samples)).isEmpty();
    assertThat(none.compare(samples)).isNull();
  }

  @Test
  void grace_isAMomentAfterTheStop() {
    AtomicBoolean stopped = new AtomicBoolean();
    AtomicLong now = new AtomicLong(TimeUnit.HOURS.toNanos(1));
    Grace grace = new Grace(until(stopped::get).watcher(), now::get);
    assertThat(grace.stopped()).isFalse();
    now.addAndGet(TimeUnit.HOURS.toNanos(1));
    stopped.set(true);
    assertThat(grace.stopped()).isFalse();
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(249));
    assertThat(grace.stopped()).isFalse();
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
    assertThat(grace.stopped()).isTrue();
  }

  /** Games of 36 moves in a game of 42 at most, 16 side by side: the share is about right. */
  @Test
  void share_ofMoves_growsFromTheFirstSearchOn() {
    PlayedShare share = new PlayedShare(40, 42);
    assertThat(share.share(0)).isZero();
    assertThat(share.share(0.5)).isPositive().isLessThan(0.002);
    assertThat(share.text()).isEqualTo("0 of 40 games, 0 moves");
    double before = 0;
    for (int batch : new int[] {16, 16, 8}) {
      for (int move = 1; move <= 36; move++) {
        for (int game = 0; game < batch; game++) {
          share.moved();
          if (move == 36) {
            share.over(36);
          }
          assertThat(share.share(0)).isGreaterThanOrEqualTo(before);
          before = share.share(0);
        }
      }
      if (share.text().startsWith("16")) {
        assertThat(before).isCloseTo(0.4, within(0.2));
      }
    }
    assertThat(share.text()).isEqualTo("40 of 40 games, 1,440 moves");
    assertThat(before).isEqualTo(1);
  }
}
