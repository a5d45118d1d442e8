package io.muzero.launcher.doctor;

import java.nio.file.Path;
import java.util.Optional;

/** The libtorch that would be used: the packed one, or one in a folder. Loads nothing. */
final class LibtorchProbe implements Probe {
  private final Request request;
  private final PackedLibraries packed;

  LibtorchProbe(Request request, PackedLibraries packed) {
    this.request = request;
    this.packed = packed;
  }

  @Override
  public String area() {
    return "libtorch";
  }

  @Override
  public Finding look(Machine machine) {
    Optional<Path> folder = folder(request, machine);
    if (folder.isPresent()) {
      return ofFolder(TorchFolder.of(folder.get()), LibraryCache.of(machine));
    }
    if (!packed.hasLibtorch()) {
      return Finding.fault(
          area(),
          "none is packed into this jar",
          "name one by --libtorch DIR: the torch/lib folder of a pip install torch=="
              + (packed.version().isEmpty() ? "VERSION" : packed.version()));
    }
    String text = packed.version() + " for the CPU of " + packed.platform() + ", packed";
    Finding finding =
        fits(machine)
            ? Finding.ok(area(), text)
            : Finding.fault(
                area(),
                text + ", but this is " + platform(machine),
                "take the jar that was made for " + platform(machine));
    return finding
        .with("where", "packed")
        .with("version", packed.version())
        .with("flavor", packed.flavor());
  }

  /** The folder that the user or the environment names. */
  static Optional<Path> folder(Request request, Machine machine) {
    String name = "PYTORCH_LIBRARY_PATH";
    return request
        .libtorch()
        .or(() -> machine.variable(name).or(() -> machine.property(name)).map(Path::of));
  }

  private Finding ofFolder(TorchFolder torch, Path cache) {
    Optional<TorchFolder.Bindings> bindings = torch.bindings(packed.djl(), cache);
    String owner = DiskProbe.owner(torch.lib()).map(name -> ", owner " + name).orElse("");
    String text =
        (torch.version().isEmpty() ? "of unknown version" : torch.version())
            + (torch.hasCuda() ? " with CUDA " + torch.cuda() : " for the CPU")
            + " in "
            + torch.lib()
            + owner
            + bindings.map(b -> ", bindings in " + b.folder()).orElse("");
    return verdict(torch, bindings.isPresent(), text)
        .with("where", torch.lib().toString())
        .with("version", torch.version())
        .with("flavor", torch.flavor())
        .with("ownBindings", bindings.isPresent());
  }

  private Finding verdict(TorchFolder torch, boolean bindings, String text) {
    Optional<String> missing = torch.missing();
    if (missing.isPresent()) {
      return Finding.fault(
          area(),
          text + ": " + missing.get() + " is missing",
          "name the torch/lib folder of a pip install torch==" + packed.version());
    }
    boolean fits = torch.version().isEmpty() || torch.version().equals(packed.version());
    if (!fits && !bindings) {
      return Finding.fault(
          area(),
          text + ": the packed bindings fit " + packed.version() + " only",
          "pip install torch=="
              + packed.version()
              + ", or compile bindings for this one as docs/gpu.md tells");
    }
    return Finding.ok(area(), text);
  }

  private boolean fits(Machine machine) {
    return packed.platform().isEmpty() || packed.platform().equals(platform(machine));
  }

  private static String platform(Machine machine) {
    String architecture = machine.property("os.arch").orElse("");
    String system = machine.isMac() ? "osx" : machine.isWindows() ? "win" : "linux";
    return system + "-" + (architecture.equals("amd64") ? "x86_64" : architecture);
  }
}
