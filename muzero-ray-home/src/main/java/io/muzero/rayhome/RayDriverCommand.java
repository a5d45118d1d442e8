package io.muzero.rayhome;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a JVM that speaks with a Ray cluster: it has Ray's own Java runtime first on
 * its class path, then this program's classes.
 *
 * @param java the {@code java} command
 * @param runtime Ray's {@code ray_dist.jar}
 * @param code the jar or folder of this program's classes, at the same path on every node
 */
public record RayDriverCommand(Path java, Path runtime, Path code) {
  /** Packages of {@code java.base} that Ray's serialiser reaches into. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.math",
          "java.util",
          "java.util.concurrent",
          "java.net",
          "java.text",
          "java.nio",
          "sun.nio.ch");

  /** What every JVM that runs Ray's code needs. */
  public static List<String> opens() {
    return OPENED.stream()
        .map(opened -> "--add-opens=java.base/" + opened + "=ALL-UNNAMED")
        .toList();
  }

  /**
   * The whole line.
   *
   * @param address the cluster
   * @param options further options of the JVM
   * @param main class that runs
   * @param arguments its arguments
   */
  public List<String> line(
      RayAddress address, List<String> options, String main, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(java.toString());
    line.addAll(opens());
    line.add("-Dray.address=" + address);
    line.add("-Dray.job.code-search-path=" + code);
    line.addAll(options);
    line.add("-cp");
    line.add(runtime + File.pathSeparator + code);
    line.add(main);
    line.addAll(List.of(arguments));
    return line;
  }
}
