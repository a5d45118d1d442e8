package io.muzero.launcher;

import io.muzero.agent.TrainedAgent;
import io.muzero.launcher.diagnose.AgentExaminer;
import io.muzero.launcher.diagnose.AgentReport;
import io.muzero.launcher.diagnose.ReportJson;
import io.muzero.launcher.diagnose.ReportPage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code diagnose}: where a trained agent is wrong. */
@Command(
    name = "diagnose",
    mixinStandardHelpOptions = true,
    description = {
      "Finds out where a trained agent is wrong, and writes a page about it.",
      "The agent plays games against itself. Its values, moves and imagined states are compared"
          + " with the solver, the results, the real rules and longer searches.",
      "Ctrl-C writes what there is."
    })
final class DiagnoseCommand implements Runnable {
  private static final int MOST_GAMES = 100_000;

  private final Screen screen;

  @Mixin private NamedAgentOptions agents;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.html",
      description = "The page, one file that fetches nothing; replaced when it is there.")
  private Path out;

  @Option(
      names = "--games",
      paramLabel = "N",
      defaultValue = "40",
      description = "Games that the agent plays against itself (default: ${DEFAULT-VALUE}).")
  private int games;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Seed of the games (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", description = "Print the page's numbers as one JSON object.")
  private boolean json;

  DiagnoseCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    requireSense();
    try (TerminalSize size = TerminalSize.of(screen);
        TrainedAgent agent = agents.open(screen)) {
      DiagnosisProgress progress = new DiagnosisProgress(screen, System::nanoTime);
      StopSignals.installSilently(screen, progress::stop);
      diagnose(agent, progress);
    }
  }

  /**
   * Diagnoses, says what was found and writes the page.
   *
   * @throws RunFailedException when it was stopped before there was anything to show: a page that
   *     stands there is worth more than an empty one
   */
  void diagnose(TrainedAgent agent, DiagnosisProgress progress) {
    AgentReport report = new AgentExaminer(agent, games, seed, System::nanoTime).examine(progress);
    screen.clearStatus();
    if (report.isEmpty()) {
      throw new RunFailedException(
          "the diagnosis was stopped before there was anything to show: "
              + out
              + " was not written");
    }
    if (json) {
      screen.print(ReportJson.of(report).toString()); // a full disk must not cost the numbers
    }
    String page = new ReportPage(report).html();
    ResultPlace.write(out, file -> file.write(page.getBytes(StandardCharsets.UTF_8)));
    if (!json) {
      screen.print(summary(report.played())); // which names the page
    }
  }

  private String summary(AgentReport.Played played) {
    return String.format(
        Locale.ROOT,
        "%s%,d of %,d games, %,d positions: %s",
        played.stopped() ? "stopped early; " : "",
        played.finished(),
        games,
        played.positions(),
        out);
  }

  private void requireSense() {
    if (games < 1 || games > MOST_GAMES) {
      throw new UsageException("--games must be within [1, " + MOST_GAMES + "], was " + games);
    }
    if (seed < 0) {
      throw new UsageException("--seed must be at least 0, was " + seed);
    }
    if (!out.toString().toLowerCase(Locale.ROOT).matches(".*\\.html?")) {
      throw new UsageException("--out must end in .html, was " + out);
    }
    ResultPlace.require("--out", out);
  }
}
