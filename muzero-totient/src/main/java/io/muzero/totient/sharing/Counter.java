package io.muzero.totient.sharing;

/** A number that several threads change: the account's balance, or a sum. */
public interface Counter {
  /** Adds an amount, which may be negative. */
  void add(long amount);

  /** The number now. */
  long get();

  /** Starts again from a number; no other thread may use the counter meanwhile. */
  void set(long value);
}
