package io.muzero.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SoftmaxTest {
  @Test
  void exp_negativeArguments_withinTwoUnitsInTheLastPlace() {
    for (float x = 0; x > -87; x -= 0.0137f) {
      float exact = (float) Math.exp(x);
      assertThat(Softmax.exp(x)).as("x " + x).isCloseTo(exact, within(2 * Math.ulp(exact)));
    }
    assertThat(Softmax.exp(0)).isEqualTo(1);
    assertThat(Softmax.exp(-1000)).isZero();
    assertThat(Softmax.exp(Float.NEGATIVE_INFINITY)).isZero();
  }

  @Test
  void apply_someImpossible_sharesAmongTheRest() {
    float[] scores = {9, 1, Float.NEGATIVE_INFINITY, 2, 1, 9};
    float[] shares = new float[4];
    Softmax.apply(scores, 1, 4, shares, -1);
    double sum = 2 * Math.exp(1) + Math.exp(2);
    float one = (float) (Math.exp(1) / sum);
    assertThat(shares)
        .containsExactly(new float[] {one, 0, (float) (Math.exp(2) / sum), one}, within(1e-6f));
  }
}
