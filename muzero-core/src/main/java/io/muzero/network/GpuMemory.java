package io.muzero.network;

import io.muzero.settings.Size;

/**
 * What a network takes of a GPU's memory, computed before it takes any. All sizes are bytes and
 * estimates from above for the work in progress; no number overflows.
 *
 * @param parameters numbers in theta
 * @param tables numbers that the layers' expanded form has beside the parameters
 * @param stateSize numbers S in a hidden state
 * @param layers layers of the network
 * @param logits numbers that the heads make of a state
 */
public record GpuMemory(long parameters, long tables, long stateSize, long layers, long logits) {
  /** The driver's and libtorch's own: their code, and what cuBLAS and cuDNN work with. */
  public static final long CONTEXT = 1L << 30;

  /** What each thread's stream adds: cuBLAS takes 32 MiB on Hopper, cuDNN as much. */
  public static final long STREAM = 64 * Size.MEBIBYTE;

  /** Batches of states that an inference holds at once: those of a residual block and a copy. */
  private static final int WORKING = 6;

  /** Batches of outputs that the learner's step makes on its way. */
  public static final int PASSES = 6;

  /**
   * States that the learner's step keeps beside its layers' outputs: the first and a scaled one.
   */
  public static final int FURTHER_STATES = 2;

  /** What the learner has in the parameters' form: themselves, two moments, gradients. */
  public static final int TRAINED_COPIES = 4;

  /** What the learner has in the layers' expanded form: that form and its gradients. */
  public static final int EXPANDED_COPIES = 2;

  private static final int LEARNER_COPIES = TRAINED_COPIES + EXPANDED_COPIES;

  /** The memory of a network. */
  public static GpuMemory of(NetworkProgram network) {
    return new GpuMemory(
        network.layout().size(),
        network.tableSize(),
        network.stateSize(),
        network.layers().size(),
        network.logits());
  }

  /**
   * Of a thread that plays, evaluates or reanalyses.
   *
   * @param states hidden states that its search keeps
   * @param batch most states that one call infers
   */
  public long player(long states, long batch) {
    long kept = Size.product(states, stateSize, Float.BYTES);
    long network = Size.product(Size.sum(parameters, parameters, tables), Float.BYTES);
    long working =
        Size.product(batch, Size.sum(Size.product(WORKING, stateSize), logits), Float.BYTES);
    return Size.sum(kept, network, working, STREAM);
  }

  /**
   * Of the learner, whose forward pass keeps every layer's output for the backward one.
   *
   * @param batch positions in a training batch
   * @param unrollSteps steps K of each
   */
  public long learner(long batch, long unrollSteps) {
    long states = Size.product(batch, unrollSteps + 1);
    long kept = Size.product(layers + FURTHER_STATES, stateSize);
    long outputs = Size.sum(kept, Size.product(PASSES, logits));
    long copies = Size.product(LEARNER_COPIES, Size.sum(parameters, tables), Float.BYTES);
    return Size.sum(Size.product(states, outputs, Float.BYTES), copies, STREAM);
  }
}
