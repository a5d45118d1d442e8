package io.muzero.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BoardSizesTest {
  @Test
  void words_rangesAndGaps_areNamed() {
    assertThat(BoardSizes.words(List.of(2, 3, 4, 5))).isEqualTo("2 to 5");
    assertThat(BoardSizes.words(List.of(4, 6, 8))).isEqualTo("4, 6 or 8");
    assertThat(BoardSizes.words(List.of(9, 13))).isEqualTo("9 or 13");
  }
}
