package io.muzero.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.storage.CheckpointName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which agents the page offers. */
class AgentCatalogTest {
  @TempDir private Path root;

  private final StagedGame game = new StagedGame();

  @Test
  void agents_areAllCheckpoints_ofWhichEachCanBePlayed() throws Exception {
    StoredRun run =
        new StoredRun(root, 1, game)
            .with(CheckpointName.Kind.STEP, 100)
            .with(CheckpointName.Kind.STEP, 200)
            .with(CheckpointName.Kind.STEP, 300)
            .with(CheckpointName.Kind.SNAPSHOT, 150)
            .with(CheckpointName.Kind.BEST, 200);
    try (TestPage page = TestPage.serve(root, WebLimits.DEFAULT, game.shown())) {
      List<String> offered = new ArrayList<>();
      for (JsonNode agent : page.get("api/agents?game=staged").json().get("agents")) {
        String id = agent.get("id").asText();
        offered.add(id.substring(id.lastIndexOf('/') + 1));
        assertThat(agent.get("usesRules").asBoolean()).isFalse();
      }
      assertThat(offered)
          .containsExactly(
              "best-00000200",
              "step-00000300",
              "step-00000200",
              "step-00000100",
              "snapshot-00000150");
      // What the view of the run offers is in the list.
      String name = String.valueOf(run.folder().getFileName());
      for (JsonNode saved : page.get("api/runs/staged/" + name).json().get("checkpoints")) {
        String id = saved.get("agent").asText();
        assertThat(offered).contains(id.substring(id.lastIndexOf('/') + 1));
        assertThat(page.get("api/ready?agent=" + id).status()).as(id).isEqualTo(200);
      }
    }
  }

  /** Each of the games that nobody watches holds the agent of its search. */
  @Test
  void agents_ofGamesThatWereLeft_lockNobodyOut() throws Exception {
    StoredRun run = new StoredRun(root, 1, game);
    for (int step = 1; step <= 26; step++) {
      run.with(CheckpointName.Kind.SNAPSHOT, step);
    }
    try (TestPage page = TestPage.serve(root, WebLimits.DEFAULT, game.shown())) {
      String watched = page.begin("staged", "");
      try (TestPage.Events events = page.listen(watched)) {
        String first = "";
        for (int step = 1; step <= 26; step++) {
          String agent = run.best(step).replace("best-", "snapshot-");
          String session = step == 1 ? watched : page.begin("staged", "");
          first = step == 2 ? session : first;
          TestPage.Reply reply =
              page.post(session + "/search", "{'agent':'" + agent + "','simulations':1}");
          assertThat(reply.status()).as(step + reply.error()).isEqualTo(202);
          page.await(session + "/snapshots", json -> json.path("snapshots").size() > 1);
        }
        assertThat(page.get(watched + "/snapshots").status()).isEqualTo(200);
        assertThat(page.get(first + "/snapshots").status()).isEqualTo(404);
        events.await("done");
      }
    }
  }

  @Test
  void agent_thatSearchesByTheRules_saysSo() throws Exception {
    new StoredRun(root, 1, game, "search.model=rules", "learner.unrollSteps=0")
        .with(CheckpointName.Kind.STEP, 100);
    try (TestPage page = TestPage.serve(root, WebLimits.DEFAULT, game.shown())) {
      JsonNode agents = page.get("api/agents?game=staged").json().get("agents");
      assertThat(agents).hasSize(1);
      assertThat(agents.at("/0/usesRules").asBoolean()).isTrue();
    }
  }
}
