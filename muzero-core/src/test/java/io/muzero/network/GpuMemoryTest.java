package io.muzero.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.ActionSpace;
import org.junit.jupiter.api.Test;

class GpuMemoryTest {
  private static final long MEBIBYTE = 1L << 20;

  /** Of 1,000 parameters, 100 numbers of tables, states of 10, 4 layers and 7 logits. */
  private static final GpuMemory SMALL = new GpuMemory(1000, 100, 10, 4, 7);

  @Test
  void player_small_isTheSumOfItsParts() {
    long states = 17 * 8 * 10 * 4;
    long network = (1000 + 1000 + 100) * 4;
    long working = 8 * (6 * 10 + 7) * 4;
    assertThat(SMALL.player(17 * 8, 8)).isEqualTo(states + network + working + 64 * MEBIBYTE);
  }

  @Test
  void learner_small_keepsEveryLayersOutput() {
    long outputs = 32 * 6 * ((4 + 2) * 10 + 6 * 7) * 4;
    long copies = 6 * (1000 + 100) * 4;
    assertThat(SMALL.learner(32, 5)).isEqualTo(outputs + copies + 64 * MEBIBYTE);
  }

  @Test
  void of_boardOfSixCells_countsItsStatesAndActions() {
    GpuMemory memory =
        GpuMemory.of(
            new NetworkProgram(
                Networks.residual(ConvolutionKind.DIRECT),
                Networks.board(ActionSpace.Layout.CELLS)));
    assertThat(memory.stateSize()).isEqualTo(2 * 6); // channels and cells
    assertThat(memory.tables()).isEqualTo(7 * 2 * 6); // one row for each action
    assertThat(memory.logits()).isGreaterThan(7);
    assertThat(memory.parameters()).isPositive();
  }

  @Test
  void player_beyondAllNumbers_doesNotOverflow() {
    GpuMemory huge = new GpuMemory(Long.MAX_VALUE, 1, Long.MAX_VALUE, 1, 1);
    assertThat(huge.player(Integer.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
    assertThat(huge.learner(Integer.MAX_VALUE, 5)).isEqualTo(Long.MAX_VALUE);
  }
}
