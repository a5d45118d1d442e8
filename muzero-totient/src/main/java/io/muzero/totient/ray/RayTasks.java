package io.muzero.totient.ray;

import io.muzero.totient.work.Part;
import io.muzero.totient.work.Stopwatch;
import io.muzero.totient.work.WarmUp;
import java.nio.ByteBuffer;

/**
 * The tasks that Ray runs in its worker JVMs.
 *
 * <p>Arguments and results are {@code byte[]} of exact size, which Ray passes on as they are;
 * objects would go through its slow serialiser.
 */
final class RayTasks {
  private RayTasks() {}

  /** Waits a little, so that as many of these at once need as many workers. */
  static byte[] hold(byte[] nothing) throws InterruptedException {
    Thread.sleep(500);
    return Report.ofThisJvm(0);
  }

  /** Lets the compiler see φ. */
  static byte[] warmUp(byte[] nothing) {
    WarmUp.run(Stopwatch.ofMachine());
    return Report.ofThisJvm(0);
  }

  /** Σφ over the part given by {@link #encode}, as a {@link Report}. */
  static byte[] sum(byte[] part) {
    ByteBuffer buffer = ByteBuffer.wrap(part);
    return Report.ofThisJvm(new Part(buffer.getLong(), buffer.getLong(), buffer.getLong()).sum());
  }

  /** First, end and step. */
  static byte[] encode(Part part) {
    return ByteBuffer.allocate(3 * Long.BYTES)
        .putLong(part.first())
        .putLong(part.end())
        .putLong(part.step())
        .array();
  }

  /**
   * A task's result.
   *
   * @param sum Σφ
   * @param jvm tells worker JVMs apart: process number and start time
   * @param cpuNanos CPU time of that JVM so far, its start included
   */
  record Report(long sum, Jvm jvm, long cpuNanos) {
    static byte[] ofThisJvm(long sum) {
      Jvm jvm = Jvm.ofThisProcess();
      return ByteBuffer.allocate(4 * Long.BYTES)
          .putLong(sum)
          .putLong(jvm.process())
          .putLong(jvm.startedMillis())
          .putLong(Stopwatch.ofMachine().processCpuNanos())
          .array();
    }

    static Report decode(byte[] bytes) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new Report(
          buffer.getLong(), new Jvm(buffer.getLong(), buffer.getLong()), buffer.getLong());
    }
  }

  /**
   * A JVM in the cluster.
   *
   * @param process process number on its machine
   * @param startedMillis when it started, which tells equal numbers on two machines apart
   */
  record Jvm(long process, long startedMillis) {
    static Jvm ofThisProcess() {
      ProcessHandle handle = ProcessHandle.current();
      return new Jvm(
          handle.pid(),
          handle.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L));
    }
  }
}
