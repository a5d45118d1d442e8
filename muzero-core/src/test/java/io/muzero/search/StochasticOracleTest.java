package io.muzero.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.model.NodeKind;
import io.muzero.search.plugged.FixedRangePuct;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays mctx's searches in trees with chance nodes (see the README beside them), tree for tree:
 * that the seam between search and model carries chance, and that a selection can be brought.
 */
class StochasticOracleTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String FILE = "/oracles/stochastic/stochastic_searches.json.gz";
  private static final float CLOSE = 2e-6f;

  private record Case(JsonNode json) {
    @Override
    public String toString() {
      return json.get("name").asText();
    }

    int whole(String name) {
      return json.get(name).asInt();
    }

    double number(String name) {
      return json.get(name).asDouble();
    }
  }

  private static Stream<Case> cases() throws IOException {
    try (InputStream in =
        new GZIPInputStream(StochasticOracleTest.class.getResourceAsStream(FILE))) {
      return StreamSupport.stream(MAPPER.readTree(in).spliterator(), false).map(Case::new);
    }
  }

  @Test
  void resources_holdAllRecordedSearches() throws IOException {
    assertThat(cases().count()).isEqualTo(60);
    assertThat(cases().mapToInt(c -> c.json.get("seeds").size()).sum()).isEqualTo(360);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void search_withChanceNodes_growsMctxsTrees(Case recorded) {
    JsonNode json = recorded.json;
    int actions = recorded.whole("num_actions");
    int outcomes = recorded.whole("num_chance_outcomes");
    int edges = actions + outcomes;
    HashChanceModel model =
        new HashChanceModel(
            new HashChanceModel.Setting(
                actions,
                outcomes,
                recorded.number("discount"),
                recorded.number("reward_scale"),
                recorded.number("chance_logit_scale"),
                recorded.whole("terminal_mod")));
    long[] seeds = MAPPER.convertValue(json.get("seeds"), long[].class);
    boolean[] legal = new boolean[seeds.length * edges];
    for (int i = 0; i < legal.length; i++) {
      int edge = i % edges;
      legal[i] = edge < actions && json.get("invalid").get(i / edges).get(edge).asInt() == 0;
    }
    JsonNode range = json.get("qtransform");
    SelectionFactory selections =
        range.isNull()
            ? SelectionFactory.configured()
            : (tree, config, maxBatch) ->
                new FixedRangePuct(tree, config, range.get(0).asDouble(), range.get(1).asDouble());
    SearchConfig config = config(recorded);
    try (BatchedSearch search =
        new BatchedSearch(
            model, config, seeds.length, config.simulations(), selections.withChance())) {
      SearchResult result = search.search(HashModel.observations(seeds), legal, seeds.length, null);
      for (int root = 0; root < seeds.length; root++) {
        compareTree(search.tree(), json, root);
        compareResult(result, json, root, actions, edges);
      }
    }
  }

  private static SearchConfig config(Case recorded) {
    JsonNode kwargs = recorded.json.get("kwargs");
    return new SearchConfig(
        SearchAlgorithm.PUCT,
        recorded.whole("num_simulations"),
        0,
        16,
        1,
        0.1,
        50,
        true,
        true,
        kwargs.path("pb_c_init").asDouble(1.25),
        kwargs.path("pb_c_base").asDouble(19652),
        0.3,
        0);
  }

  private static void compareTree(SearchTree tree, JsonNode json, int root) {
    int nodes = json.get("parents").get(root).size();
    assertThat(tree.nodes()).isEqualTo(nodes);
    for (int node = 0; node < nodes; node++) {
      String where = "root " + root + ", node " + node;
      assertThat(tree.parent(root, node))
          .as(where + " parent")
          .isEqualTo(json.get("parents").get(root).get(node).asInt());
      assertThat(tree.actionFromParent(root, node))
          .as(where + " edge")
          .isEqualTo(json.get("action_from_parent").get(root).get(node).asInt());
      assertThat(tree.visits(root, node))
          .as(where + " visits")
          .isEqualTo(json.get("node_visits").get(root).get(node).asInt());
      assertThat((double) tree.value(root, node))
          .as(where + " value")
          .isCloseTo(
              json.get("node_values").get(root).get(node).asDouble(), within((double) CLOSE));
      assertThat(tree.kind(root, node) == NodeKind.DECISION)
          .as(where + " is a decision")
          .isEqualTo(json.get("is_decision").get(root).get(node).asInt() == 1);
    }
  }

  private static void compareResult(
      SearchResult result, JsonNode json, int root, int actions, int edges) {
    for (int a = 0; a < edges; a++) {
      int at = root * edges + a;
      String where = "root " + root + ", edge " + a;
      boolean action = a < actions;
      assertThat(result.visitCounts[at])
          .as(where + " visits")
          .isEqualTo(action ? json.get("visit_counts").get(root).get(a).asInt() : 0);
      assertThat((double) result.qValues[at])
          .as(where + " Q-value")
          .isCloseTo(
              action ? json.get("qvalues").get(root).get(a).asDouble() : 0, within((double) CLOSE));
      assertThat((double) result.policy[at])
          .as(where + " policy")
          .isCloseTo(
              action ? json.get("action_weights").get(root).get(a).asDouble() : 0, within(1e-6));
    }
    assertThat(MAPPER.convertValue(json.get("best_actions").get(root), int[].class))
        .as("root " + root)
        .contains(result.action[root]);
  }
}
