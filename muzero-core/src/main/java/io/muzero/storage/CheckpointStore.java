package io.muzero.storage;

import io.muzero.files.Disk;
import io.muzero.files.FileFailure;
import io.muzero.files.WholeFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * The checkpoints of one run: {@code step-XXXXXXXX} to resume from, {@code best-XXXXXXXX} the best
 * by evaluation, {@code snapshot-XXXXXXXX} weights that are kept for comparison.
 *
 * <p>A checkpoint is written to a temporary folder, each file synced, the manifest last, and the
 * folder renamed: after a crash at any moment it is there whole or not at all. One that is removed
 * loses its name first, so that no half of one is left. Of those to resume from the newest {@code
 * keep} whole ones are kept. Used by one thread at a time (methods that write are synchronised
 * against each other).
 */
public final class CheckpointStore {
  /** The weights, readable outside Java. */
  public static final String WEIGHTS = "weights.safetensors";

  /** Optimiser moments. */
  public static final String OPTIMIZER = "optimizer.safetensors";

  /** The replay buffer. */
  public static final String REPLAY = "replay.bin";

  /** Counters, generators and games in progress. */
  public static final String STATE = "state.bin";

  /** The files that a run needs to go on. */
  static final List<String> RESUMABLE = List.of(WEIGHTS, OPTIMIZER, REPLAY, STATE);

  private final Path folder;
  private final int keep;
  private final Disk disk;
  private final CheckpointFolders folders;

  /** What each folder looked like when it was found whole: reading all again would take long. */
  private final Map<Path, List<String>> whole = new HashMap<>();

  /**
   * Opens the store and clears up after a crash: what was written whole gets its name, what was not
   * is removed.
   *
   * @param folder holds the checkpoints' folders; made when missing
   * @param keep how many resumable checkpoints are kept, at least 1
   */
  public CheckpointStore(Path folder, int keep) throws IOException {
    this(folder, keep, Disk.REAL);
  }

  /** As {@link #CheckpointStore(Path, int)}, on a disk of its own. */
  public CheckpointStore(Path folder, int keep, Disk disk) throws IOException {
    this.folder = folder;
    this.keep = keep;
    this.disk = disk;
    folders = new CheckpointFolders(folder, disk);
    Files.createDirectories(folder);
    folders.recover(entries());
  }

  private CheckpointStore(Path folder) {
    this.folder = folder;
    keep = 1;
    disk = Disk.REAL;
    folders = new CheckpointFolders(folder, disk);
  }

  /**
   * Opens a store to look for checkpoints only: another process may be writing to it, so nothing is
   * removed.
   *
   * @param folder holds the checkpoints' folders
   */
  public static CheckpointStore readOnly(Path folder) {
    return new CheckpointStore(folder);
  }

  /** Writes one file of a checkpoint. */
  @FunctionalInterface
  public interface Content extends WholeFile.Content {}

  /**
   * Writes a resumable checkpoint and drops what is older than the newest {@code keep} whole ones;
   * never the one just written.
   *
   * @param manifest header; its files are ignored and filled in
   * @param contents the files by name
   * @return the checkpoint's folder
   * @throws CheckpointException when it cannot be written, for example on a full disk; older ones
   *     are untouched
   */
  public synchronized Path writeStep(Manifest manifest, Map<String, Content> contents) {
    Path written = write(CheckpointName.Kind.STEP, manifest, contents);
    int kept = 1;
    for (Path other : newestFirst(CheckpointName.Kind.STEP)) {
      if (other.equals(written)) {
        continue;
      }
      if (kept >= keep) {
        remove(other);
      } else if (isStillWhole(other)) {
        kept++;
      }
    }
    return written;
  }

  /**
   * Writes a resumable checkpoint and drops nothing: a run goes on from an older step, and what it
   * has of later ones is to be set aside first. One of the same step is set aside in its place.
   *
   * @param told as of {@link #abandon}
   */
  public synchronized Path writeStepBeside(
      Manifest manifest, Map<String, Content> contents, Consumer<String> told) {
    return write(
        CheckpointName.Kind.STEP,
        manifest,
        contents,
        same -> {
          if (Files.exists(same, LinkOption.NOFOLLOW_LINKS)) {
            setAside(same, told);
          }
        });
  }

