package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadedAgentTest {
  private static final int CONNECT4_STATE = 64 * 6 * 7;

  @Test
  void thatFit_smallTrees_isWhatWasAskedFor() {
    assertThat(LoadedAgent.thatFit(256, 1, 200, CONNECT4_STATE)).isEqualTo(256);
    assertThat(LoadedAgent.thatFit(1, 1, 3200, CONNECT4_STATE)).isEqualTo(1);
  }

  @Test
  void thatFit_largeTrees_holdAtMost700MiB() {
    // A tree of 3,201 states of 10,752 bytes takes 33 MiB.
    assertThat(LoadedAgent.thatFit(256, 1, 3200, CONNECT4_STATE)).isEqualTo(21);
    // Twice the cells, half the trees.
    assertThat(LoadedAgent.thatFit(256, 1, 3200, 2 * CONNECT4_STATE)).isEqualTo(10);
    // The members of a team share the memory.
    assertThat(LoadedAgent.thatFit(256, 4, 3200, CONNECT4_STATE)).isEqualTo(5);
  }

  @Test
  void thatFit_oneTreeThatIsTooLarge_isOne() {
    assertThat(LoadedAgent.thatFit(256, 1, 100_000_000, CONNECT4_STATE)).isEqualTo(1);
  }

  @Test
  void thatFit_membersWhoseLeastBatchIsLarge_areFewer() {
    assertThat(LoadedAgent.thatFit(16, 2, 200, CONNECT4_STATE)).isEqualTo(16);
    // Two images of 33 MiB each: ten members hold at most 700 MiB.
    assertThat(LoadedAgent.thatFit(16, 2, 3200, CONNECT4_STATE)).isEqualTo(10);
    assertThat(LoadedAgent.thatFit(16, 2, 100_000_000, CONNECT4_STATE)).isEqualTo(1);
  }
}
