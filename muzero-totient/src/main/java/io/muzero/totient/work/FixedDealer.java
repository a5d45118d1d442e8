package io.muzero.totient.work;

import org.jspecify.annotations.Nullable;

/**
 * Gives each worker its own part and no other, cut only where it is long enough to be watched.
 *
 * <p>A worker's slot is read and written by that worker alone, so there is no lock.
 */
final class FixedDealer implements Dealer {
  private final Part[] left;

  FixedDealer(Part[] parts) {
    left = parts.clone();
  }

  @Override
  public @Nullable Piece next(int worker) {
    Part part = left[worker];
    if (part.size() == 0) {
      return null;
    }
    left[worker] = part.tail(Deal.GREATEST_PIECE);
    return new Piece(part.head(Deal.GREATEST_PIECE), worker);
  }
}
