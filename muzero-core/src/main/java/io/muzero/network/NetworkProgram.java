package io.muzero.network;

import ai.djl.Device;
import io.muzero.model.ValueSupport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network written down: its parameters, its layers, its constants and its TorchScript text.
 *
 * <p>The text defines, for a batch of B states of S numbers each (a hidden state is flat whatever
 * the network):
 *
 * <ul>
 *   <li>{@code representation(e, o, tape)}: h, inputs [B, O] to unscaled states [B, S], in the
 *       format the layers compute with;
 *   <li>{@code dynamics(e, h, a, tape)}: g, hidden states [B, S] in either format and actions [B]
 *       to unscaled states [B, S], likewise; a network that is searched by the real rules has no g,
 *       and nobody calls it there ({@link NetworkShape#dynamics});
 *   <li>{@code scale(x)}: unscaled float32 to hidden states [B, S] within [0, 1];
 *   <li>{@code heads(e, h, x, tape)}: f and the reward, hidden states and the unscaled ones they
 *       were made of [B, S] to logits [B, A + Sᵥ + Sᵣ]: policy, value categories, reward
 *       categories. The reward of a transition is read from the state it leads to: with {@link
 *       RewardHead#STATE} from the hidden one, so one product serves all three, with {@link
 *       RewardHead#DYNAMICS} from the unscaled one, which is not read otherwise. Where turns vary
 *       two logits follow and come from where the reward does: that the player who made the
 *       transition moves again, and that the other one moves. With {@link RewardHead#PREFIX} the
 *       reward's logits are missing here: {@link PrefixHead} says how they are made over the steps;
 *   <li>{@code split(theta)}: theta to parameters; {@code expand(p, c)}: parameters and constants
 *       to the list {@code e} of what the layers multiply with, two tensors a layer, and one more
 *       where {@link #spreadsRows};
 *   <li>{@code action_rows(e, i, a)}: what layer i adds for actions [B], [B, P·channels] of a
 *       product, [B, channels, H, W] of a convolution.
 * </ul>
 *
 * <p>It is made of the operations of {@link LayerText}: inference computes them plainly, the
 * learner notes inputs and outputs on the tape.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>No BatchNorm.</b> Inference is then the very function that is trained, there are no
 *       running statistics to hand over or to restore, and a position's value does not depend on
 *       its neighbours in a batch. Residual blocks begin as the identity instead: the second
 *       convolution of each starts at zero (as Fixup, arXiv:1901.09321, and SkipInit).
 *   <li><b>Hidden states are scaled to [0, 1]</b> by least and greatest number of each state
 *       (MuZero, arXiv:1911.08265, Appendix G), with 1e-5 added to the range: a constant state
 *       becomes 0.
 *   <li><b>Actions are planes on boards</b> (MuZero, Appendix E: the cell or column of the move;
 *       one constant plane an action where actions have no place) and one-hot vectors otherwise. A
 *       convolution or product over [state, action] is the sum of one over the state and one over
 *       the action; the second takes only A different values, so it is made once as a table and
 *       each transition adds a row of it. The layer's bias is folded into the table.
 *   <li><b>Actions without a place have no planes in memory.</b> A constant plane convolved gives
 *       at each cell the sum of the taps that lie on the board, so a row of the table is the
 *       action's nine taps times a constant [9, P], and nothing grows with A². Where actions are
 *       many and the board is large, the list {@code e} holds the taps instead of the table ({@link
 *       #spreadsRows}), and each transition spreads its own over the board.
 *   <li><b>Convolutions run over channels that lie side by side</b> (channels last), and where
 *       {@link Precision} says so over bfloat16: twice as fast with AVX-512 BF16, five times with
 *       AMX tiles. A hidden state then lists the channels of its first cell, then those of the
 *       second; the heads' parameters, which are kept channel by channel as the dense product has
 *       them, are put in that order when the layers are expanded. States, scaling, losses,
 *       parameters and the optimiser stay float32; a kernel's gradient is summed over the steps in
 *       float32 and rounded to bfloat16 once.
 *   <li><b>The types of network</b> differ in their {@link NetworkBody}; {@link Heads}, {@link
 *       ScalingText scaling} and loss are the same for all.
 * </ul>
 */
public final class NetworkProgram {
  private final NetworkShape shape;
  private final ValueSupport valueSupport;
  private final ValueSupport rewardSupport;
  private final NetworkBody body;
  private final Heads heads;
  private final List<Layer> layers;
  private final ParameterLayout layout;
  private final int representationLayers;
  private final int dynamicsLayers;
  private final int prefixHorizon;

  /** The program of a network for a game, to be run on the CPU. */
  public NetworkProgram(NetworkConfig config, NetworkShape shape) {
    this(config, shape, Device.cpu());
  }

  /** The program of a network for a game, to be run on a device. */
  public NetworkProgram(NetworkConfig config, NetworkShape shape, Device device) {
    this.shape = shape;
    valueSupport = config.valueSupport().support();
    rewardSupport = config.rewardSupport().support();
    prefixHorizon = config.prefixHorizon();
    config.requireFits(shape.actions(), shape.cells());
    body = NetworkBody.of(config, shape, config.precision().isBfloat16(device));
    Layers laid = new Layers();
    body.layRepresentation(laid);
    representationLayers = laid.size();
    if (shape.dynamics()) {
      body.layDynamics(laid);
    }
    dynamicsLayers = laid.size() - representationLayers;
    heads = new Heads(config, shape, body, laid);
    layers = laid.list();
    layout =
        shape.dynamics()
            ? laid.layout()
            : laid.layout()
                .without(new NetworkProgram(config, shape.withDynamics(), device).layout());
  }

  /** The parameters. */
  public ParameterLayout layout() {
    return layout;
  }

  /** The layers: first the representation's, then the dynamics', then those of the heads. */
  public List<Layer> layers() {
    return layers;
  }

  /** Layers of the representation, the first in the list. */
  public int representationLayers() {
    return representationLayers;
  }

  /**
   * Layers of the dynamics, which follow, the first takes the action; none where the network has no
   * dynamics.
   */
  public int dynamicsLayers() {
    return dynamicsLayers;
  }

  /** What the game fixes. */
  public NetworkShape shape() {
    return shape;
  }

  /** Numbers in a hidden state. */
  public int stateSize() {
    return body.stateSize();
  }

  /** Numbers kept of a state in a search: the hidden state and what its value prefix needs. */
  public int keptSize() {
    PrefixHead prefix = heads.prefix();
    return stateSize() + (prefix == null ? 0 : prefix.kept());
  }

  /** What sums rewards over the steps, where it is used. */
  @Nullable PrefixHead prefix() {
    return heads.prefix();
  }

  /** Cells of the LSTM that sums rewards; 0 where each is read by itself. */
  public int prefixWidth() {
    PrefixHead prefix = heads.prefix();
    return prefix == null ? 0 : prefix.width();
  }

  /** Steps after which the sum of rewards that is predicted begins anew; 0: each is by itself. */
  public int prefixHorizon() {
    return prefixHorizon;
  }

  /** Whether a layer is used once in every unrolled step, by what sums rewards: the last one. */
  public boolean isRecurrent(int layer) {
    PrefixHead prefix = heads.prefix();
    return prefix != null && prefix.recurrent() == layer;
  }

  /** Numbers that the representation makes of one input on its way, all its layers together. */
  public long encodingNumbers() {
    return body.encodingNumbers();
  }

  /** Logits of the heads, A + Sᵥ + Sᵣ, and 2 more where turns vary. */
  public int logits() {
    return shape.actionCount() + valueSupport.size() + rewardSupport.size() + heads.turnLogits();
  }

  /** The value's categories. */
  public ValueSupport valueSupport() {
    return valueSupport;
  }

  /** The reward's categories. */
  public ValueSupport rewardSupport() {
    return rewardSupport;
  }

  /** Whether the heads read the unscaled states too. */
  public boolean readsUnscaled() {
    return heads.readsUnscaled();
  }

  /**
   * Whether what {@code e} holds of the actions is their taps and bias, [A, channels·10], and
   * {@code e} ends with the constant to spread them with; otherwise it is the table, [A, P,
   * channels].
   */
  public boolean spreadsRows() {
    return shape.dynamics() && body.spreadsRows();
  }

  /** Numbers of what {@code e} holds of the actions beside their parameters. */
  public long tableSize() {
    return shape.dynamics() ? body.tableSize() : 0;
  }

  /** An expression of a weight over a state, [n, S], in the order in which states are listed. */
  public String ordered(String weight) {
    return body.ordered(weight);
  }

  /** The tensors that {@code expand} and the completing text are called with, in order. */
  public List<Constant> constants() {
    List<Constant> constants = new ArrayList<>();
    constants.add(atoms(valueSupport));
    constants.add(atoms(rewardSupport));
    constants.addAll(body.constants());
    return constants;
  }

  private static Constant atoms(ValueSupport support) {
    float[] atoms = new float[support.size()];
    for (int i = 0; i < atoms.length; i++) {
      atoms[i] = (float) support.atom(i);
    }
    return new Constant(List.of(atoms.length), atoms);
  }

  /**
   * The program's TorchScript text: the shared functions followed by {@code completion}, whose
   * lines are methods indented by two spaces.
   *
   * @param operations how the layers' operations are computed
   */
  public String text(LayerText operations, String completion) {
    return """
        class MuZero(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool

        """
        + ScalingText.forward()
        + operations.text()
        + completion
        + splitText()
        + expandText()
        + actionRowsText()
        + "  def representation(self, e: List[Tensor], o: Tensor, tape: List[Tensor]) -> Tensor:\n"
        + body.representationText(layers, 0, representationLayers)
        + "\n  def dynamics(self, e: List[Tensor], h: Tensor, a: Tensor, tape: List[Tensor]) -> Tensor:\n"
        + (shape.dynamics()
            ? body.dynamicsText(layers, representationLayers, dynamicsLayers)
            : "    return h\n")
        + "\n"
        + heads.text(layers);
  }

  private String splitText() {
    return "  def split(self, theta: Tensor) -> List[Tensor]:\n"
        + layout.viewsText("theta", 0)
        + "\n";
  }

  private String expandText() {
    StringBuilder text = new StringBuilder(body.functions());
    text.append("  def expand(self, p: List[Tensor], c: List[Tensor]) -> List[Tensor]:\n");
    text.append("    e: List[Tensor] = []\n");
    int first = representationLayers + dynamicsLayers;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      NetworkBody.Expansion expansion =
          i < first ? body.expansion(layer) : heads.expansion(i, layer);
      text.append(NetworkBody.format("    e.append(%s)\n", expansion.weight()));
      text.append(NetworkBody.format("    e.append(%s)\n", expansion.rest()));
    }
    if (spreadsRows()) {
      text.append(NetworkBody.format("    e.append(c[%d])\n", BoardBody.ACTION_PLANES));
    }
    return text.append("    return e\n\n").toString();
  }

  /** What a layer adds for the actions of a batch. */
  private String actionRowsText() {
    return "  def action_rows(self, e: List[Tensor], i: int, a: Tensor) -> Tensor:\n"
        + NetworkBody.format(
            "    return %s\n\n", body.actionRows("torch.index_select(e[2 * i + 1], 0, a)"));
  }
}
