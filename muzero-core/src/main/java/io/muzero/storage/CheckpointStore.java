package io.muzero.storage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The checkpoints of one run: {@code step-XXXXXXXX} to resume from, {@code best-XXXXXXXX} the best
 * by evaluation.
 *
 * <p>A checkpoint is written to a temporary folder, each file synced, the manifest last, and the
 * folder renamed: after a crash at any moment it is there whole or not at all. Only the newest
 * {@code keep} are kept. Used by one thread at a time (methods that write are synchronised against
 * each other).
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

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final String STEP = "step-";
  private static final String BEST = "best-";
  private static final String TEMPORARY = "writing-";

  private final Path folder;
  private final int keep;

  /**
   * Opens the store and clears up after a crash: what was written whole gets its name, what was not
   * is removed.
   *
   * @param folder holds the checkpoints' folders; made when missing
   * @param keep how many resumable checkpoints are kept, at least 1
   */
  public CheckpointStore(Path folder, int keep) throws IOException {
    this.folder = folder;
    this.keep = keep;
    Files.createDirectories(folder);
    for (Path leftover : list(folder, TEMPORARY)) {
      Path target = folder.resolve(leftover.getFileName().toString().substring(TEMPORARY.length()));
      if (!Files.exists(target) && isWhole(leftover)) {
        Files.move(leftover, target, StandardCopyOption.ATOMIC_MOVE);
      } else {
        delete(leftover);
      }
    }
  }

  private static boolean isWhole(Path checkpoint) {
    try {
      Checkpoint.open(checkpoint);
      return true;
    } catch (CheckpointException e) {
      return false;
    }
  }

  private CheckpointStore(Path folder) {
    this.folder = folder;
    keep = 1;
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
  public interface Content {
    /** Writes everything to {@code out}, which the store closes. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a resumable checkpoint and drops the oldest beyond the number kept.
   *
   * @param manifest header; its files are ignored and filled in
   * @param contents the files by name
   * @return the checkpoint's folder
   * @throws CheckpointException when it cannot be written, for example on a full disk; older ones
   *     are untouched
   */
  public synchronized Path writeStep(Manifest manifest, Map<String, Content> contents) {
    Path written = write(STEP, manifest, contents);
    List<Path> steps = list(folder, STEP);
    steps.subList(0, Math.max(0, steps.size() - keep)).forEach(CheckpointStore::delete);
    return written;
  }

  /** Writes the best checkpoint by evaluation and drops the former; as {@link #writeStep}. */
  public synchronized Path writeBest(Manifest manifest, Map<String, Content> contents) {
    Path written = write(BEST, manifest, contents);
    list(folder, BEST).stream()
        .filter(path -> !path.equals(written))
        .forEach(CheckpointStore::delete);
    return written;
  }

  private Path write(String prefix, Manifest manifest, Map<String, Content> contents) {
    String name = prefix + String.format(Locale.ROOT, "%08d", manifest.step());
    Path temporary = folder.resolve(TEMPORARY + name);
    Path target = folder.resolve(name);
    try {
      delete(temporary);
      Files.createDirectories(temporary);
      Map<String, Manifest.Entry> files = new TreeMap<>();
      for (Map.Entry<String, Content> content : contents.entrySet()) {
        files.put(
            content.getKey(), writeFile(temporary.resolve(content.getKey()), content.getValue()));
      }
      Manifest whole = manifest.withFiles(files);
      writeFile(temporary.resolve(Manifest.FILE), out -> out.write(JSON.writeValueAsBytes(whole)));
      sync(temporary);
      delete(target);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      sync(folder);
      return target;
    } catch (IOException e) {
      deleteQuietly(temporary, e);
      throw new CheckpointException(
          "the checkpoint "
              + target
              + " cannot be written: "
              + reason(e)
              + "; older checkpoints are untouched",
          e);
    }
  }

  private static Manifest.Entry writeFile(Path file, Content content) throws IOException {
    MessageDigest digest = Digests.sha256();
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out =
            new BufferedOutputStream(
                new DigestOutputStream(java.nio.channels.Channels.newOutputStream(channel), digest),
                1 << 16)) {
      content.writeTo(out);
      out.flush();
      channel.force(true);
      return new Manifest.Entry(channel.size(), HexFormat.of().formatHex(digest.digest()));
    }
  }

  /**
   * Makes a folder's entries durable; some platforms cannot open a folder, and their renames are
   * durable without.
   */
  private static void sync(Path directory) throws IOException {
    if (!System.getProperty("os.name").startsWith("Windows")) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /**
   * The newest resumable checkpoint that is whole.
   *
   * @param damaged is told of each newer one that is not, in one line
   */
  public Optional<Checkpoint> newest(Consumer<String> damaged) {
    List<Path> steps = list(folder, STEP);
    for (int i = steps.size() - 1; i >= 0; i--) {
      try {
        return Optional.of(Checkpoint.open(steps.get(i)));
      } catch (CheckpointException e) {
        damaged.accept(e.getMessage() + (i > 0 ? "; trying the one before it" : ""));
      }
    }
    return Optional.empty();
  }

  /** The best checkpoint by evaluation, when there is one and it is whole. */
  public Optional<Checkpoint> best(Consumer<String> damaged) {
    List<Path> best = list(folder, BEST);
    for (int i = best.size() - 1; i >= 0; i--) {
      try {
        return Optional.of(Checkpoint.open(best.get(i)));
      } catch (CheckpointException e) {
        damaged.accept(e.getMessage());
      }
    }
    return Optional.empty();
  }

  /** Folders whose name starts with the prefix, oldest first. */
  private static List<Path> list(Path folder, String prefix) {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, prefix + "*")) {
      entries.forEach(found::add);
    } catch (IOException e) {
      throw new CheckpointException(
          "the folder " + folder + " cannot be read: " + e.getMessage(), e);
    }
    found.sort(Comparator.comparing(Path::getFileName));
    return found;
  }

  private static void delete(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    } catch (IOException e) {
      throw new CheckpointException(
          "the old checkpoint " + path + " cannot be removed: " + reason(e), e);
    }
  }

  private static void deleteQuietly(Path path, IOException during) {
    try {
      delete(path);
    } catch (CheckpointException e) {
      during.addSuppressed(e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException file && file.getReason() != null
        ? file.getReason()
        : String.valueOf(e.getMessage());
  }
}
