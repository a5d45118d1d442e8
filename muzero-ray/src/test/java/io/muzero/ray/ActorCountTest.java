package io.muzero.ray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActorCountTest {
  @Test
  void parse_numberAndRange_areTaken() {
    assertThat(ActorCount.parse("16")).isEqualTo(new ActorCount(16, 16)).hasToString("16");
    assertThat(ActorCount.parse("4..64")).isEqualTo(new ActorCount(4, 64)).hasToString("4..64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "x", "4..", "..4", "5..4", "1..5000", "1...4"})
  void parse_somethingElse_isRefused(String text) {
    assertThatThrownBy(() -> ActorCount.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must be N or MIN..MAX with 1 <= MIN <= MAX <= 4096, was ");
  }

  /** As many as the machine can run, whatever the range allows. */
  @Test
  void ofThisMachine_isItsProcessorsButOneWithinTheBounds() {
    ActorCount count = new ActorCount(2, 64);
    assertThat(IntStream.of(1, 2, 4, 16, 128).map(count::ofThisMachine))
        .containsExactly(2, 2, 3, 15, 64);
    assertThat(new ActorCount(16, 16).ofThisMachine(2)).isEqualTo(16);
    assertThat(new ActorCount(1, 64).ofThisMachine(1)).isEqualTo(1);
  }

  @Test
  void wanted_isWithinTheBounds() {
    ActorCount count = new ActorCount(2, 5);
    assertThat(new int[] {count.wanted(0), count.wanted(3), count.wanted(9)})
        .containsExactly(2, 3, 5);
  }
}
