package io.muzero.launcher.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asynchronous successive halving (ASHA; Li et al., arXiv:1810.05934, Algorithm 2) over candidates
 * with several seeds each. With one rung it trains every candidate as far, as random search and a
 * grid do.
 *
 * <p>A free place goes to, in this order: a seed of a candidate that has begun its rung; the best
 * candidate among the first 1/reduction of those that completed a rung and are not in the next one,
 * highest rung first; a new candidate. Two things are not in the paper. A candidate has completed a
 * rung when all its seeds have, and is compared by their mean or lower bound. And where nothing of
 * this is left and nothing runs, but no candidate has completed the last rung, the best of the
 * highest rung goes on: few candidates would otherwise never get there.
 *
 * <p>What is chosen depends on what was begun and reported alone, so a search is restored by saying
 * both again. Knows neither time nor processes. Not thread-safe.
 */
public final class Halving {
  private final Shape shape;

  /** By rung: the results of each candidate that has begun it, in the order in which they began. */
  private final List<Map<Integer, @Nullable Result[]>> rungs = new ArrayList<>();

  private final Set<Job> running = new HashSet<>();

  /**
   * What does not change.
   *
   * @param candidates how many, at least 1
   * @param seeds runs of a candidate, at least 1
   * @param rungs at least 1
   * @param reduction of how many candidates one goes on, at least 2
   * @param rank how they are compared
   */
  record Shape(int candidates, int seeds, int rungs, int reduction, Rank rank) {}

  /**
   * A candidate at a rung.
   *
   * @param candidate its number
   * @param rung the rung
   */
  record Begun(int candidate, int rung) {}

  /**
   * How a candidate stands.
   *
   * @param candidate its number
   * @param rung the highest rung that it has completed; −1 when none
   * @param interval its score there; null when none
   * @param failed whether one of its runs failed
   */
  public record Standing(
      int candidate, int rung, @Nullable SeedInterval interval, boolean failed) {}

  /** A search that has not begun. */
  Halving(Shape shape) {
    this.shape = shape;
    for (int i = 0; i < shape.rungs; i++) {
      rungs.add(new LinkedHashMap<>());
    }
  }

  /** The next run to train, which counts as running from now on; empty when none is to be begun. */
  Optional<Job> next() {
    Optional<Job> job = choose();
    job.ifPresent(
        chosen -> {
          begin(new Begun(chosen.candidate(), chosen.rung()));
          running.add(chosen);
        });
    return job;
  }

  /** Whether nothing runs and nothing is left to be begun. */
  boolean isDone() {
    return running.isEmpty() && choose().isEmpty();
  }

  /** Says what became of a job that was running. */
  void report(Job job, Result result) {
    running.remove(job);
    results(job.candidate(), job.rung())[job.seed()] = result;
  }

  /** Says that a job was given up without a result; it will be chosen again. */
  void giveUp(Job job) {
    running.remove(job);
  }

  /** Marks a candidate as one that has begun a rung, when a search is restored. */
  void begin(Begun begun) {
    rungs
        .get(begun.rung)
        .computeIfAbsent(begun.candidate, candidate -> new @Nullable Result[shape.seeds]);
  }

  private @Nullable Result[] results(int candidate, int rung) {
    @Nullable Result[] results = rungs.get(rung).get(candidate);
    if (results == null) {
      throw new IllegalArgumentException(
          "candidate "
              + candidate
              + " has not begun rung "
              + rung
              + ", so it has no results there");
    }
    return results;
  }

  private Optional<Job> choose() {
    return openSeed()
        .or(this::promotion)
        .or(this::newcomer)
        .or(this::lastResort)
        .map(begun -> new Job(begun.candidate, begun.rung, freeSeed(begun)));
  }

  /** A seed of the candidate at the rung that neither runs nor has a result; 0 where it is new. */
  private int freeSeed(Begun begun) {
    @Nullable Result[] results = rungs.get(begun.rung).get(begun.candidate);
    for (int seed = 0; results != null && seed < shape.seeds; seed++) {
      if (results[seed] == null && !running.contains(new Job(begun.candidate, begun.rung, seed))) {
        return seed;
      }
    }
    return results == null ? 0 : -1;
  }

