package io.muzero.totient.ways;

import io.muzero.totient.number.Totient;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a further JVM with this lab's classes is started.
 *
 * @param java the {@code java} command
 * @param code the jar or folder that holds the classes
 */
public record JavaCommand(Path java, Path code) {
  /** This JVM's own. */
  public static JavaCommand ofThisJvm() {
    return new JavaCommand(Path.of(System.getProperty("java.home"), "bin", "java"), ownCode());
  }

  private static Path ownCode() {
    @Nullable CodeSource source = Totient.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new LabException(
          "this lab's classes come from no jar or folder: run it from muzero.jar");
    }
    try {
      return Path.of(source.getLocation().toURI()).toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new LabException("this lab's jar has an unusable address: " + source.getLocation(), e);
    }
  }

  /** The command line that runs a class with the lab's classes alone. */
  List<String> line(Class<?> main, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(java.toString());
    line.add("-cp");
    line.add(code.toString());
    line.add(main.getName());
    line.addAll(Arrays.asList(arguments));
    return line;
  }
}
