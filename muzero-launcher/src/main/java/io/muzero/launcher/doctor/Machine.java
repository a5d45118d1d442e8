package io.muzero.launcher.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The machine as probes see it: its files below a root, the environment, Java's properties, and
 * programs to run. Whatever cannot be read is empty; nothing here throws.
 */
public final class Machine {
  /** Longest that a program may take that answers a question. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Path root;
  private final Map<String, String> environment;
  private final UnaryOperator<@Nullable String> properties;
  private final CommandRunner commands;

  /**
   * A machine.
   *
   * @param root where its file system begins, {@code /} for this one
   * @param environment its environment variables
   * @param properties Java's system properties by name; null for one that is not set
   * @param commands runs its programs
   */
  Machine(
      Path root,
      Map<String, String> environment,
      UnaryOperator<@Nullable String> properties,
      CommandRunner commands) {
    this.root = root;
    this.environment = Map.copyOf(environment);
    this.properties = properties;
    this.commands = commands;
  }

  /** The one this process runs on. */
  public static Machine here() {
    return new Machine(
        Path.of("/"),
        System.getenv(),
        name -> name == null ? null : System.getProperty(name),
        new ProcessRunner());
  }

  /** The place of a file that is named from the file system's root with slashes. */
  Path file(String absolute) {
    return root.resolve(absolute.replaceFirst("^/+", ""));
  }

  /** The whole text of a file; empty when there is none that can be read. */
  Optional<String> read(String absolute) {
    return text(file(absolute));
  }

  /** The whole text of a file; empty when there is none that can be read. */
  static Optional<String> text(Path file) {
    try {
      // Not every file of /proc and /sys is UTF-8, and none may stop a probe.
      return Files.isReadable(file) && !Files.isDirectory(file)
          ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** An environment variable; empty when it is not set or has no characters. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** A system property of Java; empty when it is not set or has no characters. */
  Optional<String> property(String name) {
    return Optional.ofNullable(properties.apply(name)).filter(value -> !value.isEmpty());
  }

  /** What a program printed and how it ended; empty when it is not there or hangs. */
  Optional<CommandRunner.Output> run(String... command) {
    try {
      return Optional.of(commands.run(List.of(command), LIMIT));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private String system() {
    return property("os.name").orElse("").toLowerCase(Locale.ROOT);
  }

  /** Whether it runs Linux. */
  boolean isLinux() {
    return system().startsWith("linux");
  }

  /** Whether it runs macOS. */
  boolean isMac() {
    return system().startsWith("mac");
  }

  /** Whether it runs Windows. */
  boolean isWindows() {
    return system().startsWith("windows");
  }

  /** Whether its processor is of the x86 family. */
  boolean isX86() {
    String architecture = property("os.arch").orElse("");
    return architecture.equals("amd64") || architecture.matches("x86.*|i[3-6]86");
  }
}
