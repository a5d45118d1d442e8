package io.muzero.launcher.diagnose;

import io.muzero.agent.TrainedAgent;
import io.muzero.environment.Solver;
import io.muzero.launcher.diagnose.AgentReport.Budget;
import io.muzero.launcher.diagnose.AgentReport.Depth;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Finds out where an agent is wrong: it plays games against itself, and the positions are then
 * compared with the solver, with what came of them, with what the model imagined of them, and with
 * longer searches. The same seed gives the same report. Used by one thread; the agent stays its
 * owner's.
 */
public final class AgentExaminer {
  private final TrainedAgent agent;
  private final int games;
  private final long seed;
  private final LongSupplier nanoTime;

  /**
   * An examination.
   *
   * @param games games that the agent plays, at least 1
   * @param seed of their random moves and chance, at least 0
   * @param nanoTime as {@link System#nanoTime}
   */
  public AgentExaminer(TrainedAgent agent, int games, long seed, LongSupplier nanoTime) {
    this.agent = agent;
    this.games = games;
    this.seed = seed;
    this.nanoTime = nanoTime;
  }

  /** Examines; when the watcher stops it, the report is of what there is. */
  public AgentReport examine(Watcher watcher) {
    Optional<Solver> known = agent.game().solver(agent.gameOptions());
    double playing = 0.5;
    double solving = known.isPresent() ? 0.15 : 0;
    double unrolling = 0.1;
    double searching = 1 - playing - solving - unrolling;
    List<PlayedGame> played =
        new GamePlayer(agent, games, seed).play(new Progress(watcher, "playing", 0, playing));
    List<Sample> samples = played.stream().flatMap(game -> game.samples().stream()).toList();
    SolverView solver = new SolverView();
    known.ifPresent(
        one -> solver.ask(one, samples, new Progress(grace(watcher), "solving", playing, solving)));
    List<Depth> depths =
        new Unrolling(agent)
            .measure(
                played, new Progress(grace(watcher), "unrolling", playing + solving, unrolling));
    List<Budget> searches =
        new Searching(agent, solver)
            .measure(samples, new Progress(watcher, "searching", 1 - searching, searching));
    return new AgentReport(
        agent.info(),
        summary(played, watcher.stopped()),
        solver.compare(samples),
        Calibrating.of(played),
        depths,
        searches,
        new WorstPositions(solver).of(samples));
  }

  private Watcher grace(Watcher watcher) {
    return new Grace(watcher, nanoTime);
  }

  private AgentReport.Played summary(List<PlayedGame> played, boolean stopped) {
    List<PlayedGame> finished = played.stream().filter(PlayedGame::finished).toList();
    Mean score = new Mean();
    finished.forEach(game -> score.add(game.number(), game.end().score(0)));
    return new AgentReport.Played(
        games,
        finished.size(),
        played.stream().mapToInt(game -> game.decisions().size()).sum(),
        seed,
        stopped,
        agent.newEnvironment().spec().players(),
        score.estimate());
  }
}