  private Optional<Begun> openSeed() {
    for (int rung = shape.rungs - 1; rung >= 0; rung--) {
      for (int candidate : rungs.get(rung).keySet()) {
        Begun begun = new Begun(candidate, rung);
        if (!isFailed(candidate) && freeSeed(begun) >= 0) {
          return Optional.of(begun);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Begun> promotion() {
    for (int rung = shape.rungs - 2; rung >= 0; rung--) {
      List<Integer> ranked = ranked(rung);
      for (int candidate : ranked.subList(0, ranked.size() / shape.reduction)) {
        if (!isFailed(candidate) && !rungs.get(rung + 1).containsKey(candidate)) {
          return Optional.of(new Begun(candidate, rung + 1));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Begun> newcomer() {
    int begun = rungs.get(0).size();
    return begun < shape.candidates ? Optional.of(new Begun(begun, 0)) : Optional.empty();
  }

  private Optional<Begun> lastResort() {
    boolean reached = rungs.get(shape.rungs - 1).keySet().stream().anyMatch(c -> !isFailed(c));
    if (!running.isEmpty() || reached) {
      return Optional.empty();
    }
    for (int rung = shape.rungs - 2; rung >= 0; rung--) {
      for (int candidate : ranked(rung)) {
        if (!isFailed(candidate) && !rungs.get(rung + 1).containsKey(candidate)) {
          return Optional.of(new Begun(candidate, rung + 1));
        }
      }
    }
    return Optional.empty();
  }

  private boolean isFailed(int candidate) {
    for (Map<Integer, @Nullable Result[]> rung : rungs) {
      @Nullable Result[] results = rung.get(candidate);
      for (int seed = 0; results != null && seed < shape.seeds; seed++) {
        if (results[seed] instanceof Result.Failed) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Who completed a rung, best first, those that failed last; of equals the one with the lower
   * number.
   */
  private List<Integer> ranked(int rung) {
    Map<Integer, Double> scores = new TreeMap<>();
    for (int candidate : rungs.get(rung).keySet()) {
      if (isFailed(candidate)) {
        scores.put(candidate, Double.NEGATIVE_INFINITY);
      } else {
        SeedInterval interval = interval(candidate, rung);
        if (interval != null) {
          scores.put(candidate, shape.rank.of(interval));
        }
      }
    }
    List<Integer> ranked = new ArrayList<>(scores.keySet());
    ranked.sort(Comparator.comparing(scores::get, Comparator.reverseOrder()));
    return ranked;
  }

  /** The score of a candidate at a rung; null unless all its seeds have one. */
  private @Nullable SeedInterval interval(int candidate, int rung) {
    @Nullable Result[] results = rungs.get(rung).get(candidate);
    List<Double> scores = new ArrayList<>();
    for (int seed = 0; results != null && seed < shape.seeds; seed++) {
      if (results[seed] instanceof Result.Scored scored) {
        scores.add(scored.score());
      }
    }
    return scores.size() == shape.seeds ? SeedInterval.of(scores) : null;
  }

  /**
   * Every candidate that has begun, best first: who completed a higher rung, then who scored higher
   * there, then the lower number. Those that failed come last.
   */
  List<Standing> standings() {
    List<Standing> standings = new ArrayList<>();
    for (int candidate : rungs.get(0).keySet()) {
      int rung = shape.rungs - 1;
      while (rung >= 0 && interval(candidate, rung) == null) {
        rung--;
      }
      SeedInterval interval = rung < 0 ? null : interval(candidate, rung);
      standings.add(new Standing(candidate, rung, interval, isFailed(candidate)));
    }
    Comparator<Standing> worseFirst =
        Comparator.<Standing, Boolean>comparing(standing -> !standing.failed)
            .thenComparingInt(Standing::rung)
            .thenComparingDouble(this::score);
    standings.sort(worseFirst.reversed().thenComparingInt(Standing::candidate));
    return standings;
  }

  private double score(Standing standing) {
    return standing.interval == null ? Double.NEGATIVE_INFINITY : shape.rank.of(standing.interval);
  }

  /** The best candidate that has completed a rung and not failed. */
  Optional<Standing> best() {
    return standings().stream()
        .filter(standing -> standing.interval != null && !standing.failed)
        .findFirst();
  }

  /** What was begun, in its order within each rung. */
  List<Begun> begun() {
    List<Begun> begun = new ArrayList<>();
    for (int rung = 0; rung < shape.rungs; rung++) {
      for (int candidate : rungs.get(rung).keySet()) {
        begun.add(new Begun(candidate, rung));
      }
    }
    return begun;
  }

  /** The result of a job; null while it has none. */
  @Nullable Result result(Job job) {
    @Nullable Result[] results = rungs.get(job.rung()).get(job.candidate());
    return results == null ? null : results[job.seed()];
  }

  /** Every result so far with its job. */
  Map<Job, Result> results() {
    Map<Job, Result> all = new LinkedHashMap<>();
    for (Begun begun : begun()) {
      for (int seed = 0; seed < shape.seeds; seed++) {
        Job job = new Job(begun.candidate, begun.rung, seed);
        Result result = result(job);
        if (result != null) {
          all.put(job, result);
        }
      }
    }
    return all;
  }

  /** What does not change. */
  Shape shape() {
    return shape;
  }

  /**
   * Candidates that each rung will have seen, where all goes on: those that have begun it, or the
   * share of the rung below.
   */
  int[] expected() {
    int[] expected = new int[shape.rungs];
    for (int rung = 0; rung < shape.rungs; rung++) {
      int share = rung == 0 ? shape.candidates : Math.max(1, expected[rung - 1] / shape.reduction);
      expected[rung] = Math.max(rungs.get(rung).size(), share);
    }
    return expected;
  }
}
