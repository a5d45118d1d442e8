package io.muzero.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What processes that were killed left of writing something whole ({@link WholeFile}): for places
 * that no lock keeps others out of. Its name tells the process. What one that lives is writing
 * stays.
 */
public final class Leftovers {
  /** {@code NAME.PROCESS-UNIQUE}, of a file with {@code .new}. */
  private static final Pattern NAME = Pattern.compile("(.+)\\.([0-9a-f]{8})-[0-9a-f]{16}(\\.new)?");

  /** By so much the system may be wrong about when a process began. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private Leftovers() {}

  /**
   * Removes what is left of writing a file.
   *
   * @throws IOException when the folder cannot be read, or something cannot be removed
   */
  public static void ofFile(Path file) throws IOException {
    for (Path entry : of(file)) {
      if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
          && String.valueOf(entry.getFileName()).endsWith(".new")) {
        Files.deleteIfExists(entry);
      }
    }
  }

  /** As {@link #ofFile}, of making a folder by {@link WholeFile#createFolderBeside}. */
  public static void ofFolder(Path folder) throws IOException {
    for (Path entry : of(folder)) {
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        removeTree(entry);
      }
    }
  }

  private static List<Path> of(Path path) throws IOException {
    List<Path> found = new ArrayList<>();
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        Matcher name = NAME.matcher(String.valueOf(entry.getFileName()));
        if (name.matches()
            && name.group(1).equals(String.valueOf(path.getFileName()))
            && hasEnded(Long.parseLong(name.group(2), 16), entry)) {
          found.add(entry);
        }
      }
    }
    return found;
  }

  /**
   * Whether the process is no more that last wrote an entry: there is none of its number, or one
   * that began later. In containers one process after the other has the same number.
   */
  private static boolean hasEnded(long number, Path entry) throws IOException {
    Optional<ProcessHandle> process = ProcessHandle.of(number);
    if (process.isEmpty()) {
      return true;
    }
    Optional<Instant> began = process.get().info().startInstant();
    try {
      Instant written = Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS).toInstant();
      return began.isPresent() && written.plus(MARGIN).isBefore(began.get());
    } catch (NoSuchFileException e) {
      return false; // whoever was writing it has renamed it
    }
  }

  private static void removeTree(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(folder)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
