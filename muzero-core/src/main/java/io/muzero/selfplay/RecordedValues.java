package io.muzero.selfplay;

import io.muzero.replay.RootValue;
import io.muzero.search.SearchResult;

/** Finds the values to record in what a search found. */
final class RecordedValues {
  private RecordedValues() {}

  /** The value of each root [B]: the search's own array, valid until its next search. */
  static float[] of(SearchResult result, RootValue kind) {
    return switch (kind) {
      case IMPROVED -> result.policyValue;
      case MEAN -> result.rootValue;
    };
  }
}
