package io.muzero.launcher;

import io.muzero.totient.TotientCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code muzero}: trains, resumes, shows and plays. */
@Command(
    name = "muzero",
    description =
        "MuZero for the JVM: trains agents that learn games by themselves, and plays them.",
    versionProvider = Main.Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TrainCommand.class,
      SweepCommand.class,
      PlayCommand.class,
      EvaluateCommand.class,
      RenderCommand.class,
      ServeCommand.class,
      GtpCommand.class,
      GomocupCommand.class,
      RunsCommand.class,
      MatchCommand.class,
      LadderCommand.class,
      AgentsCommand.class,
      RecordCommand.class,
      ExportCommand.class,
      DiagnoseCommand.class,
      CheckGameCommand.class,
      BenchmarkCommand.class,
      DoctorCommand.class,
      GamesCommand.class,
      ConfigCommand.class,
      TotientCommand.class,
      GenerateCompletion.class
    },
    footer = {
      "",
      "First steps:",
      "  muzero play --game tictactoe         plays against the newest run's best checkpoint, or a ready agent",
      "  muzero train --game tictactoe        trains; Ctrl-C writes a checkpoint and stops",
      "  muzero evaluate --game tictactoe --opponent perfect",
      "  muzero COMMAND --help                shows a command's options",
      "",
      "Exit codes: 0 done, 1 the run failed, 2 wrong usage, 130 ended by a second Ctrl-C."
    })
final class Main implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show log messages, and stack traces with errors.")
  private boolean verbose;

  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    // Pictures are drawn into files.
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    Screen screen = Screen.ofProcess();
    // Ended from outside, the shell's prompt belongs below what was shown last.
    Runtime.getRuntime().addShutdownHook(new Thread(screen::leaveBlock, "screen"));
    ExitGuard guard = ExitGuard.install(screen);
    int code = commandLine(screen).execute(arguments);
    if (screen.outputFailed()) {
      screen.note(
          "muzero: the output cannot be written: the disk is full, or the program that reads it has ended");
      code = code == ExitCode.OK ? ExitCode.SOFTWARE : code;
    }
    guard.release();
    System.exit(code);
  }

  /** The parser with all commands, writing to the given screen. */
  static CommandLine commandLine(Screen screen) {
    Main main = new Main();
    CommandLine commandLine = new CommandLine(main, new Commands(screen));
    Failures failures = new Failures(screen, () -> main.verbose);
    commandLine
        .setOut(new PrintWriter(screen.output(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(screen.errors(), true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures)
        .setExecutionStrategy(
            parsed -> {
              LaunchLog.start(screen, main.verbose);
              try (GameOutput apart = GameOutput.apartFrom(parsed)) {
                return new CommandLine.RunLast().execute(parsed);
              } catch (Error e) { // which picocli lets through
                return failures.failed(e);
              }
            });
    return commandLine;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "muzero " + number(),
        "libtorch " + Libtorch.VERSION + ", Java " + System.getProperty("java.version")
      };
    }

    /** The version alone. */
    static String number() {
      String version = Main.class.getPackage().getImplementationVersion();
      return version == null ? "(not packed)" : version;
    }
  }
}
