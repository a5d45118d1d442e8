package io.muzero.totient;

import io.muzero.rayhome.ChildException;
import io.muzero.totient.ways.LabException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command whose expected failures are one line and exit code 1. */
abstract class LabCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Does the command's work. */
  abstract void work() throws InterruptedException;

  @Override
  public final Integer call() {
    try {
      work();
      return ExitCode.OK;
    } catch (LabException | ChildException e) {
      return failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("interrupted");
    }
  }

  private int failed(String message) {
    note(spec.root().name() + ": " + message.strip().replaceAll("\\s*\\R\\s*", " "));
    return ExitCode.SOFTWARE;
  }

  /** Prints a line of the result. */
  void print(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  /** Prints a line that is not part of the result. */
  void note(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }

  /** What to throw when an option's value makes no sense. */
  ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
