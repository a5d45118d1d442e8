package io.muzero.training;

import io.muzero.network.NetworkProgram;

/**
 * The logits of all unrolled states where rewards are predicted as sums over the steps, as
 * TorchScript: the LSTM of {@link io.muzero.network.RewardHead#PREFIX} runs from the sampled
 * position on and begins anew after every horizon steps, as it does in a search from its root.
 *
 * <p>What a step does with the memory lies between unrolled steps, but is small; so autograd gives
 * the gradients of its products' outputs, and those of its weights are one product over all steps
 * ({@link LayerGradients}). The sampled position itself has no reward: its output is 0.
 */
final class PrefixText {
  private static final String SUMS =
      """
        def logits(self, e: List[Tensor], x: Tensor, u: Tensor, tape: List[Tensor]) -> Tensor:
          others = self.heads(e, x, u, tape)
          z = self.prefix_gates(e, u[${B}:], tape)
          fresh = torch.zeros_like(torch.repeat(others[:${B}, :1].detach(), [1, 2 * ${H}]))
          outputs = [fresh[:, :${H}]]
          memory = fresh
          steps: List[Tensor] = []
          for k in range(${K}):
            if k % ${horizon} == 0:
              memory = fresh
            memory = self.prefix_memory(e, z[k * ${B}:(k + 1) * ${B}], memory, steps)
            outputs.append(memory[:, :${H}])
          sums = self.prefix(e, torch.cat(outputs), tape)
          for t in steps:
            tape.append(t)
          return torch.cat([others, sums], 1)

      """;

  private static final String EACH =
      """
        def logits(self, e: List[Tensor], x: Tensor, u: Tensor, tape: List[Tensor]) -> Tensor:
          return self.heads(e, x, u, tape)

      """;

  private PrefixText() {}

  /**
   * {@code logits(e, x, u, tape)}: the hidden states of all steps and the unscaled ones [(K+1)·B,
   * S] to logits; the products of the LSTM's steps end the tape.
   */
  static String of(NetworkProgram network) {
    return network.prefixHorizon() == 0
        ? EACH
        : SUMS.replace("${H}", Integer.toString(network.prefixWidth()))
            .replace("${horizon}", Integer.toString(network.prefixHorizon()));
  }
}