  /** Writes the best checkpoint by evaluation and drops the former; as {@link #writeStep}. */
  public synchronized Path writeBest(Manifest manifest, Map<String, Content> contents) {
    Path written = write(CheckpointName.Kind.BEST, manifest, contents);
    newestFirst(CheckpointName.Kind.BEST).stream()
        .filter(path -> !path.equals(written))
        .forEach(this::remove);
    return written;
  }

  /** Writes a checkpoint of the way, which is never dropped; as {@link #writeStep}. */
  public synchronized Path writeSnapshot(Manifest manifest, Map<String, Content> contents) {
    return write(CheckpointName.Kind.SNAPSHOT, manifest, contents);
  }

  /**
   * Takes the names from the checkpoints of certain steps, but for the best one: a run goes on from
   * an older one and another way. They stay, as {@code abandoned-…}.
   *
   * @param kinds of which names
   * @param steps which
   * @param told is told of each, in one line
   */
  public synchronized void abandon(
      Set<CheckpointName.Kind> kinds, LongPredicate steps, Consumer<String> told) {
    for (CheckpointName.Kind kind : kinds) {
      for (Path path : newestFirst(kind)) {
        if (steps.test(CheckpointName.of(path).orElseThrow().step())) {
          setAside(path, told);
        }
      }
    }
  }

  private void setAside(Path path, Consumer<String> told) {
    Path aside = folder.resolve(CheckpointName.ABANDONED + path.getFileName());
    if (Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
      aside = WholeFile.uniqueBeside(aside, "");
    }
    try {
      disk.move(path, aside);
      disk.syncFolder(folder);
    } catch (IOException e) {
      throw new CheckpointException(
          "the checkpoint " + path + " cannot be set aside: " + FileFailure.reason(e), e);
    }
    told.accept(
        path.getFileName() + " is of another way now: it is kept as " + aside.getFileName());
  }

  /**
   * Makes a whole checkpoint that was set aside one to resume from again; does nothing when it
   * still is one. Another of the same step is set aside in its place.
   *
   * @param checkpoint one of this store's
   * @param told as of {@link #abandon}
   */
  public synchronized void takeBack(Checkpoint checkpoint, Consumer<String> told) {
    if (CheckpointName.of(checkpoint.folder()).isPresent()) {
      return;
    }
    long step = checkpoint.manifest().step();
    abandon(
        EnumSet.of(CheckpointName.Kind.STEP, CheckpointName.Kind.SNAPSHOT),
        other -> other == step,
        told);
    Path target = folder.resolve(new CheckpointName(CheckpointName.Kind.STEP, step).toString());
    try {
      disk.move(checkpoint.folder(), target);
      disk.syncFolder(folder);
    } catch (IOException e) {
      throw new CheckpointException(
          "the checkpoint " + checkpoint.folder() + " cannot be renamed: " + FileFailure.reason(e),
          e);
    }
    told.accept(checkpoint.folder().getFileName() + " is " + target.getFileName() + " again");
  }

  private Path write(CheckpointName.Kind kind, Manifest manifest, Map<String, Content> contents) {
    return write(kind, manifest, contents, folders::remove);
  }

  private Path write(
      CheckpointName.Kind kind,
      Manifest manifest,
      Map<String, Content> contents,
      Consumer<Path> replaced) {
    Path target = folder.resolve(new CheckpointName(kind, manifest.step()).toString());
    whole.remove(target);
    return folders.write(target, manifest, contents, replaced);
  }

  /**
   * The newest resumable checkpoint that is whole.
   *
   * @param damaged is told of each newer one that is not, in one line
   */
  public Optional<Checkpoint> newest(Consumer<String> damaged) {
    List<Path> steps = newestFirst(CheckpointName.Kind.STEP);
    for (int i = 0; i < steps.size(); i++) {
      try {
        return Optional.of(openNamed(steps.get(i)));
      } catch (CheckpointException e) {
        damaged.accept(e.getMessage() + (i < steps.size() - 1 ? "; trying the one before it" : ""));
      }
    }
    return Optional.empty();
  }

