package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * How fast the page is, written to {@code target/page-figures.txt}: first paint, the answers to
 * clicks, and the weight of what is loaded. It asserts no time: run it on a quiet machine by {@code
 * src-test/page/check.sh figures}.
 */
@Tag("learning")
class PageSpeedIT {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final int TIMES = 7;

  /** Clicks a free cell, and is done when two more stones are there: the click's and the answer. */
  private static final String CLICK =
      """
      const done = arguments[arguments.length - 1];
      const stones = () => document.querySelectorAll(".cell .stone").length;
      const before = stones();
      const cell = document.querySelector(".cell.may");
      if (!cell) return done(-1);
      const began = performance.now();
      const watch = new MutationObserver(() => {
        if (stones() < before + 2) return;
        watch.disconnect();
        done(performance.now() - began);
      });
      watch.observe(document.body, { subtree: true, childList: true, attributes: true });
      cell.click();
      """;

  @TempDir private static Path place;

  private final List<String> figures = new ArrayList<>();

  @Test
  void figures_ofThePage() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
        "skipped: there is no " + CHROMIUM + " with " + DRIVER);
    // Its strength does not matter here, only its network's size.
    Jar.Ended trained =
        new Jar(place)
            .run(
                "train",
                "--game",
                "connect4",
                "--steps",
                "2",
                "--set",
                "run.warmUp=100",
                "--set",
                "selfPlay.gamesPerWorker=8",
                "--set",
                "learner.batchSize=16",
                "--set",
                "evaluation.everySteps=1000000");
    assertThat(trained.exitCode()).as(trained.errors()).isZero();
    try (ServedPage page = ServedPage.start(place)) {
      ChromeDriver browser = browser();
      try {
        paint(browser, page);
        answers(browser, page, "tictactoe", 32);
        answers(browser, page, "connect4", 200);
      } finally {
        browser.quit();
      }
      weight(page);
    }
    Path file = Path.of("target", "page-figures.txt");
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, figures);
    assertThat(figures).hasSize(4);
  }

  private static ChromeDriver browser() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--window-size=1280,1000",
        "--user-data-dir=" + place.resolve("browser"));
    ChromeDriver browser =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(),
            options);
    browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
    return browser;
  }

  private void paint(ChromeDriver browser, ServedPage page) throws Exception {
    double[] millis = new double[TIMES];
    for (int i = -1; i < TIMES; i++) {
      browser.get("about:blank");
      browser.get(page.address() + "#/play/tictactoe");
      Thread.sleep(1500);
      Number first =
          (Number)
              browser.executeScript(
                  "return performance.getEntriesByName('first-contentful-paint')[0].startTime");
      if (i >= 0) {
        millis[i] = first.doubleValue();
      }
    }
    note("first contentful paint, program warm", millis);
  }

  private void answers(ChromeDriver browser, ServedPage page, String game, int simulations)
      throws Exception {
    List<Double> millis = new ArrayList<>();
    browser.get("about:blank");
    browser.get(page.address() + "#/play/" + game + "?simulations=" + simulations);
    for (int i = 0; i < 3 * TIMES && millis.size() < TIMES; i++) {
      Thread.sleep(1000);
      Number taken = (Number) browser.executeAsyncScript(CLICK);
      if (taken.doubleValue() < 0) { // the game is over
        browser.executeScript(
            "[...document.querySelectorAll('button')].find(b => b.textContent === 'New"
                + " game').click()");
      } else if (i > 0) { // the first one warms up
        millis.add(taken.doubleValue());
      }
    }
    note(
        game + ", click to answer, " + simulations + " simulations",
        millis.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private void weight(ServedPage page) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    JsonNode games = page.get("api/info").json();
    assertThat(games.path("games")).isNotEmpty();
    long bytes = 0;
    for (String name : ServedPage.files()) {
      HttpResponse<byte[]> response =
          client.send(
              HttpRequest.newBuilder(URI.create(page.address() + name))
                  .header("Accept-Encoding", "gzip")
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(response.statusCode()).as(name).isEqualTo(200);
      bytes += response.body().length;
    }
    figures.add(String.format(Locale.ROOT, "all files of the page, packed: %,d bytes", bytes));
  }

  private void note(String what, double[] millis) {
    double[] sorted = millis.clone();
    Arrays.sort(sorted);
    assertThat(sorted).as(what).isNotEmpty();
    figures.add(
        String.format(
            Locale.ROOT,
            "%s: median %.0f ms, least %.0f, most %.0f, %d times",
            what,
            sorted[sorted.length / 2],
            sorted[0],
            sorted[sorted.length - 1],
            sorted.length));
  }
}
