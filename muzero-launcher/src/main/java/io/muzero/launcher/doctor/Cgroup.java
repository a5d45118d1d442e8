package io.muzero.launcher.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What a container or a service may use of a Linux machine, by control groups of version 1 or 2.
 *
 * @param memory bytes of memory; empty when all of the machine's
 * @param processors processors' worth of time; empty when all
 */
record Cgroup(OptionalLong memory, OptionalDouble processors) {
  private static final String MOUNT = "/sys/fs/cgroup";

  /** Version 1 says "no limit" by the greatest multiple of a page. */
  private static final long NO_LIMIT = 1L << 60;

  /** The limits of this process; none where there are no control groups. */
  static Cgroup of(Machine machine) {
    String groups = machine.read("/proc/self/cgroup").orElse("");
    boolean unified = groups.lines().allMatch(line -> line.startsWith("0::"));
    List<String> memory = folders(groups, unified ? "" : "memory");
    List<String> time = folders(groups, unified ? "" : "cpu");
    return new Cgroup(
        memory.stream()
            .map(folder -> machine.read(folder + memoryFile(unified)))
            .flatMap(Optional::stream)
            .flatMapToLong(text -> bytes(text).stream())
            .min(),
        time.stream()
            .map(
                folder ->
                    unified ? quota(machine.read(folder + "/cpu.max")) : quota(machine, folder))
            .flatMapToDouble(OptionalDouble::stream)
            .min());
  }

  private static String memoryFile(boolean unified) {
    return unified ? "/memory.max" : "/memory.limit_in_bytes";
  }

  /** The folders of this process's group and all above it: each of them may limit. */
  private static List<String> folders(String groups, String controller) {
    String mount = controller.isEmpty() ? MOUNT : MOUNT + "/" + controller;
    String path =
        groups
            .lines()
            .map(line -> line.split(":", 3))
            .filter(words -> words.length == 3)
            .filter(words -> List.of(words[1].split(",")).contains(controller))
            .map(words -> words[2])
            .findFirst()
            .orElse("/");
    List<String> folders = new ArrayList<>();
    for (String at = path; at.length() > 1; at = at.substring(0, at.lastIndexOf('/'))) {
      folders.add(mount + at);
    }
    folders.add(mount);
    return folders;
  }

  private static OptionalLong bytes(String text) {
    OptionalDouble number = number(text);
    return number.isPresent() && number.getAsDouble() < NO_LIMIT
        ? OptionalLong.of((long) number.getAsDouble())
        : OptionalLong.empty();
  }

  /** Version 2: quota and period in microseconds, or the word max and the period. */
  private static OptionalDouble quota(Optional<String> text) {
    String[] words = text.orElse("max").strip().split("\\s+");
    return words.length == 2 ? share(number(words[0]), number(words[1])) : OptionalDouble.empty();
  }

  /** Version 1: two files; a quota of −1 is none. */
  private static OptionalDouble quota(Machine machine, String folder) {
    Function<String, OptionalDouble> read =
        name -> number(machine.read(folder + "/" + name).orElse(""));
    return share(read.apply("cpu.cfs_quota_us"), read.apply("cpu.cfs_period_us"));
  }

  private static OptionalDouble share(OptionalDouble quota, OptionalDouble period) {
    return quota.orElse(-1) > 0 && period.orElse(0) > 0
        ? OptionalDouble.of(quota.getAsDouble() / period.getAsDouble())
        : OptionalDouble.empty();
  }

  private static OptionalDouble number(String text) {
    String word = text.strip();
    return word.matches("-?\\d{1,20}")
        ? OptionalDouble.of(Double.parseDouble(word))
        : OptionalDouble.empty();
  }
}
