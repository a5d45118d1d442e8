package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;

/**
 * A page in a real browser and what tests do there. Needs Debian's packages chromium and
 * chromium-driver; tests are skipped where they are missing. {@code -Dmuzero.screenshots=FOLDER}
 * keeps pictures.
 */
abstract class PageBrowser {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  @TempDir static Path place;
  static ServedPage page;
  static ChromeDriver browser;

  @BeforeAll
  static void requireBrowser() {
    Assumptions.assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
        "skipped: there is no " + CHROMIUM + " with " + DRIVER);
  }

  /** Serves what was trained and opens the browser. */
  static void open() throws Exception {
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
      browser = null;
    }
    if (page != null) {
      page.close();
      page = null;
    }
  }

  /** Whatever was done: nothing was blocked, nothing failed in the page's own code. */
  @AfterEach
  void consoleIsSilent() {
    browser.executeScript("sessionStorage.clear()"); // the next test is another visitor
    assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
  }

  static void go(String address) {
    browser.get("about:blank");
    browser.get(page.address() + address);
  }

  static void await(String what, BooleanSupplier there) {
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
  static String said() {
    try {
      return page.process().printed();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static void sleep() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static List<WebElement> all(String css) {
    return browser.findElements(By.cssSelector(css));
  }

  static String status() {
    return all(".status").stream().map(WebElement::getText).findFirst().orElse("");
  }

  static By button(String text) {
    return By.xpath("//button[normalize-space()='" + text + "']");
  }

  /** Whether a button is of no use now. */
  static boolean isIdle(By button) {
    return isIdle(browser.findElement(button));
  }

  private static boolean isIdle(WebElement button) {
    return "true".equals(button.getDomAttribute("aria-disabled"));
  }

  /** Clicks what may be drawn anew at any moment. */
  static void click(By what) {
    await(
        what.toString(),
        () -> {
          List<WebElement> found = browser.findElements(what);
          if (found.isEmpty() || !found.get(0).isEnabled() || isIdle(found.get(0))) {
            return false;
          }
          found.get(0).click();
          return true;
        });
  }

  static void tab(String text) {
    click(button(text));
  }

  static void freshTicTacToe() {
    go("#/play/tictactoe");
    await("a board", () -> all(".cell").size() == 9);
    click(button("New game"));
    await("an empty board", () -> all(".cell .stone").isEmpty() && status().contains("you"));
  }

  static void keep(String name) throws Exception {
    String folder = System.getProperty("muzero.screenshots");
    if (folder != null) {
      Files.createDirectories(Path.of(folder));
      Files.write(Path.of(folder, name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }
  }

  static String problems() {
    return String.join(" ", all(".problem").stream().map(WebElement::getText).toList());
  }

  static int stones() {
    return all(".cell .stone").size();
  }

  /** What a module of the page gives; {@code script} is an expression of the module m. */
  static Object module(String name, String script) {
    return browser.executeAsyncScript(
        "const done = arguments[1]; import(arguments[0]).then(m => done(" + script + "));",
        page.address() + name);
  }

  /** Does something in pages in which a script runs before their own ones. */
  static void after(String script, Runnable visit) {
    String command = "Page.addScriptToEvaluateOnNewDocument";
    Object id = browser.executeCdpCommand(command, Map.of("source", script)).get("identifier");
    try {
      visit.run();
    } finally {
      browser.executeCdpCommand(
          "Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", id));
    }
  }

  static void press(CharSequence key) {
    new Actions(browser).sendKeys(key).perform();
  }

  /** Who sits in the last seat. */
  static String seat() {
    return all(".side .seats").get(0).findElements(By.xpath("label[not(.//input)]/select")).stream()
        .reduce((a, b) -> b)
        .orElseThrow()
        .getDomProperty("value");
  }

  static boolean ended() {
    return status().contains("wins") || status().contains("draw");
  }

  static void freshForTwo() {
    go("#/play/tictactoe?agent=you");
    await("a board", () -> all(".cell").size() == 9);
  }

  static void put(int... cells) {
    for (int cell : cells) {
      int before = stones();
      click(By.cssSelector("[data-cell='" + cell + "'].may"));
      await("a stone", () -> stones() > before); // an agent may have answered by now
    }
  }

  static String cells() {
    return String.join(
        ",", all(".cell").stream().map(cell -> cell.getDomAttribute("aria-label")).toList());
  }
}
