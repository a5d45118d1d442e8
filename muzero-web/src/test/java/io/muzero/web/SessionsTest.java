package io.muzero.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.storage.CheckpointName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Games that nobody plays any more. */
class SessionsTest {
  private static final WebLimits BRIEF = new WebLimits(64 << 10, 3, 1, 1000, 10, 10, 10, 100);

  @TempDir private Path root;

  private final StagedGame game = new StagedGame();

  @Test
  void idleGames_areGone_withWhatTheyHeld() throws Exception {
    StoredRun run = new StoredRun(root, 1, game).with(CheckpointName.Kind.BEST, 5);
    try (TestPage page = TestPage.serve(root, BRIEF, game.shown())) {
      String session = page.begin("staged", "");
      page.begin("staged", "");
      page.post(session + "/search", "{'agent':'" + run.best(5) + "','simulations':8}");
      long end = System.nanoTime() + 30_000_000_000L;
      while (page.page().games() > 0 && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      assertThat(page.page().games()).isZero();
      assertThat(page.get(session).status()).isEqualTo(404);
      assertThat(page.get(session + "/snapshots").status()).isEqualTo(404);
    }
  }

  @Test
  void watchedGame_stays_andClosesItsStreamsInTheEnd() throws Exception {
    Sessions sessions = new Sessions(BRIEF);
    Session watched = new Session("watched", game.shown().variant(), BRIEF, 1);
    Session left = new Session("left", game.shown().variant(), BRIEF, 1);
    sessions.add(watched);
    sessions.add(left);
    AutoCloseable reader = watched.watch(new EventStream());
    Thread.sleep(1100);
    sessions.forgetIdle();
    assertThat(sessions.count()).isEqualTo(1);
    assertThat(sessions.get("watched")).isSameAs(watched);
    assertThatThrownBy(() -> sessions.get("left"))
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.status()).isEqualTo(404));
    reader.close();
    Thread.sleep(1100);
    sessions.forgetIdle();
    assertThat(sessions.count()).isZero();
  }

  @Test
  void gameBeyondTheLimit_takesThePlaceOfTheOneLeftLongestAgo() throws Exception {
    Sessions sessions = new Sessions(BRIEF, 0);
    List<Session> games = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      games.add(new Session("game " + i, game.shown().variant(), BRIEF, 1));
      sessions.add(games.get(i));
    }
    EventStream watching = new EventStream();
    AutoCloseable reader = games.get(1).watch(watching);
    sessions.get("game 0"); // so that the third is the one left longest ago
    sessions.add(new Session("fourth", game.shown().variant(), BRIEF, 1));
    assertThat(sessions.count()).isEqualTo(3);
    assertThat(sessions.get("game 1")).isSameAs(games.get(1));
    assertThat(sessions.get("game 0")).isSameAs(games.get(0));
    assertThatThrownBy(() -> sessions.get("game 2")).isInstanceOf(HttpProblem.class);
    reader.close();
    // Nobody has left games that were asked for a moment ago.
    Sessions usual = new Sessions(BRIEF);
    for (int i = 0; i < 3; i++) {
      usual.add(new Session("usual " + i, game.shown().variant(), BRIEF, 1));
    }
    Session tooMuch = new Session("too much", game.shown().variant(), BRIEF, 1);
    assertThatThrownBy(() -> usual.add(tooMuch))
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.status()).isEqualTo(429));
  }

  @Test
  void closing_endsAllGames() {
    Sessions sessions = new Sessions(BRIEF);
    sessions.add(new Session("one", game.shown().variant(), BRIEF, 1));
    sessions.close();
    assertThat(sessions.count()).isZero();
  }
}
