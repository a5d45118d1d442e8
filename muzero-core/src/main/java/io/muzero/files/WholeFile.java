package io.muzero.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces files so that a crash at any moment leaves the old one or the new one, whole: written
 * under a name of its own, synced, renamed at once, and the folder synced.
 *
 * <p>What a crash leaves behind is {@code NAME.UNIQUE.new}; {@link #leftovers} finds it, and {@link
 * Leftovers} where others may be writing. Thread-safe; several processes may replace the same file,
 * and the last one wins.
 */
public final class WholeFile {
  private static final String SUFFIX = ".new";
  private static final Pattern LEFTOVER =
      Pattern.compile("(.+)\\.[0-9a-f]+-[0-9a-f]+" + Pattern.quote(SUFFIX));

  /** Bytes handed to the system at once, 64 KiB: numbers are written one by one. */
  private static final int BUFFER = 1 << 16;

  private WholeFile() {}

  /** What a file is to hold. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to {@code out}, which is closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Makes something under a name that may be taken. */
  @FunctionalInterface
  private interface Attempt<T> {
    T at(Path path) throws IOException;
  }

  /** Something that was made, and the name it got. */
  private record Made<T>(Path path, T what) {}

  /**
   * Writes a file in place of what there is of this name.
   *
   * @throws IOException when it cannot be written; the old file is then untouched
   */
  public static void replace(Disk disk, Path file, Content content) throws IOException {
    Made<Disk.NewFile> fresh = make(file, SUFFIX, disk::create);
    rename(
        disk,
        fresh.path,
        file,
        () -> {
          try (Disk.NewFile out = fresh.what) {
            write(out, content);
          }
        });
  }

  /** Makes a folder beside a path, with that one's name and a unique ending. */
  public static Path createFolderBeside(Disk disk, Path path) throws IOException {
    return make(
            path,
            "",
            fresh -> {
              disk.createFolder(fresh);
              return fresh;
            })
        .path;
  }

  /** Writes to a new file and syncs it. */
  public static void write(Disk.NewFile file, Content content) throws IOException {
    BufferedOutputStream buffered = new BufferedOutputStream(file, BUFFER);
    content.writeTo(buffered);
    buffered.flush();
    file.force();
  }

  /** A name beside a path that nothing else has, of this or any other process. */
  public static Path uniqueBeside(Path path, String suffix) {
    HexFormat hex = HexFormat.of();
    return path.resolveSibling(
        path.getFileName()
            + "."
            + hex.toHexDigits(ProcessHandle.current().pid(), 8)
            + "-"
            + hex.toHexDigits(System.nanoTime())
            + suffix);
  }

  private static <T> Made<T> make(Path path, String suffix, Attempt<T> attempt) throws IOException {
    while (true) {
      Path fresh = uniqueBeside(path, suffix);
      try {
        return new Made<>(fresh, attempt.at(fresh));
      } catch (FileAlreadyExistsException e) {
        // Another machine or thread had the same number: the next one is free.
      }
    }
  }

  @FunctionalInterface
  private interface Preparation {
    void run() throws IOException;
  }

  private static void rename(Disk disk, Path fresh, Path file, Preparation preparation)
      throws IOException {
    try {
      preparation.run();
      disk.move(fresh, file);
    } catch (IOException | RuntimeException e) {
      try {
        disk.delete(fresh);
      } catch (IOException also) {
        e.addSuppressed(also);
      }
      throw e;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      disk.syncFolder(folder);
    }
  }

  /**
   * What crashes left of writing a file, oldest names first.
   *
   * @param before only what was last written before this moment: what another process is writing
   *     now is not left over
   */
  public static List<Path> leftovers(Path file, Instant before) throws IOException {
    List<Path> found = new ArrayList<>();
    String name = file.getFileName().toString();
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (leftOf(entry).filter(name::equals).isPresent() && isOlder(entry, before)) {
          found.add(entry);
        }
      }
    }
    found.sort(null);
    return found;
  }

  /** The name of the file whose writing left this; empty when it is nothing of that kind. */
  public static Optional<String> leftOf(Path entry) {
    Matcher matcher = LEFTOVER.matcher(entry.getFileName().toString());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static boolean isOlder(Path entry, Instant before) throws IOException {
    try {
      return Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS)
          .toInstant()
          .isBefore(before);
    } catch (NoSuchFileException e) {
      return false; // whoever was writing it has renamed it
    }
  }
}
