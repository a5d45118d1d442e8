package io.muzero.launcher.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.muzero.settings.Size;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory of the machine, what of it this process may use, and what Java's heap may take. */
final class MemoryProbe implements Probe {
  /** libtorch, a heap that trains a small game, and some room. */
  private static final long LEAST = 1024 * Size.MEBIBYTE;

  private static final long COMFORTABLE = 2 * LEAST;

  /** Share of the memory that the heap may have: libtorch's lies beside it. */
  private static final double MOST_HEAP = 0.8;

  private final long heap;

  /**
   * A probe.
   *
   * @param heap bytes that Java's heap may grow to
   */
  MemoryProbe(long heap) {
    this.heap = heap;
  }

  @Override
  public String area() {
    return "memory";
  }

  @Override
  public Finding look(Machine machine) {
    String list = machine.read("/proc/meminfo").orElse("");
    OptionalLong total = orOfJava(kibibytes(list, "MemTotal"));
    OptionalLong free = kibibytes(list, "MemAvailable");
    OptionalLong limit = Cgroup.of(machine).memory();
    long usable = Math.min(limit.orElse(Long.MAX_VALUE), free.orElse(total.orElse(Long.MAX_VALUE)));
    StringBuilder text = new StringBuilder();
    text.append(total.isPresent() ? mebibytes(total.getAsLong()) : "size not known");
    free.ifPresent(f -> text.append(", ").append(mebibytes(f)).append(" available"));
    limit.ifPresent(l -> text.append(", limited to ").append(mebibytes(l)));
    text.append(", Java's heap at most ").append(mebibytes(heap));
    Finding finding = verdict(text.toString(), usable, limit).with("heapBytes", heap);
    finding = total.isPresent() ? finding.with("totalBytes", total.getAsLong()) : finding;
    finding = free.isPresent() ? finding.with("availableBytes", free.getAsLong()) : finding;
    return limit.isPresent() ? finding.with("limitBytes", limit.getAsLong()) : finding;
  }

  private Finding verdict(String text, long usable, OptionalLong limit) {
    if (usable < LEAST) {
      return Finding.fault(
          area(),
          text + ": libtorch and a small run need " + mebibytes(LEAST),
          limit.isPresent() ? "raise the container's limit, or end programs" : "end programs");
    }
    if (limit.isPresent() && heap > MOST_HEAP * limit.getAsLong()) {
      return Finding.warning(
          area(),
          text + ": the heap could take the whole limit, and the process would be killed",
          "start with java -Xmx" + limit.getAsLong() / 2 / Size.MEBIBYTE + "m -jar ...");
    }
    return usable < COMFORTABLE
        ? Finding.warning(
            area(), text + ": little for a run", "lower replay.capacityMiB and batches if it ends")
        : Finding.ok(area(), text);
  }

  private static OptionalLong kibibytes(String list, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + ":\\s+(\\d{1,12}) kB").matcher(list);
    return line.find()
        ? OptionalLong.of(Long.parseLong(line.group(1)) * 1024)
        : OptionalLong.empty();
  }

  private static OptionalLong orOfJava(OptionalLong total) {
    if (total.isPresent()) {
      return total;
    }
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? OptionalLong.of(system.getTotalMemorySize())
        : OptionalLong.empty();
  }

  static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MiB", bytes / Size.MEBIBYTE);
  }
}
