package io.muzero.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.network.DeviceChoice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfTestTest {
  @Test
  void run_cpu_everyKindAgreesWithItsSecondWay() {
    List<Finding> findings = new ArrayList<>();
    new SelfTest(DeviceChoice.CPU, 3, findings::add).run();
    assertThat(findings)
        .extracting(Finding::area)
        .containsExactly(
            "device",
            "infer mlp",
            "train mlp",
            "infer dense",
            "train dense",
            "infer direct",
            "train direct",
            "bfloat16");
    assertThat(findings)
        .allSatisfy(f -> assertThat(f.verdict()).as(f.toString()).isEqualTo(Verdict.OK));
    // Two ways that were one and the same would agree exactly.
    assertThat((double) findings.get(3).details().get("difference")).isPositive();
    assertThat((double) findings.get(7).details().get("difference")).isBetween(1e-4, 5e-2);
  }

  @Test
  void difference_ofVectors_isTheirDistanceOverTheFirstsLength() {
    assertThat(Computation.difference(new float[] {3, 4}, new float[] {3, 3})).isEqualTo(0.2);
    assertThat(Computation.difference(new float[] {0, 0}, new float[] {0, 0})).isZero();
    assertThat(Computation.difference(new float[] {0}, new float[] {1})).isInfinite();
  }

  @Test
  void judged_tooFarApartOrNoNumber_isAFault() {
    assertThat(SelfTest.judged("a", "b", 1e-5, 1e-4).verdict()).isEqualTo(Verdict.OK);
    assertThat(SelfTest.judged("a", "b", 2e-4, 1e-4).verdict()).isEqualTo(Verdict.FAULT);
    double none = Computation.difference(new float[] {1, 2}, new float[] {1, Float.NaN});
    assertThat(SelfTest.judged("a", "b", none, 1e-4).verdict()).isEqualTo(Verdict.FAULT);
  }

  @Test
  void speed_farBelowAllKnownMachines_warns() {
    assertThat(Speed.judge(false, 350_000, 70).verdict()).isEqualTo(Verdict.OK);
    assertThat(Speed.judge(false, 20_000, 5).verdict()).isEqualTo(Verdict.WARNING);
    assertThat(Speed.judge(true, 20_000, 5).text()).contains("no other GPU");
  }
}
