package io.muzero.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibtorchProbeTest {
  private static final PackedLibraries PACKED =
      new PackedLibraries("2.7.1", "cpu", "linux-x86_64", "0.36.0");

  private static final PackedLibraries BINDINGS_ONLY =
      new PackedLibraries("2.7.1", "", "", "0.36.0");

  @TempDir private Path root;
  private FakeMachine machine;

  @BeforeEach
  void make() {
    machine = FakeMachine.linux(root);
  }

  private Finding look(PackedLibraries packed, Optional<Path> libtorch) {
    return new LibtorchProbe(new Request("auto", libtorch, root), packed).look(machine.machine());
  }

  private Path torch(String version, boolean cuda) throws Exception {
    Path lib = Files.createDirectories(root.resolve("torch/lib"));
    for (String library : List.of("c10", "torch_cpu", "torch")) {
      Files.writeString(lib.resolve(System.mapLibraryName(library)), "");
    }
    if (cuda) {
      Files.writeString(lib.resolve(System.mapLibraryName("torch_cuda")), "");
    }
    Files.writeString(
        root.resolve("torch/version.py"),
        "from typing import Optional\n\n__version__ = '"
            + version
            + "'\ncuda: Optional[str] = '13.0'\n");
    return lib;
  }

  private Path bindings(String folder) throws Exception {
    Path place = Files.createDirectories(root.resolve(".djl.ai/pytorch").resolve(folder));
    Files.writeString(place.resolve("0.36.0-" + System.mapLibraryName("djl_torch")), "");
    return place;
  }

  @Test
  void look_packed_tellsVersionAndPlatform() {
    Finding finding = look(PACKED, Optional.empty());
    assertThat(finding.verdict()).isEqualTo(Verdict.OK);
    assertThat(finding.text()).isEqualTo("2.7.1 for the CPU of linux-x86_64, packed");
  }

  @Test
  void look_jarOfAnotherPlatform_isAFault() {
    machine = FakeMachine.of(root, "Mac OS X", "aarch64");
    Finding finding = look(PACKED, Optional.empty());
    assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
    assertThat(finding.advice()).isEqualTo("take the jar that was made for osx-aarch64");
  }

  @Test
  void look_nothingPacked_saysWhatToInstall() {
    Finding finding = look(BINDINGS_ONLY, Optional.empty());
    assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
    assertThat(finding.advice()).endsWith("pip install torch==2.7.1");
  }

  @Test
  void look_folderOfTheRightVersion_isOkAndNamesItsOwner() throws Exception {
    Finding finding = look(BINDINGS_ONLY, Optional.of(torch("2.7.1+cu126", true)));
    assertThat(finding.verdict()).isEqualTo(Verdict.OK);
    assertThat(finding.text())
        .startsWith("2.7.1 with CUDA 13.0 in ")
        .contains(", owner " + Files.getOwner(root).getName());
  }

  @Test
  void look_folderThatTheEnvironmentNames_isSeen() throws Exception {
    machine.variable("PYTORCH_LIBRARY_PATH", torch("2.8.0+cpu", false).toString());
    Finding finding = look(PACKED, Optional.empty());
    assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
    assertThat(finding.text()).contains("2.8.0 for the CPU", "fit 2.7.1 only");
  }

  @Test
  void look_otherVersionWithBindings_isOk() throws Exception {
    Path lib = torch("2.11.0+cu130", true);
    assertThat(look(PACKED, Optional.of(lib)).verdict()).isEqualTo(Verdict.FAULT);
    bindings("2.11.0-cpu-linux-x86_64"); // of a libtorch without CUDA
    bindings("2.10.0-cu130-linux-x86_64");
    assertThat(look(PACKED, Optional.of(lib)).verdict()).isEqualTo(Verdict.FAULT);
    Path place = bindings("2.11.0-cu130-linux-x86_64");
    Finding finding = look(PACKED, Optional.of(lib));
    assertThat(finding.verdict()).as(finding.text()).isEqualTo(Verdict.OK);
    assertThat(finding.text()).endsWith("bindings in " + place);
    assertThat(TorchFolder.of(lib).bindings("0.36.0", root.resolve(".djl.ai")))
        .contains(new TorchFolder.Bindings(place, "cu130"));
  }

  @Test
  void look_missingLibrary_isNamed() throws Exception {
    Path lib = torch("2.7.1", false);
    Files.delete(lib.resolve(System.mapLibraryName("torch_cpu")));
    assertThat(look(PACKED, Optional.of(lib)).text())
        .endsWith(System.mapLibraryName("torch_cpu") + " is missing");
    assertThat(look(PACKED, Optional.of(root.resolve("nowhere"))).verdict())
        .isEqualTo(Verdict.FAULT);
  }

  @Test
  void flavor_withoutVersionFile_isNotGuessed() throws Exception {
    Path lib = torch("2.7.1+cu126", true);
    assertThat(TorchFolder.of(lib).flavor()).isEqualTo("cu130"); // version.py's cuda wins
    Files.delete(root.resolve("torch/version.py"));
    assertThat(TorchFolder.of(lib).version()).isEmpty();
    Files.writeString(root.resolve("torch/build-version"), "2.7.1+cu126");
    assertThat(TorchFolder.of(lib).flavor()).isEqualTo("cu126");
  }

  @Test
  void packedLibraries_ofThisBuild_areRead() {
    PackedLibraries here = PackedLibraries.ofClassPath();
    assertThat(here.version()).isEqualTo("2.7.1");
    assertThat(here.hasLibtorch()).isTrue();
    assertThat(here.djl()).matches("0\\.\\d+\\.\\d+");
    assertThat(PackedLibraries.of(Optional.empty(), Optional.empty()).hasLibtorch()).isFalse();
    Properties jni = new Properties();
    jni.setProperty("jni_version", "2.7.1-0.36.0");
    assertThat(PackedLibraries.of(Optional.empty(), Optional.of(jni))).isEqualTo(BINDINGS_ONLY);
  }
}
