package io.muzero.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.agent.ImaginedLine;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The endpoints about games: begin one, move, think, look inside. */
final class PlayEndpoints {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String PLAYER = "player:";

  /** A search may go on to so many times what was asked for. */
  private static final int THINK_ON = 8;

  /** Moves of a line that is imagined. */
  private static final int LONGEST_LINE = 50;

  private final GamesEndpoints games;
  private final AgentCatalog agents;
  private final Sessions sessions;
  private final Workers workers;
  private final WebLimits limits;
  private final AtomicInteger thoughts = new AtomicInteger();
  private final KeptThoughts kept = new KeptThoughts();

  PlayEndpoints(
      GamesEndpoints games,
      AgentCatalog agents,
      Sessions sessions,
      Workers workers,
      WebLimits limits) {
    this.games = games;
    this.agents = agents;
    this.sessions = sessions;
    this.workers = workers;
    this.limits = limits;
  }

  void addTo(Routes routes) {
    routes.add("POST", "api/sessions", (request, parts) -> begin(request));
    String one = "api/sessions/{id}";
    routes.add("GET", one, (request, parts) -> Answer.of(session(parts).whole()));
    routes.add("GET", one + "/events", (request, parts) -> events(session(parts)));
    routes.add(
        "GET",
        one + "/states/{ply}",
        (request, parts) -> state(session(parts), parts.getOrDefault("ply", "")));
    routes.add("GET", one + "/snapshots", (request, parts) -> snapshots(session(parts)));
    routes.add("GET", one + "/tree", (request, parts) -> tree(session(parts), request));
    routes.add("POST", one + "/move", (request, parts) -> move(session(parts), request));
    routes.add("POST", one + "/undo", (request, parts) -> undo(session(parts), request));
    routes.add("POST", one + "/restart", (request, parts) -> restart(session(parts), request));
    routes.add("POST", one + "/search", (request, parts) -> search(session(parts), request));
    routes.add("POST", one + "/cancel", (request, parts) -> cancel(session(parts)));
    routes.add("POST", one + "/judge", (request, parts) -> judge(session(parts)));
    routes.add("POST", one + "/imagine", (request, parts) -> imagine(session(parts), request));
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
    List<String> moves = moves(request);
    if (!moves.isEmpty()) {
      session.restart(variant, seed(request), moves);
    }
    sessions.add(session);
    return new Answer.Json(201, session.whole());
  }

  /** With the options that an agent was trained with, when one is named. */
  private Optional<Variant> asked(WebGame game, Request request) {
    if (!request.has("agent") || request.text("agent").startsWith(PLAYER)) {
      return Optional.empty();
    }
    try (AgentCatalog.Lease agent = agents.take(request.text("agent"))) {
      return Optional.of(variant(game, agent));
    }
  }

  private static Variant variant(WebGame game, AgentCatalog.Lease agent) {
    String plays = agent.agent().info().game();
    if (!plays.equals(game.name())) {
      throw HttpProblem.bad("that agent plays " + plays + ", not " + game.name());
    }
    return Variant.of(game, agent.agent().gameOptions());
  }

