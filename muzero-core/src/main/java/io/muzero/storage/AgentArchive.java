package io.muzero.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.files.FileFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A trained agent apart from its run, to be handed on: four files, which lie in a folder of the
 * class path or in one zip file. {@code agent.json} is the card, with the length and the SHA-256 of
 * the three others: {@code config.yaml}, {@code manifest.json} and {@code weights.safetensors}.
 * There is neither an optimiser nor a replay buffer, so no run goes on from it.
 *
 * <p>All is checked when it is read: whoever wrote the file is not trusted. Nothing is ever
 * unpacked to the disk. Immutable and thread-safe.
 */
public final class AgentArchive {
  /** The layout this version writes and reads. */
  public static final int FORMAT = 1;

  /** The card and table of contents. */
  static final String CARD = "agent.json";

  static final String CONFIG = RunFolder.CONFIG;
  static final String MANIFEST = Manifest.FILE;
  static final String WEIGHTS = CheckpointStore.WEIGHTS;

  /** The files in the order in which they are written. */
  static final List<String> NAMES = List.of(CARD, CONFIG, MANIFEST, WEIGHTS);

  /** Most bytes of each text, 1 MiB. */
  static final int MOST_TEXT = 1 << 20;

  /** Most bytes of the weights, 512 MiB. */
  static final int MOST_WEIGHTS = 512 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ObjectNode card;
  private final String config;
  private final Manifest manifest;
  private final byte[] weights;

  /** Takes the parts as they are; the weights are not copied. */
  private AgentArchive(ObjectNode card, String config, Manifest manifest, byte[] weights) {
    this.card = card;
    this.config = config;
    this.manifest = manifest;
    this.weights = weights;
  }

  /** Where an agent's files are read from. */
  @FunctionalInterface
  public interface Source {
    /**
     * A whole file.
     *
     * @param name one of the four
     * @param most bytes that it may have
     * @throws IOException when it is missing, longer, or cannot be read
     */
    byte[] read(String name, int most) throws IOException;
  }

  /**
   * An agent of these parts.
   *
   * @param card what is said about it, a JSON object without {@code format} and {@code files}
   * @param config the configuration as YAML
   * @param checkpoint its weights
   * @throws CheckpointException when the weights cannot be read
   */
  public static AgentArchive of(ObjectNode card, String config, Checkpoint checkpoint) {
    try (InputStream in = checkpoint.read(WEIGHTS)) {
      return of(card, config, checkpoint.manifest(), in.readNBytes(MOST_WEIGHTS + 1));
    } catch (IOException e) {
      throw CheckpointException.because(
          "the checkpoint " + checkpoint.folder() + " cannot be packed", e);
    }
  }

  /** The same weights with another card and configuration. */
  public AgentArchive with(ObjectNode otherCard, String otherConfig) {
    return of(otherCard, otherConfig, manifest, weights);
  }

  private static AgentArchive of(
      ObjectNode card, String config, Manifest manifest, byte[] weights) {
    if (weights.length > MOST_WEIGHTS) {
      throw new CheckpointException(
          "an agent's weights may have at most "
              + MOST_WEIGHTS
              + " bytes to be packed, these have more");
    }
    Manifest alone =
        manifest
            .withFormat(Manifest.FORMAT)
            .withFiles(Map.of(WEIGHTS, new Manifest.Entry(weights.length, sha256(weights))));
    return new AgentArchive(card.deepCopy(), config, alone, weights);
  }

  /**
   * Reads an agent's zip file.
   *
   * @throws CheckpointException when it is none, torn, damaged, too large, or of another version
   */
  public static AgentArchive read(Path file) {
    return AgentZip.read(file);
  }

  /**
   * Reads an agent's files and checks each against the table of contents.
   *
   * @param place what holds them, for messages
   * @throws CheckpointException when one is missing, damaged, too large, or of another version
   */
  public static AgentArchive read(String place, Source source) {
    try {
      ObjectNode card = card(place, source);
      Map<String, byte[]> files = new LinkedHashMap<>();
      for (String name : NAMES.subList(1, NAMES.size())) {
        byte[] bytes = source.read(name, name.equals(WEIGHTS) ? MOST_WEIGHTS : MOST_TEXT);
        requireEqual(place, name, bytes, card.path("files").path(name));
        files.put(name, bytes);
      }
      byte[] weights = bytes(files, WEIGHTS);
      Manifest manifest = ManifestFile.parse(place, bytes(files, MANIFEST));
      Manifest.Entry entry = manifest.files().get(WEIGHTS);
      if (!manifest.files().keySet().equals(Set.of(WEIGHTS))
          || entry == null
          || entry.bytes() != weights.length
          || !entry.sha256().equals(sha256(weights))) {
        throw damaged(place, MANIFEST + " is of other weights");
      }
      card.remove(List.of("format", "files"));
      String config = new String(bytes(files, CONFIG), StandardCharsets.UTF_8);
      return new AgentArchive(card, config, manifest, weights);
    } catch (IOException e) {
      throw CheckpointException.because("the agent " + place + " cannot be used", e);
    }
  }

