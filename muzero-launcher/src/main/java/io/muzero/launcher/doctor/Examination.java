package io.muzero.launcher.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Looks at a machine with every probe, in the order a reader wants: from Java to the GPU. */
public final class Examination {
  private Examination() {}

  /** The probes for a request. */
  static List<Probe> probes(Machine machine, Request request, boolean terminal) {
    Python python = new Python(machine);
    PackedLibraries packed = PackedLibraries.ofClassPath();
    return List.of(
        new JavaProbe(),
        new SystemProbe(),
        new ProcessorProbe(),
        new MemoryProbe(Runtime.getRuntime().maxMemory()),
        DiskProbe.ofRuns(request.runs()),
        DiskProbe.ofCache(),
        new LibtorchProbe(request, packed),
        new GpuProbe(request, packed),
        new PythonProbe(python),
        new RayProbe(python),
        new TerminalProbe(terminal));
  }

  /**
   * Looks.
   *
   * @param request what the user wants
   * @param terminal whether the program talks to a terminal
   * @param each is told every finding as soon as there is one
   */
  public static List<Finding> of(
      Machine machine, Request request, boolean terminal, Consumer<Finding> each) {
    return of(machine, probes(machine, request, terminal), each);
  }

  /** Looks with these probes. */
  static List<Finding> of(Machine machine, List<Probe> probes, Consumer<Finding> each) {
    List<Finding> findings = new ArrayList<>();
    for (Probe probe : probes) {
      Finding finding = guarded(probe, machine);
      findings.add(finding);
      each.accept(finding);
    }
    return findings;
  }

  /** A machine is never so strange that nothing can be said of the rest of it. */
  private static Finding guarded(Probe probe, Machine machine) {
    try {
      return probe.look(machine);
    } catch (RuntimeException | LinkageError e) {
      return Finding.warning(
          probe.area(), "cannot be looked at: " + e, "report this line: it is a defect of doctor");
    }
  }

  /** The most serious verdict of all; {@link Verdict#OK} of none. */
  public static Verdict worst(List<Finding> findings) {
    return findings.stream()
        .map(Finding::verdict)
        .max(java.util.Comparator.naturalOrder())
        .orElse(Verdict.OK);
  }
}
