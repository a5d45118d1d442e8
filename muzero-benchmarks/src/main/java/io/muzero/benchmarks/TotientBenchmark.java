package io.muzero.benchmarks;

import io.muzero.totient.number.Totient;
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
 * Time of one φ(n) for numbers of every kind: smooth ones, primes, and those for Pollard's rho.
 *
 * <p>Run: {@code mvn -q -pl muzero-benchmarks -am install -DskipTests}, then {@code mvn -q -pl
 * muzero-benchmarks exec:java -Dexec.mainClass=org.openjdk.jmh.Main -Dexec.args=TotientBenchmark}
 * or {@code java -cp muzero-benchmarks/target/classes:… org.openjdk.jmh.Main TotientBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TotientBenchmark {
  /**
   * 2^15 (no trial division at all), 49,999 and 999,983 (the greatest primes below the lab's usual
   * bounds: the dearest numbers of the job), 2^40 − 87 (prime, all by trial division), and 2^63 −
   * 25 (prime) and 3037000453 · 3037000493 (the hardest kind for rho).
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

  /** φ of one number. */
  @Benchmark
  public long phi() {
    return Totient.of(n);
  }

  /**
   * Σφ of a thousand neighbours below 50,000: what one number of the lab's job costs, times 1000.
   */
  @Benchmark
  public long thousandBelow50000() {
    long sum = 0;
    for (long i = 49_000; i < 50_000; i++) {
      sum += Totient.of(i);
    }
    return sum;
  }
}
