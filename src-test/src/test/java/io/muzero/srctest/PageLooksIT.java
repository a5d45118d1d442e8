package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;

/** How the page looks and what it can be used with: axe-core, dark, a phone, much of everything. */
class PageLooksIT extends PageBrowser {
  private static final int RUNS = 100;

  @BeforeAll
  static void train() throws Exception {
    ServedPage.train(place, "tictactoe");
    ServedPage.trainWith(
        place,
        "go",
        "environment.size=19",
        "network.policyHead=dense",
        "network.globalPooling=false",
        "selfPlay.workers=1",
        "selfPlay.gamesPerWorker=2");
    copyRuns();
    open();
  }

  /** Makes many runs of one. */
  private static void copyRuns() throws IOException {
    Path runs = place.resolve("checkpoints/tictactoe");
    Path one = runs.resolve(Files.readString(runs.resolve("latest")).strip());
    List<Path> files;
    try (Stream<Path> all = Files.walk(one)) {
      files = all.toList();
    }
    for (int i = 1; i < RUNS; i++) {
      Path copy = runs.resolve("copy-%03d".formatted(i));
      for (Path file : files) {
        Path to = copy.resolve(one.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
          Files.setLastModifiedTime(to, FileTime.fromMillis(1_600_000_000_000L + i));
        }
      }
    }
  }

  private static String newest() throws IOException {
    return Files.readString(place.resolve("checkpoints/tictactoe/latest")).strip();
  }

  private static void dark(boolean dark) {
    Map<String, String> feature = Map.of("name", "prefers-color-scheme", "value", "dark");
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia", Map.of("features", dark ? List.of(feature) : List.of()));
  }

