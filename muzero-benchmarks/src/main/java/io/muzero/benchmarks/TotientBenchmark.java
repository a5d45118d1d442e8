package io.muzero.benchmarks;

import io.muzero.totient.number.Totient;
import io.muzero.totient.work.Part;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of φ: of one number of every kind, and of a thousand neighbours from the lab's job.
 *
 * <p>Run, in the project's root:
 *
 * <pre>{@code
 * mvn -q -pl muzero-benchmarks -am package -DskipTests dependency:build-classpath \
 *   -Dmdep.outputFile=target/classpath
 * java -cp "muzero-benchmarks/target/classes:$(cat muzero-benchmarks/target/classpath)" \
 *   org.openjdk.jmh.Main TotientBenchmark
 * }</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TotientBenchmark {
  /** The number whose φ is timed. */
  @State(Scope.Benchmark)
  public static class Number {
    /**
     * 2^15 (no trial division at all), 49,999 and 999,983 (the greatest primes below the lab's
     * usual bounds: the dearest numbers of the job), 2^40 − 87 (prime, all by trial division), 2^63
     * − 25 (prime), and 3037000453 · 3037000493 (the hardest kind for rho).
     */
    @Param({
      "32768",
      "49999",
      "999983",
      "1099511627689",
      "9223372036854775783",
      "9223371873002223329"
    })
    private long n;
  }

  /** φ of one number. */
  @Benchmark
  public long phi(Number number) {
    return Totient.of(number.n);
  }

  /** Bounds that the compiler must not know. */
  @State(Scope.Benchmark)
  public static class Neighbours {
    private final Part part = new Part(49_000, 50_000, 1);
  }

  /**
   * Σφ of a thousand neighbours below 50,000: what one number of the lab's job costs, times 1000.
   */
  @Benchmark
  public long thousandBelow50000(Neighbours neighbours) {
    return neighbours.part.sum();
  }
}
