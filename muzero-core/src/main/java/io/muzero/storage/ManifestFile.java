package io.muzero.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.files.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as a file: JSON whose {@code checksum} is the SHA-256 of the file's bytes with zeros
 * in the checksum's place, so that no bit of it changes unseen. Manifests of format 1 have none.
 */
final class ManifestFile {
  /** Longest file believed; what is written has a few kilobytes. */
  private static final int LONGEST = 1 << 20;

  private static final int FIRST_FORMAT_WITH_CHECKSUM = 2;
  private static final String CHECKSUM = "checksum";
  private static final int DIGITS = 64;
  private static final String ZEROS = "0".repeat(DIGITS);
  private static final Pattern CHECKSUM_FIELD =
      Pattern.compile("\"" + CHECKSUM + "\" : \"([0-9a-f]{" + DIGITS + "})\"");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{" + DIGITS + "}");

  /** Names that stay in the checkpoint's folder on every platform. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS); // equal manifests, equal bytes

  private ManifestFile() {}

  /** The file's bytes. */
  static byte[] bytes(Manifest manifest) throws IOException {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("format", manifest.format());
    tree.put(CHECKSUM, ZEROS);
    tree.setAll((ObjectNode) JSON.valueToTree(manifest));
    byte[] bytes = JSON.writeValueAsBytes(tree);
    byte[] digits = checksum(bytes).getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(digits, 0, bytes, latin(bytes).indexOf(ZEROS), DIGITS);
    return bytes;
  }

  /** One character a byte. */
  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String checksum(byte[] bytes) {
    return DigestUtils.sha256Hex(bytes);
  }

  /**
   * Reads a checkpoint's manifest.
   *
   * @throws CheckpointException when it is missing, damaged or of a later version
   */
  static Manifest read(Path folder) {
    Path file = folder.resolve(Manifest.FILE);
    if (!Files.isRegularFile(file)) {
      throw new NotACheckpointException(
          folder
              + " is not a checkpoint: it has no "
              + Manifest.FILE
              + "; name a folder such as .../step-00001000, or that of a run");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST + 1);
    } catch (IOException e) {
      throw new CheckpointException(
          "checkpoint " + folder + " cannot be read: " + FileFailure.reason(e), e);
    }
    return parse(folder.toString(), bytes);
  }

  /**
   * A manifest from its file's bytes.
   *
   * @param folder what holds it, for messages
   * @throws CheckpointException when it is damaged or of a later version
   */
  static Manifest parse(String folder, byte[] bytes) {
    if (bytes.length > LONGEST) {
      throw damaged(folder, "has more than " + LONGEST + " bytes", null);
    }
    Manifest manifest;
    try {
      JsonNode tree = JSON.readTree(bytes);
      int format = tree.path("format").asInt(0);
      if (format > Manifest.FORMAT) {
        throw new CheckpointException(
            "checkpoint "
                + folder
                + " has format "
                + format
                + ", this version reads formats up to "
                + Manifest.FORMAT);
      }
      if ((format >= FIRST_FORMAT_WITH_CHECKSUM || tree.has(CHECKSUM)) && !matches(bytes)) {
        throw damaged(folder, "does not match its checksum", null);
      }
      manifest = tree.isObject() ? JSON.treeToValue(tree, Manifest.class) : null;
    } catch (JsonProcessingException e) {
      throw damaged(folder, "is not readable", e);
    } catch (IOException e) {
      throw new CheckpointException(
          "checkpoint " + folder + " cannot be read: " + FileFailure.reason(e), e);
    }
    @Nullable String wrong = manifest == null ? "is not readable" : wrong(manifest);
    if (manifest == null || wrong != null) {
      throw damaged(folder, String.valueOf(wrong), null);
    }
    return manifest;
  }

  private static boolean matches(byte[] bytes) {
    String text = latin(bytes);
    Matcher field = CHECKSUM_FIELD.matcher(text);
    return field.find()
        && checksum(
                (text.substring(0, field.start(1)) + ZEROS + text.substring(field.end(1)))
                    .getBytes(StandardCharsets.ISO_8859_1))
            .equals(field.group(1));
  }

  /** What is wrong with a manifest that could be read, or null. */
  // Jackson leaves null what the file does not have, whatever the types say.
  @SuppressWarnings({"ConstantValue", "NullAway"})
  private static @Nullable String wrong(Manifest manifest) {
    if (manifest.format() < 1 || manifest.step() < 0) {
      return "has no format or no step";
    }
    if (manifest.game() == null || manifest.network() == null) {
      return "names no game or no network";
    }
    if (manifest.files().isEmpty()) {
      return "lists no files";
    }
    for (Map.Entry<String, Manifest.Entry> file : manifest.files().entrySet()) {
      if (!NAME.matcher(file.getKey()).matches() || file.getKey().equals(Manifest.FILE)) {
        return "lists a file whose name is none";
      }
      String sha256 = file.getValue().sha256();
      if (file.getValue().bytes() < 0 || sha256 == null || !SHA256.matcher(sha256).matches()) {
        return "has no length or checksum of " + file.getKey();
      }
    }
    return null;
  }

  private static CheckpointException damaged(
      String folder, String what, @Nullable IOException cause) {
    String message =
        "checkpoint "
            + folder
            + " is damaged: "
            + Manifest.FILE
            + " "
            + what
            + "; use another checkpoint";
    return cause == null
        ? new CheckpointException(message)
        : new CheckpointException(message, cause);
  }
}
