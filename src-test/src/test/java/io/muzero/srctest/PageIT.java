package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
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
import org.openqa.selenium.interactions.Actions;
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
    ServedPage.trainWith(
        place,
        "gomoku",
        "environment.size=5",
        "environment.line=4",
        "network.policyHead=dense",
        "network.globalPooling=false");
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
    browser.executeScript("sessionStorage.clear()"); // the next test is another visitor
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
    // Nobody searched these moves.
    await("a mark on the graph", () -> !all(".graph rect.lost").isEmpty());
  }

  private static String problems() {
    return String.join(" ", all(".problem").stream().map(WebElement::getText).toList());
  }

  private static int stones() {
    return all(".cell .stone").size();
  }

  /** What a module of the page gives; {@code script} is an expression of the module m. */
  private static Object module(String name, String script) {
    return browser.executeAsyncScript(
        "const done = arguments[1]; import(arguments[0]).then(m => done(" + script + "));",
        page.address() + name);
  }

  /** Does something in pages in which a script runs before their own ones. */
  private static void after(String script, Runnable visit) {
    String command = "Page.addScriptToEvaluateOnNewDocument";
    Object id = browser.executeCdpCommand(command, Map.of("source", script)).get("identifier");
    try {
      visit.run();
    } finally {
      browser.executeCdpCommand(
          "Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", id));
    }
  }

  private static void press(CharSequence key) {
    new Actions(browser).sendKeys(key).perform();
  }

  /** Who sits in the last seat. */
  private static String seat() {
    return all(".side .seats").get(0).findElements(By.xpath("label[not(.//input)]/select")).stream()
        .reduce((a, b) -> b)
        .orElseThrow()
        .getDomProperty("value");
  }

  @Test
  void unknownAgent_isSaid_andWhoPlaysInstead() {
    go("#/play/tictactoe?agent=run:tictactoe/none/step-00000001");
    await("what is wrong", () -> problems().contains("There is no agent run:tictactoe/none/"));
    assertThat(problems()).contains("In its place: step 20");
  }

  @Test
  void checkpointsPlayButton_seatsThatCheckpoint() throws Exception {
    String run = Files.readString(place.resolve("checkpoints/tictactoe/latest")).strip();
    go("#/runs/tictactoe/" + run);
    await("its checkpoints", () -> !all("td a.button").isEmpty());
    String link = all("td a.button").get(0).getDomProperty("href");
    click(By.cssSelector("td a.button"));
    await("a board", () -> all(".cell").size() == 9);
    assertThat(link)
        .endsWith("agent=" + URLEncoder.encode(seat(), StandardCharsets.UTF_8))
        .contains(run);
    assertThat(problems()).isEmpty();
  }

  @Test
  void gameThatTheServerLost_goesOnWhereItWas() throws Exception {
    freshTicTacToe();
    click(By.cssSelector("[data-cell='4'].may"));
    await("both moved", () -> stones() == 2 && status().contains("you"));
    String board = cells();
    int port = page.address().getPort();
    page.close();
    await("the loss", () -> problems().contains("The connection was lost"));
    page = ServedPage.startAt(place, port);
    await("the connection", () -> problems().isEmpty());
    assertThat(cells()).isEqualTo(board);
    click(By.cssSelector(".cell.may"));
    await("both moved again", () -> ended() || stones() == 4);
    click(button("New game"));
    await("an empty board", () -> stones() == 0);
    assertThat(problems()).isEmpty();
    // The browser lists requests that found no server.
    browser.manage().logs().get(LogType.BROWSER);
  }

  private static String cells() {
    return String.join(
        ",", all(".cell").stream().map(cell -> cell.getDomAttribute("aria-label")).toList());
  }

  @Test
  void keys_takeOver_whileAnAgentPlays() {
    go("#/play/cartpole");
    await("the cart", () -> !all(".scene canvas").isEmpty());
    click(button("New game"));
    await("the beginning", () -> status().startsWith("Step 0"));
    tab("Game");
    // Slow enough for the keys to come before the end.
    browser
        .findElement(By.cssSelector(".field input[type=range]"))
        .sendKeys(Keys.HOME, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    click(button("Play"));
    new Actions(browser).keyDown(Keys.ARROW_RIGHT).perform();
    await("the end", () -> status().startsWith("The end"));
    new Actions(browser).keyUp(Keys.ARROW_RIGHT).perform();
    assertThat(lastMoves()).hasSize(5).containsOnly("right");
    press(" ");
    assertThat(browser.findElements(button("Pause"))).isNotEmpty(); // it has lost the focus
    new Actions(browser).keyDown(Keys.ARROW_LEFT).perform();
    click(button("New game"));
    await("another end", () -> status().startsWith("The end") && lastMoves().contains("left"));
    new Actions(browser).keyUp(Keys.ARROW_LEFT).perform();
    assertThat(lastMoves()).hasSize(5).containsOnly("left");
  }

  private static List<String> lastMoves() {
    List<String> moves = all(".moves-list button").stream().map(WebElement::getText).toList();
    return moves.subList(Math.max(0, moves.size() - 5), moves.size());
  }

  @Test
  void seatOfYourOwn_isPlayedByKeysAtOnce() {
    go("#/play/cartpole");
    await("the cart", () -> !all(".scene canvas").isEmpty());
    click(button("New game"));
    await("the beginning", () -> status().startsWith("Step 0"));
    click(By.xpath("//option[.='you, by keyboard']"));
    press(Keys.ARROW_RIGHT);
    await("a step", () -> status().startsWith("Step 1"));
    press(Keys.ARROW_LEFT);
    await("another", () -> status().startsWith("Step 2"));
    assertThat(seat()).isEqualTo("you");
  }

  @Test
  void lettersAndDigits_actWithoutTheFocus() {
    go("#/play/connect4?agent=player:random");
    await("a board", () -> all(".cell").size() == 42);
    browser.executeScript("document.activeElement.blur()");
    press("4");
    await("a stone in the fourth column", () -> !all("[data-cell='38'] .stone").isEmpty());
    await("the answer", () -> stones() == 2);
    browser.executeScript("document.activeElement.blur()");
    press("u");
    await("taken back", () -> stones() == 0);
  }

  @Test
  void legalMoves_areMarked_exceptUnderTheHeatMap() throws Exception {
    go("#/play/connect4?agent=player:random");
    await("a dot in each column", () -> all(".cell .dot").size() == 7);
    keep("dots");
    freshTicTacToe();
    await("a dot in each cell", () -> all(".cell .dot").size() == 9);
    click(button("Hint"));
    await("a heat map", () -> !all(".cell .heat").isEmpty());
    assertThat(all(".cell .heat + .dot")).isEmpty();
  }

  @Test
  void game_beginsWithTheOptionsOfItsAgent() {
    go("#/play/gomoku");
    await("the agent's board", () -> all(".cell").size() == 25);
    go("#/play/gomoku?agent=player:random");
    await("the game's own board", () -> all(".cell").size() == 81);
    // Whoever asks for nothing goes on with what this tab played.
    go("#/play/gomoku");
    await("the same", () -> all(".cell").size() == 81);
    assertThat(seat()).isEqualTo("player:random");
  }

  private static void freshForTwo() {
    go("#/play/tictactoe?agent=you");
    await("a board", () -> all(".cell").size() == 9);
  }

  private static void put(int... cells) {
    for (int cell : cells) {
      int before = stones();
      click(By.cssSelector("[data-cell='" + cell + "'].may"));
      await("a stone", () -> stones() == before + 1);
    }
  }

  @Test
  void search_isForgotten_whenItsPositionIsTakenBack() {
    freshForTwo();
    put(0);
    click(button("Hint"));
    await("a heat map", () -> !all(".cell .heat").isEmpty());
    click(button("Undo"));
    await("an empty board", () -> stones() == 0);
    assertThat(all(".cell .heat")).isEmpty();
    put(8);
    assertThat(all(".cell .heat")).isEmpty();
    assertThat(browser.findElement(By.id("view")).getText()).contains("Nothing searched here yet");
  }

  @Test
  void slider_showsThePositionThatWasSearched() {
    freshTicTacToe();
    click(By.cssSelector("[data-cell='4'].may"));
    await("both moved", () -> stones() == 2 && status().contains("you"));
    tab("Simulations");
    await("a slider", () -> !all(".slider input").isEmpty());
    browser
        .findElement(By.cssSelector(".slider input"))
        .sendKeys(Keys.HOME, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    await("the board before it", () -> stones() == 1);
    await("what the search thought of it", () -> !all(".cell .heat").isEmpty());
    assertThat(status()).startsWith("Looking at move 1 of 2");
  }

  @Test
  void earlierPosition_isTheRightOne_afterReloadAndUndo() {
    freshForTwo();
    put(0, 1);
    browser.navigate().refresh();
    await("the same board", () -> stones() == 2);
    put(2, 3, 4);
    click(button("Undo"));
    await("taken back", () -> stones() == 4);
    tab("Game");
    click(By.cssSelector(".moves-list button"));
    await("the first move", () -> status().startsWith("Looking at move 1 of 4"));
    assertThat(stones()).isEqualTo(1);
  }

  private static String scene() {
    return all(".scene canvas").get(0).getDomAttribute("aria-label");
  }

  @Test
  void link_leadsToThePosition_whereverTheGameBegan() {
    go("#/play/taxi");
    await("a taxi", () -> !all(".scene canvas").isEmpty());
    tab("Game");
    browser.findElement(By.tagName("textarea")).sendKeys("south, pick up, north");
    click(button("Play these moves"));
    await("three moves", () -> all(".moves-list li").size() == 3);
    assertThat(all(".moves-list button").get(1).getText()).isEqualTo("pick up");
    String there = scene();
    String link = browser.findElement(By.linkText("Link to this position")).getDomProperty("href");
    browser.executeScript("sessionStorage.clear()");
    go(link.substring(link.indexOf('#')));
    await("the link's game", () -> status().startsWith("Step 3"));
    assertThat(scene()).isEqualTo(there);
  }

  @Test
  void pastedMoves_areCutWhereTheNamesAllow() {
    go("#/runs");
    assertThat(module("gametext.mjs", "m.movesOf('1. pick up, south;\\n2. pick up', ['pick up'])"))
        .isEqualTo(List.of("pick up", "south", "pick up"));
    assertThat(module("gametext.mjs", "m.movesOf('1. a1 b2\\n2. c3,a2', ['a1', 'b2'])"))
        .isEqualTo(List.of("a1", "b2", "c3", "a2"));
  }

  @Test
  void link_isCopied_withoutAClipboardToo() {
    freshTicTacToe();
    browser.executeScript(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})");
    tab("Game");
    click(button("Copy link"));
    await(
        "the link",
        () ->
            all("#view [role=status]").stream()
                .anyMatch(said -> said.getText().matches("Copied|Selected.*")));
    assertThat(all("#view input").get(0).getDomProperty("value")).contains("#/play/tictactoe");
  }

  @Test
  void agentThatMakesNoMove_isNotAskedForEver() {
    after(
        """
        const real = fetch;
        window.asked = 0;
        window.fetch = (to, how) => {
          if (!String(to).endsWith("/search")) return real(to, how);
          window.asked++;
          return real(to, {...how, body: how.body.replace('"play":true', '"play":false')});
        };
        """,
        () -> {
          freshTicTacToe();
          click(By.cssSelector("[data-cell='4'].may"));
          await("what is wrong", () -> problems().contains("the agent makes no move"));
          await("a pause", () -> !browser.findElements(button("Play")).isEmpty());
          assertThat(browser.executeScript("return window.asked")).isEqualTo(3L);
        });
  }

  @Test
  void problemOfTheServer_pausesTheGame() {
    after(
        """
        window.EventSource = class extends EventSource {
          constructor(path) {
            super(path);
            window.stream = this;
          }
        };
        """,
        () -> {
          freshTicTacToe();
          browser.executeScript(
              "stream.dispatchEvent(new MessageEvent('problem', {data: '{\"error\": \"it failed\"}'}))");
          await("what it says", () -> problems().contains("it failed"));
          await("a pause", () -> !browser.findElements(button("Play")).isEmpty());
        });
  }

  @Test
  void agentThatSearchesByTheRules_imaginesNothing() {
    after(
        """
        const real = Response.prototype.text;
        Response.prototype.text = async function() {
          const text = await real.call(this);
          if (!this.url.includes("api/agents")) return text;
          const agents = JSON.parse(text).agents.map((one) => ({...one, usesRules: true}));
          return JSON.stringify({agents});
        };
        """,
        () -> {
          freshTicTacToe();
          tab("Imagination");
          String said = "This agent searches by the real rules";
          await(
              "what it does", () -> browser.findElement(By.id("view")).getText().startsWith(said));
          assertThat(browser.findElements(button("Compare along the expected line"))).isEmpty();
        });
  }

  @Test
  void everyCurve_belongsToAGroup() {
    go("#/runs");
    Object groups =
        module(
            "runs.mjs",
            "m.grouped(['evaluation/random', 'evaluation/random_low', 'expert/accuracy',"
                + " 'gating/score', 'loss/total'])");
    assertThat(groups)
        .isEqualTo(
            List.of(
                List.of("Strength", List.of("evaluation/random")),
                List.of("Losses", List.of("loss/total")),
                List.of("Other", List.of("expert/accuracy", "gating/score"))));
  }

  @Test
  void bestScore_saysAgainstWhom() {
    go("#/runs");
    assertThat(module("runs.mjs", "m.score({best: 0.5, bestKind: 'score', against: 'perfect'})"))
        .isEqualTo("50.0 % against perfect");
    assertThat(module("runs.mjs", "m.score({best: 9.5, bestKind: 'return', against: ''})"))
        .isEqualTo("9.50");
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
  void episodeOfAnEvaluation_isWatchedFromItsRun() throws Exception {
    String run = Files.readString(place.resolve("checkpoints/cartpole/latest")).strip();
    go("#/runs/cartpole/" + run);
    click(button("Watch"));
    await("its replay", () -> status().startsWith("Looking at move"));
    assertThat(browser.getCurrentUrl()).contains("replay=1", "seed=");
    await("its end", () -> !status().startsWith("Looking at move"));
    assertThat(status()).as("what an untrained agent gets").doesNotStartWith("Step");
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
