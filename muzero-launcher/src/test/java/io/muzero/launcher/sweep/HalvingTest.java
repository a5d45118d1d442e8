package io.muzero.launcher.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The scheduler on synthetic objectives in virtual time, against a twin that is told otherwise. */
class HalvingTest {
  private static final int CASES = 300;

  /** A run that ends at a time. */
  private record Busy(double until, int order, Job job) {}

  /** A synthetic objective: better with steps, noisy by seed, and sometimes failing. */
  private record Objective(long seed, boolean fails) {
    Result of(Job job) {
      Random random = new Random(seed * 31 + job.candidate() * 1009L + job.seed() * 17L);
      double quality = new Random(seed + job.candidate()).nextDouble();
      if (fails && random.nextInt(12) == 0 && job.rung() == random.nextInt(2)) {
        return new Result.Failed("broken");
      }
      double noise = 0.1 * new Random(seed + job.hashCode()).nextGaussian();
      return new Result.Scored(quality * (job.rung() + 1) + noise, 1, 1);
    }

    double seconds(Job job) {
      return 1 + new Random(seed ^ job.hashCode() * 7919L).nextDouble() * (job.rung() + 1) * 3;
    }
  }

  private static Halving.Shape shape(Random random) {
    return new Halving.Shape(
        1 + random.nextInt(40),
        1 + random.nextInt(3),
        1 + random.nextInt(4),
        2 + random.nextInt(3),
        random.nextBoolean() ? Rank.MEAN : Rank.LOWER);
  }

  /** Everything that is begun, in order, by so many workers side by side. */
  private static List<Job> simulate(Halving halving, Objective objective, int workers) {
    return simulate(halving, objective, workers, Integer.MAX_VALUE);
  }

  /** The same, given up after so many results. */
  private static List<Job> simulate(
      Halving halving, Objective objective, int workers, int results) {
    List<Job> jobs = new ArrayList<>();
    PriorityQueue<Busy> busy =
        new PriorityQueue<>(Comparator.comparingDouble(Busy::until).thenComparing(Busy::order));
    double now = 0;
    for (int ended = 0; ended < results; ended++) {
      while (busy.size() < workers) {
        Optional<Job> next = halving.next();
        if (next.isEmpty()) {
          break;
        }
        jobs.add(next.get());
        busy.add(new Busy(now + objective.seconds(next.get()), jobs.size(), next.get()));
      }
      Busy first = busy.poll();
      if (first == null) {
        return jobs;
      }
      now = first.until;
      halving.report(first.job, objective.of(first.job));
    }
    return jobs;
  }

  /**
   * Algorithm 2 of the paper as it is written there, with lists that are searched anew each time.
   * Results are kept by job alone; a place that is free asks for a job.
   */
  private static final class Twin {
    private final Halving.Shape shape;
    private final List<Job> begun = new ArrayList<>();
    private final Map<Job, Result> done = new LinkedHashMap<>();

    Twin(Halving.Shape shape) {
      this.shape = shape;
    }

    boolean broken(int candidate) {
      return done.entrySet().stream()
          .anyMatch(
              e -> e.getKey().candidate() == candidate && e.getValue() instanceof Result.Failed);
    }

    /** Of all seeds at a rung, once each has a result. */
    Optional<Double> score(int candidate, int rung) {
      if (broken(candidate)) {
        return Optional.of(Double.NEGATIVE_INFINITY);
      }
      double sum = 0;
      double squares = 0;
      int n = shape.seeds();
      for (int seed = 0; seed < n; seed++) {
        if (!(done.get(new Job(candidate, rung, seed)) instanceof Result.Scored scored)) {
          return Optional.empty();
        }
        sum += scored.score();
        squares += scored.score() * scored.score();
      }
      double mean = sum / n;
      if (n == 1 || shape.rank() == Rank.MEAN) {
        return Optional.of(mean);
      }
      double variance = Math.max(0, (squares - n * mean * mean) / (n - 1));
      return Optional.of(mean - (n == 2 ? 12.7062 : 4.3027) * Math.sqrt(variance / n));
    }

