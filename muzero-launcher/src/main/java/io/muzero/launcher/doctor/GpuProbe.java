package io.muzero.launcher.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NVIDIA's driver and the first GPU, as its program nvidia-smi tells, and whether the libtorch in
 * use could compute there.
 */
final class GpuProbe implements Probe {
  private static final List<String> PLACES =
      List.of("nvidia-smi", "/usr/bin/nvidia-smi", "/usr/local/nvidia/bin/nvidia-smi");

  private static final String QUERY =
      "--query-gpu=name,driver_version,memory.total,memory.free,utilization.gpu";

  private static final String FORMAT = "--format=csv,noheader,nounits";

  private static final Pattern CUDA = Pattern.compile("CUDA Version: (\\d+\\.\\d+)");

  private final Request request;
  private final PackedLibraries packed;

  GpuProbe(Request request, PackedLibraries packed) {
    this.request = request;
    this.packed = packed;
  }

  /**
   * A GPU.
   *
   * @param name of the device
   * @param driver its driver's version
   * @param cuda the newest version of CUDA whose programs the driver runs; empty when unknown
   * @param total MiB of memory; −1 when unknown
   * @param free MiB of it that nobody uses; −1 when unknown
   * @param busy percent of the last moment in which it computed; −1 when unknown
   * @param count GPUs of the machine
   */
  record Gpu(
      String name, String driver, String cuda, long total, long free, long busy, int count) {}

  @Override
  public String area() {
    return "gpu";
  }

  @Override
  public Finding look(Machine machine) {
    Optional<CommandRunner.Output> answer = ask(machine, QUERY, FORMAT);
    if (answer.isEmpty()) {
      return absent("no NVIDIA driver: there is no nvidia-smi", machine);
    }
    if (!answer.get().succeeded()) {
      return absent("the driver does not answer: " + firstLine(answer.get().text()), machine);
    }
    String cuda = ask(machine).map(output -> cuda(output.text())).orElse("");
    Optional<Gpu> gpu = parse(answer.get().text(), cuda);
    return gpu.isEmpty()
        ? absent("the driver finds no GPU: " + firstLine(answer.get().text()), machine)
        : describe(gpu.get(), machine);
  }

  /** The first GPU; empty when there is none, or its driver does not answer. */
  static Optional<Gpu> first(Machine machine) {
    return ask(machine, QUERY, FORMAT)
        .filter(CommandRunner.Output::succeeded)
        .flatMap(answer -> parse(answer.text(), ""));
  }

  private static Optional<CommandRunner.Output> ask(Machine machine, String... arguments) {
    return PLACES.stream()
        .map(place -> command(place, arguments))
        .flatMap(command -> machine.run(command).stream())
        .findFirst();
  }

  private static String[] command(String program, String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = program;
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return command;
  }

  private Finding absent(String text, Machine machine) {
    String name = machine.isMac() ? text + " (Apple's GPUs are not used)" : text;
    return (request.needsGpu()
            ? Finding.fault(
                area(), name, "install NVIDIA's driver, pass the GPU on, or use --device cpu")
            : Finding.ok(area(), name))
        .with("present", false);
  }

  /** The first GPU of a comma-separated answer; fields that are no numbers are unknown. */
  static Optional<Gpu> parse(String answer, String cuda) {
    List<String[]> lines =
        answer.lines().map(line -> line.split("\\s*,\\s*")).filter(f -> f.length == 5).toList();
    return lines.stream()
        .findFirst()
        .map(
            f ->
                new Gpu(
                    f[0].strip(),
                    f[1],
                    cuda,
                    number(f[2]),
                    number(f[3]),
                    number(f[4]),
                    lines.size()));
  }

  private static long number(String field) {
    String digits = field.strip();
    return digits.matches("\\d{1,15}") ? Long.parseLong(digits) : -1;
  }

  /** The version of CUDA in the head of nvidia-smi's table. */
  static String cuda(String table) {
    Matcher version = CUDA.matcher(table);
    return version.find() ? version.group(1) : "";
  }

  private Finding describe(Gpu gpu, Machine machine) {
    String text =
        gpu.name()
            + (gpu.count() > 1 ? " (the first of " + gpu.count() + ")" : "")
            + (gpu.total() < 0 ? "" : ", " + gpu.total() + " MiB, " + gpu.free() + " free")
            + (gpu.busy() < 0 ? "" : ", " + gpu.busy() + " % busy")
            + ", driver "
            + gpu.driver()
            + (gpu.cuda().isEmpty() ? "" : ", CUDA up to " + gpu.cuda());
    return verdict(gpu, text, machine)
        .with("present", true)
        .with("name", gpu.name())
        .with("driver", gpu.driver())
        .with("cuda", gpu.cuda())
        .with("totalMiB", gpu.total())
        .with("freeMiB", gpu.free())
        .with("count", gpu.count());
  }

  private Finding verdict(Gpu gpu, String text, Machine machine) {
    Optional<TorchFolder> torch = LibtorchProbe.folder(request, machine).map(TorchFolder::of);
    boolean usable = torch.map(TorchFolder::hasCuda).orElse(false);
    if (request.device().equals("cpu")) {
      return Finding.ok(area(), text + "; not asked for");
    }
    if (!usable) {
      String advice =
          "pip install torch=="
              + (packed.version().isEmpty() ? "VERSION" : packed.version())
              + " and name its torch/lib by --libtorch, see docs/gpu.md";
      String whole = text + "; the libtorch in use is for the CPU, so it stays idle";
      return request.needsGpu()
          ? Finding.fault(area(), whole, advice)
          : Finding.warning(area(), whole, advice);
    }
    String built = torch.map(TorchFolder::cuda).orElse("");
    if (major(built) > major(gpu.cuda()) && major(gpu.cuda()) > 0) {
      return Finding.fault(
          area(),
          text + "; the libtorch is built with CUDA " + built,
          "update the driver, or take a torch for CUDA " + gpu.cuda());
    }
    return Finding.ok(area(), text);
  }

  /** Within one major version newer programs run on an older driver. */
  private static int major(String version) {
    String first = version.split("\\.", 2)[0];
    return first.matches("\\d{1,4}") ? Integer.parseInt(first) : 0;
  }

  private static String firstLine(String text) {
    return Arrays.stream(text.strip().split("\\R", 2)).findFirst().orElse("").strip();
  }
}
