package io.muzero.totient.sharing;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Rounds in which both threads of {@link Interleaving} run freely.
 *
 * @param guard what guards the account
 * @param right rounds that ended with 140
 * @param payoutLost rounds that ended with 150: the 10 were paid out and are in the account still
 * @param paymentLost rounds that ended with 90: the 50 have vanished
 */
public record Rounds(Guard guard, int right, int payoutLost, int paymentLost) {
  /** Turns of waiting before a thread lets others have the core: both may have to share one. */
  private static final int SPINS = 200;

  /** One thread waits so many turns at most, one more each round: they meet at every offset. */
  private static final int OFFSETS = 64;

  /** Rounds that lost a payment. */
  public int lost() {
    return payoutLost + paymentLost;
  }

  /** Plays so many rounds. */
  public static Rounds play(Guard guard, int rounds) throws InterruptedException {
    Counter account = guard.counter();
    AtomicLong begun = new AtomicLong();
    AtomicLong ended = new AtomicLong();
    Thread payer =
        new Thread(
            () -> {
              for (long round = 1; round <= rounds; round++) {
                await(begun, round);
                account.add(Interleaving.PAID_IN);
                ended.set(round);
              }
            },
            "pays in");
    payer.setDaemon(true);
    payer.start();
    int right = 0;
    int payoutLost = 0;
    int paymentLost = 0;
    for (long round = 1; round <= rounds; round++) {
      account.set(Interleaving.BEFORE);
      begun.set(round);
      for (long turn = round % OFFSETS; turn > 0; turn--) {
        Thread.onSpinWait();
      }
      account.add(Interleaving.PAID_OUT);
      await(ended, round);
      long balance = account.get();
      if (balance == Interleaving.RIGHT) {
        right++;
      } else if (balance == Interleaving.BEFORE + Interleaving.PAID_IN) {
        payoutLost++;
      } else if (balance == Interleaving.BEFORE + Interleaving.PAID_OUT) {
        paymentLost++;
      } else {
        throw new AssertionError("the account holds " + balance + " after round " + round);
      }
    }
    payer.join();
    return new Rounds(guard, right, payoutLost, paymentLost);
  }

  private static void await(AtomicLong counter, long round) {
    for (int turn = 0; counter.get() < round; turn++) {
      if (turn < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }
}
