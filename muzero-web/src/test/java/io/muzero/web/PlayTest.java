package io.muzero.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.games.frozenlake.FrozenLakeProvider;
import io.muzero.games.gomoku.GomokuProvider;
import io.muzero.games.othello.OthelloProvider;
import io.muzero.storage.CheckpointName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Games, agents, reference players and solvers together, as the page asks for them. */
class PlayTest {
  private static final WebLimits LIMITS = WebLimits.DEFAULT;

  @TempDir private Path root;

  private final StagedGame staged = new StagedGame();

  @AfterEach
  void letGo() {
    staged.solving.release(1000);
    staged.moving.release(1000);
  }

  private static WebGame shown(GameProvider game, Map<String, Object> options) {
    return new WebGame(game, new GameOptions(options), () -> "");
  }

  private static String search(String agent, String more) {
    return "{'agent':'" + agent + "','simulations':8" + more + "}";
  }

  private static JsonNode awaitDone(TestPage.Events events) throws Exception {
    return events.await("done");
  }

  @Test
  void session_ofAnAgent_hasItsOptions_andSoHaveItsReferencePlayers() throws Exception {
    GameProvider othello = new OthelloProvider();
    StoredRun run =
        new StoredRun(root, 1, othello, "environment.size=8").with(CheckpointName.Kind.BEST, 5);
    try (TestPage page = TestPage.serve(root, LIMITS, shown(othello, Map.of("size", 6)))) {
      String usual = page.begin("othello", "");
      assertThat(page.get(usual).json().at("/options/size").asInt()).isEqualTo(6);
      String large = page.begin("othello", "'agent':'" + run.best(5) + "'");
      JsonNode whole = page.get(large).json();
      assertThat(whole.at("/options/size").asInt()).isEqualTo(8);
      assertThat(whole.at("/state/actions").size()).isGreaterThanOrEqualTo(64);
      // The expert of a board of 6×6 moves beyond the legal ones of this one, or fails.
      for (int ply = 0; ply < 6; ply++) {
        assertThat(page.post(large + "/search", search("player:expert", "")).status())
            .isEqualTo(202);
        assertThat(page.awaitPly(large, ply + 1).get("history")).hasSize(ply + 1);
      }
      // A new game without an agent keeps the board.
      page.post(large + "/restart", "{}");
      assertThat(page.get(large).json().at("/options/size").asInt()).isEqualTo(8);
      TestPage.Reply refused = page.post(usual + "/search", search(run.best(5), ""));
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.error()).contains("size=8", "size=6").doesNotContain("\n");
      assertThat(page.post(large + "/search", search(run.best(5), "")).status()).isEqualTo(202);
    }
  }

  @Test
  void session_withASeedBeyondABrowsersNumbers_goesAsText() throws Exception {
    GameProvider lake = new FrozenLakeProvider();
    try (TestPage page = TestPage.serve(root, LIMITS, shown(lake, Map.of()))) {
      String seed = Long.toString(Long.MAX_VALUE - 2);
      String session = page.begin("frozenlake", "'seed':'" + seed + "','moves':['down','down']");
      JsonNode whole = page.get(session).json();
      assertThat(whole.get("seed").isTextual()).isTrue();
      assertThat(whole.get("seed").asText()).isEqualTo(seed);
      Environment own = lake.create(GameOptions.NONE);
      own.reset(Long.parseLong(seed));
      for (int move = 0; move < 2; move++) {
        int down =
            IntStream.range(0, own.spec().actionCount())
                .filter(action -> own.actionName(action).equals("down"))
                .findAny()
                .orElseThrow();
        own.step(Action.of(down));
      }
      assertThat(whole.at("/state/text").asText()).isEqualTo(own.text());
      assertThat(page.post("api/sessions", "{'game':'frozenlake','seed':'12x'}").error())
          .isEqualTo("seed must be a whole number");
    }
  }

  /** Both have inputs and actions of one size, so that only the options tell them apart. */
  @Test
  void search_byAnAgentOfOtherRules_isRefused() throws Exception {
    GameProvider gomoku = new GomokuProvider();
    GameProvider lake = new FrozenLakeProvider();
    StoredRun four =
        new StoredRun(root, 1, gomoku, "environment.size=5", "environment.line=4")
            .with(CheckpointName.Kind.BEST, 5);
    StoredRun five =
        new StoredRun(root, 2, gomoku, "environment.size=5").with(CheckpointName.Kind.BEST, 6);
    StoredRun dry =
        new StoredRun(root, 1, lake, "environment.is_slippery=false")
            .with(CheckpointName.Kind.BEST, 5);
    try (TestPage page =
        TestPage.serve(root, LIMITS, shown(gomoku, Map.of("size", 5)), shown(lake, Map.of()))) {
      String session = page.begin("gomoku", "");
      TestPage.Reply refused = page.post(session + "/search", search(four.best(5), ""));
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.error())
          .isEqualTo(
              "that agent plays gomoku with line=4, and this game has line=5; begin a new game"
                  + " with this agent");
      assertThat(
              page.post(session + "/imagine", "{'agent':'" + four.best(5) + "','actions':[1]}")
                  .status())
          .isEqualTo(400);
      // A default is the same whether it is said or not.
      assertThat(page.post(session + "/search", search(five.best(6), "")).status()).isEqualTo(202);
      String slippery = page.begin("frozenlake", "");
      assertThat(page.post(slippery + "/search", search(dry.best(5), "")).error())
          .contains("is_slippery=false", "is_slippery=true");
    }
  }

  @Test
  void solver_isThatOfTheSessionsOptions() throws Exception {
    GameProvider gomoku = new GomokuProvider();
    StoredRun small =
        new StoredRun(root, 1, gomoku, "environment.size=3", "environment.line=3")
            .with(CheckpointName.Kind.BEST, 5);
    try (TestPage page = TestPage.serve(root, LIMITS, shown(gomoku, Map.of("size", 9)))) {
      String usual = page.begin("gomoku", "");
      assertThat(page.get(usual).json().get("solver").asBoolean()).isFalse();
      assertThat(page.post(usual + "/judge", "{}").status()).isEqualTo(404);
      String session = page.begin("gomoku", "'agent':'" + small.best(5) + "'");
      assertThat(page.get(session).json().get("solver").asBoolean()).isTrue();
      page.post(session + "/move", "{'action':4}");
      assertThat(page.post(session + "/judge", "{}").status()).isEqualTo(202);
      page.await(session, whole -> whole.get("judged").size() == 1);
    }
  }

  @Test
  void undo_forgetsASearchOfMovesThatAreNoMore() throws Exception {
    StoredRun run = new StoredRun(root, 1, staged).with(CheckpointName.Kind.BEST, 5);
    try (TestPage page = TestPage.serve(root, LIMITS, staged.shown())) {
      String session = page.begin("staged", "'moves':['b2','a1']");
      try (TestPage.Events events = page.listen(session)) {
        events.await("game");
        page.post(session + "/search", search(run.best(5), ""));
        assertThat(awaitDone(events).get("ply").asInt()).isEqualTo(2);
        assertThat(page.get(session + "/snapshots").status()).isEqualTo(200);
        page.post(session + "/move", "{'action':8}");
        page.post(session + "/undo", "{'plies':1}"); // that position still is
        assertThat(page.get(session + "/snapshots").status()).isEqualTo(200);
        page.post(session + "/undo", "{'plies':1}");
        assertThat(page.get(session + "/snapshots").status()).isEqualTo(404);
        assertThat(awaitDone(events).path("forgotten").asBoolean()).isTrue();
        // One that goes on is said to be done, so that nobody waits for it.
        page.post(session + "/search", "{'agent':'" + run.best(5) + "','seconds':50}");
        assertThat(events.await("search").get("ply").asInt()).isEqualTo(1);
        page.post(session + "/undo", "{'plies':1}");
        JsonNode last = awaitDone(events);
        assertThat(last.get("ply").asInt()).isEqualTo(1);
        assertThat(last.path("forgotten").asBoolean()).isTrue();
        assertThat(page.get(session + "/snapshots").status()).isEqualTo(404);
      }
    }
  }

  @Test
  void judge_delaysNoMove_andIsOneASession() throws Exception {
    StoredRun run = new StoredRun(root, 1, staged).with(CheckpointName.Kind.BEST, 5);
    try (TestPage page = TestPage.serve(root, LIMITS, staged.shown())) {
      String watched = page.begin("staged", "'moves':['b2','a1','c3']");
      String other = page.begin("staged", "");
      try (TestPage.Events events = page.listen(watched)) {
        events.await("game");
        for (int click = 0; click < LIMITS.searches() + 20; click++) {
          assertThat(page.post(watched + "/judge", "{}").status()).isEqualTo(202);
        }
        // The solver waits for this test, and nobody waits for the solver.
        page.post(watched + "/search", search("player:random", ""));
        page.awaitPly(watched, 4);
        page.post(other + "/search", search("player:random", ""));
        page.awaitPly(other, 1);
        page.post(other + "/search", search(run.best(5), ",'play':true"));
        page.awaitPly(other, 2);
        while (staged.looks.get() == 0) {
          Thread.sleep(10);
        }
        assertThat(staged.looks).hasValue(1);
        staged.solving.release(100);
        for (int ply = 0; ply < 3; ply++) {
          assertThat(events.await("judged").get("ply").asInt()).isEqualTo(ply);
        }
        page.post(watched + "/judge", "{}");
        assertThat(events.await("judged").get("ply").asInt()).isEqualTo(3);
      }
      assertThat(staged.looks).hasValue(4);
    }
  }

  @Test
  void referencePlayer_thatIsSlow_isAskedOnce_andHoldsUpNoOther() throws Exception {
    try (TestPage page = TestPage.serve(root, LIMITS, staged.shown())) {
      String slow = page.begin("staged", "");
      String quick = page.begin("staged", "");
      for (int click = 0; click < LIMITS.searches() + 20; click++) {
        assertThat(page.post(slow + "/search", search("player:slow", "")).status()).isEqualTo(202);
      }
      page.post(quick + "/search", search("player:random", ""));
      page.awaitPly(quick, 1);
      staged.moving.release();
      page.awaitPly(slow, 1);
      assertThat(staged.moves).hasValue(1);
      page.post(slow + "/search", search("player:slow", ""));
      staged.moving.release();
      page.awaitPly(slow, 2);
    }
  }

  @Test
  void seatThatChangesHands_getsNoMoveOfTheOneBefore() throws Exception {
    StoredRun run = new StoredRun(root, 1, staged).with(CheckpointName.Kind.BEST, 5);
    try (TestPage page = TestPage.serve(root, LIMITS, staged.shown())) {
      String session = page.begin("staged", "");
      try (TestPage.Events events = page.listen(session)) {
        // A search that is cancelled shows what it found and makes no move.
        String thinking = "{'agent':'" + run.best(5) + "','seconds':50,'play':true}";
        page.post(session + "/search", thinking);
        events.await("search");
        page.post(session + "/cancel", "{}");
        awaitDone(events);
        assertThat(page.get(session).json().at("/state/ply").asInt()).isZero();
        // So does one whose seat a reference player takes over.
        page.post(session + "/search", thinking);
        events.await("search");
        page.post(session + "/search", search("player:random", ""));
        awaitDone(events);
        assertThat(page.awaitPly(session, 1).get("history")).hasSize(1);
        // A reference player's move is not made when it was cancelled, or another took the seat.
        page.post(session + "/search", search("player:slow", ""));
        page.post(session + "/cancel", "{}");
        page.post(session + "/search", search("player:slow", ""));
        page.post(session + "/search", search("player:random", ""));
        page.awaitPly(session, 2);
        staged.moving.release(10);
        Thread.sleep(200);
        assertThat(page.get(session).json().get("history")).hasSize(2);
      }
    }
  }

  @Test
  void moves_areNamedOrCounted_andGoAsFarAsTheyCan() throws Exception {
    try (TestPage page = TestPage.serve(root, LIMITS, staged.shown())) {
      String session = page.begin("staged", "'moves':[4,'a1',8]");
      assertThat(page.get(session).json().at("/state/ply").asInt()).isEqualTo(3);
      TestPage.Reply wrong = page.post(session + "/restart", "{'moves':['b2','a1','b2',0]}");
      assertThat(wrong.status()).isEqualTo(400);
      assertThat(wrong.error()).contains("move 3, 'b2', is not legal");
      assertThat(wrong.json().get("played").asInt()).isEqualTo(2);
      assertThat(page.get(session).json().at("/state/ply").asInt()).as("unchanged").isEqualTo(3);
      wrong = page.post("api/sessions", "{'game':'staged','moves':[4,99]}");
      assertThat(wrong.error()).contains("move 2, action 99, is not legal");
      assertThat(wrong.json().get("played").asInt()).isEqualTo(1);
      wrong = page.post(session + "/restart", "{'moves':[0,3,1,4,2,5]}");
      assertThat(wrong.error()).contains("the game is over after 5 moves: action 5");
      assertThat(wrong.json().get("played").asInt()).isEqualTo(5);
      for (String bad : List.of("-1", "1.5", "null", "''", "[]", "99999999999")) {
        TestPage.Reply reply = page.post(session + "/restart", "{'moves':[" + bad + "]}");
        assertThat(reply.status()).as(bad).isEqualTo(400);
        assertThat(reply.json().has("played")).as(bad).isFalse();
      }
    }
  }

  @Test
  void states_canBeHadManyAtOnce() throws Exception {
    try (TestPage page = TestPage.serve(root, LIMITS, staged.shown())) {
      String session = page.begin("staged", "'moves':['b2','a1','c3']");
      JsonNode all = page.get(session + "/states").json();
      assertThat(all.get("from").asInt()).isZero();
      assertThat(all.get("states")).hasSize(4);
      for (int ply = 0; ply < 4; ply++) {
        assertThat(all.get("states").get(ply))
            .isEqualTo(page.get(session + "/states/" + ply).json());
      }
      JsonNode some = page.get(session + "/states?from=1&to=2").json();
      assertThat(some.get("from").asInt()).isEqualTo(1);
      assertThat(some.get("states")).hasSize(2);
      assertThat(some.at("/states/0")).isEqualTo(all.at("/states/1"));
      assertThat(page.get(session + "/states?from=3&to=99").json().get("states")).hasSize(1);
      assertThat(page.get(session + "/states?from=4").status()).isEqualTo(404);
      assertThat(page.get(session + "/states?from=2&to=1").status()).isEqualTo(400);
      assertThat(page.get(session + "/states?from=x").status()).isEqualTo(400);
    }
  }

  @Test
  void searchesMove_thatCannotBeMade_isTold() throws Exception {
    StoredRun run = new StoredRun(root, 1, staged).with(CheckpointName.Kind.BEST, 5);
    try (TestPage page = TestPage.serve(root, LIMITS, staged.shown())) {
      String session = page.begin("staged", "");
      try (TestPage.Events events = page.listen(session)) {
        events.await("game");
        staged.broken = true;
        page.post(session + "/search", search(run.best(5), ",'play':true"));
        awaitDone(events);
        assertThat(events.await("problem").get("error").asText())
            .contains("the move could not be made", "the rules are broken");
      }
    }
  }

  @Test
  void searchesMove_beyondTheLongestGame_isRefusedAtOnce() throws Exception {
    StoredRun run = new StoredRun(root, 1, staged).with(CheckpointName.Kind.BEST, 5);
    WebLimits short2 = new WebLimits(64 << 10, 10, 60, 1000, 10, 10, 10, 2);
    try (TestPage page = TestPage.serve(root, short2, staged.shown())) {
      String session = page.begin("staged", "'moves':['b2','a1']");
      for (String who : new String[] {run.best(5), "player:random"}) {
        TestPage.Reply refused = page.post(session + "/search", search(who, ",'play':true"));
        assertThat(refused.status()).as(who).isEqualTo(400);
        assertThat(refused.error()).contains("at most 2 moves");
      }
      // To look at the position is no move.
      assertThat(page.post(session + "/search", search(run.best(5), "")).status()).isEqualTo(202);
    }
  }
}
