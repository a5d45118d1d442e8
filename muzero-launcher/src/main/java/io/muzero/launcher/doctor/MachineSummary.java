package io.muzero.launcher.doctor;

import java.util.ArrayList;
import java.util.List;

/** A machine in one line that names nobody: processor, system and Java. */
public final class MachineSummary {
  private MachineSummary() {}

  /** The line, as {@code 2 × Intel Xeon, Linux on amd64, Java 17.0.9}. */
  public static String of(Machine machine) {
    List<String> parts = new ArrayList<>();
    String model = ProcessorFeatures.of(machine).model().strip();
    parts.add(
        Runtime.getRuntime().availableProcessors()
            + " × "
            + (model.isEmpty() ? "unknown processor" : model));
    parts.add(
        machine.property("os.name").orElse("unknown system")
            + " on "
            + machine.property("os.arch").orElse("unknown architecture"));
    parts.add("Java " + machine.property("java.version").orElse("of unknown version"));
    return String.join(", ", parts);
  }
}
