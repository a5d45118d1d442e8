package io.muzero.run;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The memory there is, in bytes.
 *
 * @param heap of Java's heap
 * @param direct that Java and libtorch may share
 * @param machine of the whole machine
 */
record MemoryRoom(long heap, long direct, long machine) {
  /** Of this process. */
  static MemoryRoom here() {
    long heap = Runtime.getRuntime().maxMemory();
    HotSpotDiagnosticMXBean flags =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    long direct =
        flags == null ? 0 : Long.parseLong(flags.getVMOption("MaxDirectMemorySize").getValue());
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new MemoryRoom(
        heap,
        direct == 0 ? heap : direct,
        system == null ? Long.MAX_VALUE : system.getTotalMemorySize());
  }
}
