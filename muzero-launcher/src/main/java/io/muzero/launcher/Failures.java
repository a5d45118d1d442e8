package io.muzero.launcher;

import static java.util.regex.Matcher.quoteReplacement;

import io.muzero.config.ConfigException;
import io.muzero.environment.BrokenGameException;
import io.muzero.settings.Excerpt;
import io.muzero.settings.InvalidSettingException;
import io.muzero.storage.CheckpointException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line and an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  /** An argument in a message that is too long to be read. */
  private static final Pattern LONG_WORD = Pattern.compile("\\S{121,}");

  private final Screen screen;
  private final BooleanSupplier verbose;

  Failures(Screen screen, BooleanSupplier verbose) {
    this.screen = screen;
    this.verbose = verbose;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    List<String> suggestions =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    report(
        LONG_WORD
                .matcher(Diagnosis.oneLine(e))
                .replaceAll(word -> quoteReplacement(Excerpt.of(word.group())))
            + (suggestions.isEmpty() ? "" : "; did you mean " + suggestions.get(0) + "?")
            + " (see "
            + command
            + " --help)",
        e,
        verbose.getAsBoolean() || List.of(arguments).contains("--verbose"));
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
    return failed(e);
  }

  /** Reports why a command failed; returns its exit code. */
  int failed(Throwable e) {
    boolean expected =
        isUsage(e)
            || e instanceof CheckpointException
            || e instanceof RunFailedException
            || e instanceof BrokenGameException;
    report(expected ? Diagnosis.oneLine(e) : Diagnosis.of(e), e, verbose.getAsBoolean());
    return isUsage(e) ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  private static boolean isUsage(Throwable e) {
    return e instanceof ConfigException
        || e instanceof InvalidSettingException
        || e instanceof UsageException;
  }

  private void report(String line, Throwable e, boolean withTrace) {
    screen.endStatus();
    screen.note("muzero: " + line);
    if (withTrace) {
      e.printStackTrace(screen.errors());
    }
  }
}
