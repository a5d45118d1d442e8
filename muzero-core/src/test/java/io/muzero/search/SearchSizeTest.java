package io.muzero.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.settings.InvalidSettingException;
import org.junit.jupiter.api.Test;

class SearchSizeTest {
  private static final long MOST = 700L << 20;

  private static SearchSize connect4(int simulations, int boards) {
    return new SearchSize(1, simulations, 7, 7, boards * 64 * 6 * 7);
  }

  @Test
  void thatFit_smallTrees_isWhatWasAskedFor() {
    assertThat(SearchSize.thatFit(256, 1, connect4(200, 1), MOST)).isEqualTo(256);
    assertThat(SearchSize.thatFit(1, 1, connect4(3200, 1), MOST)).isEqualTo(1);
  }

  @Test
  void thatFit_largeStates_holdAtMost700MiB() {
    // A tree of 3,201 states of 10,752 bytes takes 33 MiB.
    assertThat(SearchSize.thatFit(256, 1, connect4(3200, 1), MOST)).isEqualTo(21);
    // Twice the cells, half the trees.
    assertThat(SearchSize.thatFit(256, 1, connect4(3200, 2), MOST)).isEqualTo(10);
    // The members of a team share the memory.
    assertThat(SearchSize.thatFit(256, 4, connect4(3200, 1), MOST)).isEqualTo(5);
  }

  @Test
  void thatFit_manyActions_areFewerThoughTheirStatesAreSmall() {
    SearchSize chess = new SearchSize(1, 800, 16, 4672, 64);
    // 801 nodes of 4,672 edges of 20 bytes: 71 MiB, and 3 MiB of what was visited.
    assertThat(SearchSize.thatFit(256, 1, chess, MOST)).isEqualTo(9);
  }

  @Test
  void thatFit_oneTreeThatIsTooLarge_isOne() {
    assertThat(SearchSize.thatFit(256, 1, connect4(100_000_000, 1), MOST)).isEqualTo(1);
  }

  @Test
  void thatFit_membersWhoseLeastBatchIsLarge_areFewer() {
    assertThat(SearchSize.thatFit(16, 2, connect4(200, 1), MOST)).isEqualTo(16);
    // Two images of 33 MiB each: ten members hold at most 700 MiB.
    assertThat(SearchSize.thatFit(16, 2, connect4(3200, 1), MOST)).isEqualTo(10);
    assertThat(SearchSize.thatFit(16, 2, connect4(100_000_000, 1), MOST)).isEqualTo(1);
  }

  @Test
  void size_beyondALong_isTheGreatestLong() {
    SearchSize size =
        new SearchSize(Integer.MAX_VALUE, 100_000, 16, Integer.MAX_VALUE, Integer.MAX_VALUE);
    assertThat(size.edges()).isEqualTo(Long.MAX_VALUE);
    assertThat(size.heapBytes()).isEqualTo(Long.MAX_VALUE);
  }

  private static void require(int actions, long heap) {
    new SearchSize(128, 32, 16, actions, 16).require("search.simulations", SearchSize.OTHERS, heap);
  }

  @Test
  void require_namesWhatTheUserSet() {
    SearchSize chess = new SearchSize(1, 100_000, 16, 4672, 64);
    long heap = 4L << 30;
    assertThatThrownBy(() -> chess.require("--simulations", "about some fit", heap))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(
            "--simulations must be smaller: a search tree of 100,001 nodes with 4,672 actions needs ")
        .hasMessageEndingWith(
            " MiB, Java's heap has 4,096 MiB; about some fit, or give Java more with -Xmx, was 100000");
  }

  @Test
  void simulationsThatFit_areAsManyAsMayBeAskedFor() {
    for (long heap : new long[] {1L << 30, 1L << 50}) {
      SearchSize chess = new SearchSize(1, 100_000, 16, 47_049, 64);
      int fit = chess.simulationsThatFit(heap);
      assertThatCode(() -> require(chess, fit, heap)).doesNotThrowAnyException();
      assertThatThrownBy(() -> require(chess, fit + 1, heap))
          .isInstanceOf(InvalidSettingException.class);
    }
  }

  private static void require(SearchSize size, int simulations, long heap) {
    new SearchSize(1, simulations, size.planned(), size.actions(), 64).require("key", "or", heap);
  }

  @Test
  void require_moreNodesThanAnArrayHas_saysHowMany() {
    assertThatThrownBy(() -> require(1_000_000, Long.MAX_VALUE))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "search.simulations must be smaller: 128 search trees of 33 nodes with 1,000,000 actions"
                + " each would need 4,224,000,000 numbers in one array, of at most 2,147,483,639; or"
                + " lower what is searched at once (selfPlay.gamesPerWorker, reanalyse.batch,"
                + " evaluation.games) or evaluation.simulations, was 32");
  }

  @Test
  void require_moreBytesThanTheHeap_saysHowMany() {
    assertThatThrownBy(() -> require(47_049, 1L << 30))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(
            "search.simulations must be smaller: 128 search trees of 33 nodes with 47,049 actions"
                + " each need ")
        .hasMessageContaining("MiB, Java's heap has 1,024 MiB; or lower ")
        .hasMessageEndingWith(", or give Java more with -Xmx, was 32");
  }

  @Test
  void batchedSearch_thatCannotFit_isRefusedBeforeItTakesMemory() {
    SearchConfig config = SearchConfig.gumbel(100_000);
    assertThatThrownBy(() -> new BatchedSearch(new HashModel(100_000, 1, 0.5, 2), config, 65_536))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("numbers in one array");
  }
}
