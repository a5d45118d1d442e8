package io.muzero.totient.work;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * A deque of pieces for each worker, who takes from its front; thieves take from the back.
 *
 * <p>Owner and thief meet only at the last piece. No piece is ever put back, so a worker that finds
 * every deque empty is done.
 */
final class StealDealer implements Dealer {
  private final List<Deque<Piece>> deques = new ArrayList<>();

  StealDealer(Part[] parts, long grain) {
    for (int owner = 0; owner < parts.length; owner++) {
      Deque<Piece> deque = new ConcurrentLinkedDeque<>();
      for (Part left = parts[owner]; left.size() > 0; left = left.tail(grain)) {
        deque.add(new Piece(left.head(grain), owner));
      }
      deques.add(deque);
    }
  }

  @Override
  public @Nullable Piece next(int worker) {
    Piece piece = deques.get(worker).pollFirst();
    for (int i = 1; piece == null && i < deques.size(); i++) {
      piece = deques.get((worker + i) % deques.size()).pollLast();
    }
    return piece;
  }
}
