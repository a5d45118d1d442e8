package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.srctest.Jar.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code diagnose} of the packed jar. */
class DiagnoseIT {
  @TempDir private static Path place;

  @BeforeAll
  static void train() throws Exception {
    Files.writeString(place.resolve("small.yaml"), RunOnDisk.SMALL);
    succeed("train", "--game", "tictactoe", "--config", "small.yaml", "--steps", "20");
  }

  private static Ended succeed(String... arguments) throws Exception {
    Ended ended = new Jar(place).run(arguments);
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    return ended;
  }

  @Test
  void diagnose_writesAPageAndPrintsItsNumbers() throws Exception {
    Ended ended =
        succeed(
            "diagnose",
            "checkpoints/tictactoe/latest",
            "--out",
            "page.html",
            "--games",
            "6",
            "--json");
    JsonNode numbers = new ObjectMapper().readTree(ended.output());
    assertThat(numbers.path("finished").asInt()).isEqualTo(6);
    assertThat(numbers.path("stopped").asBoolean()).isFalse();
    assertThat(numbers.path("solver").path("searchRight").path("mean").asDouble())
        .isBetween(0.0, 1.0);
    assertThat(Files.readString(place.resolve("page.html")))
        .contains("The worst positions")
        .contains("</html>")
        .doesNotContain("http");
  }

  /** Ctrl-C ends a diagnosis that would take hours, with what there is. */
  @Test
  void interrupted_writesWhatThereIs() throws Exception {
    Jar.Running running =
        new Jar(place)
            .start(
                "diagnose",
                "checkpoints/tictactoe/latest",
                "--out",
                "early.html",
                "--games",
                "100000",
                "--simulations",
                "50",
                "--set",
                "run.device=cpu");
    running.awaitText("diagnosing, playing: ");
    running.signal("INT");
    Ended ended = running.await();
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(ended.errors()).contains("stopping: writing what there is");
    assertThat(ended.output()).startsWith("stopped early; ").contains(" of 100,000 games");
    assertThat(Files.readString(place.resolve("early.html"))).contains("Stopped early");
  }

  /** Ctrl-C within the first searches leaves an earlier page as it is. */
  @Test
  void interrupted_beforeThereIsAnything_writesNoPage() throws Exception {
    Path page = Files.writeString(place.resolve("none.html"), "an earlier page");
    Jar.Running running =
        new Jar(place)
            .start(
                "diagnose",
                "checkpoints/tictactoe/latest",
                "--out",
                "none.html",
                "--simulations",
                "100000",
                "--set",
                "run.device=cpu");
    running.awaitText("diagnosing, playing: 0 of 40 games, 0 moves, about 0.");
    running.signal("INT");
    Ended ended = running.await();
    assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(1);
    assertThat(ended.errors())
        .contains("muzero: the diagnosis was stopped before there was anything to show: none.html");
    assertThat(ended.output()).isEmpty();
    assertThat(page).hasContent("an earlier page");
  }

  @Test
  void wrongUsage_isOneLine() throws Exception {
    assertRefused(
        "--out must end in .html, was page.pdf",
        "diagnose",
        "checkpoints/tictactoe/latest",
        "--out",
        "page.pdf");
    assertRefused(
        "--games must be within [1, 100000], was -3",
        "diagnose",
        "checkpoints/tictactoe/latest",
        "--out",
        "page.html",
        "--games",
        "-3");
    assertRefused(
        "--checkpoint nowhere does not exist",
        "diagnose",
        "--checkpoint",
        "nowhere",
        "--out",
        "page.html");
  }

  private static void assertRefused(String message, String... arguments) throws Exception {
    Ended ended = new Jar(place).run(arguments);
    assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(2);
    assertThat(ended.errors().strip()).isEqualTo("muzero: " + message);
    assertThat(ended.output()).isEmpty();
  }
}