  /**
   * Reads only what is said about an agent; its other files are not looked at.
   *
   * @throws CheckpointException as {@link #read(String, Source)}
   */
  public static ObjectNode readCard(String place, Source source) {
    try {
      return card(place, source);
    } catch (IOException e) {
      throw CheckpointException.because("the agent " + place + " cannot be used", e);
    }
  }

  private static ObjectNode card(String place, Source source) throws IOException {
    JsonNode tree;
    try {
      tree = JSON.readTree(source.read(CARD, MOST_TEXT));
    } catch (JsonProcessingException e) {
      throw damaged(place, CARD + " is not readable");
    }
    if (!(tree instanceof ObjectNode card) || !card.path("format").isInt()) {
      throw damaged(place, CARD + " names no format");
    }
    int format = card.path("format").asInt();
    if (format != FORMAT) {
      throw new CheckpointException(
          "the agent "
              + place
              + " has format "
              + format
              + ", this version reads format "
              + FORMAT
              + (format > FORMAT ? "; use a newer version" : ""));
    }
    return card;
  }

  private static byte[] bytes(Map<String, byte[]> files, String name) {
    byte[] bytes = files.get(name);
    return bytes == null ? new byte[0] : bytes;
  }

  private static void requireEqual(String place, String name, byte[] bytes, JsonNode entry) {
    if (entry.path("bytes").asLong(-1) != bytes.length) {
      throw damaged(
          place,
          name
              + " has "
              + bytes.length
              + " bytes, "
              + CARD
              + " says "
              + entry.path("bytes").asText("nothing"));
    }
    if (!sha256(bytes).equals(entry.path("sha256").asText())) {
      throw damaged(place, name + " does not match its checksum");
    }
  }

  /** The exception of an agent that cannot be trusted to be whole. */
  static CheckpointException damaged(String place, String what) {
    return new CheckpointException("the agent " + place + " is damaged: " + what + "; get it anew");
  }

  private static String sha256(byte[] bytes) {
    return DigestUtils.sha256Hex(bytes);
  }

  /**
   * Writes the agent as a zip file, whole or not at all; equal agents give equal bytes.
   *
   * @throws CheckpointException when it cannot be written
   */
  public void write(Path file) {
    try {
      AgentZip.write(file, files());
    } catch (IOException e) {
      throw new CheckpointException(file + " cannot be written: " + FileFailure.reason(e), e);
    }
  }

  /** The files by name, in their order. */
  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> others = new LinkedHashMap<>();
    others.put(CONFIG, config.getBytes(StandardCharsets.UTF_8));
    others.put(MANIFEST, ManifestFile.bytes(manifest));
    others.put(WEIGHTS, weights);
    ObjectNode contents = JSON.createObjectNode();
    contents.put("format", FORMAT);
    contents.setAll(card);
    ObjectNode table = contents.putObject("files");
    others.forEach(
        (name, bytes) ->
            table.putObject(name).put("bytes", bytes.length).put("sha256", sha256(bytes)));
    Map<String, byte[]> files = new LinkedHashMap<>();
    String text = JSON.writeValueAsString(contents).replace("\r\n", "\n") + "\n";
    files.put(CARD, text.getBytes(StandardCharsets.UTF_8));
    files.putAll(others);
    return files;
  }

  /** What is said about it, without {@code format} and {@code files}; a copy. */
  public ObjectNode card() {
    return card.deepCopy();
  }

  /** The configuration as YAML. */
  public String config() {
    return config;
  }

  /** The manifest, whose only file are the weights. */
  public Manifest manifest() {
    return manifest;
  }

  /** The weights as a safetensors file; the caller closes the stream. */
  public InputStream openWeights() {
    return new ByteArrayInputStream(weights);
  }
}
