package io.muzero.launcher.diagnose;

import io.muzero.agent.Decision;
import io.muzero.agent.Decision.Candidate;
import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.launcher.diagnose.AgentReport.Cells;
import io.muzero.launcher.diagnose.AgentReport.Choice;
import io.muzero.launcher.diagnose.AgentReport.Worst;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the positions in which the agent is furthest off: where there is a solver, first those
 * whose chosen move gives most away, then those whose value is furthest from the solver's;
 * otherwise those whose value is furthest from the result.
 */
final class WorstPositions {
  private static final int COUNT = 10;

  /** What a lost point weighs against a value that is off by one. */
  private static final double LOST = 10;

  /** Candidates that are shown. */
  private static final int MOST_CHOICES = 6;

  private final SolverView solver;

  WorstPositions(SolverView solver) {
    this.solver = solver;
  }

  List<Worst> of(List<Sample> samples) {
    List<Sample> ordered =
        samples.stream()
            .filter(sample -> sample.hasResult() || solver.best(sample) != null)
            .sorted(Comparator.comparing((Sample s) -> -badness(s)))
            .toList();
    List<Worst> worst = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Sample sample : ordered) {
      Environment state = sample.episode().environment();
      if (worst.size() < COUNT && seen.add(state.text())) {
        worst.add(describe(sample));
      }
    }
    return worst;
  }

  private double badness(Sample sample) {
    int @Nullable [] values = solver.actions(sample);
    Integer best = solver.best(sample);
    Decision decision = sample.decision();
    if (values == null || best == null) {
      return Math.abs(decision.value() - sample.result());
    }
    return LOST * (best - values[decision.action()]) + Math.abs(decision.value() - best);
  }

  private Worst describe(Sample sample) {
    Episode episode = sample.episode();
    Environment state = episode.environment();
    int @Nullable [] values = solver.actions(sample);
    List<Choice> choices = new ArrayList<>();
    sample.decision().candidates().stream()
        .sorted(Comparator.comparing((Candidate c) -> -c.policy()).thenComparing(c -> -c.visits()))
        .limit(MOST_CHOICES)
        .forEach(
            candidate ->
                choices.add(
                    new Choice(
                        state.actionName(candidate.action()),
                        candidate,
                        values == null ? null : values[candidate.action()])));
    return new Worst(
        sample.game(),
        names(episode),
        state.playerName(state.playerToMove()),
        state.json(),
        state.text(),
        choices,
        sample.decision(),
        sample.result(),
        solver.best(sample),
        cells(state));
  }

  private static List<String> names(Episode episode) {
    List<String> names = new ArrayList<>();
    Environment state = episode.stateAfter(0);
    for (Episode.Move move : episode.moves()) {
      names.add(state.actionName(move.action()));
      state.step(Action.of(move.action()));
    }
    return names;
  }

  private static Cells cells(Environment state) {
    return state.spec().actions() instanceof ActionSpace.Discrete discrete
        ? Cells.valueOf(discrete.layout().name())
        : Cells.NONE;
  }
}
