package io.muzero.totient.work;

/** Hears how many further numbers are done; called by many threads at once. */
@FunctionalInterface
public interface Progress {
  /** Does not listen. */
  Progress NONE = numbers -> {};

  /** So many further numbers are done. */
  void done(long numbers);
}
