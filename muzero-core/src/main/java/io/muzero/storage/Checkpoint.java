package io.muzero.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;

/**
 * A checkpoint on disk whose files have been checked against its manifest.
 *
 * @param folder where it is
 * @param manifest its table of contents
 */
public record Checkpoint(Path folder, Manifest manifest) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Opens a checkpoint and checks every file's length and checksum.
   *
   * @throws CheckpointException when it is missing, damaged, or written by a later version
   */
  public static Checkpoint open(Path folder) {
    Path manifestFile = folder.resolve(Manifest.FILE);
    if (!Files.isRegularFile(manifestFile)) {
      throw new CheckpointException(
          folder
              + " is not a checkpoint: it has no "
              + Manifest.FILE
              + "; name a folder such as .../step-00001000");
    }
    Manifest manifest;
    try {
      manifest = JSON.readValue(manifestFile.toFile(), Manifest.class);
    } catch (JsonProcessingException e) {
      throw new CheckpointException(
          "checkpoint "
              + folder
              + " is damaged: "
              + Manifest.FILE
              + " is not readable; use another checkpoint",
          e);
    } catch (IOException e) {
      throw new CheckpointException(
          "checkpoint " + folder + " cannot be read: " + e.getMessage(), e);
    }
    if (manifest.format() != Manifest.FORMAT) {
      throw new CheckpointException(
          "checkpoint "
              + folder
              + " has format "
              + manifest.format()
              + ", this version reads "
              + Manifest.FORMAT);
    }
    for (Map.Entry<String, Manifest.Entry> file : manifest.files().entrySet()) {
      check(folder, file.getKey(), file.getValue());
    }
    return new Checkpoint(folder, manifest);
  }

  private static void check(Path folder, String name, Manifest.Entry entry) {
    Path file = folder.resolve(name);
    try {
      if (!Files.isRegularFile(file)) {
        throw new CheckpointException(
            "checkpoint "
                + folder
                + " is damaged: "
                + name
                + " is missing; use another checkpoint");
      }
      if (Files.size(file) != entry.bytes()) {
        throw new CheckpointException(
            "checkpoint "
                + folder
                + " is damaged: "
                + name
                + " has "
                + Files.size(file)
                + " bytes, not "
                + entry.bytes()
                + "; use another checkpoint");
      }
      MessageDigest digest = Digests.sha256();
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
      if (!HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
        throw new CheckpointException(
            "checkpoint "
                + folder
                + " is damaged: "
                + name
                + " does not match its checksum; use another checkpoint");
      }
    } catch (IOException e) {
      throw new CheckpointException(
          "checkpoint " + folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Opens one of its files; the caller closes the stream. */
  public InputStream read(String file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(folder.resolve(file)), 1 << 16);
  }

  /** Whether it holds all a run needs to go on, not only weights to play with. */
  public boolean resumable() {
    return manifest.files().containsKey(CheckpointStore.STATE);
  }
}
