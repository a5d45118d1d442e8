package io.muzero.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file that a person names for a command's result. A regular one is replaced whole or not at all,
 * and a link to it stays a link. What is no regular file, a pipe or a device, is written through.
 */
public final class ResultFile {
  /** Links in a row at most; more are a circle. */
  private static final int MOST_LINKS = 40;

  /** Where the system shows devices and what processes have open: those are not to be replaced. */
  private static final List<Path> OF_THE_SYSTEM = List.of(Path.of("/dev"), Path.of("/proc"));

  private ResultFile() {}

  /**
   * Writes the result.
   *
   * @throws IOException when it cannot be written; a regular file is then as it was
   */
  public static void write(Path file, WholeFile.Content content) throws IOException {
    if (isWrittenThrough(file)) {
      // Appended: a stream of this process that is redirected to a file keeps what it has.
      try (OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
        content.writeTo(out);
      }
      return;
    }
    Path target = followed(file);
    Leftovers.ofFile(target);
    WholeFile.replace(Disk.REAL, target, content);
  }

  /**
   * Requires that a result can be written, before it is worked for. What is there stays as it is.
   *
   * @throws IOException when it cannot
   */
  public static void requireWritable(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "it is a folder");
    }
    if (isWrittenThrough(file)) {
      if (!Files.isWritable(file)) {
        throw new AccessDeniedException(file.toString());
      }
      return;
    }
    Path target = followed(file);
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(String.valueOf(folder));
    }
    Path trial = WholeFile.uniqueBeside(target, ".new");
    Disk.REAL.create(trial).close();
    Disk.REAL.delete(trial);
  }

  private static boolean isWrittenThrough(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return Files.exists(file)
        && (!Files.isRegularFile(file) || OF_THE_SYSTEM.stream().anyMatch(absolute::startsWith));
  }

  /** Where the links end, whether there is a file or not. */
  private static Path followed(Path file) throws IOException {
    Path end = file;
    for (int i = 0; Files.isSymbolicLink(end); i++) {
      if (i == MOST_LINKS) {
        throw new FileSystemException(file.toString(), null, "its links lead in a circle");
      }
      end = end.resolveSibling(Files.readSymbolicLink(end));
    }
    if (Files.isDirectory(end, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(file.toString(), null, "it is a folder");
    }
    return end;
  }
}
