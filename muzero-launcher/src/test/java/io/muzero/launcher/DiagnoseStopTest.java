package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.agent.LoadOptions;
import io.muzero.agent.TrainedAgent;
import io.muzero.launcher.diagnose.AgentExaminer;
import io.muzero.launcher.diagnose.AgentReport;
import io.muzero.launcher.diagnose.ReportJson;
import io.muzero.launcher.diagnose.ReportPage;
import io.muzero.launcher.diagnose.Watcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** How far a diagnosis is, and what is left of one that is stopped. */
class DiagnoseStopTest {
  /** More than a machine searches while a test waits. */
  private static final String ENDLESS = "evaluation.simulations=100000";

  @TempDir private Path folder;

  private TrainedAgent agent(String game, String... settings) throws Exception {
    return TrainedAgent.load(
        TestRuns.untrained(folder, game, settings), LoadOptions.defaults().withThreads(2));
  }

  /** Notes what it hears, and stops some time after a part has come to a share of the whole. */
  private static final class Stopper implements Watcher {
    final List<Double> shares = new ArrayList<>();
    final List<String> words = new ArrayList<>();
    private final String part;
    private final double share;
    private final long nanoseconds;
    private volatile long since = -1;

    Stopper(String part, double share, long milliseconds) {
      this.part = part;
      this.share = share;
      nanoseconds = TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }

    @Override
    public void at(String what, String done, double now) {
      shares.add(now);
      words.add(done);
      if (since < 0 && what.equals(part) && now >= share) {
        since = System.nanoTime();
      }
    }

    @Override
    public boolean stopped() {
      return since >= 0 && System.nanoTime() - since >= nanoseconds;
    }
  }

  /** One that says how far it is within the first search, not when games are over. */
  @Test
  void examine_stoppedWithinTheFirstSearches_hasSaidHowFarAndEndsWithNothing() throws Exception {
    try (TrainedAgent agent = agent("connect4", ENDLESS)) {
      Stopper stopper = new Stopper("playing", 1e-6, 300);
      AgentReport report = new AgentExaminer(agent, 3, 0, System::nanoTime).examine(stopper);
      assertThat(report.played().positions()).isZero();
      assertThat(report.played().stopped()).isTrue();
      assertThat(report.isEmpty()).isTrue();
      assertThat(stopper.shares).isSorted().last().satisfies(s -> assertThat(s).isPositive());
      assertThat(stopper.words).containsOnly("0 of 3 games, 0 moves");
    }
  }

  @Test
  void examine_stoppedWithinALongerSearch_dropsIt() throws Exception {
    try (TrainedAgent agent = agent("twentyone", "evaluation.simulations=20000")) {
      // The searches of a position take seconds.
      AgentReport report =
          new AgentExaminer(agent, 1, 0, System::nanoTime)
              .examine(new Stopper("searching", 0, 100));
      assertThat(report.played().finished()).isEqualTo(1);
      assertThat(report.played().stopped()).isTrue();
      assertThat(report.searches()).isEmpty();
      assertThat(report.isEmpty()).isFalse();
    }
  }

  /** The solver and the model need no result; calibration and score do. Grace does not end here. */
  @Test
  void examine_stoppedAmidGames_keepsTheirPositions() throws Exception {
    try (TrainedAgent agent = agent("tictactoe", "evaluation.simulations=8")) {
      AgentReport report =
          new AgentExaminer(agent, 16, 0, () -> 0).examine(new Stopper("playing", 0.1, 0));
      assertThat(report.played().finished()).isLessThan(16);
      assertThat(report.played().positions()).isGreaterThanOrEqualTo(16);
      JsonNode numbers = ReportJson.of(report);
      assertThat(numbers.at("/solver/searchRight/count").asInt())
          .isEqualTo(report.played().positions());
      assertThat(numbers.at("/unrolled/0/imaginedValueError/count").asInt())
          .isLessThan(numbers.at("/unrolled/0/policyDistance/count").asInt());
      assertThat(numbers.at("/score/count").asInt()).isEqualTo(report.played().finished());
      assertThat(new ReportPage(report).html())
          .contains("<b>Stopped early:</b>", "Against the solver", "The worst positions")
          .doesNotContain("NaN");
      assertThat(numbers.toString()).doesNotContain("NaN");
    }
  }

  @Test
  void examine_toTheEnd_isToldInSharesThatGrow() throws Exception {
    try (TrainedAgent agent = agent("tictactoe", "evaluation.simulations=8")) {
      Stopper stopper = new Stopper("never", 0, 0);
      new AgentExaminer(agent, 5, 0, System::nanoTime).examine(stopper);
      assertThat(stopper.shares).isSorted().last().isEqualTo(1.0);
      assertThat(stopper.words.get(0)).isEqualTo("0 of 5 games, 0 moves");
    }
  }

  /** A page that stands there is not replaced by one that shows nothing. */
  @Test
  void diagnose_stoppedBeforeThereIsAnything_failsAndLeavesThePage() throws Exception {
    Path page = Files.writeString(folder.resolve("page.html"), "an earlier page");
    for (String json : List.of("", " --json")) {
      TestScreen test = new TestScreen(false);
      DiagnoseCommand command = new DiagnoseCommand(test.screen);
      new CommandLine(command).parseArgs(("tictactoe --out " + page + json).split(" "));
      DiagnosisProgress progress = new DiagnosisProgress(test.screen, System::nanoTime);
      progress.stop();
      try (TrainedAgent agent = agent("tictactoe", ENDLESS)) {
        assertThatThrownBy(() -> command.diagnose(agent, progress))
            .isInstanceOf(RunFailedException.class)
            .hasMessage(
                "the diagnosis was stopped before there was anything to show: "
                    + page
                    + " was not written");
      }
      assertThat(page).hasContent("an earlier page");
      assertThat(test.output()).isEmpty();
    }
  }
}
