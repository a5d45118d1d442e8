package io.muzero.launcher;

import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;

/** The words of an option with a few of them, as help shows them, for shell completion. */
abstract class Words implements Iterable<String> {
  private final Enum<?>[] values;

  private Words(Enum<?>[] values) {
    this.values = values;
  }

  @Override
  public Iterator<String> iterator() {
    return Stream.of(values).map(value -> value.name().toLowerCase(Locale.ROOT)).iterator();
  }

  /** Those of {@link Algorithm}. */
  static final class OfAlgorithm extends Words {
    OfAlgorithm() {
      super(Algorithm.values());
    }
  }

  /** Those of {@link PlaySession.Seat}. */
  static final class OfSeat extends Words {
    OfSeat() {
      super(PlaySession.Seat.values());
    }
  }
}
