package io.muzero.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModelOutputTest {
  @Test
  void likeliest_isTheGreatestLegalLogit_theFirstOfEqualOnes() {
    ModelOutput output = new ModelOutput(2, 3);
    float[] logits = {9, 9, 9, 5, -1, -1};
    System.arraycopy(logits, 0, output.policyLogits, 0, logits.length);
    boolean[] legal = {true, true, true, false, true, true};

    assertThat(output.likeliest(0, legal, 0)).isZero();
    assertThat(output.likeliest(1, legal, 0)).isZero();
    assertThat(output.likeliest(1, legal, 3)).isEqualTo(1);
  }

  @Test
  void likeliest_nothingLegal_isNone() {
    assertThat(new ModelOutput(1, 3).likeliest(0, new boolean[3], 0)).isEqualTo(-1);
  }
}
