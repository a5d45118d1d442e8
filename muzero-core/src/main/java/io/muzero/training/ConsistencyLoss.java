package io.muzero.training;

import io.muzero.network.NetworkProgram;
import io.muzero.network.ParameterLayout;
import java.util.Locale;

/**
 * The consistency loss: what the dynamics makes of a state should tell of the state that the next
 * observation gives (EfficientZero, arXiv:2111.00210, section 4.1; SimSiam, arXiv:2011.10566).
 *
 * <p>The unrolled state goes through a projector and a predictor; the state of the real next
 * observation goes through the projector alone and gets no gradient. The loss of a state is 1 − the
 * cosine of both: 0 when they agree, about 1 on a fresh network, whose predictor knows nothing of
 * the projections, 2 when they are opposed. It is EfficientZero's −cosine but for the constant. A
 * bare cosine of hidden states would be nearly 1 from the start, as their numbers lie within [0,
 * 1].
 *
 * <p>The projector has two hidden layers and an output layer, each normalised; the predictor has
 * one hidden layer of half the width, normalised, and an output layer.
 *
 * <p>Deviations from EfficientZero:
 *
 * <ul>
 *   <li><b>Normalisation is over each state's own features</b>, without parameters, where
 *       EfficientZero has BatchNorm: as everywhere in this project a state's loss does not depend
 *       on its neighbours in the batch, and rows that count nothing cannot touch the others. What
 *       BatchNorm takes from all states alike, their common mean, is taken from each state before
 *       the projector: its numbers are normalised too.
 *   <li><b>The prediction is normalised before it is compared</b>. The cosine is then the mean of
 *       the products, and its gradient stays finite for a prediction of length 0.
 *   <li><b>The width is the hidden state's</b>, at least 64, so that the few numbers of a small
 *       state are spread over enough directions, and at most 256, where EfficientZero has 1,024 for
 *       states of 2,304 numbers: these layers are not to cost more than the networks they train.
 * </ul>
 *
 * <p>Its parameters lie behind the network's in the learner's theta; no player has them.
 */
final class ConsistencyLoss {
  /** First word of its parameters' names, and the group they are in. */
  static final String GROUP = "consistency";

  private static final int LEAST_WIDTH = 64;
  private static final int GREATEST_WIDTH = 256;
  private static final double EPSILON = 1e-5;

  private final NetworkProgram network;
  private final ParameterLayout layout;

  ConsistencyLoss(NetworkProgram network) {
    this.network = network;
    int stateSize = network.stateSize();
    int width = Math.max(LEAST_WIDTH, Math.min(GREATEST_WIDTH, stateSize));
    layout =
        network
            .layout()
            .withDense(GROUP, GROUP + ".projector.0", stateSize, width, Math.sqrt(2))
            .withDense(GROUP, GROUP + ".projector.1", width, width, Math.sqrt(2))
            .withDense(GROUP, GROUP + ".projector.2", width, width, 1)
            .withDense(GROUP, GROUP + ".predictor.0", width, width / 2, Math.sqrt(2))
            .withDense(GROUP, GROUP + ".predictor.1", width / 2, width, 1);
  }

  /** The network's parameters, then those of projector and predictor. */
  ParameterLayout layout() {
    return layout;
  }

  /**
   * Methods of the learner's program: {@code projector(theta)} gives the loss's parameters, {@code
   * inconsistency(d, w, states, o, weight)} the weighted sum of 1 − cosine, of the network's layers
   * d, these parameters w, unrolled states [K·B, S], observations [K·B, O] and weights [K·B].
   */
  String text() {
    return """
      def projector(self, theta: Tensor) -> List[Tensor]:
    ${views}
      def normal(self, x: Tensor) -> Tensor:
        return torch.layer_norm(x, [x.size(1)], None, None, ${epsilon})

      def project(self, w: List[Tensor], x: Tensor) -> Tensor:
        x = torch.relu(self.normal(torch.linear(self.normal(x), ${ordered}, w[1])))
        x = torch.relu(self.normal(torch.linear(x, w[2], w[3])))
        return self.normal(torch.linear(x, w[4], w[5]))

      def predict(self, w: List[Tensor], x: Tensor) -> Tensor:
        x = torch.relu(self.normal(torch.linear(x, w[6], w[7])))
        return self.normal(torch.linear(x, w[8], w[9]))

      def inconsistency(self, d: List[Tensor], w: List[Tensor], states: Tensor, o: Tensor, weight: Tensor) -> Tensor:
        observed = self.representation(d, o, []).detach()
        fixed: List[Tensor] = []
        for q in w:
          fixed.append(q.detach())
        target = self.project(fixed, self.scale(torch.to(observed, o)))
        likeness = torch.mean(torch.mul(self.predict(w, self.project(w, torch.to(states, o))), target), [1])
        return torch.sum(torch.mul(torch.sub(1.0, likeness), weight))

    """
        .replace(
            "${views}",
            layout.viewsText(
                "theta[" + network.layout().size() + ":]", network.layout().parameters().size()))
        .replace("${ordered}", network.ordered("w[0]"))
        .replace("${epsilon}", String.format(Locale.ROOT, "%.17g", EPSILON));
  }
}
