package io.muzero.training;

import io.muzero.network.LayerText;
import io.muzero.network.NetworkProgram;
import io.muzero.network.ParameterLayout;
import io.muzero.network.PictureText;
import io.muzero.network.ScalingText;
import io.muzero.replay.TrainingBatch;
import io.muzero.settings.Check;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The learner's step as TorchScript: unrolled loss, its gradient, clipping and optimiser.
 *
 * <p>The loss (MuZero, arXiv:1911.08265, equation 1 and Appendix G): h encodes the input, g unrolls
 * it K times along the actions taken, the heads read all K+1 states at once. Cross-entropies with
 * the targets are weighted in the targets themselves, which arrive multiplied by the position's
 * importance, by w/K on unrolled steps (w, {@link LearnerConfig#unrolledWeight}, is 1 there) and by
 * 1/B. The gradient into the dynamics' input state is halved there (Appendix G), not on the heads.
 *
 * <p>Backpropagation is in three parts, because autograd alone takes twice the time:
 *
 * <ul>
 *   <li>Between steps the chain rule is written out: the gradient of state k is the heads' plus
 *       half of what step k+1 hands back, and goes through the scaling by its formula, least and
 *       greatest number being the first of those alike; it overwrites the gradient it is given.
 *       Where convolutions compute with bfloat16, states and these gradients are kept in it too:
 *       all that reads them would round them.
 *   <li>Within a step autograd gives the gradient of each product's output z, not of the weights.
 *   <li>A dense weight's gradient is then one product over the inputs and gradients of all steps
 *       together, Σₖ xₖ·∂zₖᵀ, where autograd would make and add K small ones. A convolution's is
 *       made step by step and summed in float32: a step's planes are work enough.
 * </ul>
 *
 * <p>{@link ConsistencyLoss} comes to the heads' losses where it is used; autograd gives the
 * gradients of its weights, which all states use at once. Where the heads read the unscaled states
 * too ({@link NetworkProgram#readsUnscaled}), what they hand back to those is added behind the
 * scaling's gradient.
 *
 * <p>With a value prefix the reward's logits are made by an LSTM over the steps, see {@link
 * PrefixText}.
 *
 * <p>A {@code tape} lists x and z of every product of a step in order.
 */
final class MuZeroLoss {
  /** Numbers at the head of the step's results. */
  enum Result {
    LOSS,
    GRADIENT_NORM,
    POLICY_ENTROPY,
    POLICY_LOSS,
    VALUE_LOSS,
    REWARD_LOSS,
    CONSISTENCY_LOSS,
    /** Only where turns vary. */
    TURN_LOSS
  }

  /**
   * Numbers that change with the step, in the order the program reads them; it gets as many of each
   * as theta can have stretches whose moments began apart ({@link MomentGroups}).
   */
  enum Rate {
    /** Share of each weight that decay takes away; read from the first stretch, for all. */
    DECAY,
    /** Learning rate, for Adam over 1 − β₁ᵗ. */
    STEP,
    /** Adam's 1/√(1 − β₂ᵗ). */
    SECOND_MOMENT
  }

  static final double BETA_1 = 0.9;
  static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private static final String TAPE =
      """
        def tape(self, tapes: List[List[Tensor]]) -> List[Tensor]:
          fresh: List[Tensor] = []
          tapes.append(fresh)
          return fresh

      """;

  /** The unscaled states of all steps together, apart from what they were made by. */
  private static final String UNSCALED =
      """
        def joined(self, states: List[Tensor]) -> Tensor:
          apart: List[Tensor] = []
          for x in states:
            apart.append(x.detach())
          return torch.cat(apart).requires_grad_(True)

      """;

  private static final String ADAMW =
      """
        def change(self, theta: Tensor, m: Tensor, v: Tensor, g: Tensor, rates: Tensor):
          m.lerp_(g, ${1-beta1})
          v.mul_(${beta2}).addcmul_(g, g, value=${1-beta2})
          s = torch.add(torch.mul(torch.sqrt(v), float(rates[2])), ${epsilon})
          theta.addcdiv_(m, s, value=-float(rates[1]))

      """;

  private static final String SGD =
      """
        def change(self, theta: Tensor, m: Tensor, v: Tensor, g: Tensor, rates: Tensor):
          m.mul_(${momentum}).add_(g)
          theta.add_(m, alpha=-float(rates[1]))

      """;

  private static final String STEP =
      """
        def step_gradient(self, x: Tensor, at: List[Tensor], gx: Tensor) -> List[Tensor]:
          given: List[Optional[Tensor]] = [gx]
          r: List[Tensor] = []
          for g in torch.grad([x], at, given):
            r.append(ops.prim.unchecked_unwrap_optional(g))
          return r

        def change_stretches(self, theta: Tensor, m: Tensor, v: Tensor, g: Tensor, rates: Tensor, sizes: Tensor):
          if int(sizes[0]) == theta.numel():
            self.change(theta, m, v, g, rates)
          else:
            i, at = 0, 0
            while at < theta.numel():
              end = at + int(sizes[i])
              self.change(theta[at:end], m[at:end], v[at:end], g[at:end], rates[${R} * i:${R} * (i + 1)])
              i, at = i + 1, end

        def update(self, theta: Tensor, m: Tensor, v: Tensor, decay: Tensor, g: Tensor, loss: Tensor, rates: Tensor, sizes: Tensor) -> Tensor:
          norm = torch.linalg_vector_norm(g)
          if bool(torch.isfinite(torch.add(loss, norm))):
            theta.addcmul_(theta, decay, value=-float(rates[0]))
            self.change_stretches(theta, m, v, ${clipped}, rates, sizes)
          return norm

        def forward(self, theta: Tensor, m: Tensor, v: Tensor, decay: Tensor, batch: Tensor, actions: Tensor, rates: Tensor, sizes: Tensor, out: Tensor, c: List[Tensor]) -> Tensor:
          parts = torch.split_with_sizes(torch.to(batch, theta, True), ${sizes})
          actions = actions.to(theta.device, non_blocking=True)
          p: List[Tensor] = []
          for q in self.split(${parameters}):
            p.append(q.detach().requires_grad_(True))
          e = self.expand(p, c)
          d: List[Tensor] = []
          for q in e:
            d.append(q.detach())
          w: List[Tensor] = []
          ${projector}

          tapes: List[List[Tensor]] = []
          x = self.representation(d, ${inputs}, self.tape(tapes))
          y, width, low, high = self.scale_to(x.detach())
          unscaled, states, widths, least, most = [x], [y], [width], [low], [high]
          inputs: List[Tensor] = []
          for k in range(${K}):
            h = y.detach().requires_grad_(True)
            x = self.dynamics(d, h, actions[k], self.tape(tapes))
            y, width, low, high = self.scale_to(x.detach())
            inputs.append(h)
            unscaled.append(x)
            states.append(y)
            widths.append(width)
            least.append(low)
            most.append(high)

          head_tape: List[Tensor] = []
          h = torch.cat(states).requires_grad_(True)
          u = ${unscaled}
          z = self.logits(d, h, u, head_tape)
          target = torch.view(parts[1], [${N}, ${L}])
          policy = torch.log_softmax(z[:, :${A}], 1)
          value = torch.log_softmax(z[:, ${A}:${V}], 1)
          reward = torch.log_softmax(z[:, ${V}:${W}], 1)
          policy_loss = torch.neg(torch.sum(torch.mul(policy, target[:, :${A}])))
          value_loss = torch.neg(torch.sum(torch.mul(value, target[:, ${A}:${V}])))
          reward_loss = torch.neg(torch.sum(torch.mul(reward, target[:, ${V}:${W}])))
          consistency = ${consistency}
          losses = torch.stack([policy_loss, value_loss, reward_loss, consistency${turnLoss}])
          loss = torch.dot(losses, c[-1])

          gh = self.step_gradient(loss, ${read} + head_tape[1::2] + w, torch.ones_like(loss))
          gs: List[List[Tensor]] = []
          g = gh[0][${KB}:]
          for i in range(${K}):
            k = ${K} - i
            gx = self.scale_gradient(states[k], widths[k], least[k], most[k], g)${alsoUnscaled}
            gz = self.step_gradient(unscaled[k], [inputs[k - 1]] + tapes[k][1::2], gx)
            g = torch.add(gh[0][(k - 1) * ${B}:k * ${B}], gz[0], alpha=0.5)
            gs.insert(0, gz[1:])
          gx = self.scale_gradient(states[0], widths[0], least[0], most[0], g)
          gs.insert(0, self.step_gradient(unscaled[0], tapes[0][1::2], gx))

          gradients: List[Tensor] = []
          for q in torch.grad(e[:${E}], p, self.layer_gradients(d, tapes, gs, head_tape, gh[${heads}:], actions)):
            gradients.append(torch.flatten(ops.prim.unchecked_unwrap_optional(q)))
          for q in gh[len(gh) - len(w):]:
            gradients.append(torch.flatten(q))
          g = torch.cat(gradients)
          norm = self.update(theta, m, v, decay, g, loss.detach(), rates, sizes)

          root = policy[:${B}].detach()
          entropy = torch.neg(torch.mean(torch.sum(torch.mul(torch.exp(root), root), [1])))
          scalars = torch.stack([loss.detach(), norm, entropy])
          values = torch.mv(torch.exp(value.detach()), c[0])
          rewards = torch.mv(torch.exp(reward.detach()), c[1])
          out.copy_(torch.cat([scalars, losses.detach(), values, rewards]))
          return out

      """;

  private final NetworkProgram network;
  private final LearnerConfig config;
  private final @Nullable ConsistencyLoss consistency;

  MuZeroLoss(NetworkProgram network, LearnerConfig config) {
    Check.that(
        network.prefixHorizon() == 0 || config.unrollSteps() > 0,
        "network.rewardHead",
        "must be state or dynamics with learner.unrollSteps=0, which unrolls nothing",
        "prefix");
    this.network = network;
    this.config = config;
    consistency = config.consistencyWeight() > 0 ? new ConsistencyLoss(network) : null;
  }

  /** What theta holds: the network's parameters and, if used, the consistency loss's. */
  ParameterLayout layout() {
    return consistency == null ? network.layout() : consistency.layout();
  }

  /** Positions times steps, (K+1)·B. */
  int states() {
    return (config.unrollSteps() + 1) * config.batchSize();
  }

  /**
   * Numbers in the batch's one float vector: inputs, weighted targets and, if used, next inputs.
   */
  List<Integer> batchSizes() {
    TrainingBatch.requireFits(
        config.batchSize(),
        config.unrollSteps(),
        network.shape().batchedSize(),
        network.logits(),
        config.consistencyWeight() > 0);
    boolean pictures = network.shape().pictures() > 0;
    int inputs = pictures ? 0 : config.batchSize() * network.shape().inputSize();
    int targets = states() * network.logits();
    if (consistency == null) {
      return List.of(inputs, targets);
    }
    int transitions = config.unrollSteps() * config.batchSize();
    return List.of(inputs, targets, config.unrollSteps() * inputs, transitions);
  }

  /** Of {@link Result}, those that the step's results begin with. */
  int scalars() {
    return Result.values().length - (network.shape().turnsVary() ? 0 : 1);
  }

  /** Numbers in the step's results: {@link Result}, then predicted values and rewards [K+1, B]. */
  int resultSize() {
    return scalars() + 2 * states();
  }

  /** The losses' factors, in the order of their results; the last of the constants. */
  float[] factors() {
    float[] factors = {
      (float) config.policyWeight(),
      (float) config.valueWeight(),
      (float) config.rewardWeight(),
      (float) config.consistencyWeight(),
      1 // of the turn's loss
    };
    return network.shape().turnsVary() ? factors : Arrays.copyOf(factors, 4);
  }

  /** The whole program. */
  String text() {
    String inconsistency = consistency == null ? "" : consistency.text();
    String unscaled = network.readsUnscaled() ? UNSCALED : "";
    return network.text(
        LayerText.NOTED,
        ScalingText.gradient()
            + fill(
                PictureText.of(network.shape())
                    + LayerGradients.of(network, config.unrollSteps())
                    + TAPE
                    + PrefixText.of(network)
                    + inconsistency
                    + unscaled
                    + ruleText()
                    + STEP));
  }

  /** A line of the program, the same in every locale. */
  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private String ruleText() {
    return switch (config.optimiser()) {
      case ADAMW -> ADAMW;
      case SGD -> SGD;
    };
  }

  private String fill(String text) {
    int batch = config.batchSize();
    int unroll = config.unrollSteps();
    int actions = network.shape().actionCount();
    int rewards = actions + network.valueSupport().size();
    String clipped =
        config.gradientClip() == 0
            ? "g"
            : "torch.mul(g, torch.clamp(torch.div(${clip}, torch.add(norm, 1e-6)), None, 1.0))";
    String inconsistency =
        consistency == null
            ? "torch.zeros_like(policy_loss)"
            : "self.inconsistency(d, w, h[${B}:], ${nextInputs}, parts[3])";
    String projector =
        consistency == null
            ? ""
            : "w = [q.detach().requires_grad_(True) for q in self.projector(theta)]";
    return withHeads(text)
        .replace("${consistency}", inconsistency)
        .replace("${projector}", projector)
        .replace("${inputs}", inputs("parts[0]", ":${B}"))
        .replace("${nextInputs}", inputs("parts[2]", "${B}:"))
        .replace(
            "${parameters}",
            consistency == null ? "theta" : "theta[:" + network.layout().size() + "]")
        .replace("${KB}", Integer.toString(unroll * batch))
        .replace("${E}", Integer.toString(2 * network.layers().size()))
        .replace("${K}", Integer.toString(unroll))
        .replace("${B}", Integer.toString(batch))
        .replace("${R}", Integer.toString(Rate.values().length))
        .replace("${N}", Integer.toString(states()))
        .replace("${O}", Integer.toString(network.shape().inputSize()))
        .replace("${L}", Integer.toString(network.logits()))
        .replace("${A}", Integer.toString(actions))
        .replace("${V}", Integer.toString(rewards))
        .replace("${W}", Integer.toString(rewards + network.rewardSupport().size()))
        .replace("${sizes}", batchSizes().toString())
        .replace("${clipped}", clipped)
        .replace("${clip}", number(config.gradientClip()))
        .replace("${momentum}", number(config.momentum()))
        .replace("${1-beta1}", number(1 - BETA_1))
        .replace("${beta2}", number(BETA_2))
        .replace("${1-beta2}", number(1 - BETA_2))
        .replace("${epsilon}", number(EPSILON));
  }

  /**
   * Inputs [n, O]: from the float vector, or some rows of the pictures, which precede the factors.
   */
  private String inputs(String numbers, String rows) {
    return network.shape().pictures() > 0
        ? line("self.pictures(c[-3][%1$s], c[-2][%1$s], theta)", rows)
        : line("torch.view(%s, [-1, ${O}])", numbers);
  }

  /** What depends on what the heads read and say. */
  private String withHeads(String text) {
    boolean unscaled = network.readsUnscaled();
    return text.replace("${unscaled}", unscaled ? "self.joined(unscaled)" : "h")
        .replace("${read}", unscaled ? "[h, u]" : "[h]")
        .replace("${heads}", unscaled ? "2" : "1")
        .replace("${alsoUnscaled}", unscaled ? ".add_(gh[1][k * ${B}:(k + 1) * ${B}])" : "")
        .replace(
            "${turnLoss}",
            network.shape().turnsVary()
                ? ", torch.neg(torch.sum(torch.mul(torch.log_softmax(z[:, ${W}:], 1), target[:, ${W}:])))"
                : "");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.17g", value);
  }
}
