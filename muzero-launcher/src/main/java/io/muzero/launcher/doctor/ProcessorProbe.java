package io.muzero.launcher.doctor;

import java.util.Locale;
import java.util.OptionalDouble;

/** Processors, what of them this process may use, their instructions and their load. */
final class ProcessorProbe implements Probe {
  /** Share of the processors that others may keep busy before figures say little. */
  private static final double MOST_LOAD = 0.5;

  private final int processors;

  ProcessorProbe() {
    this(Runtime.getRuntime().availableProcessors());
  }

  /**
   * A probe.
   *
   * @param processors how many Java sees
   */
  ProcessorProbe(int processors) {
    this.processors = processors;
  }

  @Override
  public String area() {
    return "processor";
  }

  @Override
  public Finding look(Machine machine) {
    ProcessorFeatures features = ProcessorFeatures.of(machine);
    OptionalDouble quota = Cgroup.of(machine).processors();
    OptionalDouble load = load(machine);
    StringBuilder text = new StringBuilder();
    text.append(features.model().isEmpty() ? "unknown model" : features.model());
    text.append(", ").append(processors).append(processors == 1 ? " processor" : " processors");
    quota.ifPresent(
        q -> text.append(String.format(Locale.ROOT, ", limited to the time of %.1f", q)));
    text.append(", ")
        .append(features.known() ? String.join(", ", features.names()) : "instructions not known");
    load.ifPresent(l -> text.append(String.format(Locale.ROOT, ", load %.2f", l)));
    Finding finding =
        verdict(text.toString(), machine.isX86() && features.known(), features, load)
            .with("model", features.model())
            .with("processors", processors)
            .with("instructions", String.join(", ", features.names()))
            .with("bfloat16", features.multipliesBfloat16());
    if (quota.isPresent()) {
      finding = finding.with("quota", quota.getAsDouble());
    }
    return load.isPresent() ? finding.with("load", load.getAsDouble()) : finding;
  }

  private Finding verdict(
      String text, boolean x86, ProcessorFeatures features, OptionalDouble load) {
    if (x86 && !features.names().contains("AVX2")) {
      return Finding.warning(
          area(),
          text + ": without AVX2 libtorch is several times slower",
          "use a machine with AVX2; a virtual one may have to be told to pass it on");
    }
    if (load.orElse(0) > MOST_LOAD * processors) {
      return Finding.warning(
          area(), text + ": other programs are running", "end them before you compare speeds");
    }
    return Finding.ok(area(), text);
  }

  /** Processes that ran or waited to run during the last minute, on average. */
  private static OptionalDouble load(Machine machine) {
    String first = machine.read("/proc/loadavg").orElse("").split(" ", 2)[0];
    return first.matches("\\d+(\\.\\d+)?")
        ? OptionalDouble.of(Double.parseDouble(first))
        : OptionalDouble.empty();
  }
}
