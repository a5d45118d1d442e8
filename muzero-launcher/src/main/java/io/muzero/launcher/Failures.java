package io.muzero.launcher;

import static java.util.regex.Matcher.quoteReplacement;

import io.muzero.agent.AgentException;
import io.muzero.config.ConfigException;
import io.muzero.config.GameRegistry;
import io.muzero.config.MuZeroConfig;
import io.muzero.config.NearestWord;
import io.muzero.config.UnknownGameException;
import io.muzero.environment.BrokenGameException;
import io.muzero.expert.RecordException;
import io.muzero.protocol.EngineException;
import io.muzero.protocol.EngineNameException;
import io.muzero.ray.RayPlayException;
import io.muzero.rayhome.ChildException;
import io.muzero.settings.Excerpt;
import io.muzero.settings.InvalidSettingException;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.NotACheckpointException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
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
    report(
        LONG_WORD
                .matcher(
                    e instanceof UnmatchedArgumentException u
                        ? said(u)
                        : said(Diagnosis.oneLine(e)))
                .replaceAll(word -> quoteReplacement(Excerpt.of(word.group())))
            + (e instanceof UnmatchedArgumentException unmatched ? hint(unmatched) : "")
            + " (see "
            + command
            + " --help)",
        e,
        verbose.getAsBoolean() || List.of(arguments).contains("--verbose"));
    return ExitCode.USAGE;
  }

  /** Picocli's words for a value that is none of an option's words. */
  private static final Pattern NO_WORD =
      Pattern.compile(
          "Invalid value for option '(.*?)'.*: expected one of \\[(.*)] \\(case-\\w+\\) but was '(.*)'",
          Pattern.DOTALL);

  /** Picocli's words for a value that is no number. */
  private static final Pattern NO_NUMBER =
      Pattern.compile(
          "Invalid value for option '(.*?)'.*: '(.*)' is not an? (int|long|double)",
          Pattern.DOTALL);

  /** Names the first word that has no place; what follows it is often its value. */
  private static String said(UnmatchedArgumentException e) {
    String word = e.getUnmatched().isEmpty() ? "" : e.getUnmatched().get(0);
    CommandLine command = e.getCommandLine();
    if (word.startsWith("-")) {
      return "Unknown option: '" + word + "'";
    }
    if (command.getSubcommands().isEmpty()) {
      return command.getCommandSpec().qualifiedName() + " takes no '" + word + "'";
    }
    return command.getCommandSpec().qualifiedName()
        + " has no command '"
        + word
        + "', only "
        + String.join(", ", visible(command));
  }

  private static List<String> visible(CommandLine command) {
    return command.getSubcommands().entrySet().stream()
        .filter(one -> !one.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What is wrong, in the words that all else is told in. */
  private static String said(String message) {
    Matcher word = NO_WORD.matcher(message);
    if (word.matches()) {
      List<String> words = List.of(word.group(2).toLowerCase(Locale.ROOT).split(", "));
      String was = word.group(3);
      return word.group(1)
          + " must be one of "
          + String.join(", ", words)
          + ", was "
          + was
          + NearestWord.hint(was, words);
    }
    Matcher number = NO_NUMBER.matcher(message);
    if (number.matches()) {
      String was = number.group(2);
      String kind = number.group(3).equals("double") ? "a number" : "a whole number";
      return number.group(1)
          + " must be "
          + kind
          + (was.matches("-?\\d+") ? " of fewer digits" : "")
          + ", was "
          + was;
    }
    return message;
  }

  /** The option or command that was meant, or the setting of that name. */
  private static String hint(UnmatchedArgumentException e) {
    String word = e.getUnmatched().isEmpty() ? "" : e.getUnmatched().get(0);
    CommandLine.Model.CommandSpec command = e.getCommandLine().getCommandSpec();
    boolean takesGame = command.optionsMap().containsKey("--game");
    if (takesGame && GameRegistry.installed().names().contains(word)) {
      return "; did you mean --game " + word + "?";
    }
    if (!word.startsWith("-")) {
      return NearestWord.hint(word, command.subcommands().keySet());
    }
    String name = word.replaceFirst("=.*", "");
    List<String> options =
        command.optionsMap().keySet().stream().filter(option -> option.startsWith("--")).toList();
    if (options.stream().anyMatch(option -> NearestWord.isSlip(name, option))) {
      return NearestWord.hint(name, options);
    }
    if (options.contains("--set")) {
      Optional<String> setting = MuZeroConfig.SCHEMA.calledBy(name.replaceFirst("^-+", ""));
      if (setting.filter(MuZeroConfig.SCHEMA.keys()::contains).isPresent()) {
        return "; did you mean --set " + setting.get() + "=VALUE?";
      }
    }
    List<String> files = files(command);
    return FOR_FILES.contains(name) && !files.isEmpty()
        ? "; did you mean " + String.join(" or ", files) + "?"
        : NearestWord.hint(name, options);
  }

  /** How a command's file is named in other commands and programs. */
  private static final Set<String> FOR_FILES = Set.of("--out", "--output", "-o", "--file");

  /** The options that name a file for the result. */
  private static List<String> files(CommandLine.Model.CommandSpec command) {
    return command.options().stream()
        .filter(option -> option.paramLabel().startsWith("F"))
        .filter(
            option ->
                option.longestName().equals("--out")
                    || String.join(" ", option.description()).matches("(Write|Draw|Also write).*"))
        .map(option -> option.longestName() + " " + option.paramLabel())
        .toList();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
    return failed(e);
  }

  /** Reports why a command failed; returns its exit code. */
  int failed(Throwable thrown) {
    // What is wrong with an agent is wrong with a setting, or with a file.
    Throwable e =
        thrown instanceof AgentException && thrown.getCause() != null ? thrown.getCause() : thrown;
    boolean expected =
        isUsage(e)
            || e instanceof CheckpointException
            || e instanceof RunFailedException
            || e instanceof BrokenGameException
            || e instanceof EngineException
            || e instanceof RecordException
            || e instanceof ChildException
            || e instanceof RayPlayException;
    String line = expected ? Diagnosis.oneLine(e) : Diagnosis.of(e);
    report(line + remedy(e), e, verbose.getAsBoolean());
    return isUsage(e) ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  /** What to do, where only this program knows. */
  private static String remedy(Throwable e) {
    return e instanceof UnknownGameException ? " (a game of your own needs --game-jar FILE)" : "";
  }

  private static boolean isUsage(Throwable e) {
    return e instanceof ConfigException
        || e instanceof InvalidSettingException
        || e instanceof UsageException
        || e instanceof EngineNameException
        || e instanceof NotACheckpointException;
  }

  private void report(String line, Throwable e, boolean withTrace) {
    screen.endStatus();
    screen.note("muzero: " + line);
    if (withTrace) {
      e.printStackTrace(screen.errors());
    }
  }
}
