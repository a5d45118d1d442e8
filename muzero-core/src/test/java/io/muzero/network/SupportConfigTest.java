package io.muzero.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.ActionSpace;
import io.muzero.model.ValueSupport;
import io.muzero.settings.InvalidSettingException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupportConfigTest {
  @ParameterizedTest
  @CsvSource({
    "0, 100, 51, false, 101",
    "0, 1, 2, false, 3",
    "-100, 0, 51, false, 101",
    "-1, 1, 21, false, 21",
    "-20, 40, 61, false, 81",
    "-400, 0, 61, true, 121",
    "-500, 300, 81, true, 92",
    "5, 10, 6, false, 21"
  })
  void support_goesOnUntilItReachesAsFarOnTheOtherSideOf0(
      double min, double max, int atoms, boolean transform, int size) {
    SupportConfig config = new SupportConfig(min, max, atoms, transform);
    ValueSupport support = config.support();
    assertThat(support.size()).isEqualTo(size);
    double step = (support.high() - support.low()) / (size - 1);
    assertThat(support.low() + support.high()).isCloseTo(0, within(step + 1e-9));
    // The range's own atoms are among them.
    for (int i = 0; i < atoms; i++) {
      double low = support.transformed(min);
      double atom = low + (support.transformed(max) - low) * i / (atoms - 1);
      assertThat(support.atom(config.atomsBelow() + i)).isCloseTo(atom, within(1e-9));
    }
    assertThat(config.least()).isLessThanOrEqualTo(min + 1e-9);
    assertThat(config.greatest()).isGreaterThanOrEqualTo(max - 1e-9);
    // No logit is so great that it would be felt long after: the other end makes up for a step.
    for (float logit : support.zeroLogits()) {
      assertThat(logit).isBetween(0f, 2f);
    }
  }

  /** The number of atoms was beyond all integers, or of the memory. */
  @ParameterizedTest
  @CsvSource({
    "1000000, 1000001, 10001, false, '20,000,020,001'",
    "1000, 1001, 10001, false, '20,020,001'",
    "-1001, -1000, 10001, false, '20,020,001'",
    "1000000, 1000001, 10001, true, '26,653,3'",
    "1e16, 1.0000000000000002e16, 10001, true, ''"
  })
  void support_farFrom0_isRefusedInOneLine(
      double min, double max, int atoms, boolean transform, String needed) {
    assertThatThrownBy(() -> new SupportConfig(min, max, atoms, transform))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("atoms must be fewer, or max - min wider: " + needed)
        .hasMessageEndingWith(
            " atoms would be needed so that 0 lies in the middle, of at most 1,000,000, was "
                + atoms);
  }

  /** Supports ended with their range: what such a checkpoint says must stay. */
  @Test
  void weights_ofAnEarlierVersion_haveNoShareBeyondTheRange() throws IOException {
    NetworkConfig config =
        Networks.with(
            Networks.mlp(),
            new SupportConfig(0, 10, 6, false), // 5 atoms more below 0
            new SupportConfig(-1, 0, 2, false)); // 1 atom more above 0
    NetworkShape shape = new NetworkShape(3, 1, 1, new ActionSpace.Discrete(4));
    ParameterLayout layout = new NetworkProgram(config, shape).layout();
    int[] rows = {0, 1, 2, 3, 9, 10, 11, 12, 13, 14, 15, 16};
    float[] now = Networks.noisyWeights(layout, 1);
    SafeTensors file = new SafeTensors();
    file.metadata().put("version", "7");
    file.putAll("", layout, now);
    for (ParameterLayout.Parameter p : layout.parameters()) {
      if (p.name().startsWith("heads.logits")) {
        int row = p.size() / p.shape().get(0);
        float[] before = new float[rows.length * row];
        for (int i = 0; i < rows.length; i++) {
          System.arraycopy(now, p.offset() + rows[i] * row, before, i * row, row);
        }
        List<Integer> earlier = row == 1 ? List.of(rows.length) : List.of(rows.length, row);
        file.tensors().put(p.name(), new SafeTensors.Tensor(earlier, FloatBuffer.wrap(before)));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.write(out);

    float[] read = Weights.read(layout, new ByteArrayInputStream(out.toByteArray())).values();

    for (ParameterLayout.Parameter p : layout.parameters()) {
      int row = p.size() / p.shape().get(0);
      for (int i = 0; i < p.size(); i++) {
        int at = i / row;
        boolean was = !p.name().startsWith("heads.logits") || Arrays.binarySearch(rows, at) >= 0;
        float absent = p.name().endsWith("bias") ? -20 : 0;
        assertThat(read[p.offset() + i])
            .as(p.name() + " " + i)
            .isEqualTo(was ? now[p.offset() + i] : absent);
      }
    }
  }

  /** The fingerprint in manifests of runs that were begun before. */
  @Test
  void layout_fitsTheFingerprintOfAnEarlierVersion() {
    NetworkConfig config =
        Networks.with(
            Networks.mlp(), new SupportConfig(0, 10, 6, false), new SupportConfig(-1, 1, 3, false));
    NetworkConfig shorter =
        Networks.with(
            Networks.mlp(),
            new SupportConfig(-5, 5, 6, false), // as many logits as the range alone
            new SupportConfig(-1, 1, 3, false));
    ParameterLayout layout = new NetworkProgram(config, Networks.vector()).layout();
    ParameterLayout before = new NetworkProgram(shorter, Networks.vector()).layout();
    assertThat(layout.fingerprint()).isNotEqualTo(before.fingerprint());
    assertThat(layout.fits(layout.fingerprint())).isTrue();
    assertThat(layout.fits(before.fingerprint())).isTrue();
    assertThat(before.fits(layout.fingerprint())).isFalse();
  }
}
