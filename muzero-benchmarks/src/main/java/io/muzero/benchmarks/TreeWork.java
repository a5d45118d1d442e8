package io.muzero.benchmarks;

import io.muzero.random.RandomStream;
import io.muzero.search.BatchedSearch;
import io.muzero.search.SearchConfig;
import io.muzero.search.SearchResult;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.commons.rng.UniformRandomProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of the tree's own work a simulation, on one thread: 128 roots, 9 actions, root noise on, a
 * model that costs nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TreeWork {
  private static final int ROOTS = 128;
  private static final int ACTIONS = 9;

  private final InstantModel model = new InstantModel(ACTIONS);
  private final BatchedSearch gumbel16 = search(SearchConfig.gumbel(16));
  private final BatchedSearch gumbel50 = search(SearchConfig.gumbel(50));
  private final BatchedSearch puct16 = search(SearchConfig.puct(16));
  private final BatchedSearch puct50 = search(SearchConfig.puct(50));
  private final float[] observations = new float[ROOTS];
  private final boolean[] legal = new boolean[ROOTS * ACTIONS];
  private final UniformRandomProvider random = RandomStream.create(1, "tree work", 0);

  /** Made by JMH. */
  public TreeWork() {
    Arrays.fill(legal, true);
  }

  private BatchedSearch search(SearchConfig config) {
    return new BatchedSearch(model, config, ROOTS);
  }

  private SearchResult run(BatchedSearch search) {
    return search.search(observations, legal, ROOTS, random);
  }

  /** Gumbel MuZero, 16 simulations. */
  @Benchmark
  @OperationsPerInvocation(ROOTS * 16)
  public SearchResult gumbel16() {
    return run(gumbel16);
  }

  /** Gumbel MuZero, 50 simulations. */
  @Benchmark
  @OperationsPerInvocation(ROOTS * 50)
  public SearchResult gumbel50() {
    return run(gumbel50);
  }

  /** PUCT MuZero, 16 simulations. */
  @Benchmark
  @OperationsPerInvocation(ROOTS * 16)
  public SearchResult puct16() {
    return run(puct16);
  }

  /** PUCT MuZero, 50 simulations. */
  @Benchmark
  @OperationsPerInvocation(ROOTS * 50)
  public SearchResult puct50() {
    return run(puct50);
  }
}
