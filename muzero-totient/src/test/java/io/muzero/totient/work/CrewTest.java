package io.muzero.totient.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CrewTest {
  private final Crew crew = new Crew(Stopwatch.ofMachine(), Thread::new);

  @Test
  void run_workerFails_stopsTheOthersAndThrowsItsFailure() {
    AtomicInteger abandoned = new AtomicInteger();
    CountDownLatch failed = new CountDownLatch(1);
    AtomicLong later = new AtomicLong();
    assertThatThrownBy(
            () ->
                crew.run(
                    new Job(50_000, 3, Deal.QUEUE),
                    worker ->
                        part -> {
                          if (worker == 1) {
                            throw new IllegalStateException("worker 1 is broken");
                          }
                          failed.await();
                          later.incrementAndGet();
                          return 0;
                        },
                    Progress.NONE,
                    () -> {
                      abandoned.incrementAndGet();
                      failed.countDown();
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("worker 1 is broken");
    assertThat(abandoned).hasValue(1);
    assertThat(later.get()).as("pieces of the two others").isLessThanOrEqualTo(2);
  }

  @Test
  void run_workerCannotPrepare_failsWithoutWaitingForIt() {
    assertThatThrownBy(
            () ->
                crew.run(
                    new Job(100, 3, Deal.STATIC),
                    worker -> {
                      throw new IllegalStateException("not ready");
                    },
                    Progress.NONE,
                    () -> {}))
        .hasMessage("not ready");
  }

  @Test
  void run_sumTooGreat_isAnErrorAndNotAWrongSum() {
    assertThatThrownBy(
            () ->
                crew.run(
                    new Job(100, 2, Deal.STATIC),
                    worker -> part -> Long.MAX_VALUE / 2 + 1,
                    Progress.NONE,
                    () -> {}))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void run_progress_hearsEveryNumber() throws Exception {
    AtomicLong heard = new AtomicLong();
    crew.run(new Job(10_000, 4, Deal.STEAL), worker -> Part::sum, heard::addAndGet, () -> {});
    assertThat(heard).hasValue(9_998);
  }
}
