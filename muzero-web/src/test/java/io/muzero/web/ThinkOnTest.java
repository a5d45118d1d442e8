package io.muzero.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.games.gomoku.GomokuProvider;
import io.muzero.storage.CheckpointName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches that are to go on, and cannot now or never more. */
class ThinkOnTest {
  @TempDir private Path root;

  private final StagedGame game = new StagedGame();

  private static String search(StoredRun run, String more) {
    return "{'agent':'" + run.best(5) + "'" + more + "}";
  }

  @Test
  void thinkOn_refusedForLackOfThreads_canBeAskedAgain() throws Exception {
    StoredRun run = new StoredRun(root, 1, game).with(CheckpointName.Kind.BEST, 5);
    WebLimits one = new WebLimits(64 << 10, 10, 60, 20_000, 60, 1, 10, 100);
    try (TestPage page = TestPage.serve(root, one, game.shown())) {
      String session = page.begin("staged", "");
      String other = page.begin("staged", "");
      try (TestPage.Events events = page.listen(session);
          TestPage.Events others = page.listen(other)) {
        page.post(session + "/search", search(run, ",'simulations':8"));
        events.await("done");
        awaitBegun(page, other, search(run, ",'seconds':60"));
        String more = search(run, ",'simulations':8,'more':true");
        assertThat(page.post(session + "/search", more).status()).isEqualTo(429);
        assertThat(page.post(session + "/search", more).status()).isEqualTo(429);
        page.post(other + "/cancel", "{}");
        others.await("done");
        awaitBegun(page, session, more);
        assertThat(events.await("done").get("simulations").asInt()).isEqualTo(16);
      }
    }
  }

  /** The thread of a search that is done may be counted for a moment longer. */
  private static void awaitBegun(TestPage page, String session, String search) throws Exception {
    long end = System.nanoTime() + 30_000_000_000L;
    int status = 429;
    while (status == 429 && System.nanoTime() < end) {
      status = page.post(session + "/search", search).status();
      Thread.sleep(10);
    }
    assertThat(status).isEqualTo(202);
  }

  @Test
  void thinkOn_byAnotherAgent_isASearchOfItsOwn() throws Exception {
    StoredRun run =
        new StoredRun(root, 1, game)
            .with(CheckpointName.Kind.BEST, 5)
            .with(CheckpointName.Kind.SNAPSHOT, 4);
    try (TestPage page = TestPage.serve(root, WebLimits.DEFAULT, game.shown())) {
      String session = page.begin("staged", "");
      String other = run.best(5).replace("best-00000005", "snapshot-00000004");
      try (TestPage.Events events = page.listen(session)) {
        page.post(session + "/search", search(run, ",'simulations':8"));
        assertThat(events.await("done").get("agent").asText()).isEqualTo(run.best(5));
        String more = "{'agent':'" + other + "','simulations':8,'more':true}";
        page.post(session + "/search", more);
        JsonNode done = events.await("done");
        assertThat(done.get("agent").asText()).isEqualTo(other);
        assertThat(done.get("simulations").asInt()).isEqualTo(8);
        page.post(session + "/search", more);
        assertThat(events.await("done").get("simulations").asInt()).isEqualTo(16);
      }
    }
  }

  /** 20,000 simulations in eight images of this board have no room. */
  @Test
  void search_ofALargeBoard_takesTheRoomThatThereIs() throws Exception {
    GameProvider gomoku = new GomokuProvider();
    StoredRun run =
        new StoredRun(root, 1, gomoku, "environment.size=15", "evaluation.symmetries=true")
            .with(CheckpointName.Kind.BEST, 5);
    WebGame shown = new WebGame(gomoku, new GameOptions(Map.of("size", 15)), () -> "");
    try (TestPage page = TestPage.serve(root, WebLimits.DEFAULT, shown)) {
      String session = page.begin("gomoku", "");
      try (TestPage.Events events = page.listen(session)) {
        for (String budget : List.of("'seconds':0.3", "'seconds':0.3,'play':true")) {
          TestPage.Reply reply = page.post(session + "/search", search(run, "," + budget));
          assertThat(reply.status()).as(reply.error()).isEqualTo(202);
          assertThat(events.await("done").get("simulations").asInt()).isPositive();
        }
        page.awaitPly(session, 1);
        // Of a hint only the room to go on is cut; this one is stopped.
        TestPage.Reply hint = page.post(session + "/search", search(run, ",'simulations':20000"));
        assertThat(hint.status()).as(hint.error()).isEqualTo(202);
        page.post(session + "/cancel", "{}");
        events.await("done");
      }
    }
  }

  @Test
  void snapshots_ofALongSearch_areFew() throws Exception {
    StoredRun run =
        new StoredRun(root, 1, game, "evaluation.simulations=8").with(CheckpointName.Kind.BEST, 5);
    try (TestPage page = TestPage.serve(root, WebLimits.DEFAULT, game.shown())) {
      String session = page.begin("staged", "");
      try (TestPage.Events events = page.listen(session)) {
        page.post(session + "/search", search(run, ",'simulations':2000"));
        assertThat(events.await("done").get("simulations").asInt()).isEqualTo(2000);
        JsonNode snapshots = page.get(session + "/snapshots").json().get("snapshots");
        assertThat(snapshots.size()).isBetween(30, 121);
        assertThat(snapshots.get(snapshots.size() - 1).get("simulations").asInt()).isEqualTo(2000);
        page.post(session + "/search", search(run, ",'simulations':8"));
        events.await("done");
        assertThat(page.get(session + "/snapshots").json().get("snapshots")).hasSize(9);
      }
    }
  }

  /** A search of a game that nobody watches. */
  private static void searchTwo(TestPage page, String session, StoredRun run) throws Exception {
    page.post(session + "/search", search(run, ",'simulations':2"));
    page.await(session + "/snapshots", json -> json.at("/snapshots/2/simulations").asInt() == 2);
  }

  @Test
  void thinkOn_ofASearchThatWasPutAway_saysSo() throws Exception {
    StoredRun run = new StoredRun(root, 1, game).with(CheckpointName.Kind.BEST, 5);
    try (TestPage page = TestPage.serve(root, WebLimits.DEFAULT, game.shown())) {
      String session = page.begin("staged", "");
      String other = page.begin("staged", "");
      try (TestPage.Events others = page.listen(other)) {
        page.post(other + "/search", search(run, ",'simulations':2"));
        others.await("done");
        searchTwo(page, session, run);
        for (int i = 0; i < 40; i++) {
          searchTwo(page, page.begin("staged", ""), run);
        }
        // Somebody watches the other one.
        assertThat(page.get(other + "/snapshots").status()).isEqualTo(200);
        TestPage.Reply gone =
            page.post(session + "/search", search(run, ",'simulations':2,'more':true"));
        assertThat(gone.status()).isEqualTo(409);
        assertThat(gone.error()).contains("put away").doesNotContain("room");
        // Of two simulations a search may go on to sixteen.
        for (int i = 0; i < 7; i++) {
          assertThat(
                  page.post(other + "/search", search(run, ",'simulations':2,'more':true"))
                      .status())
              .isEqualTo(202);
          others.await("done");
        }
        assertThat(
                page.post(other + "/search", search(run, ",'simulations':2,'more':true")).error())
            .contains("no room");
        assertThat(page.get(session + "/snapshots").status()).isEqualTo(404);
        assertThat(page.get(session + "/tree").error()).contains("put away");
      }
    }
  }
}
