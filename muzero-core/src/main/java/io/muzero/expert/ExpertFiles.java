package io.muzero.expert;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/** Which files games of experts come from, told apart by what is in them. */
public final class ExpertFiles {
  private ExpertFiles() {}

  /**
   * The settings with a digest for each file, so that a run that goes on can tell whether they are
   * still the same.
   *
   * @throws RecordException when a file is not there, cannot be read, or is not the one whose
   *     digest the settings have
   */
  public static ExpertConfig identified(ExpertConfig config) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < config.files().size(); i++) {
      String file = config.files().get(i);
      String wanted = config.digests().isEmpty() ? "" : config.digests().get(i);
      String digest = digest(Path.of(file), wanted);
      if (!wanted.isEmpty() && !wanted.equals(digest)) {
        throw new RecordException(
            "expert.files: "
                + file
                + " is not what the run began with (its SHA-256 is "
                + digest
                + ", was "
                + wanted
                + "): put that back, name where it is now by --expert, or go on with other games by"
                + " --set expert.digests=[]");
      }
      found.add(digest);
    }
    return config.withDigests(found);
  }

  /** The refusal of games of which no move was an expert's. */
  public static RecordException withoutMoves(ExpertConfig config) {
    return new RecordException(
        "expert.files: "
            + config.files()
            + " have no move to learn from: all were drawn at random, or all games are held out");
  }

  /**
   * SHA-256 of a file; of a folder, of the names and contents of all files that are read of it.
   *
   * @param wanted the digest it had when a run began; empty when nothing is known of it
   */
  private static String digest(Path path, String wanted) {
    if (!Files.exists(path)) {
      throw new RecordException(
          "expert.files: "
              + path
              + " does not exist"
              + (wanted.isEmpty()
                  ? ""
                  : ", which the run began with (SHA-256 "
                      + wanted
                      + "): put it back, or name where it is now by --expert"));
    }
    MessageDigest digest = DigestUtils.getSha256Digest();
    try {
      for (Path file : RecordReader.files(path)) {
        if (Files.isDirectory(path)) {
          String name = path.relativize(file).toString().replace('\\', '/') + "\n";
          digest.update(name.getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream in = Files.newInputStream(file)) {
          DigestUtils.updateDigest(digest, in);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new RecordException("expert.files: " + path + " cannot be read: " + e.getMessage());
    }
    return Hex.encodeHexString(digest.digest());
  }
}
