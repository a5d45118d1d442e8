package io.muzero.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One run's folder, {@code checkpoints/<game>/<timestamp>/}, held by a lock of the operating system
 * while the run lives: two runs never write into one folder, and a crash leaves no lock behind.
 */
public final class RunFolder implements AutoCloseable {
  /** The resolved configuration. */
  public static final String CONFIG = "config.yaml";

  /** Where the checkpoints are. */
  public static final String CHECKPOINTS = "checkpoints";

  /** The entry beside the run folders that names the newest one. */
  public static final String LATEST = "latest";

  private static final String LOCK = "run.lock";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT);

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private RunFolder(Path path) {
    this.path = path;
    try {
      channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
    FileLock held = null;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // held by this very process: refused below like any other owner
    } catch (IOException e) {
      throw unwritable(path, e);
    }
    if (held == null) {
      closeQuietly();
      throw new CheckpointException(
          "another run is writing into " + path + "; stop it first or start a new run");
    }
    lock = held;
  }

  /**
   * Makes and locks a new run's folder.
   *
   * @param root folder of all runs, usually {@code checkpoints}
   * @param game the game's name
   * @param now names the folder; a number is added when the name is taken
   * @throws CheckpointException when the folder cannot be written
   */
  public static RunFolder create(Path root, String game, LocalDateTime now) {
    Path games = root.resolve(game);
    Path run = games.resolve(STAMP.format(now));
    try {
      Files.createDirectories(games);
      for (int i = 2; ; i++) {
        try {
          Files.createDirectory(run);
          break;
        } catch (java.nio.file.FileAlreadyExistsException e) {
          run = games.resolve(STAMP.format(now) + "_" + i);
        }
      }
      return new RunFolder(run);
    } catch (IOException e) {
      throw unwritable(run, e);
    }
  }

  /**
   * Locks an existing run's folder to go on in it.
   *
   * @param run the folder, or a {@code latest} entry that names it
   * @throws CheckpointException when it is none, or another run holds it
   */
  public static RunFolder open(Path run) {
    Path resolved = resolve(run);
    if (!Files.isRegularFile(resolved.resolve(CONFIG))) {
      throw new CheckpointException(
          resolved
              + " is not a run's folder: it has no "
              + CONFIG
              + "; name one such as checkpoints/<game>/latest");
    }
    return new RunFolder(resolved);
  }

  /**
   * Follows a {@code latest} entry, a file that holds the folder's name; runs of earlier versions
   * have a symbolic link there. What lies below the entry is followed too; any other path is
   * returned as it is.
   */
  public static Path resolve(Path run) {
    try {
      if (Files.isSymbolicLink(run)) {
        return run.resolveSibling(Files.readSymbolicLink(run));
      }
      if (run.endsWith(LATEST) && Files.isRegularFile(run)) {
        return run.resolveSibling(Files.readString(run).strip());
      }
      Path parent = run.getParent();
      if (parent != null && !Files.exists(run)) {
        Path followed = resolve(parent);
        return followed.equals(parent) ? run : followed.resolve(run.getFileName());
      }
      return run;
    } catch (IOException e) {
      throw new CheckpointException(run + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Points {@code latest} at this folder; a run does so once it is under way, so that one that
   * could not begin does not hide the one before it.
   *
   * @throws CheckpointException when the folder above cannot be written
   */
  public void becomeLatest() {
    try {
      nameLatest(path.resolveSibling(LATEST), path.getFileName());
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static void nameLatest(Path latest, Path name) throws IOException {
    Path fresh = latest.resolveSibling(LATEST + ".new");
    Files.deleteIfExists(fresh);
    if (Files.exists(latest, LinkOption.NOFOLLOW_LINKS)
        && Files.isDirectory(latest, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(
          latest.toString(), null, "is a folder where a file that names the newest run belongs");
    }
    // No link: TensorBoard and scp -r would follow it and have the run twice.
    Files.writeString(fresh, name + "\n");
    Files.move(fresh, latest, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static CheckpointException unwritable(Path path, IOException e) {
    @Nullable String reason =
        e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return new CheckpointException(
        "the run's folder "
            + path
            + " cannot be written: "
            + (reason == null ? e.getClass().getSimpleName() : reason)
            + "; free it or choose another by run.folder",
        e);
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** A file or folder inside. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** Gives the folder back. */
  @Override
  public void close() {
    try {
      lock.release();
    } catch (IOException e) {
      throw new CheckpointException(
          "the lock of " + path + " cannot be given back: " + e.getMessage(), e);
    } finally {
      closeQuietly();
    }
  }

  private void closeQuietly() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new CheckpointException(
          "the lock of " + path + " cannot be closed: " + e.getMessage(), e);
    }
  }
}
