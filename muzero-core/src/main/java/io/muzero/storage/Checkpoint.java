package io.muzero.storage;

import io.muzero.files.FileFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A checkpoint on disk whose files have been checked against its manifest.
 *
 * @param folder where it is
 * @param manifest its table of contents
 */
public record Checkpoint(Path folder, Manifest manifest) {
  /** Bytes read from the system at once, 64 KiB: numbers are read one by one. */
  private static final int BUFFER = 1 << 16;

  /**
   * Opens a checkpoint and checks every file's length and checksum.
   *
   * @throws CheckpointException when it is missing, damaged, or written by a later version
   */
  public static Checkpoint open(Path folder) {
    Manifest manifest = ManifestFile.read(folder);
    for (Map.Entry<String, Manifest.Entry> file : manifest.files().entrySet()) {
      check(folder, file.getKey(), file.getValue());
    }
    return new Checkpoint(folder, manifest);
  }

  private static void check(Path folder, String name, Manifest.Entry entry) {
    Path file = folder.resolve(name);
    try {
      if (!Files.isRegularFile(file)) {
        throw damaged(folder, name + " is missing");
      }
      if (Files.size(file) != entry.bytes()) {
        throw damaged(folder, name + " has " + Files.size(file) + " bytes, not " + entry.bytes());
      }
      try (InputStream in = Files.newInputStream(file)) {
        if (!DigestUtils.sha256Hex(in).equals(entry.sha256())) {
          throw damaged(folder, name + " does not match its checksum");
        }
      }
    } catch (IOException e) {
      throw new CheckpointException(
          "checkpoint " + folder + " cannot be read: " + FileFailure.reason(e), e);
    }
  }

  private static CheckpointException damaged(Path folder, String what) {
    return new CheckpointException(
        "checkpoint " + folder + " is damaged: " + what + "; use another checkpoint");
  }

  /**
   * Opens one of its files; the caller closes the stream.
   *
   * @throws IOException when it has no such file, or it cannot be read
   */
  public InputStream read(String file) throws IOException {
    if (!manifest.files().containsKey(file)) {
      throw new IOException("it has no " + file);
    }
    return new BufferedInputStream(Files.newInputStream(folder.resolve(file)), BUFFER);
  }

  /** Whether it holds all a run needs to go on, not only weights to play with. */
  public boolean resumable() {
    return manifest.files().keySet().containsAll(CheckpointStore.RESUMABLE);
  }
}
