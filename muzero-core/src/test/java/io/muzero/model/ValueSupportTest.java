package io.muzero.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.settings.InvalidSettingException;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class ValueSupportTest {
  private static final ValueSupport PAPER = new ValueSupport(-300, 300, 601, true);
  private static final ValueSupport PLAIN = new ValueSupport(-1, 1, 21, false);

  private static double decode(ValueSupport support, float[] weights, int offset) {
    double expectation = 0;
    for (int i = 0; i < support.size(); i++) {
      expectation += weights[offset + i] * support.atom(i);
    }
    return support.inverse(expectation);
  }

  @Test
  void transformed_knownNumbers() {
    // sign(x)(√(|x|+1) − 1) + 0.001x
    assertThat(PAPER.transformed(0)).isZero();
    assertThat(PAPER.transformed(3)).isCloseTo(1.003, within(1e-12));
    assertThat(PAPER.transformed(-8)).isCloseTo(-2.008, within(1e-12));
    assertThat(PAPER.transformed(99)).isCloseTo(9.099, within(1e-12));
    assertThat(PLAIN.transformed(0.3)).isEqualTo(0.3);
    assertThat(PLAIN.inverse(0.3)).isEqualTo(0.3);
  }

  @Test
  void inverse_undoesTransformed() {
    for (double x = 1e-6; x < 1e6; x *= 1.7) {
      assertThat(PAPER.inverse(PAPER.transformed(x))).isCloseTo(x, within(1e-8 * (1 + x)));
      assertThat(PAPER.inverse(PAPER.transformed(-x))).isCloseTo(-x, within(1e-8 * (1 + x)));
    }
    assertThat(PAPER.inverse(0)).isCloseTo(0, within(1e-12));
  }

  @Test
  void encode_anyScalarInRange_roundTrips() {
    for (long seed = 0; seed < 500; seed++) {
      UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
      boolean transform = random.nextInt(2) == 0;
      double low = random.nextDouble(-20, 5);
      double high = low + random.nextDouble(0.1, 30);
      ValueSupport support = new ValueSupport(low, high, random.nextInt(2, 50), transform);
      double x = support.inverse(random.nextDouble(low, high));
      float[] weights = new float[support.size() + 2];
      weights[0] = 7;
      weights[support.size() + 1] = 8;
      support.encode(x, weights, 1);
      String name = "seed " + seed + ", " + support + ", x " + x;
      assertThat(decode(support, weights, 1))
          .as(name)
          .isCloseTo(x, within(1e-3 * (1 + 10 * Math.abs(x))));
      assertThat(weights[0]).as(name).isEqualTo(7);
      assertThat(weights[support.size() + 1]).as(name).isEqualTo(8);
      float sum = 0;
      int first = -1;
      int last = -1;
      for (int i = 1; i <= support.size(); i++) {
        assertThat(weights[i]).as(name).isBetween(0f, 1f);
        sum += weights[i];
        if (weights[i] > 0) {
          first = first < 0 ? i : first;
          last = i;
        }
      }
      assertThat(sum).as(name).isCloseTo(1, within(1e-6f));
      assertThat(last - first).as(name).isLessThanOrEqualTo(1); // two neighbours at most
    }
  }

  @Test
  void encode_anAtom_isOneHot() {
    float[] weights = new float[601];
    for (int i = 0; i < 601; i += 50) {
      PAPER.encode(PAPER.inverse(PAPER.atom(i)), weights, 0);
      assertThat(weights[i]).as("atom " + i).isCloseTo(1, within(1e-5f));
    }
    float[] few = new float[21];
    PLAIN.encode(0, few, 0);
    assertThat(few[10]).isEqualTo(1);
    PLAIN.encode(0.05, few, 0); // half-way between 0 and 0.1
    assertThat(few[10]).isCloseTo(0.5f, within(1e-6f));
    assertThat(few[11]).isCloseTo(0.5f, within(1e-6f));
  }

  @Test
  void encode_outOfRange_isClipped() {
    float[] weights = new float[21];
    PLAIN.encode(5, weights, 0);
    assertThat(weights[20]).isEqualTo(1);
    assertThat(weights[19]).isZero();
    PLAIN.encode(-5, weights, 0);
    assertThat(weights[0]).isEqualTo(1);
    float[] paper = new float[601];
    PAPER.encode(1e9, paper, 0);
    assertThat(paper[600]).isEqualTo(1);
  }

  @Test
  void clip_outOfRange_isWhatIsEncoded() {
    ValueSupport support = new ValueSupport(-2, 3, 11, true);
    float[] weights = new float[11];
    for (double x = -20; x < 20; x += 0.37) {
      support.encode(x, weights, 0);
      assertThat(support.clip(x)).isCloseTo(decode(support, weights, 0), within(1e-5));
    }
    assertThat(PLAIN.clip(0.3)).isEqualTo(0.3);
    assertThat(PLAIN.clip(1.5)).isEqualTo(1);
    assertThat(PLAIN.clip(-7)).isEqualTo(-1);
  }

  @Test
  void encode_notFinite_isRefused() {
    for (double x : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      assertThatThrownBy(() -> PLAIN.encode(x, new float[21], 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(Double.toString(x));
    }
  }

  private static double said(ValueSupport support) {
    float[] logits = support.zeroLogits();
    double sum = 0;
    double mean = 0;
    for (int i = 0; i < logits.length; i++) {
      sum += Math.exp(logits[i]);
      mean += Math.exp(logits[i]) * support.atom(i);
    }
    return mean / sum;
  }

  @Test
  void zeroLogits_ofASymmetricSupport_areZeros() {
    assertThat(PAPER.zeroLogits()).containsOnly(0);
    assertThat(PLAIN.zeroLogits()).containsOnly(0);
  }

  @Test
  void zeroLogits_anySupport_sayZeroOrTheNearestNumber() {
    for (long seed = 0; seed < 500; seed++) {
      UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
      double low = random.nextDouble(-20, 20);
      double high = low + random.nextDouble(0.1, 30);
      low = random.nextInt(5) == 0 ? 0 : low;
      high = low < 0 && random.nextInt(5) == 0 ? 0 : Math.max(high, low + 0.1);
      ValueSupport support = new ValueSupport(low, high, random.nextInt(2, 50), false);
      double nearest = Math.max(low, Math.min(high, 0));
      assertThat(said(support))
          .as("seed " + seed + ", " + support)
          .isCloseTo(nearest, within(1e-4 * (high - low)));
      for (float logit : support.zeroLogits()) {
        assertThat(logit).as("seed " + seed).isBetween(0f, 14f); // learned away in good time
      }
    }
  }

  @Test
  void construct_wrongRange_isRefused() {
    assertThatThrownBy(() -> new ValueSupport(1, 1, 5, false))
        .isInstanceOf(InvalidSettingException.class);
    assertThatThrownBy(() -> new ValueSupport(-1, 1, 1, false))
        .isInstanceOf(InvalidSettingException.class);
  }
}
