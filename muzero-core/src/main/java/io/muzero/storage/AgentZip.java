package io.muzero.storage;

import io.muzero.files.FileFailure;
import io.muzero.files.ResultFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * An {@link AgentArchive} as a zip file of exactly its four files. They are stored as they are:
 * weights hardly shrink, and how others are deflated differs from one Java to the next.
 */
final class AgentZip {
  /** The earliest time that a zip file can state. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  /** Most bytes of the whole file: the parts and what a zip file adds. */
  private static final long MOST_FILE =
      AgentArchive.MOST_WEIGHTS + AgentArchive.NAMES.size() * (long) AgentArchive.MOST_TEXT;

  /** How the file of a zip begins. */
  private static final byte[] MAGIC = {'P', 'K', 3, 4};

  private static final int LONGEST_SHOWN = 80;

  private AgentZip() {}

  /**
   * Reads a file.
   *
   * @throws CheckpointException when it is none, torn, damaged, too large, or of another version
   */
  static AgentArchive read(Path file) {
    String place = file.toString();
    try {
      requirePlausible(file);
      try (ZipFile zip = new ZipFile(file.toFile())) {
        requireLayout(place, zip);
        return AgentArchive.read(place, (name, most) -> bytes(zip, name, most));
      }
    } catch (ZipException e) {
      throw AgentArchive.damaged(place, "the file is torn or was changed (" + e.getMessage() + ")");
    } catch (IOException e) {
      throw new CheckpointException(
          "the agent " + place + " cannot be read: " + FileFailure.reason(e), e);
    }
  }

  private static void requirePlausible(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NotACheckpointException(
          "the agent " + file + (Files.exists(file) ? " is no file" : " does not exist"));
    }
    if (Files.size(file) > MOST_FILE) {
      throw new CheckpointException(
          "the agent "
              + file
              + " is too large: at most "
              + MOST_FILE
              + " bytes, it has "
              + Files.size(file));
    }
    try (InputStream in = Files.newInputStream(file)) {
      if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        throw new NotACheckpointException(
            "the agent "
                + file
                + " is no agent's file, which is a zip file that agent pack has written");
      }
    }
  }

  /** Requires the four files and nothing else, so that no name of another's choice is ever used. */
  private static void requireLayout(String place, ZipFile zip) {
    List<String> names = zip.stream().limit(100).map(ZipEntry::getName).toList();
    for (String name : names) {
      if (!AgentArchive.NAMES.contains(name)) {
        throw AgentArchive.damaged(
            place,
            "it holds '"
                + printable(name)
                + "', an agent's file holds "
                + String.join(", ", AgentArchive.NAMES)
                + " alone");
      }
    }
    for (String name : AgentArchive.NAMES) {
      long times = names.stream().filter(name::equals).count();
      if (times != 1) {
        throw AgentArchive.damaged(place, times == 0 ? name + " is missing" : name + " is twice");
      }
    }
  }

  /** A name of another's choice as it may be shown: short, and without control characters. */
  private static String printable(String name) {
    String shown = name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN) + "…" : name;
    return shown.replaceAll("\\p{Cntrl}", "?");
  }

  private static byte[] bytes(ZipFile zip, String name, int most) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new ZipException("it has no " + name);
    }
    // What the entry says of its size is not trusted.
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new IOException(name + " is too large: at most " + most + " bytes");
      }
      if (crc(bytes) != entry.getCrc()) {
        throw new ZipException(name + " does not match its checksum");
      }
      return bytes;
    }
  }

  private static long crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }

  /** Writes the files in their order; a regular file is there whole or not at all. */
  static void write(Path file, Map<String, byte[]> files) throws IOException {
    ResultFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          zip.setMethod(ZipOutputStream.STORED);
          for (Map.Entry<String, byte[]> one : files.entrySet()) {
            ZipEntry entry = new ZipEntry(one.getKey());
            entry.setTimeLocal(NO_TIME);
            entry.setSize(one.getValue().length);
            entry.setCompressedSize(one.getValue().length);
            entry.setCrc(crc(one.getValue()));
            zip.putNextEntry(entry);
            zip.write(one.getValue());
            zip.closeEntry();
          }
          zip.finish();
        });
  }
}
