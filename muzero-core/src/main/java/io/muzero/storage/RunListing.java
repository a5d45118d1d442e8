package io.muzero.storage;

import static java.util.Objects.requireNonNull;

import io.muzero.files.FileFailure;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What lies below the folder of all runs, {@code <root>/<game>/<run>/}, by listing it: symbolic
 * links are not followed, and nothing on the disk is changed.
 */
public final class RunListing {
  private RunListing() {}

  /**
   * The folders in a folder by name; none when it does not exist.
   *
   * @throws CheckpointException when it cannot be read
   */
  public static List<Path> folders(Path folder) {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            folder, path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))) {
      all.forEach(found::add);
    } catch (NoSuchFileException e) {
      return new ArrayList<>(); // it was removed just now
    } catch (IOException e) {
      throw unreadable(folder, FileFailure.reason(e), e);
    } catch (DirectoryIteratorException e) {
      throw unreadable(folder, FileFailure.reason(requireNonNull(e.getCause())), e);
    }
    found.sort(null);
    return found;
  }

  private static CheckpointException unreadable(Path folder, String why, Exception cause) {
    return new CheckpointException("the folder " + folder + " cannot be read: " + why, cause);
  }

  /** Whether a folder is that of a run; one that is being removed is none. */
  public static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve(RunFolder.CONFIG), LinkOption.NOFOLLOW_LINKS)
        && !name(folder).startsWith(".");
  }

  /** The last part of a path. */
  public static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
