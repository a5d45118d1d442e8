package io.muzero.totient.ways;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Ray that the user has installed.
 *
 * @param command the {@code ray} command
 * @param runtime its Java runtime, {@code ray_dist.jar}, of the same version
 */
public record RayInstallation(Path command, Path runtime) {
  /** Names the folder of the virtual environment that holds Ray. */
  public static final String VARIABLE = "RAY_VENV";

  /** How to get one. */
  static final String ADVICE =
      "pip install ray, then put its bin folder on the PATH or name the virtual environment with"
          + " --ray-home or "
          + VARIABLE;

  /**
   * Looks for Ray: in the given virtual environment, else in that of {@value #VARIABLE}, else on
   * the PATH.
   *
   * @param home folder of a virtual environment
   * @param environment environment variables
   * @return it, or why there is none
   */
  static Found find(@Nullable Path home, Map<String, String> environment) {
    String variable = environment.getOrDefault(VARIABLE, "");
    List<Path> folders = new ArrayList<>();
    String where;
    if (home != null) {
      folders.add(home.resolve("bin"));
      where = "in " + home + " (--ray-home)";
    } else if (!variable.isEmpty()) {
      folders.add(Path.of(variable, "bin"));
      where = "in " + variable + " (" + VARIABLE + ")";
    } else {
      for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
        if (!folder.isEmpty()) {
          folders.add(Path.of(folder));
        }
      }
      where = "on the PATH";
    }
    for (Path folder : folders) {
      Path command = folder.resolve("ray").toAbsolutePath();
      if (Files.isExecutable(command)) {
        return of(command);
      }
    }
    return Found.none("no ray command " + where + ": " + ADVICE);
  }

  private static Found of(Path command) {
    Path python = command.resolveSibling("python3");
    if (!Files.isExecutable(python)) {
      return Found.none("no python3 beside " + command + " that could say where Ray's jar is");
    }
    Optional<Path> folder = folder(python);
    if (folder.isEmpty()) {
      return Found.none(python + " cannot import ray: " + ADVICE);
    }
    Path runtime = folder.get().resolve("jars").resolve("ray_dist.jar");
    if (!Files.isRegularFile(runtime)) {
      return Found.none(
          "this Ray has no Java runtime (" + runtime + "): it comes on Linux x86-64 only");
    }
    return new Found(new RayInstallation(command, runtime), "");
  }

  private static Optional<Path> folder(Path python) {
    try {
      // Not "import ray", which takes seconds: where it would come from is enough.
      Process process =
          new ProcessBuilder(
                  python.toString(),
                  "-c",
                  "import importlib.util as u, os;"
                      + "print(os.path.dirname(u.find_spec('ray').origin))")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0
          ? Optional.of(Path.of(said))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /**
   * What a search gave.
   *
   * @param installation what was found, or null
   * @param reason why nothing was found
   */
  record Found(@Nullable RayInstallation installation, String reason) {
    static Found none(String reason) {
      return new Found(null, reason);
    }
  }
}
