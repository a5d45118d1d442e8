package io.muzero.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.files.Disk;
import io.muzero.files.FileFailure;
import io.muzero.files.Leftovers;
import io.muzero.files.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a ladder has measured, kept in the run's folder so that the next one plays only what is
 * missing. A file that cannot be read counts as none: the games are played again. Used by one
 * thread.
 */
final class LadderGames {
  /** No key of a result. */
  private static final String CURVE = "curves";

  private static final String CHECKPOINTS = "checkpoints";

  private final Path file;
  private final ObjectNode known;

  private LadderGames(Path file, ObjectNode known) {
    this.file = file;
    this.known = known;
  }

  /** What is kept in a file, which may be missing. */
  static LadderGames read(Path file, Screen screen) {
    try {
      Leftovers.ofFile(file);
    } catch (IOException e) {
      throw new RunFailedException(
          "what a killed ladder left beside "
              + file
              + " cannot be removed: "
              + FileFailure.reason(e),
          e);
    }
    if (Files.isRegularFile(file)) {
      try {
        JsonNode found = new ObjectMapper().readTree(file.toFile());
        if (found instanceof ObjectNode object) {
          return new LadderGames(file, object);
        }
        screen.note(file + " is no JSON object: its games are played again");
      } catch (IOException e) {
        screen.note(file + " cannot be read: its games are played again");
      }
    }
    return new LadderGames(file, Json.object());
  }

  /** What was measured under a key, which says all that it depends on. */
  Optional<JsonNode> get(String key) {
    return Optional.ofNullable(known.get(key));
  }

  /** Checkpoints of the curves for TensorBoard; 0 where there are none, or it is not known. */
  int curve() {
    return known.path(CURVE).path(CHECKPOINTS).asInt();
  }

  /** Keeps how many checkpoints the curves have. */
  void putCurve(int checkpoints) {
    put(CURVE, Json.object().put(CHECKPOINTS, checkpoints));
  }

  /** Keeps what was measured. */
  void put(String key, ObjectNode measured) {
    known.set(key, measured);
    try {
      byte[] text = (known.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
      WholeFile.replace(Disk.REAL, file, out -> out.write(text));
    } catch (IOException e) {
      throw new RunFailedException(file + " cannot be written: " + FileFailure.reason(e), e);
    }
  }
}
