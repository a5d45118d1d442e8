package io.muzero.training;

/**
 * A training step met a loss or gradient that is no finite number, and nothing was changed by it;
 * or the weights after one hold or give such, and are not kept.
 */
public final class NonFiniteLossException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long step;
  private final String term;
  private final double value;

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
    this.value = value;
  }

  private NonFiniteLossException(String message, long step, String term, double value) {
    super(message);
    this.step = step;
    this.term = term;
    this.value = value;
  }

  /** The weights after a training step are not to be kept: what they hold or give is no number. */
  static NonFiniteLossException ofWeights(long step, String term, double value) {
    return new NonFiniteLossException(
        term
            + " of the weights after training step "
            + step
            + " is "
            + value
            + ": no checkpoint is written of them; go on from an older one by train --resume"
            + " CHECKPOINT, or by train --resume RUN --from-best, with a lower"
            + " learner.learningRate",
        step,
        term,
        value);
  }

  /** The training step. */
  public long step() {
    return step;
  }

  /** The first term that is not finite, for example {@code value loss} or {@code gradient}. */
  public String term() {
    return term;
  }

  /** Its value. */
  public double value() {
    return value;
  }
}