    boolean inRung(int candidate, int rung) {
      return begun.stream().anyMatch(job -> job.candidate() == candidate && job.rung() == rung);
    }

    List<Integer> top(int rung) {
      Map<Integer, Double> scores = new TreeMap<>();
      for (int c = 0; c < shape.candidates(); c++) {
        if (inRung(c, rung) && score(c, rung).isPresent()) {
          scores.put(c, score(c, rung).get());
        }
      }
      List<Integer> all = new ArrayList<>(scores.keySet());
      // A stable insertion sort by falling score.
      for (int i = 1; i < all.size(); i++) {
        for (int j = i; j > 0 && scores.get(all.get(j)) > scores.get(all.get(j - 1)); j--) {
          all.add(j - 1, all.remove(j));
        }
      }
      return all;
    }

    Optional<Job> getJob() {
      for (int rung = shape.rungs() - 1; rung >= 0; rung--) {
        List<Integer> order = new ArrayList<>();
        for (Job job : begun) {
          if (job.rung() == rung && !order.contains(job.candidate())) {
            order.add(job.candidate());
          }
        }
        for (int candidate : order) {
          for (int seed = 0; seed < shape.seeds() && !broken(candidate); seed++) {
            if (!begun.contains(new Job(candidate, rung, seed))) {
              return Optional.of(new Job(candidate, rung, seed));
            }
          }
        }
      }
      for (int rung = shape.rungs() - 2; rung >= 0; rung--) {
        List<Integer> top = top(rung);
        int promotable = (int) Math.floor((double) top.size() / shape.reduction());
        for (int i = 0; i < promotable; i++) {
          if (!inRung(top.get(i), rung + 1) && !broken(top.get(i))) {
            return Optional.of(new Job(top.get(i), rung + 1, 0));
          }
        }
      }
      for (int c = 0; c < shape.candidates(); c++) {
        if (!inRung(c, 0)) {
          return Optional.of(new Job(c, 0, 0));
        }
      }
      boolean idle = begun.size() == done.size();
      for (int c = 0; c < shape.candidates(); c++) {
        idle &= !inRung(c, shape.rungs() - 1) || broken(c);
      }
      for (int rung = shape.rungs() - 2; rung >= 0 && idle; rung--) {
        for (int candidate : top(rung)) {
          if (!inRung(candidate, rung + 1) && !broken(candidate)) {
            return Optional.of(new Job(candidate, rung + 1, 0));
          }
        }
      }
      return Optional.empty();
    }

    List<Job> simulate(Objective objective, int workers) {
      List<Busy> busy = new ArrayList<>();
      double now = 0;
      while (true) {
        while (busy.size() < workers) {
          Optional<Job> job = getJob();
          if (job.isEmpty()) {
            break;
          }
          begun.add(job.get());
          busy.add(new Busy(now + objective.seconds(job.get()), begun.size(), job.get()));
        }
        if (busy.isEmpty()) {
          return begun;
        }
        Busy first = busy.get(0);
        for (Busy other : busy) {
          if (other.until < first.until) {
            first = other;
          }
        }
        busy.remove(first);
        now = first.until;
        done.put(first.job, objective.of(first.job));
      }
    }
  }

