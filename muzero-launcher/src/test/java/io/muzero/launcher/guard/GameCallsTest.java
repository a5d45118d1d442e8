package io.muzero.launcher.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clock is the test's own. */
@Timeout(60)
class GameCallsTest {
  private final AtomicLong nanoseconds = new AtomicLong();
  private final GameCalls calls = new GameCalls(nanoseconds::get);
  private final List<String> told = new ArrayList<>();
  private boolean stop;

  private final GameCalls.Listener listener =
      new GameCalls.Listener() {
        @Override
        public void note(String line) {
          told.add(line);
        }

        @Override
        public boolean stopAsked() {
          return stop;
        }

        @Override
        public void end(String line) {
          told.add(line);
        }
      };

  private void pass(double seconds) {
    nanoseconds.addAndGet((long) (seconds * 1e9));
    calls.look(listener);
  }

  private void step(Runnable game) {
    calls.ask(
        "stones",
        "step",
        5,
        () -> {
          game.run();
          return 0;
        });
  }

  @Test
  void look_quickCalls_tellsNothing() {
    for (int i = 0; i < 10; i++) {
      step(() -> pass(4));
      pass(100);
    }
    assertThat(told).isEmpty();
    assertThat(calls.slowest()).isEmpty();
  }

  @Test
  void look_slowCall_isToldOnceAndWhenItIsBack() {
    step(
        () -> {
          pass(6);
          pass(6);
        });
    pass(1);
    assertThat(told)
        .containsExactly(
            "the game stones has not come back from step for 6 s; Ctrl-C ends",
            "the game stones has come back from step");
    assertThat(calls.slowest()).hasValue(new GameCalls.SlowCall("step", 12));
  }

  @Test
  void look_slowCallsAgain_areToldWhenTheyTakeLonger() {
    step(() -> pass(6));
    step(() -> pass(8));
    step(() -> pass(13));
    assertThat(told.stream().filter(line -> line.endsWith("Ctrl-C ends")))
        .containsExactly(
            "the game stones has not come back from step for 6 s; Ctrl-C ends",
            "the game stones has not come back from step for 13 s; Ctrl-C ends");
  }

  @Test
  void look_stopAskedAndCallThatListens_isInterruptedAndComesBack() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    boolean[] interrupted = new boolean[2];
    Thread player =
        new Thread(
            () -> {
              step(
                  () -> {
                    inside.countDown();
                    try {
                      Thread.sleep(1_000_000);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                      interrupted[0] = true;
                    }
                  });
              interrupted[1] = Thread.currentThread().isInterrupted();
            });
    player.start();
    inside.await();
    stop = true;
    pass(4);
    assertThat(player.isAlive()).isTrue();
    pass(4);
    player.join();
    pass(4);
    assertThat(interrupted).as("the call was, what follows was not").containsExactly(true, false);
    assertThat(told).isEmpty();
  }

  @Test
  void look_stopAskedAndCallThatDoesNotListen_endsTheProcess() {
    step(
        () -> {
          pass(6);
          stop = true;
          pass(1);
          pass(1);
          assertThat(told).hasSize(1);
          pass(1.5);
        });
    assertThat(told.get(1))
        .isEqualTo("ended: the game stones has not come back from step for 10 s");
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void ask_callInsideACall_isPartOfIt() {
    calls.ask(
        "stones",
        "its player perfect",
        60,
        () -> {
          step(() -> pass(30));
          assertThat(told).isEmpty();
          pass(31);
          return 0;
        });
    assertThat(told)
        .containsExactly(
            "the game stones has not come back from its player perfect for 61 s; Ctrl-C ends");
  }
}
