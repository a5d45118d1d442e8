package io.muzero.launcher.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a processor calls itself and which instructions it has that matter here.
 *
 * @param known whether the system says anything of instructions
 * @param model its name; empty when unknown
 * @param names of {@code AVX2}, {@code AVX-512}, {@code AVX-512 BF16}, {@code AMX BF16}, {@code
 *     NEON}, {@code SVE} and {@code BF16} (of Arm) those it has
 */
record ProcessorFeatures(boolean known, String model, List<String> names) {
  /** Linux's words for them, in the order they are shown. */
  private static final List<Map.Entry<String, String>> LINUX =
      List.of(
          Map.entry("avx2", "AVX2"),
          Map.entry("avx512f", "AVX-512"),
          Map.entry("avx512_bf16", "AVX-512 BF16"),
          Map.entry("amx_bf16", "AMX BF16"),
          Map.entry("asimd", "NEON"),
          Map.entry("sve", "SVE"),
          Map.entry("bf16", "BF16"));

  private static final List<Map.Entry<String, String>> MAC =
      List.of(
          Map.entry("hw.optional.avx2_0", "AVX2"),
          Map.entry("hw.optional.avx512f", "AVX-512"),
          Map.entry("hw.optional.neon", "NEON"),
          Map.entry("hw.optional.arm.feat_bf16", "BF16"));

  /** Those of a machine; Windows tells none without a program that asks the processor. */
  static ProcessorFeatures of(Machine machine) {
    Optional<String> list = machine.read("/proc/cpuinfo");
    if (list.isPresent()) {
      return ofLinux(list.get());
    }
    if (machine.isMac()) {
      return machine
          .run("sysctl", "machdep.cpu.brand_string", "hw.optional")
          .map(output -> ofMac(output.text()))
          .orElse(new ProcessorFeatures(false, "", List.of()));
    }
    return new ProcessorFeatures(
        false, machine.variable("PROCESSOR_IDENTIFIER").orElse(""), List.of());
  }

  /** Those that Linux lists in /proc/cpuinfo; the first processor stands for all. */
  static ProcessorFeatures ofLinux(String list) {
    Set<String> flags = new TreeSet<>();
    field(list, "flags").or(() -> field(list, "Features")).stream()
        .flatMap(line -> Arrays.stream(line.split("\\s+")))
        .filter(flag -> !flag.isEmpty())
        .forEach(flags::add);
    List<String> names =
        LINUX.stream().filter(e -> flags.contains(e.getKey())).map(Map.Entry::getValue).toList();
    return new ProcessorFeatures(!flags.isEmpty(), field(list, "model name").orElse(""), names);
  }

  private static Optional<String> field(String list, String name) {
    return list.lines()
        .filter(line -> line.split(":", 2)[0].strip().equals(name))
        .map(line -> line.replaceFirst("^[^:]*:?", "").strip())
        .findFirst();
  }

  private static ProcessorFeatures ofMac(String answers) {
    String lower = answers.toLowerCase(Locale.ROOT);
    List<String> names =
        MAC.stream()
            .filter(e -> field(lower, e.getKey()).orElse("0").equals("1"))
            .map(Map.Entry::getValue)
            .toList();
    return new ProcessorFeatures(
        !names.isEmpty(), field(answers, "machdep.cpu.brand_string").orElse(""), names);
  }

  /** Whether it multiplies bfloat16 in hardware, as {@code network.precision: auto} asks. */
  boolean multipliesBfloat16() {
    return names.contains("AVX-512 BF16") || names.contains("AMX BF16");
  }
}
