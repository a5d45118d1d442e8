package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnoseCommandTest {
  @TempDir private Path folder;

  private JsonNode diagnose(Path run, Path out, String... more) throws Exception {
    TestScreen test = new TestScreen(false);
    List<String> arguments =
        new ArrayList<>(
            List.of("diagnose", run.toString(), "--out", out.toString(), "--json", "--games", "4"));
    arguments.addAll(List.of(more));
    assertThat(Main.commandLine(test.screen).execute(arguments.toArray(String[]::new)))
        .as(test.errors())
        .isZero();
    assertThat(test.output().strip().lines()).hasSize(1);
    return new ObjectMapper().readTree(test.output());
  }

  private static void assertPage(String page) {
    assertThat(page)
        .startsWith("<!doctype html>")
        .contains("prefers-color-scheme: dark")
        .doesNotContain("NaN")
        .doesNotContain("Infinity")
        .doesNotContain("<script")
        .doesNotContain("http");
  }

  /** The search of an agent that knows nothing still sees wins: it is compared with the solver. */
  @Test
  void diagnose_solvedGame_comparesWithTheSolver() throws Exception {
    Path run = TestRuns.untrained(folder, "tictactoe");
    Path out = folder.resolve("page.html");
    JsonNode numbers = diagnose(run, out, "--simulations", "8");
    assertThat(numbers.path("finished").asInt()).isEqualTo(4);
    assertThat(numbers.path("simulations").asInt()).isEqualTo(8);
    JsonNode solver = numbers.path("solver");
    int positions = 0;
    for (JsonNode outcome : solver.path("outcomes")) {
      positions += outcome.path("positions").asInt();
    }
    assertThat(positions)
        .isEqualTo(numbers.path("positions").asInt())
        .isEqualTo(solver.path("searchRight").path("count").asInt())
        .isGreaterThan(8);
    assertThat(numbers.path("worst").size()).isBetween(5, 10);
    JsonNode worst = numbers.path("worst").get(0);
    assertThat(worst.path("actions").get(0).path("solver").isInt()).isTrue();
    assertThat(numbers.path("unrolled").get(0).path("hiddenDistance").path("mean").asDouble())
        .isBetween(0.0, 1.0);
    assertThat(numbers.path("searches").get(0).path("simulations").asInt()).isZero();
    String page = Files.readString(out);
    assertPage(page);
    assertThat(page).contains("Against the solver").contains("<svg class=board");
  }

  @Test
  void diagnose_onePlayer_showsWhatApplies() throws Exception {
    Path run = TestRuns.untrained(folder, "gridworld");
    Path out = folder.resolve("page.html");
    JsonNode numbers = diagnose(run, out, "--simulations", "4");
    assertThat(numbers.path("solver").isNull()).isTrue();
    assertThat(numbers.path("positions").asInt()).isPositive();
    String page = Files.readString(out);
    assertPage(page);
    assertThat(page).contains("mean return").doesNotContain("Against the solver");
  }

  @Test
  void diagnose_sameSeed_findsTheSame() throws Exception {
    Path run = TestRuns.untrained(folder, "connect4");
    JsonNode one = diagnose(run, folder.resolve("one.html"), "--simulations", "2");
    JsonNode two = diagnose(run, folder.resolve("two.html"), "--simulations", "2");
    JsonNode other =
        diagnose(run, folder.resolve("other.html"), "--simulations", "2", "--seed", "5");
    assertThat(two).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
    assertThat(folder.resolve("two.html")).hasSameTextualContentAs(folder.resolve("one.html"));
  }

  @Test
  void diagnose_wrongUsage_isOneLine() throws Exception {
    String run = TestRuns.untrained(folder, "tictactoe").toString();
    String out = folder.resolve("page.html").toString();
    assertRefused("--games must be within [1, 100000], was 0", run, "--out", out, "--games", "0");
    assertRefused("--out must end in .html, was page.txt", run, "--out", "page.txt");
    assertRefused("--seed must be at least 0, was -1", run, "--out", out, "--seed", "-1");
    assertRefused(
        "--out nowhere/page.html lies in a folder that does not exist",
        run,
        "--out",
        "nowhere/page.html");
  }

  private static void assertRefused(String message, String... arguments) {
    TestScreen fresh = new TestScreen(false);
    List<String> all = new ArrayList<>(List.of("diagnose"));
    all.addAll(List.of(arguments));
    assertThat(Main.commandLine(fresh.screen).execute(all.toArray(String[]::new))).isEqualTo(2);
    assertThat(fresh.errors().strip()).isEqualTo("muzero: " + message);
  }

  @Test
  void progress_saysHowFarAndHowLong() {
    AtomicLong now = new AtomicLong();
    DiagnosisProgress progress = new DiagnosisProgress(new TestScreen(false).screen, now::get);
    now.set(TimeUnit.SECONDS.toNanos(30));
    assertThat(progress.line("solving", "12 of 40 positions", 0.25))
        .isEqualTo(
            "diagnosing, solving: 12 of 40 positions, about 25 %, 0:30 so far, about 1:30 left");
    assertThat(progress.line("playing", "0 of 40 games, 3 moves", 0.0125))
        .isEqualTo(
            "diagnosing, playing: 0 of 40 games, 3 moves, about 1.2 %, 0:30 so far, about 39:30"
                + " left");
    assertThat(progress.line("playing", "0 of 40 games, 0 moves", 0))
        .isEqualTo("diagnosing, playing: 0 of 40 games, 0 moves, about 0.0 %, 0:30 so far");
    assertThat(progress.stopped()).isFalse();
    progress.stop();
    assertThat(progress.stopped()).isTrue();
  }

  /** A line after a second, then one a minute, and none of what follows a stop. */
  @Test
  void progress_elsewhereThanOnATerminal_saysAFewLines() {
    TestScreen test = new TestScreen(false);
    AtomicLong now = new AtomicLong();
    DiagnosisProgress progress = new DiagnosisProgress(test.screen, now::get);
    for (int i = 0; i < 1000; i++) {
      now.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
      progress.at("playing", i + " moves", i / 1000.0);
    }
    assertThat(test.errors().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("diagnosing, playing: 9 moves, about 0.9 %, 0:01 so far, about ");
    progress.stop();
    now.addAndGet(TimeUnit.MINUTES.toNanos(2));
    progress.at("solving", "1 move", 0.5);
    assertThat(test.errors().lines()).hasSize(3).last().asString().startsWith("stopping: ");
  }
}
