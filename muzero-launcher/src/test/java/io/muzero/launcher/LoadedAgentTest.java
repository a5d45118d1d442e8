package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadedAgentTest {
  private static final int CONNECT4_STATE = 64 * 6 * 7;

  @Test
  void batch_ofSmallTrees_isWhatWasAskedFor() {
    assertThat(LoadedAgent.batch(256, 1, 200, CONNECT4_STATE)).isEqualTo(256);
    assertThat(LoadedAgent.batch(1, 1, 3200, CONNECT4_STATE)).isEqualTo(1);
  }

  @Test
  void batch_ofLargeTrees_holdsAtMost700MiB() {
    // A tree of 3,201 states of 10,752 bytes takes 33 MiB.
    assertThat(LoadedAgent.batch(256, 1, 3200, CONNECT4_STATE)).isEqualTo(21);
    // Twice the cells, half the trees.
    assertThat(LoadedAgent.batch(256, 1, 3200, 2 * CONNECT4_STATE)).isEqualTo(10);
    // The members of a team share the memory.
    assertThat(LoadedAgent.batch(256, 4, 3200, CONNECT4_STATE)).isEqualTo(5);
  }

  @Test
  void batch_ofOneTreeThatIsTooLarge_isOne() {
    assertThat(LoadedAgent.batch(256, 1, 100_000_000, CONNECT4_STATE)).isEqualTo(1);
  }

  @Test
  void members_whoseLeastBatchIsLarge_areFewer() {
    assertThat(LoadedAgent.members(16, 2, 200, CONNECT4_STATE)).isEqualTo(16);
    // Two images of 33 MiB each: ten members hold at most 700 MiB.
    assertThat(LoadedAgent.members(16, 2, 3200, CONNECT4_STATE)).isEqualTo(10);
    assertThat(LoadedAgent.members(16, 2, 100_000_000, CONNECT4_STATE)).isEqualTo(1);
  }
}