  @Test
  void next_anyShapeAndWorkers_choosesWhatThePapersAlgorithmDoes() {
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      Halving.Shape shape = shape(random);
      Objective objective = new Objective(seed, random.nextBoolean());
      int workers = 1 + random.nextInt(8);
      assertThat(simulate(new Halving(shape), objective, workers))
          .as("seed %d, %s, %d workers", seed, shape, workers)
          .isEqualTo(new Twin(shape).simulate(objective, workers));
    }
  }

  @Test
  void next_oneWorkerRestoredAfterAnyResult_choosesWhatWouldHaveFollowed() {
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      Halving.Shape shape = shape(random);
      Objective objective = new Objective(seed, random.nextBoolean());
      List<Job> straight = simulate(new Halving(shape), objective, 1);
      Halving first = new Halving(shape);
      int until = random.nextInt(straight.size() + 1);
      List<Job> jobs = simulate(first, objective, 1, until);
      Halving second = new Halving(shape);
      first.begun().forEach(second::begin);
      first.results().forEach(second::report);
      jobs.addAll(simulate(second, objective, 1));
      assertThat(jobs).as("seed %d, %s, killed after %d", seed, shape, until).isEqualTo(straight);
      assertThat(second.isDone()).isTrue();
    }
  }

  @Test
  void next_manyWorkersKilled_trainsNothingTwiceAndEndsWithTheLastRung() {
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      Halving.Shape shape = shape(random);
      Objective objective = new Objective(seed, false);
      Halving first = new Halving(shape);
      simulate(first, objective, 4, random.nextInt(30));
      Halving second = new Halving(shape);
      first.begun().forEach(second::begin);
      first.results().forEach(second::report);
      List<Job> after = simulate(second, objective, 3);
      assertThat(after)
          .as("seed %d", seed)
          .doesNotHaveDuplicates()
          .noneMatch(first.results()::containsKey);
      assertThat(second.isDone()).isTrue();
      assertThat(second.best().orElseThrow().rung()).isEqualTo(shape.rungs() - 1);
    }
  }

  @Test
  void next_oneWorkerThirdsOf27_promotesThePapersNumbers() {
    Halving halving = new Halving(new Halving.Shape(27, 1, 4, 3, Rank.MEAN));
    Objective perfect = new Objective(5, false);
    List<Job> jobs = new ArrayList<>();
    while (true) {
      Optional<Job> job = halving.next();
      if (job.isEmpty()) {
        break;
      }
      jobs.add(job.get());
      // Rising quality: whoever is newest is best, the worst order for an asynchronous search.
      halving.report(job.get(), new Result.Scored(job.get().candidate(), 1, 1));
    }
    assertThat(perfect.fails).isFalse();
    assertThat(jobs.stream().filter(job -> job.rung() == 0)).hasSize(27);
    assertThat(jobs.stream().filter(job -> job.rung() == 1).count()).isGreaterThanOrEqualTo(9);
    assertThat(jobs.stream().filter(job -> job.rung() == 3).count()).isGreaterThanOrEqualTo(1);
    assertThat(halving.best().orElseThrow().candidate()).isEqualTo(26);
  }

  @Test
  void best_luckyRun_doesNotBeatABetterMean() {
    Halving halving = new Halving(new Halving.Shape(2, 3, 1, 2, Rank.MEAN));
    double[][] scores = {{0.5, 0.5, 0.5}, {0.9, 0.2, 0.2}};
    for (Optional<Job> job = halving.next(); job.isPresent(); job = halving.next()) {
      Job at = job.get();
      halving.report(at, new Result.Scored(scores[at.candidate()][at.seed()], 1, 1));
    }
    assertThat(halving.best().orElseThrow().candidate()).isZero();
    assertThat(halving.standings()).extracting(Halving.Standing::candidate).containsExactly(0, 1);
  }

  @Test
  void report_failedSeed_putsTheCandidateLastAndSkipsItsOtherSeeds() {
    Halving halving = new Halving(new Halving.Shape(3, 2, 2, 3, Rank.MEAN));
    List<Job> jobs = new ArrayList<>();
    for (Optional<Job> job = halving.next(); job.isPresent(); job = halving.next()) {
      jobs.add(job.get());
      boolean breaks = job.get().candidate() == 2;
      halving.report(
          job.get(), breaks ? new Result.Failed("no") : new Result.Scored(job.get().seed(), 1, 1));
    }
    assertThat(jobs).contains(new Job(2, 0, 0)).doesNotContain(new Job(2, 0, 1));
    assertThat(halving.standings().get(2)).isEqualTo(new Halving.Standing(2, -1, null, true));
    assertThat(halving.isDone()).isTrue();
  }

  @Test
  void giveUp_stoppedJob_isChosenAgain() {
    Halving halving = new Halving(new Halving.Shape(2, 1, 1, 2, Rank.MEAN));
    Job job = halving.next().orElseThrow();
    halving.giveUp(job);
    assertThat(halving.isDone()).isFalse();
    assertThat(halving.next()).contains(job);
  }
}