  /** Opens a checkpoint of this store, which must be what its name says. */
  private static Checkpoint openNamed(Path path) {
    Checkpoint checkpoint = Checkpoint.open(path);
    CheckpointName name = CheckpointName.of(path).orElseThrow();
    if (checkpoint.manifest().step() != name.step()) {
      throw new CheckpointException(
          "checkpoint "
              + path
              + " is damaged: its manifest is of step "
              + checkpoint.manifest().step()
              + "; use another checkpoint");
    }
    if (name.kind() == CheckpointName.Kind.STEP && !checkpoint.resumable()) {
      throw new CheckpointException(
          "checkpoint "
              + path
              + " is damaged: it has not all of "
              + String.join(", ", RESUMABLE)
              + "; use another checkpoint");
    }
    return checkpoint;
  }

  /**
   * The best checkpoint by evaluation, when there is one and it is whole. A crash may leave two:
   * the one of the higher score counts, of equals the newer.
   */
  public Optional<Checkpoint> best(Consumer<String> damaged) {
    Checkpoint best = null;
    for (Path path : newestFirst(CheckpointName.Kind.BEST)) {
      try {
        Checkpoint found = openNamed(path);
        if (best == null || found.manifest().score() > best.manifest().score()) {
          best = found;
        }
      } catch (CheckpointException e) {
        damaged.accept(e.getMessage());
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * What a run can go on from where it has none to resume from: the best checkpoint, else the whole
   * one of the greatest step among those of the way and those that were set aside.
   */
  public Optional<Checkpoint> spare() {
    return best(damaged -> {})
        .or(
            () ->
                entries().stream()
                    .filter(path -> CheckpointName.ofSpare(path).isPresent())
                    .sorted(
                        Comparator.comparingLong(
                                (Path path) -> CheckpointName.ofSpare(path).orElseThrow().step())
                            .reversed())
                    .flatMap(CheckpointStore::ifWhole)
                    .findFirst());
  }

  private static Stream<Checkpoint> ifWhole(Path path) {
    try {
      return Stream.of(Checkpoint.open(path));
    } catch (CheckpointException e) {
      return Stream.empty(); // there may be another
    }
  }

  /**
   * A checkpoint that was not opened: whether its files are whole is not known.
   *
   * @param name its folder's name
   * @param folder where it is
   * @param manifest its table of contents
   */
  public record Listed(CheckpointName name, Path folder, Manifest manifest) {}

  /**
   * The checkpoints whose manifests can be read, in the order of their names. Nothing else of them
   * is looked at, so this is quick, and links are not followed: a page lists what others may see.
   */
  public List<Listed> list() {
    List<Listed> found = new ArrayList<>();
    for (Path path : Files.isSymbolicLink(folder) ? List.<Path>of() : entries()) {
      Optional<CheckpointName> name = CheckpointName.of(path);
      if (name.isPresent()
          && !Files.isSymbolicLink(path)
          && !Files.isSymbolicLink(path.resolve(Manifest.FILE))) {
        try {
          found.add(new Listed(name.get(), path, ManifestFile.read(path)));
        } catch (CheckpointException e) {
          continue; // damaged, or just being removed
        }
      }
    }
    return found;
  }

  /** The checkpoints of a kind, the greatest step first. */
  private List<Path> newestFirst(CheckpointName.Kind kind) {
    Comparator<Path> byStep =
        Comparator.comparingLong(path -> CheckpointName.of(path).orElseThrow().step());
    return entries().stream()
        .filter(path -> CheckpointName.of(path).filter(name -> name.kind() == kind).isPresent())
        .sorted(byStep.reversed())
        .toList();
  }

  /** The folders in the store by name, whatever they are. */
  private List<Path> entries() {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, Files::isDirectory)) {
      all.forEach(found::add);
    } catch (IOException e) {
      throw new CheckpointException(
          "the folder " + folder + " cannot be read: " + FileFailure.reason(e), e);
    }
    found.sort(null);
    return found;
  }

  /** Whether a checkpoint is whole; one that looks as when it was found so is not read again. */
  private boolean isStillWhole(Path checkpoint) {
    try {
      List<String> looks = CheckpointFolders.looks(checkpoint);
      if (!looks.equals(whole.get(checkpoint))) {
        openNamed(checkpoint);
        whole.put(checkpoint, looks);
      }
      return true;
    } catch (CheckpointException e) {
      whole.remove(checkpoint);
      return false;
    }
  }

  private void remove(Path checkpoint) {
    whole.remove(checkpoint);
    folders.remove(checkpoint);
  }
}
