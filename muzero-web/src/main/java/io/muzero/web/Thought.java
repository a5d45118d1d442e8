package io.muzero.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.agent.Decision;
import io.muzero.agent.SearchNode;
import io.muzero.agent.SearchPlan;
import io.muzero.agent.SearchSession;
import io.muzero.agent.TrainedAgent;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An agent's search of a session's position: goes on in slices, is shown to those who watch, may
 * play its move at the end, and can be continued, looked into and cancelled. Thread-safe; owns its
 * search and gives its agent back when it ends.
 */
final class Thought implements Workers.Task {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** A slice is about so long: short enough that others wait no longer than a blink. */
  private static final double SLICE_SECONDS = 0.03;

  /** Simulations of a slice, however quick they are: one that suddenly slows down still ends. */
  private static final int MOST_OF_A_SLICE = 1 << 14;

  /** Time between two pictures of a search that goes on. */
  private static final long SHOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * Snapshots of a search that somebody asks for to look inside, so that the slider has about that
   * many places. Each divides a batch of the network: such a search takes longer, and is seen.
   */
  private static final int SNAPSHOTS = 60;

  /** Snapshots of one that goes on past what it was laid out for; beyond, they are thinned. */
  private static final int MOST_SNAPSHOTS = 2 * SNAPSHOTS;

  /** Snapshots of a search that makes a move, which few look into and all wait for. */
  private static final int SNAPSHOTS_OF_A_MOVE = 12;

  /**
   * A batch of the network at the search's beginning, which a search for a move does not divide.
   */
  private static final int BATCH = 16;

  /** Bytes of a move in a snapshot. */
  private static final int CANDIDATE_BYTES = 100;

  private final int number;
  private final long bytes;
  private final KeptThoughts kept;
  private final Session session;
  private final AgentCatalog.Lease agent;
  private final SearchSession search;
  private final Environment names;
  private final int ply;
  private final int version;
  private final boolean play;
  private final ReentrantLock slicing = new ReentrantLock();

  private volatile boolean cancelled;
  private volatile boolean ended;
  private volatile boolean running = true;
  private volatile int goal;
  private long deadline;
  private int slice = BATCH;
  private long shown;

  /**
   * How long to think.
   *
   * @param simulations to reach in all
   * @param seconds to stop after; infinite when only simulations count
   */
  record Budget(int simulations, double seconds) {
    /** Whether time ends it. */
    boolean timed() {
      return seconds < Double.POSITIVE_INFINITY;
    }
  }

  /**
   * What a search is to do.
   *
   * @param number names it
   * @param budget how long it thinks
   * @param plan the room that it takes
   * @param play whether it makes its move when it is done
   */
  record Order(int number, Budget budget, SearchPlan plan, boolean play) {}

  /**
   * The plan of a search: of what was asked for, and of the room to go on, what fits.
   *
   * @param most simulations to go on to at most
   * @param play whether it makes its move when it is done
   */
  static SearchPlan plan(
      TrainedAgent agent, Budget budget, int most, boolean play, KeptThoughts kept) {
    // Seconds buy an unknown number: the search is laid out for the agent's own.
    int wanted = budget.timed() ? Math.min(agent.info().simulations(), most) : budget.simulations();
    SearchPlan all = agent.plan(wanted, Math.max(wanted, most));
    double bytes = agent.bytesOf(all);
    int laidOut = Math.min(all.simulations(), share(all, kept.most() / bytes));
    int room = Math.max(laidOut, share(all, kept.mostRoom() / bytes));
    return SearchPlan.of(laidOut)
        .upTo(room)
        .withSnapshotEvery(
            play
                ? Math.max(BATCH, laidOut / SNAPSHOTS_OF_A_MOVE)
                : Math.max(1, laidOut / SNAPSHOTS))
        .keepingSnapshots(MOST_SNAPSHOTS);
  }

  private static int share(SearchPlan plan, double part) {
    return Math.max(1, (int) (plan.most() * Math.min(1, part)));
  }

