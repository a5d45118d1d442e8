package io.muzero.rayhome;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  public static final String ADVICE =
      "pip install ray, then put its bin folder on the PATH or name the virtual environment with"
          + " --ray-home or "
          + VARIABLE;

  private static final Pattern VERSION = Pattern.compile("(?m)^version = \"([^\"]+)\"");

  /** Asks a cluster for its version; connecting as a program of it would take seconds. */
  private static final String ASK_VERSION =
      """
      import json, sys
      from ray._raylet import GcsClient
      said = GcsClient(address=sys.argv[1]).internal_kv_get(b"CLUSTER_METADATA", b"cluster", timeout=3)
      print(json.loads(said)["ray_version"])
      """;

  /**
   * Looks for Ray: in the given virtual environment, else in that of {@value #VARIABLE}, else on
   * the PATH.
   *
   * @param home folder of a virtual environment
   * @param environment environment variables
   * @return it, or why there is none
   */
  public static Found find(@Nullable Path home, Map<String, String> environment) {
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
          "the Ray in "
              + folder.get()
              + " has no Java runtime: "
              + runtime
              + " is missing; the wheels for Linux and for macOS on arm64 bring it");
    }
    return new Found(new RayInstallation(command, runtime), "");
  }

  private static Optional<Path> folder(Path python) {
    // Not "import ray", which takes seconds: where it would come from is enough.
    return firstLine(
            new ProcessBuilder(
                python.toString(),
                "-c",
                "import importlib.util as u, os;"
                    + "print(os.path.dirname(u.find_spec('ray').origin))"))
        .map(Path::of);
  }

  /** What a program prints; empty when it fails. */
  private static Optional<String> firstLine(ProcessBuilder builder) {
    try {
      Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      // A line fits into the pipe, so it is there once the process has ended.
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.exitValue() == 0 ? Optional.of(said) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Its version, as its own files say it; empty when they do not. */
  public Optional<String> version() {
    Path folder = runtime.toAbsolutePath().getParent();
    Path file = folder == null ? runtime : folder.resolveSibling("_version.py");
    try {
      Matcher version = VERSION.matcher(Files.readString(file));
      return version.find() ? Optional.of(version.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Requires that a cluster runs the same Ray as this installation, whose Java runtime would
   * connect to it. A cluster that does not say its version passes.
   *
   * @param variables what a program needs to speak with the cluster
   * @throws ChildException when it runs another
   */
  public void requireSameVersion(RayAddress address, Map<String, String> variables) {
    Optional<String> own = version();
    Optional<String> others = versionOf(address, variables);
    if (own.isPresent() && others.isPresent() && !own.get().equals(others.get())) {
      throw new ChildException(
          "the cluster at "
              + address
              + " runs Ray "
              + others.get()
              + ", the Java runtime "
              + runtime
              + " is of Ray "
              + own.get()
              + ": name the virtual environment of the same version with --ray-home");
    }
  }

  private Optional<String> versionOf(RayAddress address, Map<String, String> variables) {
    ProcessBuilder builder =
        new ProcessBuilder(
            command.resolveSibling("python3").toString(), "-c", ASK_VERSION, address.toString());
    builder.environment().putAll(variables);
    return firstLine(builder).map(String::strip).filter(line -> !line.isEmpty());
  }

  /**
   * What a search gave.
   *
   * @param installation what was found, or null
   * @param reason why nothing was found
   */
  public record Found(@Nullable RayInstallation installation, String reason) {
    static Found none(String reason) {
      return new Found(null, reason);
    }
  }
}
