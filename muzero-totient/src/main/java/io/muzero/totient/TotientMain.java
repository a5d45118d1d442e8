package io.muzero.totient;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs the lab alone: {@code java -cp muzero.jar io.muzero.totient.TotientMain}. */
public final class TotientMain {
  private TotientMain() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(
        commandLine(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8))
            .execute(arguments));
  }

  /** The parser, writing results and complaints there. */
  static CommandLine commandLine(PrintWriter output, PrintWriter errors) {
    return new CommandLine(new TotientCommand())
        .setOut(output)
        .setErr(errors)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler(
            (e, arguments) -> {
              List<String> near =
                  e instanceof UnmatchedArgumentException unmatched
                      ? unmatched.getSuggestions()
                      : List.of();
              errors.println(
                  line(e)
                      + (near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?")
                      + " (see "
                      + e.getCommandLine().getCommandSpec().qualifiedName()
                      + " --help)");
              return ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              errors.println(line(e));
              e.printStackTrace(errors);
              return ExitCode.SOFTWARE;
            });
  }

  private static String line(Exception e) {
    return "totient: " + String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
