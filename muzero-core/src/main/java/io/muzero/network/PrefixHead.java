package io.muzero.network;

import io.muzero.model.ValueSupport;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The value prefix: an LSTM over the unrolled steps that predicts the sum of the rewards since its
 * last reset (EfficientZero, arXiv:2111.00210, section 4.2 and Appendix A).
 *
 * <p>After every {@link ValuePrefixConfig#horizon} steps memory and sum begin anew, in the learner
 * from the sampled position, in a search from its root. A step's gates are z = W·x + U·r + b, x
 * being the hidden layer of the reward's head and r the last output; then, as in PyTorch's LSTM,
 * with σ the logistic function and z in four parts i, f, g and o
 *
 * <pre>
 *   c ← σ(f)·c + σ(i)·tanh(g)        r ← σ(o)·tanh(c)
 * </pre>
 *
 * <p>The logits are a product of r. A row's memory is (r, c), 2·H numbers for H cells.
 *
 * <p>Deviations from EfficientZero: the sum is not discounted, as in its published code; the layers
 * before and after the LSTM are those of the other heads here, without BatchNorm; the forget gate's
 * bias begins at 1, so that a fresh memory keeps what it was told. Immutable.
 */
final class PrefixHead {
  /** Numbers kept of a state beside its memory: the sum so far and the steps since the reset. */
  private static final int COUNTED = 2;

  private static final int GATES = 4;

  private final ValuePrefixConfig config;
  private final ValueSupport support;
  private final int stateSize;
  private final int gates;
  private final int logits;
  private final int recurrent;

  /**
   * Lays the LSTM and its logits out; the layer that is used in every step comes last of all.
   *
   * @param layers of the network
   * @param config of the network
   * @param stateSize numbers in a hidden state without what is kept for the prefix
   */
  PrefixHead(Layers layers, NetworkConfig config, int stateSize) {
    this.config = config.valuePrefix();
    this.stateSize = stateSize;
    support = config.rewardSupport().support();
    int width = this.config.width();
    LogitRows gateRows = new LogitRows();
    gateRows.addZeros(GATES * width);
    Collections.fill(gateRows.start().subList(width, 2 * width), 1f);
    LogitRows rows = new LogitRows();
    rows.add(config.rewardSupport());
    gates =
        layers.linear(
            new Layers.Naming("heads.reward.gates", 1), config.headWidth(), gateRows.start());
    logits = layers.logits("heads.reward.logits", width, rows);
    recurrent = layers.linear(new Layers.Naming("heads.reward.recurrent", 1), width, GATES * width);
  }

  /** Index of the layer that is used once in every step; all others are used once for all. */
  int recurrent() {
    return recurrent;
  }

  /** Numbers kept of a state for the prefix. */
  int kept() {
    return 2 * config.width() + COUNTED;
  }

  /** Cells H of the LSTM. */
  int width() {
    return config.width();
  }

  /**
   * The functions {@code prefix_gates(e, u, tape)}: unscaled states [n, S] to W·x + b, [n, 4H];
   * {@code prefix_memory(e, z, m, tape)}: those of a step and the memory before to the memory
   * after, [n, 2H]; {@code prefix(e, r, tape)}: outputs [n, H] to logits.
   *
   * @param hidden lines that put the reward's hidden layer in the place of {@code u}
   */
  String text(List<Layer> layers, String hidden) {
    return fill(
        """
          def prefix_gates(self, e: List[Tensor], u: Tensor, tape: List[Tensor]) -> Tensor:
        ${hidden}    return ${gates}

          def prefix_memory(self, e: List[Tensor], z: Tensor, m: Tensor, tape: List[Tensor]) -> Tensor:
            r, c = torch.split_with_sizes(m, [${H}, ${H}], 1)
            i, f, g, o = torch.split_with_sizes(torch.add(z, ${recurrent}), [${H}, ${H}, ${H}, ${H}], 1)
            c = torch.add(torch.mul(torch.sigmoid(f), c), torch.mul(torch.sigmoid(i), torch.tanh(g)))
            return torch.cat([torch.mul(torch.sigmoid(o), torch.tanh(c)), c], 1)

          def prefix(self, e: List[Tensor], r: Tensor, tape: List[Tensor]) -> Tensor:
            return ${logits}

        """
            .replace("${hidden}", hidden)
            .replace("${gates}", NetworkBody.call(layers, gates, "u"))
            .replace("${recurrent}", NetworkBody.call(layers, recurrent, "r"))
            .replace("${logits}", NetworkBody.call(layers, logits, "r")));
  }

  /**
   * The functions that inference needs beside: {@code remembering(slab)} and {@code states(slab)},
   * the columns of the slab that hold the prefix's and the states; {@code reward(e, c, slab, i,
   * x)}: what actions bring that led from rows {@code i[1]} to unscaled states x, and what is to be
   * kept of these in rows {@code i[0]}.
   */
  String inferenceText() {
    return fill(
        """
          def states(self, slab: Tensor) -> Tensor:
            return torch.narrow(slab, 1, 0, ${S})

          def remembering(self, slab: Tensor) -> Tensor:
            return torch.narrow(slab, 1, ${S}, ${M})

          def unsqueezed(self, y: Tensor) -> Tensor:
            return ${inverse}

          def reward(self, e: List[Tensor], c: List[Tensor], slab: Tensor, i: Tensor, x: Tensor) -> Tensor:
            k = torch.index_select(self.remembering(slab), 0, i[1])
            m = self.prefix_memory(e, self.prefix_gates(e, x, []), k[:, :${2H}], [])
            p = torch.mv(torch.softmax(self.prefix(e, m[:, :${H}], []), 1), c[1])
            p = torch.to(self.unsqueezed(torch.to(p, 7)), slab)
            steps = torch.add(k[:, ${M} - 1:], 1)
            fresh = torch.cat([m, torch.unsqueeze(p, 1), steps], 1)
            keeps = torch.to(torch.lt(steps, ${horizon}), slab)
            self.remembering(slab).index_copy_(0, i[0], torch.mul(fresh, keeps))
            return torch.sub(p, k[:, ${2H}])

        """);
  }

  private String fill(String text) {
    return text.replace("${S}", Integer.toString(stateSize))
        .replace("${M}", Integer.toString(kept()))
        .replace("${2H}", Integer.toString(2 * config.width()))
        .replace("${H}", Integer.toString(config.width()))
        .replace("${horizon}", Integer.toString(config.horizon()))
        .replace("${inverse}", inverse());
  }

  /** {@link ValueSupport#inverse} of numbers {@code y}. */
  private String inverse() {
    if (!support.transform()) {
      return "y";
    }
    double epsilon = ValueSupport.EPSILON;
    return String.format(
        Locale.ROOT,
        "torch.mul(torch.sign(y), torch.sub(torch.pow(torch.div(torch.sub(torch.sqrt(torch.add("
            + "torch.mul(torch.add(torch.abs(y), %1$.17g), %2$.17g), 1.0)), 1.0), %3$.17g), 2.0), 1.0))",
        1 + epsilon,
        4 * epsilon,
        2 * epsilon);
  }
}
