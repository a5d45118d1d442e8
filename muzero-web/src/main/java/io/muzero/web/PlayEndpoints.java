package io.muzero.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The endpoints about games: begin one, move, take back, look back. */
final class PlayEndpoints {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final GamesEndpoints games;
  private final AgentCatalog agents;
  private final Sessions sessions;
  private final WebLimits limits;

  PlayEndpoints(GamesEndpoints games, AgentCatalog agents, Sessions sessions, WebLimits limits) {
    this.games = games;
    this.agents = agents;
    this.sessions = sessions;
    this.limits = limits;
  }

  void addTo(Routes routes) {
    routes.add("POST", "api/sessions", (request, parts) -> begin(request));
    String one = "api/sessions/{id}";
    routes.add("GET", one, (request, parts) -> Answer.of(session(parts).whole()));
    routes.add("GET", one + "/events", (request, parts) -> events(session(parts)));
    routes.add("GET", one + "/states", (request, parts) -> states(session(parts), request));
    routes.add(
        "GET",
        one + "/states/{ply}",
        (request, parts) -> state(session(parts), parts.getOrDefault("ply", "")));
    routes.add("POST", one + "/move", (request, parts) -> move(session(parts), request));
    routes.add("POST", one + "/undo", (request, parts) -> undo(session(parts), request));
    routes.add("POST", one + "/restart", (request, parts) -> restart(session(parts), request));
  }

  private Session session(Map<String, String> parts) {
    return sessions.get(parts.getOrDefault("id", ""));
  }

  private static Answer done() {
    return Answer.of(JSON.objectNode());
  }

  private Answer begin(Request request) {
    WebGame game = games.get(request.text("game"));
    Variant variant = asked(game, request).orElseGet(game::variant);
    Session session = new Session(Sessions.newId(), variant, limits, seed(request));
    List<WantedMove> moves = WantedMove.of(request, limits.moves());
    if (!moves.isEmpty()) {
      session.restart(variant, seed(request), moves);
    }
    sessions.add(session);
    return new Answer.Json(201, session.whole());
  }

  /** With the options that an agent was trained with, when one is named. */
  private Optional<Variant> asked(WebGame game, Request request) {
    if (!request.has("agent") || request.text("agent").startsWith(ThinkEndpoints.PLAYER)) {
      return Optional.empty();
    }
    try (AgentCatalog.Lease agent = agents.take(request.text("agent"))) {
      return Optional.of(agent.variant(game));
    }
  }

  /** A number, or a text of digits: a browser's numbers are shorter than seeds may be. */
  private static long seed(Request request) {
    if (!request.has("seed")) {
      return ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    }
    JsonNode seed = request.body().path("seed");
    if (!seed.isTextual()) {
      return request.integer("seed", 0, Integer.MAX_VALUE);
    }
    try {
      return Long.parseLong(seed.asText()) & Long.MAX_VALUE;
    } catch (NumberFormatException e) {
      throw HttpProblem.bad("seed must be a whole number");
    }
  }

  private static Answer events(Session session) {
    return new Answer.Events(session::watch);
  }

  private static Answer state(Session session, String ply) {
    return Answer.of(session.stateAfter(ply(ply)));
  }

  /** Several states at once, from the one after {@code from} moves to the one after {@code to}. */
  private static Answer states(Session session, Request request) {
    int from = ply(request.query().getOrDefault("from", "0"));
    int to = ply(request.query().getOrDefault("to", "999999999"));
    if (from > to) {
      throw HttpProblem.bad("from must be at most to");
    }
    ObjectNode answer = JSON.objectNode().put("from", from);
    answer.set("states", session.states(from, to));
    return Answer.of(answer);
  }

  private static int ply(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw HttpProblem.bad("a move's number must be a whole number");
    }
    return Integer.parseInt(text);
  }

  private static Answer move(Session session, Request request) {
    session.play(request.integer("action", 0, Integer.MAX_VALUE));
    return done();
  }

  private Answer undo(Session session, Request request) {
    session.undo(request.integer("plies", 1, limits.moves()));
    return done();
  }

  private Answer restart(Session session, Request request) {
    Variant now = session.variant();
    Variant next = asked(now.game(), request).orElse(now);
    session.restart(next, seed(request), WantedMove.of(request, limits.moves()));
    return done();
  }
}
