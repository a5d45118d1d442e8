package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The pictures of {@code docs/page.md} and the README, of the agents that come with the program:
 * {@code src-test/page/check.sh pictures}.
 */
@Tag("learning")
class PagePicturesIT extends PageBrowser {
  /** Played from the empty board; the player to move wins by one move only. */
  private static final String MOVES = "4,4,4,4,4,2,6,3,3,3,3,5";

  private static String run;

  @BeforeAll
  static void train() throws Exception {
    Assumptions.assumeTrue(
        System.getProperty("muzero.screenshots") != null,
        "skipped: -Dmuzero.screenshots=FOLDER says where pictures go");
    Jar.Ended ended =
        new Jar(place).run("train", "--game", "tictactoe", "--seed", "1", "--minutes", "5");
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    run = Files.readString(place.resolve("checkpoints/tictactoe/latest")).strip();
    open();
  }

  private static void size(int width, int height, int scale, boolean phone) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", scale, "mobile", phone));
  }

  private static void dark(boolean dark) {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** The agent that comes with the program, also where there are runs. */
  private static String readyMade(String game) throws Exception {
    for (JsonNode agent : page.get("api/agents?game=" + game).json().get("agents")) {
      String id = agent.get("id").asText();
      if (!id.startsWith("run:")) {
        return id;
      }
    }
    throw new AssertionError("no agent of " + game + " comes with the program");
  }

  private static void hintOnConnect4() throws Exception {
    go("#/play/connect4?agent=" + readyMade("connect4") + "&moves=" + MOVES);
    await("the position", () -> stones() >= MOVES.split(",").length);
    click(button("Hint"));
    await("a table", () -> all(".moves tbody tr").size() > 5);
    await("its end", () -> isIdle(button("Stop")));
  }

  @Test
  void hint() throws Exception {
    size(1280, 960, 1, false);
    hintOnConnect4();
    keep("page-hint");
  }

  @Test
  void phone_dark() throws Exception {
    size(390, 844, 2, true);
    dark(true);
    try {
      hintOnConnect4();
      keep("page-phone-dark");
    } finally {
      dark(false);
    }
  }

  @Test
  void imagination() throws Exception {
    size(1280, 960, 1, false);
    go("#/play/tictactoe?agent=" + readyMade("tictactoe") + "&moves=b2,a3");
    await("the position", () -> stones() >= 2);
    click(button("Hint"));
    await("a table", () -> all(".moves tbody tr").size() > 5);
    await("its end", () -> isIdle(button("Stop")));
    tab("Imagination");
    click(button("Compare along this line"));
    await("the line", () -> !all(".imagined tbody tr").isEmpty());
    keep("page-imagination");
  }

  @Test
  void run() throws Exception {
    size(1280, 960, 1, false);
    go("#/runs/tictactoe/" + run);
    await("charts", () -> all(".chart canvas").size() > 3);
    keep("page-run");
  }
}
