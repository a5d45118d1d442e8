package io.muzero.launcher;

import io.muzero.agent.AgentInfo;
import io.muzero.agent.Decision;
import io.muzero.agent.SearchPlan;
import io.muzero.agent.SearchSession;
import io.muzero.agent.TrainedAgent;
import io.muzero.environment.Episode;
import io.muzero.protocol.Effort;
import io.muzero.protocol.HostedPlayer;
import io.muzero.protocol.Thinking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A trained agent that other programs play against; the agent stays its owner's. It plays on boards
 * of the size that it was trained on. Where time is short it plans a search that fits, by how fast
 * the last one was.
 */
final class HostedAgent implements HostedPlayer {
  /** Of the time that there is, what a search is planned for. */
  private static final double SHARE = 0.9;

  private static final double PIECE_SECONDS = 0.05;

  /** Simulations that a {@link SearchSession} does at a time. */
  private static final int SLICE = 32;

  /** Weight of the newest piece in the speed. */
  private static final double NEWEST = 0.2;

  private final TrainedAgent agent;
  private final HostedBoards boards;

  /** Simulations a second; 0 before anything was searched. */
  private double speed;

  HostedAgent(TrainedAgent agent) {
    this.agent = agent;
    boards = new HostedBoards(agent.game(), agent.gameOptions(), environment -> true);
  }

  @Override
  public String game() {
    return agent.info().game();
  }

  @Override
  public String description() {
    AgentInfo info = agent.info();
    return String.format(
        Locale.ROOT,
        "%s at step %d, %d simulations a move",
        info.game(),
        info.step(),
        info.simulations());
  }

  @Override
  public boolean searches() {
    return true;
  }

  @Override
  public Optional<Episode> newGame(OptionalInt size, OptionalDouble komi) {
    return boards.newGame(size, komi, false).map(HostedBoards.Board::episode);
  }

  @Override
  public Thinking think(Episode episode, Effort effort) {
    return new Search(episode, effort);
  }

  /** A search in pieces. */
  private final class Search implements Thinking {
    private final long begun = System.nanoTime();
    private final Effort effort;
    private final int most;
    private final SearchSession session;
    private int done;

    Search(Episode episode, Effort effort) {
      this.effort = effort;
      SearchPlan usual = agent.plan();
      int planned = usual.simulations();
      if (speed > 0) {
        double fits = speed * SHARE * seconds(effort.limit().toNanos());
        planned = (int) Math.max(1, Math.min(planned, fits));
      }
      most = effort.openEnded() ? usual.most() : planned;
      session = agent.search(episode, SearchPlan.of(planned).upTo(most));
    }

    private static double seconds(long nanoseconds) {
      return nanoseconds / 1e9;
    }

    @Override
    public boolean advance() {
      long start = System.nanoTime();
      int before = done;
      int piece = piece();
      done = session.advance(Math.min(piece, most - done)).simulations();
      double rate = (done - before) / Math.max(1e-6, seconds(System.nanoTime() - start));
      speed = speed == 0 ? rate : (1 - NEWEST) * speed + NEWEST * rate;
      return done < most && System.nanoTime() - begun < effort.limit().toNanos();
    }

    /** Whole slices where nobody waits, so that it searches as an evaluation does. */
    private int piece() {
      double fits = speed * PIECE_SECONDS;
      return effort.isBounded() || effort.openEnded()
          ? (int) Math.max(1, fits)
          : SLICE * (int) Math.max(1, fits / SLICE);
    }

    @Override
    public int action() {
      return session.latest().action();
    }

    @Override
    public List<Line> lines() {
      Decision decision = session.latest();
      List<Decision.Candidate> seen = new ArrayList<>(decision.candidates());
      seen.removeIf(candidate -> candidate.visits() == 0);
      // What it would play comes first, though another may have been visited as often.
      seen.sort(
          Comparator.comparing((Decision.Candidate one) -> one.action() != decision.action())
              .thenComparing(one -> -one.visits())
              .thenComparing(one -> -one.q().orElseThrow()));
      List<Line> lines = new ArrayList<>();
      for (Decision.Candidate candidate : seen) {
        lines.add(
            new Line(
                candidate.visits(),
                (1 + candidate.q().orElseThrow()) / 2,
                candidate.prior(),
                moves(decision, candidate)));
      }
      return lines;
    }

    /** Of the chosen action what the search expects; of any other itself alone. */
    private static List<Integer> moves(Decision decision, Decision.Candidate candidate) {
      return candidate.action() == decision.action()
          ? decision.principalVariation()
          : List.of(candidate.action());
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
