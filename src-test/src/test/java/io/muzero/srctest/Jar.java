package io.muzero.srctest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs the packed jar as a user does, in a folder of its own. */
final class Jar {
  private static final long LIMIT_SECONDS = 300;
  private static final int SIGINT = 2;

  private final Path folder;

  /** A place to run in, empty or not. */
  Jar(Path folder) {
    this.folder = folder;
  }

  /**
   * What a run left.
   *
   * @param exitCode its exit code
   * @param output standard output
   * @param errors standard error
   */
  record Ended(int exitCode, String output, String errors) {}

  /** The jar under test. */
  static Path path() {
    String path = System.getProperty("muzero.jar");
    if (path == null || !Files.isRegularFile(Path.of(path))) {
      throw new IllegalStateException(
          "muzero.jar is missing (" + path + "): run mvn package first, or mvn verify");
    }
    return Path.of(path).toAbsolutePath().normalize();
  }

  /** A program of the JDK that runs the tests. */
  static Path tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name);
  }

  /** Runs to the end without input. */
  Ended run(String... arguments) throws Exception {
    return typing("", arguments);
  }

  /** Runs to the end with these lines on standard input. */
  Ended typing(String input, String... arguments) throws Exception {
    return start(arguments).type(input).await();
  }

  /** Starts and returns at once. */
  Running start(String... arguments) throws IOException {
    return startJava(List.of("-jar", path().toString()), arguments);
  }

  /**
   * Starts Java and returns at once.
   *
   * @param options what comes before the command's arguments, in place of {@code -jar muzero.jar}
   */
  Running startJava(List<String> options, String... arguments) throws IOException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    List<String> command = new ArrayList<>();
    command.add(tool("java").toString());
    command.addAll(options);
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    Map<String, String> environment = builder.environment();
    environment.remove("JAVA_TOOL_OPTIONS");
    return new Running(builder.start(), output, errors);
  }

  /** A run that may still be going on. */
  static final class Running {
    private final Process process;
    private final Path output;
    private final Path errors;

    Running(Process process, Path output, Path errors) {
      this.process = process;
      this.output = output;
      this.errors = errors;
    }

    Running type(String input) throws IOException {
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      return this;
    }

    /** Types a line; more may follow. */
    void say(String line) throws IOException {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    /**
     * Sends a signal by name, for example {@code INT}. A shell starts background jobs with Ctrl-C
     * ignored, and all that they start ignores it too: a test that needs it is then skipped.
     */
    void signal(String name) throws Exception {
      if (name.equals("INT") && ignoresInterrupts()) {
        process.destroyForcibly();
        Assumptions.abort("skipped: these tests were started with Ctrl-C ignored");
      }
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    private static boolean ignoresInterrupts() throws IOException {
      Path status = Path.of("/proc/self/status");
      if (!Files.isReadable(status)) {
        return false; // not Linux
      }
      String ignored =
          Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("SigIgn:"))
              .findFirst()
              .orElseThrow();
      return (Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & 1 << (SIGINT - 1)) != 0;
    }

    /** Ends it as a power cut would. */
    void kill() throws Exception {
      process.destroyForcibly().waitFor();
    }

    boolean alive() {
      return process.isAlive();
    }

    /** Memory of its that is in the machine's, in MiB; 0 where the system does not say. */
    long residentMebibytes() throws IOException {
      Path status = Path.of("/proc/" + process.pid() + "/status");
      if (!Files.isReadable(status)) {
        return 0; // not Linux
      }
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
          .findFirst()
          .orElse(0);
    }

    /** What it has printed so far on both streams. */
    String printed() throws IOException {
      return Files.readString(output) + Files.readString(errors);
    }

    /** Waits until it has printed a text. */
    void awaitText(String text) throws Exception {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
      while (!printed().contains(text)) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new AssertionError(
              "it did not print '"
                  + text
                  + "'"
                  + (alive() ? "" : " and ended")
                  + ":\n"
                  + printed());
        }
        Thread.sleep(50);
      }
    }

    /** Waits for the end. */
    Ended await() throws Exception {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("it did not end within the limit:\n" + printed());
      }
      return new Ended(process.exitValue(), Files.readString(output), Files.readString(errors));
    }
  }
}
