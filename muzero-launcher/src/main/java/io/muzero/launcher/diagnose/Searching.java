package io.muzero.launcher.diagnose;

import io.muzero.agent.Decision;
import io.muzero.agent.SearchPlan;
import io.muzero.agent.SearchSession;
import io.muzero.agent.TrainedAgent;
import io.muzero.launcher.diagnose.AgentReport.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Searches the same positions with more and more simulations. Used by one thread. */
final class Searching {
  /** Positions that are searched, at most. */
  private static final int MOST_POSITIONS = 48;

  /** Times the agent's own simulations of the longest search. */
  private static final int LONGEST = 4;

  private final TrainedAgent agent;
  private final SolverView solver;

  Searching(TrainedAgent agent, SolverView solver) {
    this.agent = agent;
    this.solver = solver;
  }

  /** Numbers of simulations: 0, then powers of two, the agent's own, and the longest. */
  private List<Integer> budgets() {
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
    List<Integer> budgets = budgets();
    int every = Math.max(1, (samples.size() + MOST_POSITIONS - 1) / MOST_POSITIONS);
    for (int i = 0; i < samples.size() && !watcher.stopped(); i += every) {
      Sample sample = samples.get(i);
      if (sample.decision().candidates().size() > 1) {
        List<Decision> decisions = budgets.stream().map(n -> search(sample, n)).toList();
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
      watcher.at(i + 1, samples.size());
    }
    List<Budget> result = new ArrayList<>();
    found.forEach(
        (simulations, at) ->
            result.add(
                new Budget(
                    simulations, at.agrees.estimate(), at.right.estimate(), at.drift.estimate())));
    return result;
  }

  private Decision search(Sample sample, int simulations) {
    try (SearchSession session =
        agent.search(sample.episode(), SearchPlan.of(Math.max(1, simulations)))) {
      return simulations == 0 ? session.latest() : session.finish();
    }
  }
}
