package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;

/**
 * The page in a real browser. Needs Debian's packages chromium and chromium-driver; skipped where
 * they are missing. {@code -Dmuzero.screenshots=FOLDER} keeps pictures.
 */
class PageIT {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  @TempDir private static Path place;
  private static ServedPage page;
  private static ChromeDriver browser;

  @BeforeAll
  static void open() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
        "skipped: there is no " + CHROMIUM + " with " + DRIVER);
    ServedPage.train(place, "tictactoe", "cartpole");
    page = ServedPage.start(place);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,1000",
        "--user-data-dir=" + place.resolve("browser"));
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(),
            options);
  }

  @AfterAll
  static void close() throws Exception {
    if (browser != null) {
      browser.quit();
    }
    if (page != null) {
      page.close();
    }
  }

  /** Whatever was done: nothing was blocked, nothing failed in the page's own code. */
  @AfterEach
  void consoleIsSilent() {
    assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
  }

  private static void go(String address) {
    browser.get("about:blank");
    browser.get(page.address() + address);
  }

  private static void await(String what, BooleanSupplier there) {
    long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (true) {
      try {
        if (there.getAsBoolean()) {
          return;
        }
      } catch (org.openqa.selenium.StaleElementReferenceException e) {
        // drawn anew just now
      }
      assertThat(System.nanoTime())
          .as(
              "waited for: "
                  + what
                  + "\n"
                  + browser.findElement(By.tagName("body")).getText()
                  + "\n"
                  + said())
          .isLessThan(end);
      sleep();
    }
  }

  /** What the program has printed. */
  private static String said() {
    try {
      return page.process().printed();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static List<WebElement> all(String css) {
    return browser.findElements(By.cssSelector(css));
  }

  private static String status() {
    return all("[role=status]").stream().map(WebElement::getText).findFirst().orElse("");
  }

  private static By button(String text) {
    return By.xpath("//button[normalize-space()='" + text + "']");
  }

  /** Clicks what may be drawn anew at any moment. */
  private static void click(By what) {
    await(
        what.toString(),
        () -> {
          List<WebElement> found = browser.findElements(what);
          if (found.isEmpty() || !found.get(0).isEnabled()) {
            return false;
          }
          found.get(0).click();
          return true;
        });
  }

  private static void tab(String text) {
    click(button(text));
  }

  private static void freshTicTacToe() {
    go("#/play/tictactoe");
    await("a board", () -> all(".cell").size() == 9);
    click(button("New game"));
    await("an empty board", () -> all(".cell .stone").isEmpty() && status().contains("you"));
  }

  private static void keep(String name) throws Exception {
    String folder = System.getProperty("muzero.screenshots");
    if (folder != null) {
      Files.createDirectories(Path.of(folder));
      Files.write(Path.of(folder, name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }
  }

  @Test
  void game_byClicks_toItsEnd() throws Exception {
    freshTicTacToe();
    for (int move = 0; move < 5 && !ended(); move++) {
      int stones = all(".cell .stone").size();
      await("my turn", () -> ended() || status().contains("you"));
      if (ended()) {
        break;
      }
      click(By.cssSelector(".cell.may"));
      await("both moved", () -> ended() || all(".cell .stone").size() >= stones + 2);
    }
    await("the end", PageIT::ended);
    assertThat(status()).containsPattern("wins|draw");
    assertThat(all(".graph circle, .graph rect.lost")).isNotEmpty();
    keep("game");
    click(button("Undo"));
    await("taken back", () -> !ended());
  }

  @Test
  void moveOfTheAgent_isExplainedByItsSearch() {
    freshTicTacToe();
    click(By.cssSelector("[data-cell='4'].may"));
    await("both moved", () -> all(".cell .stone").size() == 2 && status().contains("you"));
    click(button("Why this move?"));
    await("the board before it", () -> all(".cell .stone").size() == 1);
    await("what the search thought of it", () -> !all(".cell .heat").isEmpty());
    click(button("Back to the game"));
    await("the game", () -> all(".cell .stone").size() == 2);
  }

  @Test
  void readyAgent_standsBesideThoseOfRuns() {
    freshTicTacToe();
    await(
        "its name",
        () -> all("select option").stream().anyMatch(o -> o.getText().contains("ready-made")));
  }

  private static boolean ended() {
    return status().contains("wins") || status().contains("draw");
  }

  @Test
  void game_byKeyboard() {
    freshTicTacToe();
    WebElement first = browser.findElement(By.cssSelector("[data-cell='0']"));
    first.sendKeys(Keys.ARROW_RIGHT);
    browser.switchTo().activeElement().sendKeys(Keys.ARROW_DOWN);
    browser.switchTo().activeElement().sendKeys(Keys.ENTER);
    await("a stone in the middle", () -> !all("[data-cell='4'] .stone").isEmpty());
    await("the answer", () -> all(".cell .stone").size() == 2);
  }

  @Test
  void thoughts_heatMapSliderTreeAndImagination() throws Exception {
    freshTicTacToe();
    click(button("Hint"));
    await("a heat map", () -> !all(".cell .heat").isEmpty());
    await("a table of moves", () -> all(".moves tbody tr").size() == 9);
    keep("hint");
    String before = browser.findElement(By.cssSelector(".board")).getText();
    tab("Simulations");
    await("a slider", () -> !all(".slider input").isEmpty());
    WebElement slider = browser.findElement(By.cssSelector(".slider input"));
    slider.sendKeys(Keys.HOME, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    await(
        "another heat map",
        () -> !browser.findElement(By.cssSelector(".board")).getText().equals(before));
    tab("Tree");
    await("a tree", () -> !all("[role=treeitem]").isEmpty());
    int branches = all("[role=treeitem]").size();
    click(By.cssSelector("button.twist"));
    await("an open branch", () -> all("[role=treeitem]").size() > branches);
    keep("tree");
    tab("Imagination");
    click(button("Compare along the expected line"));
    await("the line", () -> !all(".imagined tbody tr").isEmpty());
    keep("imagination");
    tab("Moves");
    click(button("Think on"));
    await(
        "more simulations",
        () -> all(".moves caption").stream().anyMatch(c -> c.getText().startsWith("64 ")));
  }

  @Test
  void solver_marksTheMoveThatGaveValueAway() {
    go("#/play/tictactoe?moves=a1,a2,b2,b1");
    await("the position", () -> all(".cell .stone").size() >= 4);
    click(button("Ask the solver"));
    tab("Game");
    await("a mark", () -> !all(".lost-word").isEmpty());
  }

  @Test
  void episode_isWatched_andReplayed() throws Exception {
    go("#/play/cartpole");
    await("the cart", () -> !all(".scene canvas").isEmpty());
    click(button("New game"));
    click(button("Play"));
    await("the end", () -> status().startsWith("The end") || status().startsWith("Time is up"));
    keep("cartpole");
    String end = status();
    // So slow that it is not over before it is stopped.
    browser.findElement(By.cssSelector(".field input[type=range]")).sendKeys(Keys.HOME);
    click(button("Replay"));
    await("the replay", () -> status().startsWith("Looking at move"));
    click(button("Stop replay"));
    await("the end again", () -> status().equals(end));
    assertThat(all(".strip")).hasSize(3);
  }

  @Test
  void reload_goesOnWithTheSameGame() {
    freshTicTacToe();
    click(By.cssSelector("[data-cell='4'].may"));
    await("both moved", () -> all(".cell .stone").size() == 2);
    browser.navigate().refresh();
    await("the same board", () -> all(".cell .stone").size() == 2);
  }

  @Test
  void runs_andTheCurvesOfOneThatGrows() throws Exception {
    go("#/runs");
    await("both runs", () -> all("table.runs tbody tr").size() >= 2);
    String run = Files.readString(place.resolve("checkpoints/cartpole/latest")).strip();
    Path metrics = place.resolve("checkpoints/cartpole/" + run + "/metrics.csv");
    go("#/runs/cartpole/" + run);
    await("charts", () -> !all(".chart canvas").isEmpty());
    keep("run");
    String label = "[aria-label^='loss/total']";
    await("the loss", () -> !all(label).isEmpty());
    Files.writeString(
        metrics, "999,99.0,loss/total,0.125\n", java.nio.file.StandardOpenOption.APPEND);
    await(
        "the new point", () -> all(label).get(0).getAttribute("aria-label").contains("last 0.125"));
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

  @Test
  void axe_findsNothing() throws Exception {
    String axe = axe();
    for (String address : List.of("#/play/tictactoe", "#/play/cartpole", "#/runs")) {
      go(address);
      await("the page", () -> all("main *").size() > 10);
      if (address.contains("tictactoe")) {
        click(button("Hint"));
        await("a table", () -> !all(".moves tbody tr").isEmpty());
      }
      browser.executeScript(axe);
      Object found =
          browser.executeAsyncScript(
              "const done = arguments[0]; axe.run().then(r => done(r.violations.map(v => v.id + ': '"
                  + " + v.nodes.map(n => n.html).join(' | '))));");
      assertThat((List<?>) found).as(address).isEmpty();
    }
  }

  /** The rules of axe-core. */
  private static String axe() throws Exception {
    try (InputStream in = PageIT.class.getResourceAsStream("/axe.min.js")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void firstPage_asksNobodyElse() throws Exception {
    try (InputStream in = URI.create(page.address().toString()).toURL().openStream()) {
      assertThat(in.readNBytes(1)).isNotEmpty();
    }
    go("#/play/tictactoe");
    await("a board", () -> all(".cell").size() == 9);
    Object hosts =
        browser.executeScript(
            "return [...new Set(performance.getEntriesByType('resource').map(e => new"
                + " URL(e.name).host))]");
    assertThat((List<?>) hosts).isEqualTo(List.of("127.0.0.1:" + page.address().getPort()));
  }
}
