package io.muzero.launcher.doctor;

import java.util.Locale;
import java.util.Optional;

/** The terminal, which shows the progress of a run and takes moves in play. */
final class TerminalProbe implements Probe {
  private final boolean terminal;

  /**
   * A probe.
   *
   * @param terminal whether the program's output goes to a terminal
   */
  TerminalProbe(boolean terminal) {
    this.terminal = terminal;
  }

  @Override
  public String area() {
    return "terminal";
  }

  @Override
  public Finding look(Machine machine) {
    String kind = machine.variable("TERM").orElse(terminal ? "of unknown kind" : "none");
    // Which of these there is depends on Java's version.
    Optional<String> encoding =
        machine
            .property("stdout.encoding")
            .or(() -> machine.property("native.encoding"))
            .or(() -> machine.property("file.encoding"));
    String text =
        (terminal ? kind : "none: output goes to a file or a pipe")
            + encoding.map(name -> ", " + name).orElse("");
    boolean readable =
        encoding.map(name -> name.toUpperCase(Locale.ROOT).startsWith("UTF-8")).orElse(true);
    Finding finding =
        readable || !terminal
            ? Finding.ok(area(), text)
            : Finding.warning(
                area(),
                text + ": output is UTF-8, so boards and curves look wrong",
                "set LANG=C.UTF-8, or on Windows: chcp 65001");
    return finding
        .with("terminal", terminal)
        .with("term", kind)
        .with("encoding", encoding.orElse(""));
  }
}
