package io.muzero.launcher.sweep;

import io.muzero.random.RandomStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;

/** Makes the candidates of a sweep: settings by key, as YAML texts. */
final class Sampling {
  /** Draws in a row that only bring what was there before: then there is hardly anything left. */
  private static final int VAIN = 1000;

  private Sampling() {}

  /**
   * Draws candidates that differ. Candidate {@code i} does not depend on how many there are.
   *
   * @param ranges by key
   * @param count how many; fewer come when the ranges have no more
   */
  static List<Map<String, String>> random(Map<String, Range> ranges, int count, long seed) {
    UniformRandomProvider random = RandomStream.create(seed, "sweep", 0);
    Set<Map<String, String>> candidates = new LinkedHashSet<>();
    for (int vain = 0; candidates.size() < count && vain < VAIN; ) {
      Map<String, String> drawn = new LinkedHashMap<>();
      ranges.forEach((key, range) -> drawn.put(key, range.draw(random)));
      vain = candidates.add(drawn) ? 0 : vain + 1;
    }
    return new ArrayList<>(candidates);
  }

  /** Candidates of a whole grid; 2^62 where there are more. */
  static long gridSize(Map<String, Range> ranges) {
    long size = 1;
    for (Range range : ranges.values()) {
      int values = range.grid().size();
      size = size > (1L << 62) / values ? 1L << 62 : size * values;
    }
    return size;
  }

  /** Every combination; the last key's values change fastest. */
  static List<Map<String, String>> grid(Map<String, Range> ranges) {
    List<Map<String, String>> candidates = new ArrayList<>(List.of(Map.of()));
    ranges.forEach(
        (key, range) -> {
          List<Map<String, String>> longer = new ArrayList<>();
          for (Map<String, String> candidate : candidates) {
            for (String value : range.grid()) {
              Map<String, String> more = new LinkedHashMap<>(candidate);
              more.put(key, value);
              longer.add(more);
            }
          }
          candidates.clear();
          candidates.addAll(longer);
        });
    return candidates;
  }
}
