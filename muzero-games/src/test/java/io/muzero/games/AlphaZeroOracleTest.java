package io.muzero.games;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.config.GameRegistry;
import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.model.NodeKind;
import io.muzero.replay.ObservationHistory;
import io.muzero.replay.ObservationStacker;
import io.muzero.rules.RulesModel;
import io.muzero.rules.SearchedGame;
import io.muzero.search.BatchedSearch;
import io.muzero.search.SearchConfig;
import io.muzero.search.SearchResult;
import io.muzero.search.SearchTree;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays searches by real rules that mctx made over Pgx's games (see the README beside them), tree
 * for tree. {@code -Doracle.alphazero.dir} adds the files of a folder.
 */
class AlphaZeroOracleTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String FILE = "/oracles/alphazero/alphazero_searches.json.gz";
  private static final float CLOSE = 1e-6f;

  /** Pgx's names of our games. */
  private static final Map<String, String> NAMES =
      Map.of("tic_tac_toe", "tictactoe", "connect_four", "connect4", "othello", "othello");

  private record Case(String file, int number, JsonNode json) {
    String game() {
      return NAMES.get(json.get("game").asText());
    }

    int simulations() {
      return json.get("num_simulations").asInt();
    }

    int[] ints(String name) {
      return MAPPER.convertValue(json.get(name), int[].class);
    }

    @Override
    public String toString() {
      return file + " " + number + ": " + game() + ", " + json.get("algorithm").asText();
    }
  }

  private static Stream<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    add(cases, "resource", AlphaZeroOracleTest.class.getResourceAsStream(FILE), true);
    String folder = System.getProperty("oracle.alphazero.dir", "");
    if (!folder.isBlank()) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        for (Path file : files.sorted().toList()) {
          if (file.toString().endsWith(".json")) {
            add(cases, file.getFileName().toString(), Files.newInputStream(file), false);
          }
        }
      }
    }
    return cases.stream();
  }

  private static void add(List<Case> cases, String file, InputStream in, boolean packed)
      throws IOException {
    try (InputStream text = packed ? new GZIPInputStream(in) : new BufferedInputStream(in)) {
      for (JsonNode json : MAPPER.readTree(text).get("cases")) {
        cases.add(new Case(file, cases.size(), json));
      }
    }
  }

  @Test
  void resource_holdsAllRecordedSearches() throws IOException {
    assertThat(cases().filter(c -> c.file.equals("resource")).map(Case::game))
        .hasSize(12)
        .contains("tictactoe", "connect4", "othello")
        .doesNotContainNull();
  }

  private static Optional<Environment> game(Case recorded) {
    GameRegistry games = GameRegistry.installed();
    if (!games.names().contains(recorded.game())) {
      return Optional.empty();
    }
    Environment game = games.get(recorded.game()).create(GameOptions.NONE);
    game.reset(0);
    assertThat(game.spec().actionCount()).isEqualTo(recorded.json.get("legal").size());
    return Optional.of(game);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void search_byTheRealRules_growsMctxsTrees(Case recorded) {
    Optional<Environment> known = game(recorded);
    Assumptions.assumeTrue(
        known.isPresent(), () -> "there is no game " + recorded.game() + " to replay " + recorded);
    Environment root = known.get();
    for (int action : recorded.ints("opening")) {
      assertThat(root.step(Action.of(action)).ended()).isFalse();
    }
    int actions = root.spec().actionCount();
    boolean[] legal = new boolean[actions];
    for (int a = 0; a < actions; a++) {
      legal[a] = root.isLegal(a);
    }
    assertThat(legal).as("legal at the root").isEqualTo(flags(recorded.ints("legal")));
    ObservationStacker stacker = new ObservationStacker(root.spec(), recorded.simulations() + 2);
    float[] input = new float[stacker.inputSize()];
    ObservationHistory history = stacker.newHistory();
    history.start(root.observation(), 0);
    history.write(input, 0);
    HashNetwork network = new HashNetwork(recorded.json.get("seed").asLong(), root.spec(), stacker);
    try (RulesModel model =
            new RulesModel(network, new SearchedGame("board", () -> root), stacker, 1);
        BatchedSearch search = new BatchedSearch(model, config(recorded), 1)) {
      search.setRootStates(index -> root);
      SearchResult result = search.search(input, legal, 1, null);
      compareTree(search.tree(), recorded);
      compareResult(result, recorded, actions);
    }
  }

  private static boolean[] flags(int[] numbers) {
    boolean[] flags = new boolean[numbers.length];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = numbers[i] != 0;
    }
    return flags;
  }

  private static SearchConfig config(Case recorded) {
    String algorithm = recorded.json.get("algorithm").asText();
    assertThat(algorithm).isIn("gumbel", "muzero");
    return algorithm.equals("gumbel")
        ? SearchConfig.gumbel(recorded.simulations())
        : SearchConfig.puct(recorded.simulations());
  }

  private static void compareTree(SearchTree tree, Case recorded) {
    int nodes = recorded.simulations() + 1;
    assertThat(tree.nodes()).isEqualTo(nodes);
    assertThat(IntStream.range(0, nodes).map(node -> tree.parent(0, node)).toArray())
        .as("parents")
        .isEqualTo(recorded.ints("parents"));
    assertThat(IntStream.range(0, nodes).map(node -> tree.actionFromParent(0, node)).toArray())
        .as("actions")
        .isEqualTo(recorded.ints("action_from_parent"));
    assertThat(IntStream.range(0, nodes).map(node -> tree.visits(0, node)).toArray())
        .as("visits")
        .isEqualTo(recorded.ints("node_visits"));
    assertThat(
            IntStream.range(0, nodes)
                .filter(node -> tree.kind(0, node) == NodeKind.TERMINAL)
                .toArray())
        .as("ends")
        .isEqualTo(recorded.ints("terminal_nodes"));
    for (int node = 0; node < nodes; node++) {
      assertThat(tree.value(0, node))
          .as("value of node %d", node)
          .isCloseTo((float) recorded.json.get("node_values").get(node).asDouble(), within(CLOSE));
    }
  }

  private static void compareResult(SearchResult result, Case recorded, int actions) {
    int[] visits = Arrays.copyOf(result.visitCounts, actions);
    assertThat(visits).isEqualTo(recorded.ints("visit_counts"));
    int action = recorded.json.get("action").asInt();
    if (recorded.json.get("algorithm").asText().equals("gumbel")) {
      assertThat(result.action[0]).isEqualTo(action);
    } else {
      // Of equally visited actions mctx draws one.
      assertThat(visits[result.action[0]]).isEqualTo(visits[action]);
    }
    assertThat(result.rootValue[0])
        .isCloseTo((float) recorded.json.get("root_value").asDouble(), within(CLOSE));
    for (int a = 0; a < actions; a++) {
      assertThat(result.policy[a])
          .as("weight of action %d", a)
          .isCloseTo((float) recorded.json.get("action_weights").get(a).asDouble(), within(CLOSE));
    }
  }
}
