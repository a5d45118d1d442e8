package io.muzero.storage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;

/**
 * The table of contents of a checkpoint, written last: a folder without a readable manifest is no
 * checkpoint.
 *
 * @param format version of the checkpoint's layout
 * @param game name of the game
 * @param network fingerprint of the network's parameters (names and shapes), equal when weights fit
 * @param step training step of the weights
 * @param counters totals of the run at that step, by name
 * @param score evaluation score of these weights, higher is better; {@code NaN} when they were not
 *     evaluated
 * @param files the other files of the checkpoint by name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(
    int format,
    String game,
    String network,
    long step,
    Map<String, Long> counters,
    double score,
    Map<String, Entry> files) {
  /** The layout this version writes; it reads this one and those before. */
  public static final int FORMAT = 2;

  /** File in the checkpoint that holds the manifest. */
  static final String FILE = "manifest.json";

  /** Copies the maps. */
  public Manifest {
    counters = Map.copyOf(counters);
    files = Map.copyOf(files);
  }

  /**
   * One file.
   *
   * @param bytes its length
   * @param sha256 its checksum, lower-case hexadecimal
   */
  public record Entry(long bytes, String sha256) {}
}
