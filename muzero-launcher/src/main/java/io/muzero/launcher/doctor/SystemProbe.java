package io.muzero.launcher.doctor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operating system, and the C library that libtorch needs on Linux. */
final class SystemProbe implements Probe {
  /** The oldest glibc that PyTorch's builds of libtorch 2.7 and later load with. */
  private static final int LEAST_GLIBC = 28;

  private static final Pattern NAME = Pattern.compile("(?m)^PRETTY_NAME=\"?([^\"\\n]+)\"?$");
  private static final Pattern GLIBC = Pattern.compile("glibc (\\d+)\\.(\\d+)");

  @Override
  public String area() {
    return "system";
  }

  @Override
  public Finding look(Machine machine) {
    String architecture = machine.property("os.arch").orElse("unknown processor");
    String kernel =
        machine.property("os.name").orElse("unknown system")
            + " "
            + machine.property("os.version").orElse("");
    String name = machine.read("/etc/os-release").flatMap(SystemProbe::prettyName).orElse("");
    String text = (name.isEmpty() ? "" : name + ", ") + kernel.strip() + " on " + architecture;
    if (!machine.isLinux()) {
      return finding(Finding.ok(area(), text), kernel, architecture);
    }
    Optional<String> libc =
        machine.run("getconf", "GNU_LIBC_VERSION").map(output -> output.text().strip());
    Matcher glibc = GLIBC.matcher(libc.orElse(""));
    if (glibc.find()) {
      boolean old =
          Integer.parseInt(glibc.group(1)) == 2 && Integer.parseInt(glibc.group(2)) < LEAST_GLIBC;
      text += ", " + glibc.group();
      return finding(
          old
              ? Finding.fault(
                  area(),
                  text + ": libtorch needs glibc 2." + LEAST_GLIBC,
                  "use a newer system, or a container of one")
              : Finding.ok(area(), text),
          kernel,
          architecture);
    }
    boolean musl = machine.read("/etc/alpine-release").isPresent();
    return finding(
        musl
            ? Finding.fault(
                area(),
                text + " with musl: libtorch needs glibc",
                "use a system with glibc, for example a container of Debian or Ubuntu")
            : Finding.ok(area(), text),
        kernel,
        architecture);
  }

  private static Optional<String> prettyName(String release) {
    Matcher name = NAME.matcher(release);
    return name.find() ? Optional.of(name.group(1)) : Optional.empty();
  }

  private static Finding finding(Finding found, String kernel, String architecture) {
    return found.with("system", kernel.strip()).with("architecture", architecture);
  }
}
