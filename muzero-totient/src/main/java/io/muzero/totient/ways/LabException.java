package io.muzero.totient.ways;

/** An experiment could not be carried out, for a reason its one-line message explains in full. */
public final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What failed, where, and what to do. */
  public LabException(String message) {
    super(message);
  }

  /** The same with what it follows from. */
  public LabException(String message, Throwable cause) {
    super(message, cause);
  }
}
