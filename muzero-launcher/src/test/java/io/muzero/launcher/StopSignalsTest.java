package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StopSignalsTest {
  private final List<String> done = new ArrayList<>();
  private final AtomicLong now = new AtomicLong(-5);
  private final StopSignals signals =
      new StopSignals(() -> done.add("stop"), () -> done.add("end"), now::get);

  private void after(long milliseconds, String signal) {
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(milliseconds));
    signals.handle(signal);
  }

  @Test
  void handle_second_endsAtOnceOnlyAfterASecond() {
    after(0, "INT");
    after(20, "INT");
    after(900, "TERM");
    assertThat(done).containsExactly("stop");
    after(200, "INT");
    assertThat(done).containsExactly("stop", "end");
  }

  @Test
  void handle_closedTerminal_stopsAndNeverEndsAtOnce() {
    after(0, "HUP");
    after(5000, "HUP");
    assertThat(done).containsExactly("stop");
    after(1, "TERM");
    assertThat(done).containsExactly("stop", "end");
  }
}
