package io.muzero.launcher;

import io.muzero.config.ConfigLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A member of the family: the settings in which it differs from the others. */
enum Algorithm {
  /** The rules are learned (Schrittwieser et al., arXiv:1911.08265). */
  MUZERO(Map.of("search.model", "learned")),

  /** The real rules in the search, nothing unrolled (Silver et al., arXiv:1712.01815). */
  ALPHAZERO(
      Map.of(
          "search.model", "rules",
          "learner.unrollSteps", "0",
          "learner.consistencyWeight", "0"));

  private final Map<String, String> settings;

  Algorithm(Map<String, String> settings) {
    this.settings = settings;
  }

  /** Its settings, as the option sets them. */
  List<ConfigLayer> layers() {
    List<ConfigLayer> layers = new ArrayList<>();
    new TreeMap<>(settings)
        .forEach((key, value) -> layers.add(new ConfigLayer.Flag("--algorithm", key, value)));
    return layers;
  }
}
