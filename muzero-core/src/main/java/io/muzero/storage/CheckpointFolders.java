package io.muzero.storage;

import io.muzero.files.Disk;
import io.muzero.files.FileFailure;
import io.muzero.files.WholeFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.output.CountingOutputStream;

/**
 * Writes and removes the folders of checkpoints, each at once: after a crash at any moment one is
 * there whole or not at all. Used by one thread at a time.
 *
 * <p>Every change goes through {@link Disk}, call by call, so that tests can end the program
 * between any two: that is why a tree is removed here and not by a library.
 */
final class CheckpointFolders {
  private static final String TEMPORARY = "writing-";
  private static final String REMOVED = "removing-";

  /** A checkpoint that was being written or removed; earlier versions had no unique ending. */
  private static final Pattern LEFTOVER =
      Pattern.compile("(writing|removing)-([a-z]+-\\d{8,18})(\\.[0-9a-f]+-[0-9a-f]+)?");

  private final Path folder;
  private final Disk disk;

  /** Those in this folder. */
  CheckpointFolders(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /**
   * Clears up after a crash: what was written whole gets its name, what was not is removed.
   *
   * @param entries what there is in the folder
   */
  void recover(List<Path> entries) throws IOException {
    boolean recovered = false;
    for (Path leftover : entries) {
      Matcher matcher = LEFTOVER.matcher(leftover.getFileName().toString());
      if (!matcher.matches()) {
        continue;
      }
      Path target = folder.resolve(matcher.group(2));
      boolean written = matcher.group(1).equals("writing") && CheckpointName.of(target).isPresent();
      if (written && !Files.exists(target) && isWhole(leftover)) {
        disk.move(leftover, target);
        recovered = true;
      } else {
        deleteTree(leftover);
      }
    }
    if (recovered) {
      disk.syncFolder(folder);
    }
  }

  /** Whether a path's name is that of a checkpoint that was being written or removed. */
  static boolean isLeftover(Path path) {
    return LEFTOVER.matcher(String.valueOf(path.getFileName())).matches();
  }

  private static boolean isWhole(Path checkpoint) {
    try {
      Checkpoint.open(checkpoint);
      return true;
    } catch (CheckpointException e) {
      return false;
    }
  }

  /**
   * Writes a checkpoint in place of what has its name.
   *
   * @param target its folder
   * @param manifest header; its files are ignored and filled in
   * @param contents the files by name
   * @param replaced takes the name from what has it; called when the new one is whole
   * @return its folder
   * @throws CheckpointException when it cannot be written; older ones are untouched
   */
  Path write(
      Path target,
      Manifest manifest,
      Map<String, CheckpointStore.Content> contents,
      Consumer<Path> replaced) {
    Path temporary = null;
    try {
      temporary =
          WholeFile.createFolderBeside(disk, folder.resolve(TEMPORARY + target.getFileName()));
      Map<String, Manifest.Entry> files = new TreeMap<>();
      for (Map.Entry<String, CheckpointStore.Content> content : contents.entrySet()) {
        files.put(
            content.getKey(), writeFile(temporary.resolve(content.getKey()), content.getValue()));
      }
      byte[] whole = ManifestFile.bytes(manifest.withFormat(Manifest.FORMAT).withFiles(files));
      writeFile(temporary.resolve(Manifest.FILE), out -> out.write(whole));
      disk.syncFolder(temporary);
      // A kill between the two leaves the new one under its temporary name, whole.
      replaced.accept(target);
      disk.move(temporary, target);
      disk.syncFolder(folder);
      return target;
    } catch (IOException e) {
      if (temporary != null) {
        deleteQuietly(temporary, e);
      }
      if (!Files.isDirectory(folder)) {
        Path run = folder.getParent();
        throw CheckpointException.folderGone(run == null ? folder : run, e);
      }
      throw new CheckpointException(
          "the checkpoint "
              + target
              + " cannot be written: "
              + FileFailure.reason(e)
              + "; older checkpoints are untouched",
          e);
    }
  }

  private Manifest.Entry writeFile(Path file, WholeFile.Content content) throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    long[] length = new long[1];
    try (Disk.NewFile out = disk.create(file)) {
      WholeFile.write(
          out,
          to -> {
            CountingOutputStream counting =
                new CountingOutputStream(new DigestOutputStream(to, digest));
            content.writeTo(counting);
            counting.flush();
            length[0] = counting.getByteCount();
          });
    }
    return new Manifest.Entry(length[0], HexFormat.of().formatHex(digest.digest()));
  }

  /** Removes a checkpoint, if it is there, without ever leaving half of one under its name. */
  void remove(Path checkpoint) {
    if (!Files.exists(checkpoint, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path removed = WholeFile.uniqueBeside(folder.resolve(REMOVED + checkpoint.getFileName()), "");
    try {
      disk.move(checkpoint, removed);
    } catch (IOException e) {
      throw new CheckpointException(
          "the old checkpoint " + checkpoint + " cannot be removed: " + FileFailure.reason(e), e);
    }
    deleteTree(removed);
  }

  private void deleteTree(Path path) {
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
        disk.delete(entry);
      }
    } catch (IOException e) {
      throw new CheckpointException(
          "the old checkpoint " + path + " cannot be removed: " + FileFailure.reason(e), e);
    }
  }

  /** Name, length and time of every file. */
  static List<String> looks(Path checkpoint) {
    List<String> looks = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(checkpoint)) {
      for (Path file : files) {
        looks.add(
            file.getFileName() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    } catch (IOException e) {
      throw new CheckpointException(
          "checkpoint " + checkpoint + " cannot be read: " + FileFailure.reason(e), e);
    }
    looks.sort(null);
    return looks;
  }

  private void deleteQuietly(Path path, IOException during) {
    try {
      deleteTree(path);
    } catch (CheckpointException e) {
      during.addSuppressed(e);
    }
  }
}
