package io.muzero.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a run's evaluations were against, told by the rows of its curves in their order. A game
 * names its reference players in order of strength, and an evaluation meets them in that order: the
 * last that was met is the strongest, whatever they are called.
 */
public final class MetOpponents {
  private static final String WEAKEST = "random";

  private final Set<String> met = new LinkedHashSet<>();

  /**
   * Takes note of a row.
   *
   * @return the opponent whom the row is a score against; empty for any other row
   */
  public Optional<String> saw(String tag) {
    Optional<String> opponent = Metric.EVALUATION_SCORE.opponentOf(tag);
    opponent.ifPresent(
        name -> {
          met.remove(name);
          met.add(name);
        });
    return opponent;
  }

  /** Forgets all. */
  public void clear() {
    met.clear();
  }

  /** Their names, the strongest first. */
  public List<String> strongestFirst() {
    List<String> names = new ArrayList<>(met);
    Collections.reverse(names);
    // Who was met before the opponents were changed is stronger than this one all the same.
    if (names.remove(WEAKEST)) {
      names.add(WEAKEST);
    }
    return names;
  }
}
