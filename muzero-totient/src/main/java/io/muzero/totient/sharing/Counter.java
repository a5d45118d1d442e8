package io.muzero.totient.sharing;

/** A number that several threads change: the account's balance, or a sum. */
public interface Counter {
  /** Adds an amount, which may be negative. */
  void add(long amount);

  /**
   * Adds 0, 1, … 7, 0, 1 … so many times, for measuring.
   *
   * <p>Every kind has this loop of its own, so that the compiler optimises each by itself: in a
   * shared loop all but the first would pay for a call that could be any of them.
   */
  void addMany(int additions);

  /** The number now. */
  long get();

  /** Starts again from a number; no other thread may use the counter meanwhile. */
  void set(long value);
}
