package io.muzero.storage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
 * @param measure what the score was measured by, setting by setting; empty when these weights were
 *     not evaluated, and in checkpoints of versions that did not write it
 * @param supports what the network's scalars were trained to mean, range by name; empty in
 *     checkpoints of versions that did not write it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(
    int format,
    String game,
    String network,
    long step,
    Map<String, Long> counters,
    double score,
    Map<String, Entry> files,
    @Nullable Map<String, String> measure,
    @Nullable Map<String, String> supports) {
  /** The layout this version writes; it reads this one and those before. */
  public static final int FORMAT = 2;

  /** File in the checkpoint that holds the manifest. */
  static final String FILE = "manifest.json";

  /** Copies the maps. */
  public Manifest {
    counters = Map.copyOf(counters);
    files = Map.copyOf(files);
    measure = sorted(measure);
    supports = sorted(supports);
  }

  private static Map<String, String> sorted(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
  }

  /** The table of contents of a checkpoint that was not evaluated, or not said by what. */
  public Manifest(
      int format,
      String game,
      String network,
      long step,
      Map<String, Long> counters,
      double score,
      Map<String, Entry> files) {
    this(format, game, network, step, counters, score, files, Map.of(), Map.of());
  }

  /** The same in another layout. */
  Manifest withFormat(int other) {
    return new Manifest(other, game, network, step, counters, score, files, measure, supports);
  }

  /** The same with other files. */
  Manifest withFiles(Map<String, Entry> others) {
    return new Manifest(format, game, network, step, counters, score, others, measure, supports);
  }

  /** The same with what its score was measured by. */
  public Manifest withMeasure(Map<String, String> by) {
    return new Manifest(format, game, network, step, counters, score, files, by, supports);
  }

  /** The same with what the network's scalars were trained to mean. */
  public Manifest withSupports(Map<String, String> ranges) {
    return new Manifest(format, game, network, step, counters, score, files, measure, ranges);
  }

  @Override
  public Map<String, String> supports() {
    return Objects.requireNonNull(supports);
  }

  @Override
  public Map<String, String> measure() {
    return Objects.requireNonNull(measure);
  }

  /**
   * One file.
   *
   * @param bytes its length
   * @param sha256 its checksum, lower-case hexadecimal
   */
  public record Entry(long bytes, String sha256) {}
}