  /**
   * Begins to think about a session's position; nothing is searched yet.
   *
   * @param session is told
   * @param position of the session
   * @param agent is given back at the end
   * @param kept is told of the end
   */
  Thought(
      Session session,
      Session.Position position,
      AgentCatalog.Lease agent,
      Order order,
      KeptThoughts kept) {
    this.session = session;
    this.kept = kept;
    this.agent = agent;
    number = order.number();
    play = order.play();
    version = position.version();
    Episode episode = position.episode();
    ply = episode.moves().size();
    names = episode.environment();
    SearchPlan plan = order.plan();
    bytes =
        agent.agent().bytesOf(plan)
            + (long) MOST_SNAPSHOTS * CANDIDATE_BYTES * episode.legalActions().length;
    search = agent.agent().search(episode, plan);
    Budget budget = order.budget();
    goal = budget.timed() ? plan.most() : Math.min(budget.simulations(), plan.most());
    deadline = deadline(budget.seconds());
  }

  private static long deadline(double seconds) {
    return seconds == Double.POSITIVE_INFINITY
        ? Long.MAX_VALUE
        : System.nanoTime() + (long) (seconds * 1e9);
  }

  /**
   * Thinks on: is then running until its slices are done.
   *
   * @throws HttpProblem 409 when it cannot
   */
  void goOn(Budget budget) {
    slicing.lock();
    try {
      if (ended) {
        throw putAway();
      }
      if (running) {
        throw new HttpProblem(409, "this search still goes on");
      }
      int done = search.latest().simulations();
      if (done >= search.plan().most()) {
        throw new HttpProblem(409, "this search has no room for more simulations; begin anew");
      }
      goal =
          budget.timed()
              ? search.plan().most()
              : Math.min(search.plan().most(), done + budget.simulations());
      deadline = deadline(budget.seconds());
      cancelled = false;
      running = true;
    } finally {
      slicing.unlock();
    }
  }

  /** What is said of a search whose memory newer ones needed. */
  static HttpProblem putAway() {
    return new HttpProblem(
        409, "this search was put away, because newer ones needed its memory; search anew");
  }

  /** Takes {@link #goOn} back when there is no thread for it. */
  void stay() {
    running = false;
  }

  @Override
  public boolean slice() {
    boolean more;
    // Not held while the session is told: whoever holds the session waits for this lock.
    slicing.lock();
    try {
      if (ended) {
        return false;
      }
      more = searchOn();
      running = more;
    } catch (OutOfMemoryError e) {
      running = false;
      session.tellProblem("the search failed: there is too little memory for it now");
      throw e;
    } catch (RuntimeException | Error e) {
      running = false;
      session.tellProblem("the search failed: " + e.getMessage());
      throw e;
    } finally {
      slicing.unlock();
    }
    if (more) {
      show();
      return true;
    }
    Decision decision = search.latest();
    session.note(version, decision.value());
    session.tellOf(this, stream -> show(stream, true));
    if (play) {
      play(decision.action());
    }
    return false;
  }

  /** Makes its move unless it was cancelled; whoever watches is told why when it cannot be made. */
  private void play(int action) {
    try {
      session.playOf(this, action);
    } catch (HttpProblem e) {
      session.tellProblem(e.line());
    } catch (RuntimeException e) {
      session.tellProblem("the move could not be made: " + e.getMessage());
      throw e;
    }
  }

  /** One slice; whether there is more to do. */
  private boolean searchOn() {
    int left = goal - search.latest().simulations();
    if (cancelled || left <= 0 || System.nanoTime() >= deadline) {
      return false;
    }
    long before = System.nanoTime();
    int wanted = Math.min(left, slice);
    int done = search.advance(wanted).simulations();
    double took = (System.nanoTime() - before) / 1e9;
    if (took < SLICE_SECONDS / 2) {
      slice = Math.min(slice * 2, MOST_OF_A_SLICE);
    } else if (took > 2 * SLICE_SECONDS) {
      slice = Math.max(1, slice / 2);
    }
    return !cancelled && done < goal && System.nanoTime() < deadline;
  }

  /** Shows how far it is, now and then. */
  private void show() {
    if (System.nanoTime() - shown >= SHOW_NANOS) {
      shown = System.nanoTime();
      session.tellOf(this, stream -> show(stream, false));
    }
  }

  /** Shows it to somebody who has just come. */
  void show(EventStream stream) {
    show(stream, !running);
  }

  /** Shows it for the last time: its position is no more. */
  void showLast(EventStream stream) {
    stream.send("done", picture().put("forgotten", true));
  }

