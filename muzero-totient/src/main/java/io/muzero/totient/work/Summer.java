package io.muzero.totient.work;

/** Adds up φ over a part: here, in another process, or in a cluster. */
@FunctionalInterface
public interface Summer {
  /** The part's Σφ. */
  long sum(Part part) throws InterruptedException;
}
