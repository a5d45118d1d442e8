package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseOnFailureTest {
  private final List<String> closed = new ArrayList<>();

  private AutoCloseable thing(String name) {
    return () -> closed.add(name);
  }

  @Test
  void close_whatDidNotSucceed_isClosedInReverseOrder() {
    assertThatThrownBy(
            () -> {
              try (CloseOnFailure opening = new CloseOnFailure()) {
                opening.own(thing("first"));
                opening.own(thing("second"));
                throw new IllegalStateException("no third");
              }
            })
        .hasMessage("no third");
    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void close_oneThatCannotBeClosed_keepsNoOtherOpen() {
    assertThatThrownBy(
            () -> {
              try (CloseOnFailure opening = new CloseOnFailure()) {
                opening.own(thing("first"));
                opening.own(
                    () -> {
                      throw new java.io.IOException("disk");
                    });
              }
            })
        .hasRootCauseMessage("disk");
    assertThat(closed).containsExactly("first");
  }

  @Test
  void succeed_leavesEverythingOpen() {
    try (CloseOnFailure opening = new CloseOnFailure()) {
      opening.own(thing("first"));
      opening.succeed();
    }
    assertThat(closed).isEmpty();
  }
}
