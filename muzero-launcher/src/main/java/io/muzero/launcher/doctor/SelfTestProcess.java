package io.muzero.launcher.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs the self-test as a child process, which prints each finding as one line of JSON: should
 * libtorch bring it down, what it found before and how it ended are still told.
 */
public final class SelfTestProcess {
  private static final String AREA = "self-test";
  private static final String REPORT =
      "report this output, and the file hs_err_pid*.log if there is one, as a bug";

  /** A shell adds 128 to the number of the signal that ended a process. */
  private static final int SIGNALS = 128;

  private final CommandRunner commands;
  private final Duration limit;

  /**
   * A process to be.
   *
   * @param limit time after which it is ended
   */
  SelfTestProcess(CommandRunner commands, Duration limit) {
    this.commands = commands;
    this.limit = limit;
  }

  /** A process of this machine. */
  public static SelfTestProcess ofThisMachine(Duration limit) {
    return new SelfTestProcess(new ProcessRunner(), limit);
  }

  /** The command of a Java with this one's flags and class path that runs a main class. */
  public static List<String> java(List<String> flags, String classPath, String mainClass) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, mainClass));
    return command;
  }

  /** Runs it; what it found, and a fault when it did not end well. */
  public List<Finding> run(List<String> command) {
    CommandRunner.Output output;
    try {
      output = commands.run(command, limit);
    } catch (IOException e) {
      return List.of(Finding.fault(AREA, "could not run: " + e.getMessage(), REPORT));
    }
    List<Finding> findings =
        new ArrayList<>(output.text().lines().flatMap(line -> finding(line).stream()).toList());
    if (!output.succeeded()) {
      findings.add(ended(output));
    } else if (findings.isEmpty()) {
      findings.add(Finding.fault(AREA, "said nothing: " + lastWords(output.text()), REPORT));
    }
    return findings;
  }

  private static Optional<Finding> finding(String line) {
    if (!line.startsWith("{\"area\"")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Finding.of(new ObjectMapper().readTree(line)));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty(); // a line that was cut off when the process ended
    }
  }

  private static Finding ended(CommandRunner.Output output) {
    String how =
        output.code() > SIGNALS
            ? "was brought down by signal " + (output.code() - SIGNALS)
            : "ended with code " + output.code();
    // A libtorch with CUDA is linked to the driver's library.
    String advice =
        output.text().contains("libcuda.so.1")
            ? "install NVIDIA's driver: a libtorch with CUDA does not even load without it"
            : REPORT;
    return Finding.fault(AREA, how + ": " + lastWords(output.text()), advice)
        .with("code", output.code());
  }

  private static String lastWords(String text) {
    return text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("{\"area\""))
        .filter(line -> !line.startsWith("#") || line.contains("SIG"))
        .reduce((first, last) -> last)
        .orElse("no word");
  }
}
