package io.muzero.launcher.diagnose;

import io.muzero.agent.Decision;
import io.muzero.agent.SearchPlan;
import io.muzero.agent.SearchSession;
import io.muzero.agent.TrainedAgent;
import io.muzero.environment.Episode;
import io.muzero.launcher.diagnose.AgentReport.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Searches the same positions with more and more simulations. Used by one thread. */
final class Searching {
  /** Positions that are searched, at most. */
  private static final int MOST_POSITIONS = 48;

  /** Times the agent's own simulations of the longest search. */
  private static final int LONGEST = 4;

  /** Simulations after which it asks: as many as a session does at once, so the tree is its own. */
  private static final int STEP = 32;

  private static final String POSITIONS = "positions";

  private final TrainedAgent agent;
  private final SolverView solver;
  private final List<Integer> budgets;

  Searching(TrainedAgent agent, SolverView solver) {
    this.agent = agent;
    this.solver = solver;
    budgets = budgets(agent);
  }

  /** Numbers of simulations: 0, then powers of two, the agent's own, and the longest. */
  private static List<Integer> budgets(TrainedAgent agent) {
    int own = agent.info().simulations();
    int most = Math.min(agent.plan().most(), LONGEST * own);
    List<Integer> budgets = new ArrayList<>(List.of(0));
    for (int n = 2; n < most; n *= 2) {
      budgets.add(n);
    }
    budgets.add(own);
    budgets.add(most);
    return budgets.stream().distinct().sorted().toList();
  }

  /** What was measured with one number of simulations. */
  private static final class Found {
    final Mean agrees = new Mean();
    final Mean right = new Mean();
    final Mean drift = new Mean();
  }

  /** Searches positions spread evenly over those given, until it is stopped. */
  List<Budget> measure(List<Sample> samples, Progress watcher) {
    TreeMap<Integer, Found> found = new TreeMap<>();
    List<Sample> spread = spread(samples);
    for (int i = 0; i < spread.size() && !watcher.stopped(); i++) {
      if (spread.get(i).decision().candidates().size() > 1) {
        measure(spread.get(i), found, new Position(i, spread.size(), watcher));
      }
      watcher.at(i + 1, spread.size(), POSITIONS);
    }
    List<Budget> result = new ArrayList<>();
    found.forEach(
        (simulations, at) ->
            result.add(
                new Budget(
                    simulations, at.agrees.estimate(), at.right.estimate(), at.drift.estimate())));
    return result;
  }

  private static List<Sample> spread(List<Sample> samples) {
    int every = Math.max(1, (samples.size() + MOST_POSITIONS - 1) / MOST_POSITIONS);
    return IntStream.range(0, samples.size())
        .filter(i -> i % every == 0)
        .mapToObj(samples::get)
        .toList();
  }

  /** A position whose searches count only when the longest is done. */
  private record Position(int number, int of, Progress watcher) {
    void at(long simulations, long all) {
      watcher.at(number + (double) simulations / all, of, POSITIONS);
    }
  }

  private void measure(Sample sample, Map<Integer, Found> found, Position position) {
    List<Decision> decisions = search(sample.episode(), position);
    if (decisions.size() < budgets.size()) {
      return;
    }
    Decision last = decisions.get(decisions.size() - 1);
    for (int b = 0; b < budgets.size(); b++) {
      Found at = found.computeIfAbsent(budgets.get(b), key -> new Found());
      Decision decision = decisions.get(b);
      at.agrees.add(sample.game(), decision.action() == last.action() ? 1 : 0);
      at.drift.add(sample.game(), Math.abs(decision.value() - last.value()));
      if (solver.best(sample) != null) {
        at.right.add(sample.game(), solver.isRight(sample, decision.action()) ? 1 : 0);
      }
    }
  }

  /** A decision for each budget, or for the first of them when it was stopped. */
  private List<Decision> search(Episode episode, Position position) {
    long all = budgets.stream().mapToLong(Integer::longValue).sum();
    long before = 0;
    List<Decision> decisions = new ArrayList<>();
    for (int simulations : budgets) {
      long done = before;
      Optional<Decision> decision =
          search(
              episode,
              simulations,
              now -> {
                position.at(done + now, all);
                return !position.watcher().stopped();
              });
      if (decision.isEmpty()) {
        return decisions;
      }
      decisions.add(decision.get());
      before += simulations;
    }
    return decisions;
  }

  /**
   * Searches a position.
   *
   * @param simulations 0: the network alone decides
   * @param goOn asked many times a second, and given how many of them are done
   * @return empty when it was not to go on
   */
  private Optional<Decision> search(Episode episode, int simulations, IntPredicate goOn) {
    SearchPlan plan = SearchPlan.of(Math.max(1, simulations)).keepingSnapshots(2);
    try (SearchSession session = agent.search(episode, plan)) {
      Decision decision = session.latest();
      while (goOn.test(decision.simulations())) {
        if (decision.simulations() == simulations) {
          return Optional.of(decision);
        }
        decision = session.advance(Math.min(STEP, simulations - decision.simulations()));
      }
      return Optional.empty();
    }
  }
}
