package io.muzero.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuProbeTest {
  private static final PackedLibraries PACKED =
      new PackedLibraries("2.7.1", "cpu", "linux-x86_64", "0.36.0");

  private static final String H200 = "NVIDIA H200, 580.159.04, 143771, 143200, 0\n";
  private static final String TABLE =
      """
      +-----------------------------------------------------------------------------------------+
      | NVIDIA-SMI 580.159.04             Driver Version: 580.159.04     CUDA Version: 13.0     |
      +-----------------------------------------+------------------------+----------------------+
      """;

  @TempDir private Path root;
  private FakeMachine machine;

  @BeforeEach
  void make() {
    machine = FakeMachine.linux(root);
  }

  private Finding look(String device, Optional<Path> libtorch) {
    return new GpuProbe(new Request(device, libtorch, root), PACKED).look(machine.machine());
  }

  private Path torch(String version, String cuda) throws Exception {
    Path lib = Files.createDirectories(root.resolve("torch/lib"));
    for (String library : List.of("c10", "torch_cpu", "torch", "torch_cuda")) {
      Files.writeString(lib.resolve(System.mapLibraryName(library)), "");
    }
    Files.writeString(
        root.resolve("torch/version.py"),
        "__version__ = '" + version + "'\ncuda: Optional[str] = '" + cuda + "'\n");
    return lib;
  }

  private void h200() {
    machine.answers("nvidia-smi", 0, TABLE).answers("nvidia-smi --query-gpu", 0, H200);
  }

  @Test
  void look_gpuAndFittingTorch_isOk() throws Exception {
    h200();
    Finding finding = look("gpu", Optional.of(torch("2.11.0+cu130", "13.0")));
    assertThat(finding.verdict()).as(finding.text()).isEqualTo(Verdict.OK);
    assertThat(finding.text())
        .isEqualTo(
            "NVIDIA H200, 143771 MiB, 143200 free, 0 % busy, driver 580.159.04, CUDA up to 13.0");
    assertThat(finding.details()).containsEntry("totalMiB", 143771L).containsEntry("count", 1);
  }

  @Test
  void look_gpuAndPackedTorch_saysThatItStaysIdle() {
    h200();
    Finding finding = look("auto", Optional.empty());
    assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding.advice()).contains("pip install torch==2.7.1", "docs/gpu.md");
    assertThat(look("gpu", Optional.empty()).verdict()).isEqualTo(Verdict.FAULT);
    assertThat(look("cpu", Optional.empty()).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void look_driverOlderThanTheTorch_isAFault() throws Exception {
    machine
        .answers("nvidia-smi", 0, "Driver Version: 535.104.05   CUDA Version: 12.2     |")
        .answers("nvidia-smi --query-gpu", 0, "Tesla T4, 535.104.05, 15360, 15000, 0");
    Finding finding = look("auto", Optional.of(torch("2.11.0+cu130", "13.0")));
    assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
    assertThat(finding.advice()).contains("update the driver", "CUDA 12.2");
  }

  @Test
  void look_sameMajorVersionOfCuda_isOk() throws Exception {
    machine
        .answers("nvidia-smi", 0, "CUDA Version: 12.2")
        .answers("nvidia-smi --query-gpu", 0, "Tesla T4, 535.104.05, 15360, 15000, 0");
    assertThat(look("auto", Optional.of(torch("2.7.1+cu126", "12.6"))).verdict())
        .isEqualTo(Verdict.OK);
  }

  @Test
  void look_noDriver_isAFaultOnlyWhereAGpuIsAskedFor() {
    assertThat(look("auto", Optional.empty()).verdict()).isEqualTo(Verdict.OK);
    Finding finding = look("gpu", Optional.empty());
    assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
    assertThat(finding.text()).isEqualTo("no NVIDIA driver: there is no nvidia-smi");
  }

  @Test
  void look_driverDoesNotAnswer_repeatsWhatItSaid() {
    machine.answers(
        "nvidia-smi",
        9,
        "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure\nthat\n");
    assertThat(look("auto", Optional.empty()).text())
        .isEqualTo(
            "the driver does not answer: NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."
                + " Make sure");
  }

  @Test
  void look_noDevices_isSaid() {
    machine.answers("nvidia-smi", 0, "No devices were found\n");
    assertThat(look("auto", Optional.empty()).text())
        .isEqualTo("the driver finds no GPU: No devices were found");
  }

  @Test
  void look_elsewhereThanOnThePath_isFound() {
    machine
        .answers("/usr/local/nvidia/bin/nvidia-smi", 0, TABLE)
        .answers("/usr/local/nvidia/bin/nvidia-smi --query-gpu", 0, H200);
    assertThat(look("cpu", Optional.empty()).text()).startsWith("NVIDIA H200");
  }

  @Test
  void freeBytes_ofTheFirstGpu_orUnknown() {
    assertThat(Gpus.freeBytes(machine.machine())).isEmpty();
    h200();
    assertThat(Gpus.freeBytes(machine.machine())).hasValue(143200L << 20);
    machine.answers("nvidia-smi --query-gpu", 9, H200);
    assertThat(Gpus.freeBytes(machine.machine())).isEmpty();
  }

  @Test
  void parse_severalGpus_takesTheFirst() {
    GpuProbe.Gpu gpu =
        GpuProbe.parse(
                "NVIDIA A100-SXM4-80GB, 550.54.15, 81920, 80000, 3\nNVIDIA A100-SXM4-80GB, 550.54.15, 81920, 10, 99\n",
                "12.4")
            .orElseThrow();
    assertThat(gpu)
        .isEqualTo(
            new GpuProbe.Gpu("NVIDIA A100-SXM4-80GB", "550.54.15", "12.4", 81920, 80000, 3, 2));
  }

  @Test
  void parse_fieldsThatTheDeviceDoesNotSupport_areUnknown() {
    GpuProbe.Gpu gpu =
        GpuProbe.parse("NVIDIA GB10, 580.95.05, [N/A], [N/A], [Not Supported]\n", "").orElseThrow();
    assertThat(gpu.total()).isEqualTo(-1);
    assertThat(gpu.busy()).isEqualTo(-1);
    assertThat(GpuProbe.cuda("no table")).isEmpty();
  }
}
