package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibtorchTest {
  private static final List<String> PROPERTIES =
      List.of("PYTORCH_LIBRARY_PATH", "PYTORCH_FLAVOR", "PYTORCH_VERSION");

  @AfterEach
  void forget() {
    PROPERTIES.forEach(System::clearProperty);
  }

  private static Path libtorch(Path folder, String... libraries) throws Exception {
    Path lib = Files.createDirectories(folder.resolve("torch/lib"));
    for (String library : libraries) {
      Files.createFile(lib.resolve(System.mapLibraryName(library)));
    }
    return lib;
  }

  @Test
  void use_completeFolder_setsTheEnginesProperties(@TempDir Path folder) throws Exception {
    Path lib = libtorch(folder, "c10", "torch_cpu", "torch", "torch_cuda");
    Files.writeString(folder.resolve("torch/version.py"), "__version__ = '2.7.1+cu126'\n");
    Libtorch.use(lib);
    assertThat(PROPERTIES.stream().map(System::getProperty))
        .containsExactly(lib.toAbsolutePath().toString(), "cu128", "2.7.1");
  }

  @Test
  void use_withoutCuda_takesTheCpuBindings(@TempDir Path folder) throws Exception {
    Libtorch.use(libtorch(folder, "c10", "torch_cpu", "torch"));
    assertThat(System.getProperty("PYTORCH_FLAVOR")).isEqualTo("cpu");
  }

  @Test
  void use_otherVersion_saysWhichIsNeeded(@TempDir Path folder) throws Exception {
    Path lib = libtorch(folder, "c10", "torch_cpu", "torch");
    Files.writeString(folder.resolve("torch/version.py"), "__version__ = '2.8.0+cu126'\n");
    assertThatThrownBy(() -> Libtorch.use(lib))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is libtorch 2.8.0, but exactly 2.7.1 is needed");
    assertThat(System.getProperty("PYTORCH_LIBRARY_PATH")).isNull();
  }

  @Test
  void use_otherVersionWithBindingsInTheCache_isTaken(@TempDir Path folder) throws Exception {
    Path lib = libtorch(folder, "c10", "torch_cpu", "torch", "torch_cuda");
    Files.writeString(
        folder.resolve("torch/version.py"), "__version__ = '2.11.0+cu130'\ncuda = '13.0'\n");
    Path cache = folder.resolve("cache");
    Path bindings =
        Files.createDirectories(cache.resolve("pytorch/2.11.0-cu130-linux-x86_64"))
            .resolve("0.36.0-" + System.mapLibraryName("djl_torch"));
    assertThatThrownBy(() -> Libtorch.use(lib, cache, "0.36.0"))
        .hasMessageContaining("compile bindings for it as docs/gpu.md tells");
    Files.createFile(bindings);
    Libtorch.use(lib, cache, "0.36.0");
    assertThat(PROPERTIES.stream().map(System::getProperty))
        .containsExactly(lib.toAbsolutePath().toString(), "cu130", "2.11.0");
  }

  @Test
  void use_missingLibrary_namesIt(@TempDir Path folder) throws Exception {
    Path lib = libtorch(folder, "c10");
    assertThatThrownBy(() -> Libtorch.use(lib))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("has no " + System.mapLibraryName("torch_cpu"));
  }
}
