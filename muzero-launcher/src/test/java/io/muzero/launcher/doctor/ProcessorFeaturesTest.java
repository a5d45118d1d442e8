package io.muzero.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists are shortened from real machines: what they do not show here does not matter. */
class ProcessorFeaturesTest {
  private static final String SAPPHIRE_RAPIDS =
      """
      processor	: 0
      vendor_id	: GenuineIntel
      model name	: Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz
      flags		: fpu sse4_2 avx avx2 avx512f avx512dq avx512bw avx512vl avx512_bf16 amx_bf16 amx_tile amx_int8

      processor	: 1
      model name	: Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz
      flags		: fpu
      """;

  private static final String ZEN_3 =
      """
      processor	: 0
      model name	: AMD Ryzen 9 5950X 16-Core Processor
      flags		: fpu sse4_2 avx f16c avx2 bmi2
      """;

  private static final String GRAVITON_3 =
      """
      processor	: 0
      BogoMIPS	: 2100.00
      Features	: fp asimd evtstrm aes sve i8mm bf16 dgh rng
      CPU implementer	: 0x41
      """;

  private static final String APPLE_M2 =
      """
      machdep.cpu.brand_string: Apple M2
      hw.optional.arm.FEAT_BF16: 1
      hw.optional.arm.FEAT_SME: 0
      hw.optional.neon: 1
      """;

  @Test
  void ofLinux_sapphireRapids_hasBothKindsOfBfloat16() {
    ProcessorFeatures features = ProcessorFeatures.ofLinux(SAPPHIRE_RAPIDS);
    assertThat(features.model()).isEqualTo("Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz");
    assertThat(features.names()).containsExactly("AVX2", "AVX-512", "AVX-512 BF16", "AMX BF16");
    assertThat(features.multipliesBfloat16()).isTrue();
  }

  @Test
  void ofLinux_zen3_hasAvx2Only() {
    ProcessorFeatures features = ProcessorFeatures.ofLinux(ZEN_3);
    assertThat(features.names()).containsExactly("AVX2");
    assertThat(features.multipliesBfloat16()).isFalse();
  }

  @Test
  void ofLinux_arm_readsTheLineThatItHasInstead() {
    ProcessorFeatures features = ProcessorFeatures.ofLinux(GRAVITON_3);
    assertThat(features.known()).isTrue();
    assertThat(features.names()).containsExactly("NEON", "SVE", "BF16");
  }

  @Test
  void ofLinux_emptyOrStrangeList_isUnknown() {
    assertThat(ProcessorFeatures.ofLinux("").known()).isFalse();
    assertThat(ProcessorFeatures.ofLinux("flags\nno colon: here\n").known()).isFalse();
  }

  @Test
  void of_mac_asksSysctl(@TempDir Path root) {
    FakeMachine mac = FakeMachine.of(root, "Mac OS X", "aarch64").answers("sysctl", 0, APPLE_M2);
    ProcessorFeatures features = ProcessorFeatures.of(mac.machine());
    assertThat(features.model()).isEqualTo("Apple M2");
    assertThat(features.names()).containsExactly("NEON", "BF16");
  }

  @Test
  void of_windows_knowsTheModelOnly(@TempDir Path root) {
    FakeMachine windows =
        FakeMachine.of(root, "Windows 11", "amd64")
            .variable("PROCESSOR_IDENTIFIER", "Intel64 Family 6 Model 154, GenuineIntel");
    ProcessorFeatures features = ProcessorFeatures.of(windows.machine());
    assertThat(features.known()).isFalse();
    assertThat(features.model()).startsWith("Intel64 Family 6");
  }

  @Test
  void look_x86WithoutAvx2_warns(@TempDir Path root) {
    FakeMachine old = FakeMachine.linux(root).file("/proc/cpuinfo", "flags : fpu sse2 avx\n");
    Finding finding = new ProcessorProbe(4).look(old.machine());
    assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding.text()).contains("without AVX2");
  }

  @Test
  void look_windows_doesNotGuess(@TempDir Path root) {
    Finding finding =
        new ProcessorProbe(4).look(FakeMachine.of(root, "Windows 11", "amd64").machine());
    assertThat(finding.verdict()).isEqualTo(Verdict.OK);
    assertThat(finding.text()).contains("4 processors", "instructions not known");
  }

  @Test
  void look_othersAtWork_warns(@TempDir Path root) {
    FakeMachine busy =
        FakeMachine.linux(root)
            .file("/proc/cpuinfo", ZEN_3)
            .file("/proc/loadavg", "3.15 2.00 1.00 3/500 4242\n");
    assertThat(new ProcessorProbe(4).look(busy.machine()).text())
        .contains("load 3.15: other programs are running");
    assertThat(new ProcessorProbe(16).look(busy.machine()).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void look_container_tellsItsShare(@TempDir Path root) {
    FakeMachine container =
        FakeMachine.linux(root)
            .file("/proc/cpuinfo", ZEN_3)
            .file("/proc/self/cgroup", "0::/\n")
            .file("/sys/fs/cgroup/cpu.max", "150000 100000\n");
    Finding finding = new ProcessorProbe(8).look(container.machine());
    assertThat(finding.text()).contains("8 processors, limited to the time of 1.5");
    assertThat(finding.details()).containsEntry("quota", 1.5);
  }
}