  /**
   * Requires that an agent plays what is on the table.
   *
   * @throws HttpProblem 400 when it plays another game, or with other options
   */
  private static void requireSame(Variant here, AgentCatalog.Lease agent) {
    here.requireSame(variant(here.game(), agent));
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

  private List<String> moves(Request request) {
    List<String> moves = new ArrayList<>();
    for (JsonNode move : request.list("moves", limits.moves())) {
      if (!move.isTextual() || move.asText().isEmpty() || move.asText().length() > 50) {
        throw HttpProblem.bad("a move must be a text of 1 to 50 characters");
      }
      moves.add(move.asText());
    }
    return moves;
  }

  private static Answer events(Session session) {
    return new Answer.Events(session::watch);
  }

  private static Answer state(Session session, String ply) {
    if (!ply.matches("\\d{1,9}")) {
      throw HttpProblem.bad("a move's number must be a whole number");
    }
    return Answer.of(session.stateAfter(Integer.parseInt(ply)));
  }

  private static Thought thought(Session session) {
    Thought thought = session.thought();
    if (thought == null) {
      throw HttpProblem.notFound("nothing was searched in this position");
    }
    return thought;
  }

  private static Answer snapshots(Session session) {
    return Answer.of(thought(session).snapshots());
  }

  private static Answer tree(Session session, Request request) {
    List<Integer> path = new ArrayList<>();
    String text = request.query().getOrDefault("path", "");
    if (!text.isEmpty()) {
      if (!text.matches("\\d{1,9}(\\.\\d{1,9}){0,99}")) {
        throw HttpProblem.bad("a path must be actions separated by dots, at most 100");
      }
      for (String part : text.split("\\.")) {
        path.add(Integer.parseInt(part));
      }
    }
    return Answer.of(thought(session).tree(path));
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
    session.restart(asked(now.game(), request).orElse(now), seed(request), moves(request));
    return done();
  }

  private Answer search(Session session, Request request) {
    String who = request.text("agent");
    boolean play = request.flag("play");
    Session.Position position = session.position();
    if (request.has("ply")
        && request.integer("ply", 0, Integer.MAX_VALUE) != position.episode().moves().size()) {
      // No fault of the page's, which a browser would list as one: a move was made meanwhile.
      return new Answer.Json(202, JSON.objectNode().put("search", 0).put("stale", true));
    }
    if (who.startsWith(PLAYER)) {
      reference(session, position, who.substring(PLAYER.length()));
      return accepted(0);
    }
    Thought.Budget budget = budget(request);
    Thought before = session.thought();
    if (request.flag("more") && before != null && before.isOf(position.version())) {
      thinkOn(before, budget);
      return accepted(0);
    }
    if (play) {
      session.requireMovable();
    } else {
      session.requireNotOver();
    }
    // A search that plays its move is not continued.
    long factor = play ? 1 : THINK_ON;
    int most = (int) Math.min(limits.simulations(), factor * budget.simulations());
    int number = thoughts.incrementAndGet();
    Thought thought = think(session, position, who, new Thought.Order(number, budget, most, play));
    boolean begun = false;
    try {
      session.think(thought);
      kept.add(thought);
      workers.begin(thought);
      begun = true;
    } finally {
      if (!begun) {
        session.drop(thought);
      }
    }
    return accepted(number);
  }

  private void thinkOn(Thought thought, Thought.Budget budget) {
    thought.goOn(budget);
    boolean begun = false;
    try {
      workers.begin(thought);
      begun = true;
    } finally {
      if (!begun) {
        thought.stay();
      }
    }
  }

  private static Answer accepted(int number) {
    return new Answer.Json(202, JSON.objectNode().put("search", number));
  }

  private Thought think(
      Session session, Session.Position position, String who, Thought.Order order) {
    AgentCatalog.Lease agent = agents.take(who);
    boolean begun = false;
    try {
      requireSame(position.variant(), agent);
      Thought thought = new Thought(session, position, agent, order);
      begun = true;
      return thought;
    } catch (IllegalArgumentException e) {
      throw HttpProblem.bad(
          e.getMessage() + "; begin a new game with this agent if it plays another board");
    } finally {
      if (!begun) {
        agent.close();
      }
    }
  }

  private Thought.Budget budget(Request request) {
    if (request.has("seconds")) {
      return new Thought.Budget(
          limits.simulations(), request.number("seconds", 0.01, limits.seconds()));
    }
    return new Thought.Budget(
        request.integer("simulations", 1, limits.simulations()), Double.POSITIVE_INFINITY);
  }

  /** Lets a reference player move; asked again while it thinks, it does so once. */
  private void reference(Session session, Session.Position position, String name) {
    List<String> names = position.variant().game().provider().opponents();
    if (!names.contains(name)) {
      throw HttpProblem.notFound(
          "the game has no player of that name; it has " + String.join(", ", names));
    }
    session.requireMovable();
    int version = position.version();
    if (!session.await(version)) {
      return;
    }
    boolean begun = false;
    try {
      workers.beginMove(() -> move(session, position, name));
      begun = true;
    } finally {
      if (!begun) {
        session.awaitNoMore(version);
      }
    }
  }

  private static void move(Session session, Session.Position position, String name) {
    int version = position.version();
    try {
      if (session.isAt(version)) {
        Environment state = position.episode().environment();
        session.playThought(version, position.variant().player(name).choose(state).index());
      }
    } catch (RuntimeException e) {
      session.tellProblem("the player " + name + " failed: " + e.getMessage());
      throw e;
    } finally {
      session.awaitNoMore(version);
    }
  }

  private static Answer cancel(Session session) {
    Thought thought = session.thought();
    if (thought != null) {
      thought.cancel();
    }
    return done();
  }

  /** Lets the solver look at every move so far, in its own time; asked again, it goes on. */
  private Answer judge(Session session) {
    Solver solver =
        session
            .variant()
            .solver()
            .orElseThrow(() -> HttpProblem.notFound("this game has no solver"));
    Judge judge = new Judge(session, solver);
    if (session.judgeBy(judge)) {
      boolean begun = false;
      try {
        workers.beginJudge(judge);
        begun = true;
      } finally {
        if (!begun) {
          session.stopJudge(judge);
        }
      }
    }
    return accepted(0);
  }

  private Answer imagine(Session session, Request request) {
    List<Integer> line = new ArrayList<>();
    for (JsonNode action : request.list("actions", LONGEST_LINE)) {
      if (!action.canConvertToInt() || !action.canConvertToExactIntegral()) {
        throw HttpProblem.bad("actions must be whole numbers");
      }
      line.add(action.asInt());
    }
    Session.Position position = session.position();
    Episode episode = position.episode();
    ImaginedLine imagined;
    try (AgentCatalog.Lease agent = agents.take(request.text("agent"))) {
      requireSame(position.variant(), agent);
      imagined = agent.agent().imagine(episode, line);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.bad(String.valueOf(e.getMessage()));
    }
    return Answer.of(lineJson(imagined, episode.environment()));
  }

  private static ObjectNode lineJson(ImaginedLine imagined, Environment names) {
    ObjectNode answer = JSON.objectNode().put("rootValue", imagined.root().value());
    ArrayNode steps = answer.putArray("steps");
    int root = imagined.root().playerToMove();
    for (ImaginedLine.ImaginedStep step : imagined.steps()) {
      ObjectNode node =
          steps
              .addObject()
              .put("action", step.action())
              .put("name", names.actionName(step.action()))
              .put("reward", step.reward())
              .put("value", seenBy(root, step.after()));
      step.real()
          .ifPresent(
              real -> {
                node.put("realReward", real.step().reward()).put("over", real.step().ended());
                real.seen()
                    .ifPresentOrElse(
                        seen -> node.put("realValue", seenBy(root, seen)),
                        () -> node.put("realValue", 0.0));
              });
    }
    return answer;
  }

  /** A prediction's value in the view of the player to move at the line's beginning. */
  private static double seenBy(int player, ImaginedLine.Prediction prediction) {
    return prediction.playerToMove() == player ? prediction.value() : -prediction.value();
  }
}
