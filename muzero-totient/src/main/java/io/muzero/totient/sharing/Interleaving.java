package io.muzero.totient.sharing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * The lecture's account, with two real threads that are made to take turns at the worst moment.
 *
 * <p>100 are in it; one thread pays out 10, the other pays in 50. Both read before either writes,
 * so the second to write undoes the first: 150 stay, not 140.
 *
 * @param steps what happened, in order
 * @param balance what is left
 */
public record Interleaving(List<Step> steps, long balance) {
  /** What the account holds at first. */
  public static final long BEFORE = 100;

  /** What one thread adds. */
  public static final long PAID_OUT = -10;

  /** What the other adds. */
  public static final long PAID_IN = 50;

  /** What must be left. */
  public static final long RIGHT = BEFORE + PAID_OUT + PAID_IN;

  /** Copies the steps. */
  public Interleaving {
    steps = List.copyOf(steps);
  }

  /**
   * A step of one thread.
   *
   * @param payer whose
   * @param action what it did
   * @param balance what the account holds then
   */
  public record Step(Payer payer, String action, long balance) {}

  /** A thread's task. */
  public enum Payer {
    /** Pays out 10. */
    OUT(PAID_OUT),
    /** Pays in 50. */
    IN(PAID_IN);

    private final long amount;

    Payer(long amount) {
      this.amount = amount;
    }

    /** What it adds to the account. */
    public long amount() {
      return amount;
    }
  }

  /** Plays it: out reads, in reads, out writes, in writes. */
  public static Interleaving forced() throws InterruptedException {
    Stage stage = new Stage();
    Thread out = stage.thread(Payer.OUT, 0, 2);
    Thread in = stage.thread(Payer.IN, 1, 3);
    out.start();
    in.start();
    out.join();
    in.join();
    return new Interleaving(stage.steps, stage.balance);
  }

  /** The account and whose turn it is; the semaphores order every access. */
  private static final class Stage {
    private final List<Semaphore> turns = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private long balance = BEFORE;

    Stage() {
      for (int turn = 0; turn <= 4; turn++) {
        turns.add(new Semaphore(turn == 0 ? 1 : 0));
      }
    }

    Thread thread(Payer payer, int readTurn, int writeTurn) {
      return new Thread(
          () -> {
            turns.get(readTurn).acquireUninterruptibly();
            long seen = balance;
            steps.add(new Step(payer, "reads " + seen, balance));
            turns.get(readTurn + 1).release();
            turns.get(writeTurn).acquireUninterruptibly();
            balance = seen + payer.amount();
            steps.add(new Step(payer, "writes " + seen + " " + signed(payer.amount()), balance));
            turns.get(writeTurn + 1).release();
          },
          payer.name());
    }
  }

  private static String signed(long amount) {
    return (amount < 0 ? "- " : "+ ") + Math.abs(amount);
  }
}
