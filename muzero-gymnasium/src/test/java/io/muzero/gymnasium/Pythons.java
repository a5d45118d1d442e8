package io.muzero.gymnasium;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The Python that tests use: what the system property {@code muzero.python} or the variable
 * MUZERO_PYTHON names, else {@code python3}.
 */
final class Pythons {
  /** What imports were found to work; some take seconds. */
  private static final Map<String, Boolean> FOUND = new ConcurrentHashMap<>();

  private Pythons() {}

  static String path() {
    return System.getProperty(
        "muzero.python", Optional.ofNullable(System.getenv("MUZERO_PYTHON")).orElse("python3"));
  }

  /** The Python, where it has these modules; otherwise the test is skipped. */
  static String having(String... modules) throws Exception {
    String imports = "import " + String.join(", ", modules);
    assumeTrue(
        FOUND.computeIfAbsent(imports, Pythons::canRun),
        path()
            + " cannot "
            + imports
            + "; name a Python that can by -Dmuzero.python=PATH or MUZERO_PYTHON");
    return path();
  }

  private static boolean canRun(String line) {
    try {
      Process process =
          new ProcessBuilder(path(), "-c", line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A Python that also finds the modules of the tests. */
  static String withTestModules(Path folder) throws Exception {
    Path module = Path.of(Pythons.class.getResource("faulty.py").toURI());
    return script(
        folder,
        "PYTHONPATH='" + module.getParent() + "' exec '" + having("gymnasium") + "' \"$@\"");
  }

  /** An executable that runs a line of shell in place of Python. */
  static String script(Path folder, String line) throws Exception {
    assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "shell scripts do not run here");
    Path script = Files.createTempFile(folder, "python", "");
    Files.writeString(script, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script.toString();
  }
}