  /** The rules of axe-core. */
  private static String axe() throws IOException {
    try (InputStream in = PageLooksIT.class.getResourceAsStream("/axe.min.js")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertUsable(String what) throws IOException {
    browser.executeScript(axe());
    Object found =
        browser.executeAsyncScript(
            "const done = arguments[0]; axe.run().then(r => done(r.violations.map(v => v.id + ': '"
                + " + v.nodes.map(n => n.html).join(' | '))));");
    assertThat((List<?>) found).as(what).isEmpty();
  }

  private static void assertUsableInBothColours(String what) throws IOException {
    assertUsable(what);
    dark(true);
    try {
      assertUsable(what + ", dark");
    } finally {
      dark(false);
    }
  }

  @Test
  void axe_findsNothing_aboutAGameAndItsThoughts() throws Exception {
    freshTicTacToe();
    click(By.cssSelector("[data-cell='4'].may"));
    await("both moved", () -> stones() == 2 && status().contains("you"));
    click(button("Hint"));
    await("a table", () -> all(".moves tbody tr").size() == 7);
    await("its end", () -> isIdle(button("Stop")));
    assertUsableInBothColours("Moves");
    tab("Simulations");
    await("a slider", () -> !all(".slider input").isEmpty());
    assertUsable("Simulations");
    tab("Tree");
    click(By.cssSelector("button.twist"));
    await("an open branch", () -> !all("[role=treeitem] [role=treeitem]").isEmpty());
    assertUsable("Tree");
    tab("Imagination");
    click(button("Compare along this line"));
    await("the line", () -> !all(".imagined tbody tr").isEmpty());
    assertUsableInBothColours("Imagination");
    tab("Game");
    assertUsableInBothColours("Game");
  }

  @Test
  void axe_findsNothing_aboutAGameForOne() throws Exception {
    go("#/play/cartpole?agent=you");
    await("the cart", () -> !all(".scene canvas").isEmpty());
    assertUsableInBothColours("cartpole");
  }

  @Test
  void axe_findsNothing_aboutARunAndAComparison() throws Exception {
    go("#/runs/tictactoe/" + newest());
    await("charts", () -> !all(".chart canvas").isEmpty());
    assertUsableInBothColours("a run");
    go("#/runs");
    await("the runs", () -> !all("table.runs tbody tr").isEmpty());
    List<WebElement> boxes = all("table.runs input[type=checkbox]");
    boxes.get(0).click();
    boxes.get(1).click();
    await("charts", () -> !all(".chart canvas").isEmpty());
    await("settings that differ", () -> browser.getPageSource().contains("Settings that differ"));
    assertUsableInBothColours("two runs");
  }

  @Test
  void list_ofManyRuns() throws Exception {
    go("#/runs");
    await("all of them", () -> all("table.runs tbody tr").size() == RUNS + 1);
    click(By.xpath("//label[span='Game']/select/option[.='go']"));
    await("the one", () -> all("table.runs tbody tr").size() == 1);
    keep("runs");
  }

  @Test
  void go_onTheLargestBoard_withManyMoves() throws Exception {
    String agent =
        all(page.get("api/agents?game=go").json().get("agents")).stream()
            .filter(id -> id.startsWith("run:"))
            .findFirst()
            .orElseThrow();
    JsonNode begun =
        page.post("api/sessions", "{\"game\": \"go\", \"agent\": \"" + agent + "\"}").json();
    List<String> names = all(begun.at("/state/actions"));
    List<String> moves = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      moves.add(names.get(2 * i)); // no two of them touch
    }
    go("#/play/go?agent=" + agent + "&moves=" + String.join(",", moves));
    await("the position", () -> all(".cell").size() == 361 && stones() >= 60);
    assertThat(problems()).isEmpty();
    click(button("Hint"));
    await("a table", () -> all(".moves tbody tr").size() == 30);
    assertThat(browser.findElement(By.id("view")).getText()).containsPattern("30 of \\d+ moves");
    click(button("Show all"));
    await("all of them", () -> all(".moves tbody tr").size() > 200);
    assertThat(all(".graph g[tabindex='0']")).hasSizeLessThanOrEqualTo(1);
    keep("go");
    Number width = (Number) browser.executeScript("return document.documentElement.scrollWidth");
    assertThat(width.intValue()).isLessThanOrEqualTo(1280);
  }

  private static List<String> all(JsonNode list) {
    List<String> texts = new ArrayList<>();
    for (JsonNode one : list) {
      texts.add(one.isObject() ? one.get("id").asText() : one.asText());
    }
    return texts;
  }

  /** The contrast of two colours, WCAG 2.2. */
  private static final String CONTRAST =
      """
      const light = (colour) => {
        const [r, g, b] = colour.match(/[0-9.]+/g).map((x) => x / 255)
          .map((x) => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
      """;

  @Test
  void lastMoveAndBorders_areSeen() {
    go("#/play/connect4?agent=you");
    await("a board", () -> all(".cell").size() == 42);
    for (boolean dark : new boolean[] {false, true}) {
      dark(dark);
      try {
        click(By.cssSelector("[data-cell='38'].may"));
        await("a mark", () -> !all(".cell.last .stone").isEmpty());
        Object mark =
            browser.executeScript(
                CONTRAST
                    + "const stone = document.querySelector('.cell.last .stone'); return"
                    + " contrast(getComputedStyle(stone,"
                    + " '::after').boxShadow.match(/rgb[^)]*\\)/)[0], getComputedStyle(stone,"
                    + " '::after').backgroundColor)");
        assertThat(((Number) mark).doubleValue()).isGreaterThan(3);
        Object border =
            browser.executeScript(
                CONTRAST
                    + "const style = getComputedStyle(document.querySelector('.bar button'));"
                    + " return Math.min(contrast(style.borderColor, style.backgroundColor),"
                    + " contrast(style.borderColor,"
                    + " getComputedStyle(document.body).backgroundColor))");
        assertThat(((Number) border).doubleValue()).isGreaterThanOrEqualTo(3);
      } finally {
        dark(false);
      }
    }
  }

  @Test
  void phoneAndDark_nothingOverflows() throws Exception {
    Dimension before = browser.manage().window().getSize();
    try {
      browser.executeCdpCommand(
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
      browser.executeCdpCommand(
          "Emulation.setEmulatedMedia",
          Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
      freshTicTacToe();
      click(button("Hint"));
      await("a heat map", () -> !all(".cell .heat").isEmpty());
      keep("phone-dark");
      Number width = (Number) browser.executeScript("return document.documentElement.scrollWidth");
      assertThat(width.intValue()).isLessThanOrEqualTo(390);
    } finally {
      browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
      browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
      browser.manage().window().setSize(before);
    }
  }
}
