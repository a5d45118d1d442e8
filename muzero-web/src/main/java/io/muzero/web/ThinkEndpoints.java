package io.muzero.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.agent.ImaginedLine;
import io.muzero.agent.SearchPlan;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The endpoints about who thinks: search, stop, look inside, ask the solver, imagine. */
final class ThinkEndpoints {
  /** Begins the name of a reference player where an agent may be named too. */
  static final String PLAYER = "player:";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** A search may go on to so many times what was asked for. */
  private static final int THINK_ON = 8;

  /** Moves of a line that is imagined. */
  private static final int LONGEST_LINE = 50;

  private final AgentCatalog agents;
  private final Sessions sessions;
  private final Workers workers;
  private final WebLimits limits;
  private final KeptThoughts kept;
  private final AtomicInteger thoughts = new AtomicInteger();

  ThinkEndpoints(
      AgentCatalog agents,
      Sessions sessions,
      Workers workers,
      WebLimits limits,
      KeptThoughts kept) {
    this.agents = agents;
    this.sessions = sessions;
    this.workers = workers;
    this.limits = limits;
    this.kept = kept;
  }

  void addTo(Routes routes) {
    String one = "api/sessions/{id}";
    routes.add("GET", one + "/snapshots", (request, parts) -> snapshots(session(parts)));
    routes.add("GET", one + "/tree", (request, parts) -> tree(session(parts), request));
    routes.add("POST", one + "/search", (request, parts) -> search(session(parts), request));
    routes.add("POST", one + "/cancel", (request, parts) -> cancel(session(parts)));
    routes.add("POST", one + "/judge", (request, parts) -> judge(session(parts)));
    routes.add("POST", one + "/imagine", (request, parts) -> imagine(session(parts), request));
  }

  private Session session(Map<String, String> parts) {
    return sessions.get(parts.getOrDefault("id", ""));
  }

  private static Answer snapshots(Session session) {
    return Answer.of(session.requireThought().snapshots());
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
    return Answer.of(session.requireThought().tree(path));
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
    if (request.flag("more") && thinksOn(session, position.version(), who, budget)) {
      return accepted(0);
    }
    if (play) {
      session.requireMovable();
    } else {
      session.requireNotOver();
    }
    Thought thought = think(session, position, who, budget, play);
    begin(
        () -> {
          session.think(thought);
          kept.add(thought);
          workers.begin(thought);
        },
        () -> session.drop(thought));
    return accepted(thought.number());
  }

  /**
   * Lets a search go on.
   *
   * @return false when there is none of this position by this agent
   * @throws HttpProblem 409 when it cannot go on
   */
  private boolean thinksOn(Session session, int version, String who, Thought.Budget budget) {
    session.requireNotPutAway(who);
    Thought before = session.thought();
    if (before == null || !before.isOf(version) || !before.agent().equals(who)) {
      return false;
    }
    before.goOn(budget);
    begin(() -> workers.begin(before), before::stay);
    return true;
  }

  /** Begins something; what was prepared for it is taken back when it cannot begin. */
  private static void begin(Runnable beginning, Runnable takeBack) {
    begun(
        () -> {
          beginning.run();
          return true;
        },
        takeBack);
  }

  private static <T> T begun(Supplier<T> beginning, Runnable takeBack) {
    boolean begun = false;
    try {
      T what = beginning.get();
      begun = true;
      return what;
    } finally {
      if (!begun) {
        takeBack.run();
      }
    }
  }

  private static Answer accepted(int number) {
    return new Answer.Json(202, JSON.objectNode().put("search", number));
  }

  private Thought think(
      Session session, Session.Position position, String who, Thought.Budget budget, boolean play) {
    // A search that plays its move is not continued.
    long factor = play ? 1 : THINK_ON;
    int most = (int) Math.min(limits.simulations(), factor * budget.simulations());
    AgentCatalog.Lease agent = agents.take(who);
    try {
      return begun(
          () -> {
            requireSame(position.variant(), agent);
            SearchPlan plan = Thought.plan(agent.agent(), budget, most, play, kept);
            kept.makeRoom(agent.agent().bytesOf(plan));
            int number = thoughts.incrementAndGet();
            Thought.Order order = new Thought.Order(number, budget, plan, play);
            return new Thought(session, position, agent, order, kept);
          },
          agent::close);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.bad(
          e.getMessage() + "; begin a new game with this agent if it plays another board");
    }
  }

  /**
   * Requires that an agent plays what is on the table.
   *
   * @throws HttpProblem 400 when it plays another game, or with other options
   */
  private static void requireSame(Variant here, AgentCatalog.Lease agent) {
    here.requireSame(agent.variant(here.game()));
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
    if (session.await(version, name)) {
      begin(
          () -> workers.beginMove(() -> move(session, position, name)),
          () -> session.awaitNoMore(version, name));
    }
  }

  private static void move(Session session, Session.Position position, String name) {
    int version = position.version();
    try {
      if (session.isAwaited(version, name)) {
        Environment state = position.episode().environment();
        int action = position.variant().player(name).choose(state).index();
        session.playAwaited(version, name, action);
      }
    } catch (RuntimeException | Error e) {
      session.tellProblem("the player " + name + " failed: " + e.getMessage());
      throw e;
    } finally {
      session.awaitNoMore(version, name);
    }
  }

  /** Stops the search or the reference player that thinks: it makes no move. */
  private static Answer cancel(Session session) {
    session.stop();
    return Answer.of(JSON.objectNode());
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
      begin(() -> workers.beginJudge(judge), () -> session.stopJudge(judge));
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
    ObjectNode answer = JSON.objectNode();
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
