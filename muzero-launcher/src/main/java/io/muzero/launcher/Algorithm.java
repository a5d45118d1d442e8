package io.muzero.launcher;

import io.muzero.config.ConfigLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A member of the family: the settings in which it differs from the others. Where nothing is
 * unrolled a training step is so cheap that the learner leaves its core to a second worker.
 */
enum Algorithm {
  /** The rules are learned (Schrittwieser et al., arXiv:1911.08265). */
  MUZERO(Map.of("search.model", "learned")),

  /** The real rules in the search, nothing unrolled (Silver et al., arXiv:1712.01815). */
  ALPHAZERO(
      Map.of(
          "search.model", "rules",
          "selfPlay.workers", "2",
          "learner.unrollSteps", "0",
          "learner.consistencyWeight", "0")),

  /**
   * Newer weights must win before they play, and states are evaluated as random images (Silver et
   * al., Nature 550, 2017).
   */
  ALPHAGOZERO(
      Map.of(
          "search.model", "rules",
          "search.leafImages", "true",
          "selfPlay.workers", "2",
          "learner.unrollSteps", "0",
          "learner.consistencyWeight", "0",
          "gating.everySteps", "1000",
          "gating.games", "400",
          "gating.winRate", "0.55")),

  /**
   * Games of experts first, then as AlphaZero (Silver et al., Nature 529, 2016, with one network
   * and without rollouts).
   */
  ALPHAGO(
      Map.of(
          "search.model", "rules",
          "selfPlay.workers", "2",
          "learner.unrollSteps", "0",
          "learner.consistencyWeight", "0",
          "expert.steps", "2000",
          "expert.share", "0.5",
          "expert.fadeSteps", "10000"));

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
