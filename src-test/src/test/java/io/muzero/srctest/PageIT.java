package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;

/** The page in a real browser: games, what agents think, runs. */
class PageIT extends PageBrowser {
  @BeforeAll
  static void train() throws Exception {
    ServedPage.train(place, "tictactoe", "cartpole");
    ServedPage.trainWith(
        place,
        "gomoku",
        "environment.size=5",
        "environment.line=4",
        "network.policyHead=dense",
        "network.globalPooling=false");
    open();
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

  /** Walks to a cell by arrows, from the one that has the focus, and plays it. */
  private static void walkTo(int cell, int columns) {
    int from = Integer.parseInt(browser.switchTo().activeElement().getDomAttribute("data-cell"));
    for (int at = from; at != cell; ) {
      int rows = cell / columns - at / columns;
      boolean vertical = rows != 0;
      int by = vertical ? Integer.signum(rows) : Integer.signum(cell % columns - at % columns);
      press(
          vertical
              ? by > 0 ? Keys.ARROW_DOWN : Keys.ARROW_UP
              : by > 0 ? Keys.ARROW_RIGHT : Keys.ARROW_LEFT);
      at += vertical ? by * columns : by;
    }
    press(Keys.ENTER);
  }

  @Test
  void game_byKeyboard_toItsEnd() {
    freshTicTacToe();
    browser.executeScript("document.querySelector(\"[data-cell='0']\").focus()");
    for (int move = 0; move < 5 && !ended(); move++) {
      int before = stones();
      await("my turn", () -> ended() || !all(".cell.may").isEmpty());
      if (!ended()) {
        walkTo(Integer.parseInt(all(".cell.may").get(0).getDomAttribute("data-cell")), 3);
        await("both moved", () -> ended() || stones() >= before + 2);
      }
    }
    await("the end", PageIT::ended);
    await("the end, for who hears it", () -> heard().contains(status()));
    assertThat(browser.getTitle()).startsWith("tictactoe: ");
    press("u");
    await("taken back", () -> !ended());
  }

  /** What is said to those who hear the page. */
  private static String heard() {
    return all(".stage [role=status]").get(0).getDomProperty("textContent");
  }

  @Test
  void moveOfTheAgent_isHeardAndMarked() {
    freshTicTacToe();
    put(4);
    await("both moved", () -> stones() == 2 && status().contains("you"));
    await("its move", () -> heard().matches("O played [a-c][1-3]\\. X to move: you\\."));
    assertThat(cells()).containsOnlyOnce("O, last move");
  }

  private static void hover(WebElement element) {
    new Actions(browser).moveToElement(element).perform();
  }

  private static WebElement row(int number) {
    return all(".moves tbody tr").get(number);
  }

  @Test
  void linesOfTheSearchBefore_areShownOnItsBoard_andNotPlayed() {
    freshTicTacToe();
    put(4);
    await("both moved", () -> stones() == 2 && status().contains("you"));
    await("its table", () -> all(".moves caption").get(0).getText().startsWith("Before the last"));
    hover(row(0));
    await("its line", () -> !all(".cell.ghost").isEmpty());
    await("the board before it", () -> !all("[data-cell='4'].last").isEmpty());
    await(
        "the agent's stone, which was its first move",
        () -> all(".cell.ghost.second").stream().anyMatch(cell -> cell.getText().equals("1")));
    row(0).findElement(By.tagName("button")).click();
    hover(browser.findElement(By.tagName("h2")));
    browser.executeScript("document.activeElement.blur()");
    await("the game", () -> stones() == 2 && all(".cell.ghost").isEmpty());
  }

  @Test
  void row_showsItsVariation_untilItIsGone() {
    freshTicTacToe();
    click(button("Hint"));
    await("a table", () -> all(".moves tbody tr").size() == 9);
    await("its end", () -> isIdle(button("Stop")));
    hover(row(0));
    await("more than its move", () -> all(".cell.ghost").size() > 1);
    tab("Tree");
    await("the board itself", () -> stones() == 0);
  }

  @Test
  void agentAnswers_afterAReplay_andAfterGoingOnFromAPosition() {
    freshTicTacToe();
    put(4);
    await("both moved", () -> stones() == 2 && status().contains("you"));
    click(button("Replay"));
    await("the replay", () -> status().startsWith("Looking at move"));
    await("its end", () -> !status().startsWith("Looking at move"));
    click(By.cssSelector(".cell.may"));
    await("an answer", () -> ended() || (stones() == 4 && status().contains("you")));
    click(By.cssSelector(".graph g"));
    await("an earlier position", () -> status().startsWith("Looking at move"));
    int there = stones();
    click(button("Go on from here"));
    await("that position, or an answer", () -> !status().startsWith("Looking at move"));
    await("my turn", () -> status().contains("you") && stones() >= there && stones() % 2 == 0);
    int before = stones();
    click(By.cssSelector(".cell.may"));
    await("another answer", () -> ended() || stones() == before + 2);
  }

  @Test
  void agentThatLeavesItsSeat_makesNoMove() {
    go("#/play/tictactoe?simulations=20000");
    await("a board", () -> all(".cell").size() == 9);
    click(button("New game"));
    await("an empty board", () -> stones() == 0 && status().contains("you"));
    click(By.cssSelector("[data-cell='4'].may"));
    await("it thinks", () -> status().contains("thinks"));
    click(button("Swap seats"));
    await("my turn", () -> status().startsWith("O to move: you"));
    sleep();
    assertThat(stones()).isEqualTo(1);
    press("u");
    await("taken back", () -> stones() == 0);
  }

  @Test
  void thinkOn_asksTheAgentThatIsChosen() {
    freshTicTacToe();
    click(button("Hint"));
    await("a table", () -> !all(".moves caption").isEmpty());
    click(By.xpath("//label[span='Asked']/select/option[last()]"));
    String other =
        browser.findElement(By.xpath("//label[span='Asked']/select/option[last()]")).getText();
    click(button("Think on"));
    await("its opinion", () -> all(".moves caption").get(0).getText().contains(other));
  }

  @Test
  void anyLine_isImagined() {
    freshTicTacToe();
    click(button("Hint"));
    await("a table", () -> all(".moves tbody tr").size() == 9);
    tab("Imagination");
    await("the lines", () -> all("#view option").size() == 9);
    String move = all("#view option").get(3).getText();
    click(By.cssSelector("#view option:nth-child(4)"));
    click(button("Compare along this line"));
    await("the line", () -> !all(".imagined tbody th").isEmpty());
    assertThat(all(".imagined tbody th").get(0).getText())
        .isEqualTo("1. " + move.replace(" …", ""));
  }

  @Test
  void namesWithCommas_inLinksAndPastedLists() throws Exception {
    JsonNode names = page.get("api/sessions/" + page.begin("bipedalwalker")).json();
    List<String> moves =
        List.of(names.at("/state/actions/3").asText(), names.at("/state/actions/40").asText());
    assertThat(moves).allMatch(name -> name.contains(","));
    go("#/play/bipedalwalker?agent=you");
    await("a walker", () -> !all(".scene canvas").isEmpty());
    assertThat(all(".actions button")).hasSize(40);
    all(".stage input[type=search]").get(0).sendKeys(moves.get(1));
    await("the one", () -> all(".actions button").size() == 1);
    tab("Game");
    browser.findElement(By.tagName("textarea")).sendKeys(String.join("; ", moves));
    click(button("Play these moves"));
    await("two moves", () -> all(".moves-list li").size() == 2);
    String link = browser.findElement(By.linkText("Link to this position")).getDomProperty("href");
    browser.executeScript("sessionStorage.clear()");
    go(link.substring(link.indexOf('#')));
    await("the link's game", () -> status().startsWith("Step 2"));
    assertThat(problems()).isEmpty();
    for (String list : List.of("['a1', 'b2']", "['-1,0']", "['-1,0', '0,1']", "['pick up']")) {
      assertThat(module("gametext.mjs", "m.parted(m.joined(" + list + ")).join('|')"))
          .isEqualTo(browser.executeScript("return " + list + ".join('|')"));
    }
  }

  /** Lets the server's refusals say how many moves were good. */
  private static final String PLAYED_TWO =
      """
      const real = Response.prototype.text;
      Response.prototype.text = async function() {
        const text = await real.call(this);
        return this.status === 400 ? JSON.stringify({...JSON.parse(text), played: 2}) : text;
      };
      """;

  @Test
  void listOfMovesThatEndsWrong_isPlayedAsFarAsItGoes() {
    after(
        PLAYED_TWO,
        () -> {
          go("#/play/tictactoe?agent=you&moves=a1,b2,nonsense,c3");
          await("the good moves", () -> stones() == 2);
          assertThat(problems()).contains("nonsense");
          tab("Game");
          browser.findElement(By.tagName("textarea")).sendKeys("c1 b1 b9 c3");
          click(button("Play these moves"));
          await("what is wrong", () -> problems().contains("b9"));
          await("the good moves", () -> stones() == 2 && cells().contains("c1, X"));
          click(button("Dismiss"));
          await("no more of it", () -> problems().isEmpty());
        });
    // The browser lists what was refused.
    browser.manage().logs().get(LogType.BROWSER);
  }

  @Test
  void wrongAddresses_leaveAPage() {
    go("#/play/%");
    await("what is wrong", () -> problems().contains("There is no game %"));
    go("#/play/tictactoe?seed=none&moves=nonsense");
    await("a board", () -> all(".cell").size() == 9 && !problems().isEmpty());
    browser.manage().logs().get(LogType.BROWSER);
  }

  @Test
  void newGame_isAskedFor_whenAKeyWouldEndOne() {
    freshForTwo();
    put(0, 1);
    press("n");
    await("a question", () -> !all("dialog[open]").isEmpty());
    press(Keys.ESCAPE);
    await("no question", () -> all("dialog").isEmpty());
    assertThat(stones()).isEqualTo(2);
    press("n");
    click(button("Begin a new game"));
    await("an empty board", () -> stones() == 0);
    press("n");
    assertThat(all("dialog")).isEmpty();
  }

  @Test
  void arrows_walkThroughTabsTreeAndGraph() {
    freshForTwo();
    put(0, 1);
    click(button("Hint"));
    await("a table", () -> !all(".moves tbody tr").isEmpty());
    await("its end", () -> isIdle(button("Stop")));
    browser.findElement(By.id("tab-moves")).sendKeys(Keys.ARROW_RIGHT);
    browser.switchTo().activeElement().sendKeys(Keys.ARROW_RIGHT);
    await("a tree", () -> !all("[role=treeitem]").isEmpty());
    assertThat(all("[role=tab][tabindex='0']")).hasSize(1);
    int roots = all("[role=treeitem]").size();
    assertThat(all("[role=treeitem][tabindex='0']")).hasSize(1);
    all("[role=treeitem]").get(0).sendKeys(Keys.ARROW_RIGHT);
    await("an open branch", () -> all("[role=treeitem]").size() > roots);
    press(Keys.ARROW_RIGHT);
    assertThat(focusedPath()).contains(".");
    press(Keys.ARROW_LEFT);
    assertThat(focusedPath()).doesNotContain(".");
    press(Keys.ARROW_LEFT);
    await("a closed branch", () -> all("[role=treeitem]").size() == roots);
    press(Keys.END);
    assertThat(focusedPath())
        .isEqualTo(all("[role=treeitem]").get(roots - 1).getDomAttribute("data-path"));
    assertThat(all(".graph g[tabindex='0']")).hasSize(1);
  }

  private static String focusedPath() {
    return String.valueOf(browser.switchTo().activeElement().getDomAttribute("data-path"));
  }

  private static Object places() {
    return browser.executeScript(
        "return [...document.querySelectorAll('.stage .bar button, .graph')].map(e =>"
            + " e.getBoundingClientRect()).map(r => [r.x, r.y, r.width].join(' '))");
  }

  @Test
  void controls_stayWhereTheyAre_whileASearchGoesOn() {
    freshForTwo();
    put(0);
    Object before = places();
    browser
        .findElement(By.xpath("//label[span='Simulations a move']//input"))
        .sendKeys(Keys.chord(Keys.CONTROL, "a"), "20000", Keys.ENTER);
    click(button("Hint"));
    await("a search", () -> status().contains("thinks"));
    assertThat(places()).isEqualTo(before);
    click(button("Stop"));
    await("its end", () -> !status().contains("thinks"));
    assertThat(places()).isEqualTo(before);
  }

  private static void hide(boolean hidden) {
    browser.executeScript(
        "Object.defineProperty(document, 'visibilityState', {value: arguments[0], configurable:"
            + " true}); document.dispatchEvent(new Event('visibilitychange'))",
        hidden ? "hidden" : "visible");
  }

  @Test
  void search_goesOn_whileItsTabIsHidden() {
    go("#/play/tictactoe?simulations=20000");
    await("a board", () -> all(".cell").size() == 9);
    click(button("New game"));
    await("an empty board", () -> stones() == 0 && status().contains("you"));
    click(button("Hint"));
    await("a search", () -> status().contains("thinks"));
    hide(true);
    await("its end", () -> !status().contains("thinks"));
    hide(false);
    assertThat(all(".moves caption").get(0).getText()).startsWith("20,000 ");
  }

  @Test
  void heldKey_actsAgainAndAgain_andSoDoesTheChosenActionWithoutOne() {
    go("#/play/cartpole?agent=you");
    await("the cart", () -> !all(".scene canvas").isEmpty());
    click(button("New game"));
    await("the beginning", () -> status().startsWith("Step 0"));
    browser.executeScript("document.activeElement.blur()");
    new Actions(browser).keyDown(Keys.ARROW_RIGHT).perform();
    await("the end", () -> status().startsWith("The end"));
    new Actions(browser).keyUp(Keys.ARROW_RIGHT).perform();
    click(button("New game"));
    await("the beginning", () -> status().startsWith("Step 0"));
    new Actions(browser)
        .clickAndHold(browser.findElement(By.xpath("//div[@class='actions holds']/button[1]")))
        .perform();
    await("the end", () -> status().startsWith("The end"));
    new Actions(browser).release().perform();
    click(button("New game"));
    await("the beginning", () -> status().startsWith("Step 0"));
    click(By.xpath("//label[span='While no key is held']/select/option[.='left']"));
    click(button("Play"));
    await("the end", () -> status().startsWith("The end"));
    tab("Game");
    assertThat(lastMoves()).hasSize(5).containsOnly("left");
  }

  @Test
  void runPage_saysThatItIsOld_untilTheServerIsBack() throws Exception {
    String run = Files.readString(place.resolve("checkpoints/cartpole/latest")).strip();
    after(
        """
        const real = fetch;
        window.fetch = (to, how) => window.gone ? Promise.reject(new TypeError("gone")) : real(to, how);
        """,
        () -> {
          go("#/runs/cartpole/" + run);
          await("the run", () -> !all(".facts").isEmpty());
          assertThat(browser.getTitle()).startsWith("cartpole");
          browser.executeScript("window.gone = true");
          await("what is wrong", () -> problems().contains("What is below is old"));
          assertThat(all(".old .facts")).isNotEmpty();
          browser.executeScript("window.gone = false");
          await("the run again", () -> problems().isEmpty() && all(".old").isEmpty());
        });
  }

  @Test
  void runThatCannotBeRead_isNamedBelowTheOthers() {
    after(
        """
        const real = Response.prototype.text;
        Response.prototype.text = async function() {
          const text = await real.call(this);
          if (!this.url.endsWith("api/runs")) return text;
          return JSON.stringify({...JSON.parse(text), damaged: [{name: "x/y", error: "no run.yaml"}]});
        };
        """,
        () -> {
          go("#/runs");
          await("the runs", () -> !all("table.runs tbody tr").isEmpty());
          assertThat(all("main li").get(0).getText()).isEqualTo("x/y: no run.yaml");
        });
  }

  @Test
  void curves_ofClosedGroups_areNotDrawn_andLongOnesAreThinned() throws Exception {
    String run = Files.readString(place.resolve("checkpoints/cartpole/latest")).strip();
    go("#/runs/cartpole/" + run);
    await("charts", () -> !all(".chart canvas").isEmpty());
    assertThat(all("details:not([open]) .chart")).isEmpty();
    click(By.cssSelector("details:not([open]) summary"));
    await(
        "those of that group too",
        () ->
            all("details[open]").stream()
                .allMatch(g -> !g.findElements(By.className("chart")).isEmpty()));
    Object points =
        module(
            "chart.mjs",
            "(x => [x.values.length <= 3000, x.values.at(-1), x.steps.at(-1)].join())(m.addRows({},"
                + " Array.from({length: 10000}, (_, i) => [i, i, 'x', 2 * i])).x)");
    assertThat(points).isEqualTo("true,19998,9999");
  }

  @Test
  void framesOfALongEpisode_areForgotten() {
    go("#/runs");
    assertThat(
            module(
                "game.mjs",
                "(f => { for (let i = 0; i < 100; i++) f.put(i, {ply: i, picture: {png:"
                    + " 'x'.repeat(1e6)}}); return [f.get(0) === undefined, f.get(99).ply].join();"
                    + " })(new m.Frames())"))
        .isEqualTo("true,99");
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
    click(button("Compare along this line"));
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
              "stream.dispatchEvent(new MessageEvent('problem', {data: '{\"error\": \"it"
                  + " failed\"}'}))");
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
          assertThat(browser.findElements(button("Compare along this line"))).isEmpty();
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
    assertThat(module("runs.mjs", "m.score({best: 0, bestKind: 'wrong', against: ''})"))
        .isEqualTo("0 wrong decisions");
    assertThat(module("runs.mjs", "m.score({best: 1, bestKind: 'wrong', against: ''})"))
        .isEqualTo("1 wrong decision");
    assertThat(module("runs.mjs", "m.checkpointScore({bestKind: 'wrong'}, -0.25)"))
        .isEqualTo("0 wrong");
    assertThat(module("runs.mjs", "m.checkpointScore({bestKind: 'score'}, 0.75)"))
        .isEqualTo("75.0 %");
    assertThat(module("runs.mjs", "m.checkpointScore({bestKind: 'return'}, null)")).isEqualTo("–");
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
