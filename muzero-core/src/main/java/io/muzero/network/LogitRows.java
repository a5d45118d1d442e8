package io.muzero.network;

import java.util.ArrayList;
import java.util.List;

/** The rows of an output layer: how their biases begin, and which there were before. */
final class LogitRows {
  private final List<Float> start = new ArrayList<>();
  private final List<Integer> earlier = new ArrayList<>();

  /** Adds logits that begin at 0. */
  void addZeros(int count) {
    for (int i = 0; i < count; i++) {
      earlier.add(start.size());
      start.add(0f);
    }
  }

  /** Adds categories, which begin where they say 0. */
  void add(SupportConfig support) {
    int first = start.size() + support.atomsBelow();
    for (int i = 0; i < support.atoms(); i++) {
      earlier.add(first + i);
    }
    for (float logit : support.support().zeroLogits()) {
      start.add(logit);
    }
  }

  /** How the biases begin. */
  List<Float> start() {
    return start;
  }

  /** The rows of earlier versions, whose supports ended with the range; empty when all are. */
  List<Integer> earlier() {
    return earlier.size() == start.size() ? List.of() : earlier;
  }
}
