package io.muzero.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.agent.ImaginedLine;
import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.Player;
import io.muzero.environment.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

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
    Session session =
        new Session(Sessions.newId(), game, limits, environment(game, request), seed(request));
    List<String> moves = moves(request);
    if (!moves.isEmpty()) {
      session.restart(environment(game, request), seed(request), moves);
    }
    sessions.add(session);
    return new Answer.Json(201, session.whole());
  }

  /** With the options that an agent was trained with, when one is named. */
  private Environment environment(WebGame game, Request request) {
    if (!request.has("agent") || request.text("agent").startsWith(PLAYER)) {
      return game.environment().get();
    }
    try (AgentCatalog.Lease agent = agents.take(request.text("agent"))) {
      requireOf(game, agent);
      return agent.agent().newEnvironment();
    }
  }

  private static void requireOf(WebGame game, AgentCatalog.Lease agent) {
    if (!agent.agent().info().game().equals(game.name())) {
      throw HttpProblem.bad(
          "that agent plays " + agent.agent().info().game() + ", not " + game.name());
    }
  }

  private static long seed(Request request) {
    return request.has("seed")
        ? request.integer("seed", 0, Integer.MAX_VALUE)
        : ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
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
    session.restart(environment(session.game(), request), seed(request), moves(request));
    return done();
  }

  private Answer search(Session session, Request request) {
    String who = request.text("agent");
    boolean play = request.flag("play");
    if (request.has("ply")
        && request.integer("ply", 0, Integer.MAX_VALUE) != session.episode().moves().size()) {
      // No fault of the page's, which a browser would list as one: a move was made meanwhile.
      return new Answer.Json(202, JSON.objectNode().put("search", 0).put("stale", true));
    }
    if (who.startsWith(PLAYER)) {
      reference(session, who.substring(PLAYER.length()));
      return accepted(0);
    }
    Thought.Budget budget = budget(request);
    Thought before = session.thought();
    if (request.flag("more") && before != null && before.isOf(session.version())) {
      if (!before.goOn(budget)) {
        throw new HttpProblem(409, "this search has no room for more simulations; begin anew");
      }
      workers.begin(before);
      return accepted(0);
    }
    if (session.episode().ended()) {
      throw HttpProblem.bad("the game is over; begin a new one or take moves back");
    }
    int number = thoughts.incrementAndGet();
    Thought thought = think(session, who, budget, number, play);
    session.think(thought);
    try {
      kept.add(thought);
      workers.begin(thought);
    } catch (HttpProblem e) {
      thought.end();
      throw e;
    }
    return accepted(number);
  }

  private static Answer accepted(int number) {
    return new Answer.Json(202, JSON.objectNode().put("search", number));
  }

  private Thought think(
      Session session, String who, Thought.Budget budget, int number, boolean play) {
    AgentCatalog.Lease agent = agents.take(who);
    boolean begun = false;
    try {
      requireOf(session.game(), agent);
      // A search that plays its move is not continued.
      long factor = play ? 1 : THINK_ON;
      int most = (int) Math.min(limits.simulations(), factor * budget.simulations());
      Thought thought = new Thought(number, session, agent, budget, most, play);
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

  /** Lets a reference player move. */
  private void reference(Session session, String name) {
    WebGame game = session.game();
    if (!game.provider().opponents().contains(name)) {
      throw HttpProblem.notFound(
          "the game has no player of that name; it has "
              + String.join(", ", game.provider().opponents()));
    }
    int version = session.version();
    Episode episode = session.episode();
    if (episode.ended()) {
      throw HttpProblem.bad("the game is over; begin a new one or take moves back");
    }
    workers.beginSlow(
        () -> {
          try {
            session.playThought(version, player(game, name).choose(episode.environment()).index());
          } catch (RuntimeException e) {
            session.tellProblem("the player " + name + " failed: " + e.getMessage());
            throw e;
          }
        });
  }

  private static Player player(WebGame game, String name) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    if (name.equals("random")) {
      return environment -> {
        int count = environment.spec().actionCount();
        int[] legal = IntStream.range(0, count).filter(environment::isLegal).toArray();
        return Action.of(legal[random.nextInt(legal.length)]);
      };
    }
    return game.opponent().make(name, random.nextInt(Integer.MAX_VALUE));
  }

  private static Answer cancel(Session session) {
    Thought thought = session.thought();
    if (thought != null) {
      thought.cancel();
    }
    return done();
  }

  /** Lets the solver look at every move so far, in its own time. */
  private Answer judge(Session session) {
    Solver solver =
        session
            .game()
            .solver()
            .get()
            .orElseThrow(() -> HttpProblem.notFound("this game has no solver"));
    int beginning = session.beginning();
    Episode episode = session.episode();
    workers.beginSlow(
        () -> {
          for (int ply = 0; ply < episode.moves().size(); ply++) {
            int[] values = solver.actionValues(episode.stateAfter(ply));
            int best = Integer.MIN_VALUE;
            for (int value : values) {
              best = Math.max(best, value);
            }
            int played = values[episode.moves().get(ply).action()];
            ObjectNode event =
                JSON.objectNode()
                    .put("ply", ply)
                    .put("best", best)
                    .put("played", played)
                    .put("lost", played < best);
            if (!session.judged(beginning, ply, event)) {
              return; // the game is another one now
            }
          }
        });
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
    Episode episode = session.episode();
    ImaginedLine imagined;
    try (AgentCatalog.Lease agent = agents.take(request.text("agent"))) {
      requireOf(session.game(), agent);
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
