package io.muzero.rayhome;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder for the files of a local head. Ray makes Unix sockets in it, whose paths an operating
 * system bounds to about a hundred bytes: macOS's own temporary folders are too long for that.
 */
final class RayFolder {
  /** The short temporary folder of all Unix systems. */
  static final Path SHORT = Path.of("/tmp");

  private static final String PREFIX = "mzray";

  /** What Ray puts below, at its longest. */
  private static final String BELOW =
      "/session_2026-12-31_23-59-59_999999_4194304/sockets/plasma_store";

  private RayFolder() {}

  /** The bytes that a socket's path may have. */
  static int longestSocket(String system) {
    return system.startsWith("Mac") ? 103 : 107;
  }

  /**
   * Makes a folder.
   *
   * @param wanted is used where it can be written to
   * @param otherwise is used where that one cannot
   * @param longest bytes that a socket's path may have
   * @throws ChildException when neither can be used
   */
  static Path create(Path wanted, Path otherwise, int longest) {
    Path above = Files.isDirectory(wanted) && Files.isWritable(wanted) ? wanted : otherwise;
    Path folder;
    try {
      folder = Files.createTempDirectory(above.toAbsolutePath(), PREFIX);
    } catch (IOException e) {
      throw new ChildException(
          "cannot make a folder for Ray's files in " + above + ": " + e.getMessage(), e);
    }
    int length = (folder + BELOW).getBytes(StandardCharsets.UTF_8).length;
    if (length <= longest) {
      return folder;
    }
    try {
      Files.delete(folder);
    } catch (IOException e) {
      folder.toFile().deleteOnExit();
    }
    throw new ChildException(
        "Ray cannot have its sockets in "
            + above
            + ": their paths would have "
            + length
            + " bytes, "
            + longest
            + " is the most; make /tmp writable, or name a shorter folder by java -Djava.io.tmpdir=DIR");
  }
}
