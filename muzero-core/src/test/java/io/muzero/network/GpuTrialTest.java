package io.muzero.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import io.muzero.settings.InvalidSettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trial is the same program on every device, so a CPU shows that it tells right from wrong. */
class GpuTrialTest {
  @ParameterizedTest
  @ValueSource(strings = {"float32", "bfloat16"})
  void computes_deviceThatWorks_hasNothingToSay(String method) {
    assertThat(GpuTrial.computes(Device.cpu(), method)).isEmpty();
  }

  @Test
  void computes_whatFails_isToldInOneLine() {
    assertThat(GpuTrial.computes(Device.cpu(), "float7"))
        .hasValueSatisfying(why -> assertThat(why).contains("float7").doesNotContain("\n"));
  }

  @Test
  void computes_gpuThatIsNotThere_isAFailure() {
    assumeTrue(GpuTrial.failure().isPresent(), "there is a GPU");
    assertThat(GpuTrial.computes(Device.gpu(0), "float32")).isPresent();
    assertThat(GpuTrial.multipliesBfloat16()).isFalse();
  }

  @Test
  void resolve_withoutAGpu_fallsBackOrSaysWhatIsMissing() {
    assumeTrue(GpuTrial.failure().isPresent(), "there is a GPU");
    assertThat(DeviceChoice.AUTO.resolve()).isEqualTo(Device.cpu());
    assertThat(Precision.AUTO.isBfloat16(Device.gpu(0))).isFalse();
    assertThatThrownBy(DeviceChoice.GPU::resolve)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("device gpu ");
  }
}
