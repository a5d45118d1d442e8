package io.muzero.launcher.diagnose;

import io.muzero.agent.Decision;
import io.muzero.agent.Decision.Candidate;
import io.muzero.environment.Environment;
import io.muzero.environment.Solver;
import io.muzero.launcher.diagnose.AgentReport.Outcome;
import io.muzero.launcher.diagnose.AgentReport.Phase;
import io.muzero.launcher.diagnose.AgentReport.Solved;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Asks a game's solver about positions, and compares. Used by one thread. */
final class SolverView {
  /** Parts that games are divided into. */
  private static final int PHASES = 6;

  private static final double[] QUANTILES = {0.05, 0.25, 0.5, 0.75, 0.95};

  private final Map<Sample, int[]> values = new IdentityHashMap<>();

  /**
   * Asks about positions, until it is stopped; an answer that takes long is then not waited for.
   * Those late in games come first, which take least.
   */
  void ask(Solver solver, List<Sample> samples, Progress watcher) {
    ExecutorService thread = Waiting.threads(1, "solver");
    try {
      Iterator<Sample> left =
          samples.stream().sorted(Comparator.comparing(Sample::ply).reversed()).iterator();
      boolean goesOn = true;
      while (goesOn && left.hasNext()) {
        Sample sample = left.next();
        // A solver that is left to itself still reads what it was given.
        Environment state = sample.episode().environment().copy();
        Optional<int[]> answer =
            Waiting.await(
                thread.submit(() -> solver.actionValues(state)),
                () -> {
                  watcher.at(values.size(), samples.size(), "positions");
                  return !watcher.stopped();
                });
        answer.ifPresent(known -> values.put(sample, known));
        goesOn = answer.isPresent();
      }
    } finally {
      thread.shutdown();
    }
  }

  /** Values of all actions of a position; null when it was not asked about. */
  int @Nullable [] actions(Sample sample) {
    return values.get(sample);
  }

  /** The value of a position under perfect play; null when it was not asked about. */
  @Nullable Integer best(Sample sample) {
    int[] known = values.get(sample);
    return known == null ? null : Arrays.stream(known).max().orElseThrow();
  }

  /** Whether an action gives nothing away. */
  boolean isRight(Sample sample, int action) {
    int[] known = values.get(sample);
    return known != null && known[action] == Arrays.stream(known).max().orElseThrow();
  }

  /** The action that the network alone holds likeliest. */
  static int likeliest(Decision decision) {
    return decision.candidates().stream()
        .max(Comparator.comparing(Candidate::prior))
        .orElseThrow()
        .action();
  }

  /** The comparison over the positions that were asked about; null when there is none. */
  @Nullable Solved compare(List<Sample> samples) {
    List<Sample> known = samples.stream().filter(values::containsKey).toList();
    if (known.isEmpty()) {
      return null;
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int value = -1; value <= 1; value++) {
      int wanted = value;
      List<Sample> alike =
          known.stream().filter(sample -> Integer.valueOf(wanted).equals(best(sample))).toList();
      if (!alike.isEmpty()) {
        outcomes.add(
            new Outcome(
                value,
                alike.size(),
                quantiles(alike.stream().map(s -> s.decision().networkValue()).toList()),
                quantiles(alike.stream().map(s -> s.decision().value()).toList())));
      }
    }
    Mean network = new Mean();
    Mean search = new Mean();
    known.forEach(sample -> count(sample, network, search));
    return new Solved(outcomes, phases(known), network.estimate(), search.estimate());
  }

  private void count(Sample sample, Mean network, Mean search) {
    network.add(sample.game(), isRight(sample, likeliest(sample.decision())) ? 1 : 0);
    search.add(sample.game(), isRight(sample, sample.decision().action()) ? 1 : 0);
  }

  private List<Phase> phases(List<Sample> known) {
    int longest = known.stream().mapToInt(Sample::ply).max().orElseThrow();
    int width = Math.max(1, (longest + PHASES) / PHASES);
    List<Phase> phases = new ArrayList<>();
    for (int from = 0; from <= longest; from += width) {
      int first = from;
      int last = Math.min(longest, from + width - 1);
      Mean network = new Mean();
      Mean search = new Mean();
      known.stream()
          .filter(sample -> sample.ply() >= first && sample.ply() <= last)
          .forEach(sample -> count(sample, network, search));
      if (network.count() > 0) {
        phases.add(new Phase(first, last, network.estimate(), search.estimate()));
      }
    }
    return phases;
  }

  private static List<Double> quantiles(List<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return Arrays.stream(QUANTILES)
        .mapToObj(share -> sorted[(int) Math.round(share * (sorted.length - 1))])
        .toList();
  }
}
