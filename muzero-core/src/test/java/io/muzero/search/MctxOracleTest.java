package io.muzero.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.model.MuZeroModel;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays searches that mctx made (see the README beside them), tree for tree, with simulations
 * told beforehand planned together and one at a time. {@code -Doracle.mctx.dir} adds the files of a
 * folder.
 */
class MctxOracleTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> FILES =
      List.of(
          "hash_network_searches.json",
          "gumbel_muzero_tree.json",
          "gumbel_muzero_reward_tree.json",
          "muzero_qtransform_tree.json");

  /** Single precision summed in another order than JAX sums. */
  private static final float CLOSE = 1e-5f;

  /** mctx's own tolerance for its golden trees, whose numbers are rounded. */
  private static final double GOLDEN_CLOSE = 1e-3;

  /** One recorded setting or golden tree, to be searched with or without rounds. */
  private record Case(String name, JsonNode json, boolean rounds) {
    @Override
    public String toString() {
      return name + (rounds ? ", in rounds" : ", one at a time");
    }
  }

  private static Stream<Case> settings() {
    return cases(false);
  }

  private static Stream<Case> goldenTrees() {
    return cases(true);
  }

  private static Stream<Case> cases(boolean golden) {
    List<Case> cases = new ArrayList<>();
    sources()
        .forEach(
            (file, json) -> {
              if (golden && json.has("tree")) {
                cases.add(new Case(file, json, true));
                cases.add(new Case(file, json, false));
              } else if (!golden && json.isArray()) {
                for (JsonNode setting : json) {
                  String name = file + " " + setting.get("name").asText();
                  cases.add(new Case(name, setting, true));
                  cases.add(new Case(name, setting, false));
                }
              } else if (!json.isArray() && !json.has("tree")) {
                throw new IllegalArgumentException(file + " is neither searches nor a golden tree");
              }
            });
    return cases.stream();
  }

  private static Map<String, JsonNode> sources() {
    Map<String, JsonNode> sources = new LinkedHashMap<>();
    for (String name : FILES) {
      String resource = "/oracles/mctx/" + name + ".gz";
      sources.put(name, read(MctxOracleTest.class.getResourceAsStream(resource), true));
    }
    String folder = System.getProperty("oracle.mctx.dir", "");
    if (!folder.isBlank()) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        for (Path file : files.sorted().toList()) {
          if (file.toString().endsWith(".json") || file.toString().endsWith(".json.gz")) {
            sources.put(
                file.toString(), read(Files.newInputStream(file), file.toString().endsWith(".gz")));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sources;
  }

  private static JsonNode read(InputStream in, boolean packed) {
    try (InputStream text = packed ? new GZIPInputStream(in) : new BufferedInputStream(in)) {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void resources_holdAllRecordedSearches() {
    int searches = 0;
    for (JsonNode setting : sources().get(FILES.get(0))) {
      searches += setting.get("seeds").size();
    }
    assertThat(searches).isEqualTo(56);
    assertThat(goldenTrees().count()).isGreaterThanOrEqualTo(6);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void search_onTheHashNetwork_growsMctxsTrees(Case recorded) {
    JsonNode json = recorded.json;
    int actions = json.get("num_actions").asInt();
    long[] seeds = MAPPER.convertValue(json.get("seeds"), long[].class);
    HashModel model =
        new HashModel(
            actions,
            json.get("discount").asDouble(),
            json.get("reward_scale").asDouble(),
            json.get("terminal_mod").asInt());
    boolean[] legal = new boolean[seeds.length * actions];
    for (int i = 0; i < legal.length; i++) {
      legal[i] = json.get("invalid").get(i / actions).get(i % actions).asInt() == 0;
    }
    RootNoise noise =
        json.has("root_gumbel")
            ? (root, target, offset, count) -> {
              for (int a = 0; a < count; a++) {
                target[offset + a] = (float) json.get("root_gumbel").get(root).get(a).asDouble();
              }
            }
            : null;
    try (BatchedSearch search = search(model, config(json), seeds.length, recorded)) {
      SearchResult result =
          search.searchWith(HashModel.observations(seeds), legal, seeds.length, noise);
      for (int root = 0; root < seeds.length; root++) {
        String what = recorded + ", root " + root;
        compareTree(search.tree(), json, root, what);
        compareResult(result, json, root, actions, what);
      }
    }
  }

  private static BatchedSearch search(
      MuZeroModel model, SearchConfig config, int roots, Case recorded) {
    return new BatchedSearch(
        model,
        config,
        roots,
        config.simulations(),
        recorded.rounds ? SelectionFactory.configured() : OneAtATime.SELECTION);
  }

  private static SearchConfig config(JsonNode json) {
    boolean gumbel = json.get("policy").asText().equals("gumbel");
    JsonNode kwargs = json.get("kwargs");
    JsonNode q = kwargs.path("q");
    assertThat(List.<String>of())
        .as("names that this test does not know")
        .isEqualTo(unknown(kwargs, q));
    return new SearchConfig(
        gumbel ? SearchAlgorithm.GUMBEL : SearchAlgorithm.PUCT,
        json.get("num_simulations").asInt(),
        kwargs.path("max_depth").asInt(0),
        kwargs.path("max_num_considered_actions").asInt(16),
        1,
        q.path("value_scale").asDouble(0.1),
        q.path("maxvisit_init").asDouble(50),
        q.path("rescale_values").asBoolean(true),
        q.path("use_mixed_value").asBoolean(true),
        kwargs.path("pb_c_init").asDouble(1.25),
        kwargs.path("pb_c_base").asDouble(19652),
        0.3,
        0);
  }

  private static List<String> unknown(JsonNode kwargs, JsonNode q) {
    List<String> names = new ArrayList<>();
    kwargs.fieldNames().forEachRemaining(names::add);
    q.fieldNames().forEachRemaining(names::add);
    names.removeAll(
        List.of(
            "max_depth",
            "max_num_considered_actions",
            "dirichlet_fraction",
            "pb_c_init",
            "pb_c_base",
            "q",
            "value_scale",
            "maxvisit_init",
            "rescale_values",
            "use_mixed_value"));
    return names;
  }

  private static void compareTree(SearchTree tree, JsonNode json, int root, String what) {
    int[] parents = ints(json.get("parents").get(root));
    int[] actions = ints(json.get("action_from_parent").get(root));
    int[] visits = ints(json.get("node_visits").get(root));
    assertThat(tree.nodes()).as(what).isEqualTo(parents.length);
    for (int node = 0; node < parents.length; node++) {
      String where = what + ", node " + node;
      assertThat(tree.parent(root, node)).as(where + " parent").isEqualTo(parents[node]);
      assertThat(tree.actionFromParent(root, node)).as(where + " action").isEqualTo(actions[node]);
      assertThat(tree.visits(root, node)).as(where + " visits").isEqualTo(visits[node]);
    }
  }

  private static void compareResult(
      SearchResult result, JsonNode json, int root, int actions, String what) {
    int action = json.get("action").get(root).asInt();
    if (json.get("policy").asText().equals("gumbel")) {
      assertThat(result.action[root]).as(what + " action").isEqualTo(action);
    } else {
      // mctx drew its action from the shares of visits with a generator of its own.
      int[] visits = ints(json.get("visit_counts").get(root));
      assertThat(visits[action]).as(what + " visits of mctx's action").isPositive();
      assertThat(visits[result.action[root]])
          .as(what + " visits of the action")
          .isEqualTo(Arrays.stream(visits).max().orElseThrow());
    }
    assertThat(result.rootValue[root])
        .as(what + " root value")
        .isCloseTo((float) json.get("root_value").get(root).asDouble(), within(CLOSE));
    for (int a = 0; a < actions; a++) {
      int at = root * actions + a;
      String where = what + ", action " + a;
      assertThat(result.visitCounts[at])
          .as(where + " visits")
          .isEqualTo(json.get("visit_counts").get(root).get(a).asInt());
      assertThat(result.qValues[at])
          .as(where + " Q-value")
          .isCloseTo((float) json.get("qvalues").get(root).get(a).asDouble(), within(CLOSE));
      assertThat(result.policy[at])
          .as(where + " policy")
          .isCloseTo((float) json.get("action_weights").get(root).get(a).asDouble(), within(CLOSE));
    }
  }

  private static int[] ints(JsonNode json) {
    return MAPPER.convertValue(json, int[].class);
  }

  @ParameterizedTest
  @MethodSource("goldenTrees")
  void search_onAGoldenTree_growsIt(Case recorded) {
    JsonNode json = recorded.json;
    JsonNode algorithm = json.get("algorithm_config");
    JsonNode q = algorithm.get("qtransform_kwargs");
    TreeModel.Node root = TreeModel.Node.read(json.get("tree"));
    boolean gumbel = json.get("algorithm").asText().equals("gumbel_muzero");
    assertThat(algorithm.path("gumbel_scale").asDouble(0)).isZero();
    assertThat(algorithm.path("dirichlet_fraction").asDouble(0)).isZero();
    SearchConfig config =
        new SearchConfig(
            gumbel ? SearchAlgorithm.GUMBEL : SearchAlgorithm.PUCT,
            root.visits() - 1,
            0,
            algorithm.path("max_num_considered_actions").asInt(16),
            0,
            q.path("value_scale").asDouble(0.1),
            q.path("maxvisit_init").asDouble(50),
            q.path("rescale_values").asBoolean(true),
            q.path("use_mixed_value").asBoolean(true),
            algorithm.path("pb_c_init").asDouble(1.25),
            algorithm.path("pb_c_base").asDouble(19652),
            0.3,
            0);
    double discount = json.get("env_config").get("discount").asDouble();
    TreeModel model = new TreeModel(root, discount);
    boolean[] legal = new boolean[root.children().size()];
    Arrays.fill(legal, true);
    try (BatchedSearch search = search(model, config, 1, recorded)) {
      search.search(new float[0], legal, 1, null);
      compareNode(search.tree(), 0, root, recorded.name + " root");
    }
  }

  private static void compareNode(SearchTree tree, int node, TreeModel.Node golden, String where) {
    assertThat(node).as(where + " simulation").isEqualTo(golden.simulation());
    assertThat(tree.visits(0, node)).as(where + " visits").isEqualTo(golden.visits());
    close(tree.value(0, node), golden, TreeModel.Node::value, where + " value");
    close(tree.rawValue(0, node), golden, TreeModel.Node::rawValue, where + " raw value");
    if (node != 0) {
      close(tree.reward(0, node), golden, TreeModel.Node::reward, where + " reward");
    }
    for (int a = 0; a < golden.children().size(); a++) {
      TreeModel.Node goldenChild = golden.children().get(a);
      String to = where + "." + a;
      close(tree.prior(0, node, a), goldenChild, TreeModel.Node::prior, to + " prior");
      int child = tree.child(0, node, a);
      assertThat(tree.visits(0, node, a)).as(to + " visits").isEqualTo(goldenChild.visits());
      assertThat(child != SearchTree.NONE).as(to).isEqualTo(goldenChild.simulation() >= 0);
      if (child != SearchTree.NONE) {
        compareNode(tree, child, goldenChild, to);
      }
    }
  }

  private static void close(
      double actual, TreeModel.Node golden, ToDoubleFunction<TreeModel.Node> what, String where) {
    assertThat(actual).as(where).isCloseTo(what.applyAsDouble(golden), within(GOLDEN_CLOSE));
  }
}
