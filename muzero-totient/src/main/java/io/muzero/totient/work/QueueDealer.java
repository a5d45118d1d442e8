package io.muzero.totient.work;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A queue of neighbours that all workers share: one atomic counter is all it takes. */
final class QueueDealer implements Dealer {
  private final Part all;
  private final long grain;
  private final AtomicLong next;

  /**
   * A queue.
   *
   * @param all the numbers, with step 1
   * @param grain numbers taken at once
   */
  QueueDealer(Part all, long grain) {
    this.all = all;
    this.grain = grain;
    next = new AtomicLong(all.first());
  }

  @Override
  public @Nullable Piece next(int worker) {
    long first = next.getAndAdd(grain);
    return first >= all.end()
        ? null
        : new Piece(new Part(first, Math.min(first + grain, all.end()), 1), worker);
  }
}