  private void show(EventStream stream, boolean done) {
    ObjectNode event = picture();
    if (done) {
      stream.send("done", event);
    } else {
      stream.sendNewest("search", event);
    }
  }

  private ObjectNode picture() {
    ObjectNode node = snapshot(search.latest());
    node.put("search", number)
        .put("ply", ply)
        .put("agent", agent.id())
        .put("images", agent.agent().info().images());
    return node;
  }

  private ObjectNode snapshot(Decision decision) {
    ObjectNode node =
        JSON.objectNode()
            .put("simulations", decision.simulations())
            .put("value", decision.value())
            .put("action", decision.action());
    ArrayNode moves = node.putArray("moves");
    for (Decision.Candidate candidate : decision.candidates()) {
      ObjectNode move =
          moves
              .addObject()
              .put("action", candidate.action())
              .put("name", names.actionName(candidate.action()))
              .put("visits", candidate.visits())
              .put("prior", candidate.prior())
              .put("policy", candidate.policy());
      candidate.q().ifPresent(q -> move.put("q", q));
      candidate.reward().ifPresent(reward -> move.put("reward", reward));
    }
    ArrayNode line = node.putArray("pv");
    for (int action : decision.principalVariation()) {
      line.addObject().put("action", action).put("name", names.actionName(action));
    }
    return node;
  }

  /** What it thought after growing numbers of simulations. */
  ObjectNode snapshots() {
    ObjectNode node = JSON.objectNode().put("search", number).put("ply", ply);
    ArrayNode all = node.putArray("snapshots");
    List<Decision> decisions = search.snapshots();
    int stride = Math.max(1, (decisions.size() + 2 * SNAPSHOTS - 1) / (2 * SNAPSHOTS));
    for (int i = 0; i < decisions.size(); i++) {
      if ((decisions.size() - 1 - i) % stride == 0) {
        all.add(snapshot(decisions.get(i)));
      }
    }
    return node;
  }

  /**
   * The children of a node of the tree.
   *
   * @param path actions from the root
   * @throws HttpProblem 404 when the tree has no such node
   */
  ObjectNode tree(List<Integer> path) {
    SearchNode node;
    try {
      node = search.tree(path.size() + 2);
    } catch (IllegalStateException e) {
      throw HttpProblem.notFound("this search is gone; search anew");
    }
    for (int action : path) {
      node =
          node.children().stream()
              .filter(child -> child.action() == action)
              .findFirst()
              .orElseThrow(() -> HttpProblem.notFound("the tree has no such node"));
    }
    ObjectNode answer = JSON.objectNode().put("search", number);
    ArrayNode children = answer.putArray("children");
    for (SearchNode child : node.children()) {
      children
          .addObject()
          .put("action", child.action())
          .put("name", names.actionName(child.action()))
          .put("visits", child.visits())
          .put("q", child.q())
          .put("prior", child.prior())
          .put("reward", child.reward())
          .put("children", child.children().size());
    }
    return answer;
  }

  /** Moves before the position that it searches. */
  int ply() {
    return ply;
  }

  /** Its number, which names it. */
  int number() {
    return number;
  }

  /** Number of the position that it searches. */
  int position() {
    return version;
  }

  /** What the page calls its agent by. */
  String agent() {
    return agent.id();
  }

  /** About as many bytes as it takes until it ends. */
  long bytes() {
    return bytes;
  }

  /** The game that it thinks about. */
  Session session() {
    return session;
  }

  /** Stops searching; what was found stays. */
  void cancel() {
    cancelled = true;
    search.cancel();
  }

  /** Whether it searches or waits to. */
  boolean isRunning() {
    return running;
  }

  /** Whether it was told to stop. */
  boolean isCancelled() {
    return cancelled;
  }

  /** Whether it has been freed. */
  boolean hasEnded() {
    return ended;
  }

  /** Whether it is to make a move. */
  boolean plays() {
    return play;
  }

  /** Whether its position is still the session's. */
  boolean isOf(int position) {
    return version == position;
  }

  /** Stops and frees it, after the slice it is in; may be called by anybody, and more than once. */
  void end() {
    cancelled = true;
    search.cancel();
    slicing.lock();
    try {
      free();
    } finally {
      slicing.unlock();
    }
  }

  private void free() {
    if (!ended) {
      ended = true;
      running = false;
      search.close();
      agent.close();
      kept.remove(this);
    }
  }
}
