package io.muzero.totient.work;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** Wall time and CPU time, injected so that nothing else asks the machine. Thread-safe. */
public interface Stopwatch {
  /** Wall time from an arbitrary origin. */
  long nanos();

  /** CPU time of the calling thread, or 0 where it cannot be told: a virtual thread's. */
  long threadCpuNanos();

  /**
   * CPU time of this whole process so far: every thread, the compiler's and the collector's too.
   */
  long processCpuNanos();

  /** This machine's. */
  static Stopwatch ofMachine() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    boolean perThread = threads.isCurrentThreadCpuTimeSupported();
    return new Stopwatch() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public long threadCpuNanos() {
        return perThread ? Math.max(0, threads.getCurrentThreadCpuTime()) : 0;
      }

      @Override
      public long processCpuNanos() {
        return cpuNanos(ProcessHandle.current());
      }
    };
  }

  /**
   * The same without CPU time of threads: asking a virtual thread for it is an error on some JDKs.
   */
  default Stopwatch withoutThreadCpu() {
    Stopwatch all = this;
    return new Stopwatch() {
      @Override
      public long nanos() {
        return all.nanos();
      }

      @Override
      public long threadCpuNanos() {
        return 0;
      }

      @Override
      public long processCpuNanos() {
        return all.processCpuNanos();
      }
    };
  }

  /** CPU time of a live process so far, in steps of 10 ms on Linux; 0 where it cannot be told. */
  static long cpuNanos(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }
}
