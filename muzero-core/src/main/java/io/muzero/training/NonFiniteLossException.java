package io.muzero.training;

/** A training step met a loss or gradient that is no finite number; nothing was changed by it. */
public final class NonFiniteLossException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long step;
  private final String term;

  NonFiniteLossException(long step, String term, double value) {
    super(
        term
            + " of training step "
            + step
            + " is "
            + value
            + ": the weights are unchanged; lower learner.learningRate, or look for targets that are not finite");
    this.step = step;
    this.term = term;
  }

  /** The training step. */
  public long step() {
    return step;
  }

  /** The first term that is not finite, for example {@code value loss} or {@code gradient}. */
  public String term() {
    return term;
  }
}
