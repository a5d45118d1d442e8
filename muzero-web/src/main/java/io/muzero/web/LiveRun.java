package io.muzero.web;

import java.util.Map;
import java.util.Optional;

/** A run that trains in this process, as far as the page shows it. Thread-safe. */
@FunctionalInterface
public interface LiveRun {
  /** What its parts do now, in words by their name; empty when this run is not in this process. */
  Optional<Map<String, String>> doing(String game, String run);

  /** No run is in this process. */
  LiveRun NONE = (game, run) -> Optional.empty();
}
