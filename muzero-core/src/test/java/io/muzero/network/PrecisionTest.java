package io.muzero.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecisionTest {
  @TempDir Path folder;

  @Test
  void multipliesBfloat16_readsTheFlagsOfTheFirstProcessor() throws IOException {
    assertThat(Precision.multipliesBfloat16(processors("flags\t\t: fpu amx_bf16 amx_tile")))
        .isTrue();
    assertThat(Precision.multipliesBfloat16(processors("flags\t\t: fpu avx512_bf16"))).isTrue();
    assertThat(Precision.multipliesBfloat16(processors("flags\t\t: avx512f amx_tile"))).isFalse();
    assertThat(Precision.multipliesBfloat16(processors("Features\t: fp asimd bf16"))).isFalse();
    assertThat(Precision.multipliesBfloat16(folder.resolve("missing"))).isFalse();
  }

  private Path processors(String flags) throws IOException {
    String text = "processor\t: 0\n" + flags + "\nbugs\t\t: amx_bf16\n\n";
    return Files.writeString(folder.resolve("cpuinfo"), text);
  }

  @Test
  void auto_onAGpu_isFloat32() {
    assertThat(Precision.AUTO.isBfloat16(Device.gpu())).isFalse();
    assertThat(Precision.BFLOAT16.isBfloat16(Device.gpu())).isTrue();
    assertThat(Precision.FLOAT32.isBfloat16(Device.cpu())).isFalse();
  }
}
