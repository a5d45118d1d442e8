package io.muzero.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameFamily;
import java.util.Map;
import java.util.Set;

/** The endpoints that say what there is: games, and who can play them. Thread-safe. */
final class GamesEndpoints {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Map<String, WebGame> games;
  private final AgentCatalog agents;
  private final WebLimits limits;
  private final String version;

  /**
   * The endpoints.
   *
   * @param games by name, in the order in which they are listed; not changed afterwards
   * @param version the program's version
   */
  GamesEndpoints(
      Map<String, WebGame> games, AgentCatalog agents, WebLimits limits, String version) {
    this.games = games;
    this.agents = agents;
    this.limits = limits;
    this.version = version;
  }

  void addTo(Routes routes) {
    routes.add("GET", "api/info", (request, parts) -> info());
    routes.add("GET", "api/agents", (request, parts) -> agents(request));
    routes.add("GET", "api/ready", (request, parts) -> ready(request));
  }

  /**
   * The game of a name.
   *
   * @throws HttpProblem 404 when there is none
   */
  WebGame get(String name) {
    WebGame game = games.get(name);
    if (game == null) {
      throw HttpProblem.notFound(
          "there is no game of that name; there are " + String.join(", ", games.keySet()));
    }
    return game;
  }

  private Answer agents(Request request) {
    WebGame game = get(request.query().getOrDefault("game", ""));
    ObjectNode answer = JSON.objectNode();
    ArrayNode all = answer.putArray("agents");
    for (AgentCatalog.Entry entry : agents.of(game.name())) {
      ObjectNode node =
          all.addObject()
              .put("id", entry.id())
              .put("label", entry.label())
              .put("usesRules", entry.search().usesRules());
      if (entry.step() >= 0) {
        node.put("step", entry.step());
      }
      if (entry.search().simulations() > 0) {
        node.put("simulations", entry.search().simulations());
      }
    }
    return Answer.of(answer);
  }

  /** Loads an agent, so that its first answer comes as fast as the others. */
  private Answer ready(Request request) {
    try (AgentCatalog.Lease agent = agents.take(request.query().getOrDefault("agent", ""))) {
      return Answer.of(JSON.objectNode().put("simulations", agent.agent().info().simulations()));
    }
  }

  /** What the page asks first: version, games, limits. */
  private Answer info() {
    ObjectNode answer = JSON.objectNode().put("version", version);
    ArrayNode all = answer.putArray("games");
    Set<String> playable = agents.playable();
    for (WebGame game : games.values()) {
      Variant usual = game.variant();
      EnvironmentSpec spec = usual.environment().spec();
      ObjectNode node =
          all.addObject()
              .put("name", game.name())
              .put("description", game.provider().description())
              .put("players", spec.players())
              .put("solver", usual.solvable())
              .put("hasAgents", playable.contains(GameFamily.folder(game.name())));
      ArrayNode opponents = node.putArray("opponents");
      game.provider().opponents().forEach(opponents::add);
    }
    answer
        .putObject("limits")
        .put("simulations", limits.simulations())
        .put("seconds", limits.seconds());
    return Answer.of(answer);
  }
}
