package io.muzero.storage;

import io.muzero.files.Disk;
import io.muzero.files.FileFailure;
import io.muzero.files.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
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

  /** Held while a run lives. */
  static final String LOCK = "run.lock";

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT);

  /** The first line of a configuration that says how it ends; those of earlier versions do not. */
  private static final String CONFIG_BEGIN =
      "# The whole configuration of this run, which may be edited; its last line is '# end'.";

  private static final String CONFIG_END = "# end";

  /** Younger leftovers beside runs may be another process's that is at work. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(1);

  /** Tries to lock a folder, and milliseconds between two of them. */
  private static final int TRIES = 5;

  private static final long PAUSE_MILLIS = 20;

  private final Path path;
  private final Disk disk;
  private final HeldLock lock;

  /** What tells the lock's file from any other; null where the platform has nothing such. */
  private final @Nullable Object identity;

  private RunFolder(Path path, Disk disk) {
    this.path = path;
    this.disk = disk;
    try {
      lock =
          lock(path.resolve(LOCK))
              .orElseThrow(
                  () ->
                      new CheckpointException(
                          "another run is writing into "
                              + path
                              + "; stop it first or start a new run"));
    } catch (IOException e) {
      throw unwritable(path, e);
    }
    try {
      identity = identity(path);
    } catch (IOException e) {
      close();
      throw unwritable(path, e);
    }
  }

  /** Locks a file; whoever only looks whether it is locked holds it for less than a moment. */
  private static Optional<HeldLock> lock(Path file) throws IOException {
    Optional<HeldLock> lock = HeldLock.take(file);
    for (int i = 1; lock.isEmpty() && i < TRIES && !HeldLock.isOurs(file); i++) {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return lock;
      }
      lock = HeldLock.take(file);
    }
    return lock;
  }

  private static @Nullable Object identity(Path run) throws IOException {
    return Files.readAttributes(run.resolve(LOCK), BasicFileAttributes.class).fileKey();
  }

  /**
   * Requires that the folder is where it was: what is written to one that was removed or renamed
   * could not be resumed from.
   *
   * @throws CheckpointException when it is gone, or another one is in its place
   */
  public void requireThere() {
    try {
      if (Objects.equals(identity, identity(path))) {
        return;
      }
    } catch (IOException e) {
      throw CheckpointException.folderGone(path, e);
    }
    throw CheckpointException.folderGone(path, null);
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
    return create(root, game, now, Disk.REAL);
  }

  /** As {@link #create(Path, String, LocalDateTime)}, on a disk of its own. */
  public static RunFolder create(Path root, String game, LocalDateTime now, Disk disk) {
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
      return new RunFolder(run, disk);
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
    return open(run, Disk.REAL);
  }

  /** As {@link #open(Path)}, on a disk of its own. */
  public static RunFolder open(Path run, Disk disk) {
    Path resolved = resolve(run);
    Path config = resolved.resolve(CONFIG);
    boolean there = Files.isRegularFile(config);
    if (!there && !Files.exists(resolved.resolve(LOCK))) {
      throw notARun(resolved);
    }
    RunFolder folder = new RunFolder(resolved, disk);
    boolean opened = false;
    try {
      folder.recoverConfig(config);
      if (!Files.isRegularFile(config)) {
        throw notARun(resolved);
      }
      requireWholeConfig(config);
      opened = true;
      return folder;
    } catch (IOException e) {
      throw unwritable(resolved, e);
    } finally {
      if (!opened) {
        folder.close();
      }
    }
  }

  private static CheckpointException notARun(Path path) {
    return new NotACheckpointException(
        path
            + " is not a run's folder: it has no "
            + CONFIG
            + "; name one such as checkpoints/<game>/latest");
  }

  /** Takes what a crash left of writing the configuration, where there is none; else removes it. */
  private void recoverConfig(Path config) throws IOException {
    // Earlier versions wrote to one name, and took the old file away before they renamed.
    Path earlier = config.resolveSibling(CONFIG + ".new");
    if (Files.isRegularFile(earlier) && !Files.exists(config)) {
      disk.move(earlier, config);
      disk.syncFolder(path);
    }
    disk.delete(earlier);
    for (Path leftover : WholeFile.leftovers(config, Instant.MAX)) {
      disk.delete(leftover);
    }
  }

  /**
   * Writes the configuration, whole or not at all.
   *
   * @param yaml the configuration; what tells a cut one is added
   * @throws CheckpointException when it cannot be written; the old one is then untouched
   */
  public void writeConfig(String yaml) {
    Path file = path.resolve(CONFIG);
    String text = CONFIG_BEGIN + "\n" + yaml + "\n" + CONFIG_END + "\n";
    try {
      WholeFile.replace(disk, file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new CheckpointException(file + " cannot be written: " + FileFailure.reason(e), e);
    }
  }

  /**
   * Requires that a run's configuration was not cut: what is missing would be taken for defaults.
   * One of an earlier version, which does not say how it ends, must only not be empty.
   *
   * @throws CheckpointException when it was cut, or cannot be read
   */
  public static void requireWholeConfig(Path file) {
    String text;
    try {
      // Whether it is UTF-8 is for whoever reads the settings.
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new CheckpointException(file + " cannot be read: " + FileFailure.reason(e), e);
    }
    List<String> lines = text.lines().map(String::strip).toList();
    boolean saysItsEnd =
        text.isBlank()
            || lines.get(0).equals(CONFIG_BEGIN)
            || (lines.size() == 1 && CONFIG_BEGIN.startsWith(lines.get(0)));
    if (saysItsEnd && !lines.contains(CONFIG_END)) {
      throw new CheckpointException(
          file
              + " is cut off: its last line must be '"
              + CONFIG_END
              + "'; take it from a backup, or complete it by hand (the command config prints all"
              + " keys) and add that line");
    }
  }

  /**
   * The run that a checkpoint's folder belongs to, which may be damaged; empty when the path is
   * none of a run's checkpoints.
   */
  public static Optional<Path> ofCheckpoint(Path checkpoint) {
    Path normal = checkpoint.toAbsolutePath().normalize();
    Path store = normal.getParent();
    Path name = normal.getFileName();
    if (store == null || name == null || !store.endsWith(CHECKPOINTS)) {
      return Optional.empty();
    }
    boolean isOne =
        CheckpointName.of(normal).isPresent()
            || name.toString().startsWith(CheckpointName.ABANDONED);
    Path run = store.getParent();
    if (!isOne || run == null) {
      return Optional.empty();
    }
    // As it was named, where that says the run too.
    Path named = checkpoint.normalize();
    Path namedStore = named.getParent();
    Path namedRun = namedStore == null ? null : namedStore.getParent();
    return Optional.of(namedRun == null ? run : namedRun);
  }

  /** As {@link #resolve(Path, Consumer)}, told to nobody. */
  public static Path resolve(Path run) {
    return resolve(run, damaged -> {});
  }

  /**
   * Follows a {@code latest} entry, a file that holds the folder's name; runs of earlier versions
   * have a symbolic link there. What lies below the entry is followed too; any other path is
   * returned as it is. In place of an entry that a crash has damaged the newest run is taken.
   *
   * @param damaged is told of such an entry, in one line
   */
  public static Path resolve(Path run, Consumer<String> damaged) {
    try {
      if (Files.isSymbolicLink(run)) {
        return run.resolveSibling(Files.readSymbolicLink(run));
      }
      if (run.endsWith(LATEST) && Files.isRegularFile(run)) {
        return RunNames.latest(run, damaged);
      }
      Path parent = run.getParent();
      if (parent != null && !Files.exists(run)) {
        Path followed = resolve(parent, damaged);
        return followed.equals(parent) ? run : followed.resolve(run.getFileName());
      }
      return run;
    } catch (IOException e) {
      throw new CheckpointException(run + " cannot be read: " + FileFailure.reason(e), e);
    }
  }

  /**
   * Points {@code latest} at this folder; a run does so once it is under way, so that one that
   * could not begin does not hide the one before it.
   *
   * <p>A copy of the runs that followed the link has a folder in its place; it is moved aside.
   *
   * @return where such a folder is now
   * @throws CheckpointException when the folder above cannot be written
   */
  public Optional<Path> becomeLatest() {
    Path latest = path.resolveSibling(LATEST);
    try {
      Optional<Path> moved = moveAside(latest);
      nameLatest(latest, path.getFileName());
      return moved;
    } catch (IOException e) {
      throw unwritable(latest, e);
    }
  }

  private Optional<Path> moveAside(Path latest) throws IOException {
    if (!Files.isDirectory(latest, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Path free = latest.resolveSibling(LATEST + "-copy");
    for (int i = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); i++) {
      free = latest.resolveSibling(LATEST + "-copy-" + i);
    }
    disk.move(latest, free);
    return Optional.of(free);
  }

  private void nameLatest(Path latest, Path name) throws IOException {
    List<Path> leftovers = WholeFile.leftovers(latest, Instant.now().minus(FORGOTTEN));
    for (Path leftover : leftovers) {
      disk.delete(leftover);
    }
    disk.delete(latest.resolveSibling(LATEST + ".new")); // an earlier version's
    // No link: TensorBoard and scp -r would follow it and have the run twice.
    byte[] text = (name + "\n").getBytes(StandardCharsets.UTF_8);
    WholeFile.replace(disk, latest, out -> out.write(text));
  }

  private static CheckpointException unwritable(Path path, IOException e) {
    return new CheckpointException(
        "the run's folder "
            + path
            + " cannot be written: "
            + FileFailure.reason(e)
            + "; free it or choose another by run.folder",
        e);
  }

  /** The disk it is on. */
  public Disk disk() {
    return disk;
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
      lock.close();
    } catch (IOException e) {
      throw new CheckpointException(
          "the lock of " + path + " cannot be given back: " + FileFailure.reason(e), e);
    }
  }
}
