package io.muzero.network;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import io.muzero.model.ValueSupport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A network written down: its parameters, its layers and its TorchScript text.
 *
 * <p>The text defines, for a batch of B states of S numbers each (a hidden state is flat whatever
 * the network):
 *
 * <ul>
 *   <li>{@code representation(e, o, tape)}: h, inputs [B, O] to unscaled states [B, S];
 *   <li>{@code dynamics(e, h, a, tape)}: g, hidden states [B, S] and actions [B] to unscaled states
 *       [B, S];
 *   <li>{@code scale(x)}: unscaled to hidden states [B, S] within [0, 1], and the width [B, 1] they
 *       were divided by;
 *   <li>{@code heads(e, h, tape)}: f and the reward, [B, S] to logits [B, A + Sᵥ + Sᵣ]: policy,
 *       value categories, reward categories. The reward of a transition is read from the state it
 *       leads to, so one product serves all three;
 *   <li>{@code split(theta)}: theta to parameters; {@code expand(p, c)}: parameters and constants
 *       to the list {@code e} of what the layers multiply with, two tensors a layer.
 * </ul>
 *
 * <p>It calls, and whoever completes the program defines, {@code linear}, {@code convolution},
 * {@code linear_action} and {@code convolution_action} (e, layer, x, [a,] tape), and {@code
 * relu(x)}: inference computes them plainly and overwrites what relu is applied to, which nobody
 * else has; the learner notes inputs and outputs on the tape.
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
 *   <li><b>Convolutions run over channels that lie side by side</b> (channels last), and where
 *       {@link Precision} says so over bfloat16: on a processor with AMX tiles that is five times
 *       as fast. A hidden state then lists the channels of its first cell, then those of the
 *       second; the heads' parameters, which are kept channel by channel as the dense product has
 *       them, are put in that order when the layers are expanded. States, scaling, losses,
 *       parameters and the optimiser stay float32; a kernel's gradient is summed over the steps in
 *       float32 and rounded to bfloat16 once.
 *   <li><b>One hidden layer and one output layer serve all heads.</b> The output layer starts at
 *       zero: a uniform policy, and value and reward in the middle of their supports. On large
 *       boards {@link PolicyHead#SPATIAL} takes the cells' logits out of them: what is learned of
 *       one cell then holds on all.
 * </ul>
 */
public final class NetworkProgram {
  /** Index of the value's atoms among the constants. */
  public static final int VALUE_ATOMS = 0;

  /** Index of the reward's atoms among the constants. */
  public static final int REWARD_ATOMS = 1;

  // Numbers that TorchScript has for element types and memory formats.
  private static final int FLOAT32 = 6;
  private static final int BFLOAT16 = 15;
  private static final int CHANNELS_LAST = 2;

  private static final int TAPS = 2;
  private static final int ACTION_PLANES = 3;

  /** Boards with more cells than this convolve directly. */
  private static final int MOST_DENSE_CELLS = 25;

  /** Networks with this many channels or more convolve directly. */
  private static final int LEAST_DIRECT_CHANNELS = 64;

  private final NetworkConfig config;
  private final NetworkShape shape;
  private final boolean dense;
  private final boolean bfloat16;
  private final ParameterLayout layout;
  private final List<Layer> layers = new ArrayList<>();
  private final int representationLayers;
  private final int dynamicsLayers;

  /** Index of the layer that reads the whole state for the heads; the one of logits follows. */
  private final int sharedHead;

  /**
   * A product in the network.
   *
   * @param convolution whether it is computed as a convolution, not as a matrix product
   * @param planes whether its parameters are 3×3 kernels
   * @param inputs numbers or, with planes, channels in
   * @param outputs numbers or, with planes, channels out
   * @param weight index of its weight among the parameters
   * @param actions index of its weight for actions, −1 for none
   * @param bias index of its bias
   */
  public record Layer(
      boolean convolution,
      boolean planes,
      int inputs,
      int outputs,
      int weight,
      int actions,
      int bias) {}

  /**
   * A constant tensor that the program is called with.
   *
   * @param shape its dimensions
   * @param values its numbers
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Constant(List<Integer> shape, float[] values) {
    /** The tensor on the manager's device, owned by the manager. */
    public PtNDArray tensor(NDManager manager) {
      long[] dimensions = shape.stream().mapToLong(Integer::longValue).toArray();
      if (manager.getDevice().isGpu()) {
        return (PtNDArray) manager.create(values, new Shape(dimensions));
      }
      DirectArray array = DirectArray.floats(manager, dimensions);
      array.asFloats().put(values);
      return array.tensor();
    }
  }

  /** The program of a network for a game, to be run on the CPU. */
  public NetworkProgram(NetworkConfig config, NetworkShape shape) {
    this(config, shape, Device.cpu());
  }

  /** The program of a network for a game, to be run on a device. */
  public NetworkProgram(NetworkConfig config, NetworkShape shape, Device device) {
    this.config = config;
    this.shape = shape;
    config.requireFits(shape.actions(), shape.cells());
    dense =
        switch (config.convolution()) {
          case DENSE -> true;
          case DIRECT -> false;
          case AUTO ->
              shape.cells() <= MOST_DENSE_CELLS && config.channels() < LEAST_DIRECT_CHANNELS;
        };
    bfloat16 = convolves() && config.precision().isBfloat16(device);
    ParameterLayout.Builder builder = new ParameterLayout.Builder();
    if (config.type() == NetworkType.MLP) {
      mlpLayers(builder, "representation", shape.inputSize(), config.representationLayers(), false);
      representationLayers = layers.size();
      mlpLayers(builder, "dynamics", config.stateSize(), config.dynamicsLayers(), true);
    } else {
      residualLayers(builder, "representation", shape.inputChannels(), false);
      representationLayers = layers.size();
      residualLayers(builder, "dynamics", config.channels(), true);
    }
    dynamicsLayers = layers.size() - representationLayers;
    int shared = logits();
    if (spatialPolicy()) {
      planeLayer(builder, "heads.policy.hidden", config.channels(), false, Math.sqrt(2));
      linearLayer(builder, "heads.policy.logits", config.channels(), 1, false, 0);
      shared -= shape.cells();
    }
    sharedHead = layers.size();
    linearLayer(builder, "heads.hidden", stateSize(), config.headWidth(), false, Math.sqrt(2));
    linearLayer(builder, "heads.logits", config.headWidth(), shared, false, 0);
    layout = builder.build();
  }

  private boolean spatialPolicy() {
    return config.policyHead() == PolicyHead.SPATIAL;
  }

  private void mlpLayers(
      ParameterLayout.Builder builder,
      String name,
      int inputs,
      List<Integer> widths,
      boolean dynamics) {
    int in = inputs;
    for (int i = 0; i < widths.size(); i++) {
      linearLayer(builder, name + "." + i, in, widths.get(i), dynamics && i == 0, Math.sqrt(2));
      in = widths.get(i);
    }
    boolean actions = dynamics && widths.isEmpty();
    linearLayer(builder, name + "." + widths.size(), in, config.stateSize(), actions, 1);
  }

  private void residualLayers(
      ParameterLayout.Builder builder, String name, int inputs, boolean dynamics) {
    planeLayer(builder, name + ".first", inputs, dynamics, Math.sqrt(2));
    for (int i = 0; i < config.blocks(); i++) {
      planeLayer(builder, name + ".block" + i + ".first", config.channels(), false, Math.sqrt(2));
      planeLayer(builder, name + ".block" + i + ".second", config.channels(), false, 0);
    }
  }

  /** Initial weights have deviation gain/√(inputs) (He et al., arXiv:1502.01852). */
  private void linearLayer(
      ParameterLayout.Builder builder,
      String name,
      int inputs,
      int outputs,
      boolean actions,
      double gain) {
    double deviation = gain / Math.sqrt(inputs + (actions ? 1 : 0));
    int weight = builder.weight(name + ".weight", deviation, outputs, inputs);
    int actionWeight =
        actions
            ? builder.weight(name + ".action_weight", deviation, shape.actionCount(), outputs)
            : -1;
    int bias = builder.bias(name + ".bias", outputs);
    layers.add(new Layer(false, false, inputs, outputs, weight, actionWeight, bias));
  }

  private void planeLayer(
      ParameterLayout.Builder builder, String name, int inputs, boolean actions, double gain) {
    int out = config.channels();
    double deviation = gain / Math.sqrt(9.0 * (inputs + (actions ? 1 : 0)));
    int weight = builder.weight(name + ".weight", deviation, out, inputs, 3, 3);
    int actionWeight =
        actions
            ? builder.weight(name + ".action_weight", deviation, out, actionPlanes(), 3, 3)
            : -1;
    int bias = builder.bias(name + ".bias", out);
    layers.add(new Layer(!dense, true, inputs, out, weight, actionWeight, bias));
  }

  /** The parameters. */
  public ParameterLayout layout() {
    return layout;
  }

  /** The layers: first the representation's, then the dynamics', then those of the heads. */
  public List<Layer> layers() {
    return List.copyOf(layers);
  }

  /** Layers of the representation, the first in the list. */
  public int representationLayers() {
    return representationLayers;
  }

  /** Layers of the dynamics, which follow; the first takes the action. */
  public int dynamicsLayers() {
    return dynamicsLayers;
  }

  /** What the game fixes. */
  public NetworkShape shape() {
    return shape;
  }

  /** Numbers in a hidden state. */
  public int stateSize() {
    return config.type() == NetworkType.MLP
        ? config.stateSize()
        : config.channels() * shape.cells();
  }

  /** Logits of the heads, A + Sᵥ + Sᵣ. */
  public int logits() {
    return shape.actionCount() + config.valueSupport().atoms() + config.rewardSupport().atoms();
  }

  /** The value's categories. */
  public ValueSupport valueSupport() {
    return config.valueSupport().support();
  }

  /** The reward's categories. */
  public ValueSupport rewardSupport() {
    return config.rewardSupport().support();
  }

  /** The tensors that {@code expand} and the completing text are called with, in order. */
  public List<Constant> constants() {
    List<Constant> constants = new ArrayList<>();
    constants.add(atoms(valueSupport()));
    constants.add(atoms(rewardSupport()));
    if (config.type() == NetworkType.RESIDUAL) {
      constants.add(taps());
      constants.add(planes());
    }
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
   * [9, P·P] for a board of P cells: 1 where tap t of a 3×3 kernel with padding 1 takes output cell
   * p from input cell q. Kernel [out·in, 9] times this is the convolution's matrix.
   */
  private Constant taps() {
    int cells = shape.cells();
    float[] taps = new float[9 * cells * cells];
    for (int row = 0; row < shape.height(); row++) {
      for (int column = 0; column < shape.width(); column++) {
        for (int tap = 0; tap < 9; tap++) {
          int fromRow = row + tap / 3 - 1;
          int fromColumn = column + tap % 3 - 1;
          if (fromRow >= 0
              && fromRow < shape.height()
              && fromColumn >= 0
              && fromColumn < shape.width()) {
            int to = row * shape.width() + column;
            int from = fromRow * shape.width() + fromColumn;
            taps[(tap * cells + to) * cells + from] = 1;
          }
        }
      }
    }
    return new Constant(List.of(9, cells * cells), taps);
  }

  private int actionPlanes() {
    return switch (shape.actions().layout()) {
      case NONE -> shape.actionCount();
      case CELLS, COLUMNS -> 1;
    };
  }

  /** The actions' planes [A, planes·P]; a pass is an empty plane. */
  private Constant planes() {
    int cells = shape.cells();
    int size = actionPlanes() * cells;
    float[] planes = new float[shape.actionCount() * size];
    for (int action = 0; action < shape.actionCount(); action++) {
      for (int cell = 0; cell < cells; cell++) {
        switch (shape.actions().layout()) {
          case NONE -> planes[action * size + action * cells + cell] = 1;
          case CELLS -> planes[action * size + cell] = cell == action ? 1 : 0;
          case COLUMNS -> planes[action * size + cell] = cell % shape.width() == action ? 1 : 0;
        }
      }
    }
    return new Constant(List.of(shape.actionCount(), size), planes);
  }

  /**
   * The program's TorchScript text: the shared functions followed by {@code completion}, whose
   * lines are methods indented by two spaces.
   */
  public String text(String completion) {
    return """
        class MuZero(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool

          def scale(self, x: Tensor) -> Tuple[Tensor, Tensor]:
            low = torch.amin(x, [1], True)
            width = torch.add(torch.sub(torch.amax(x, [1], True), low), 1e-5)
            return torch.div(torch.sub(x, low), width), width

        """
        + completion
        + splitText()
        + expandText()
        + trunkText("representation", "o", 0, representationLayers, false)
        + trunkText("dynamics", "h", representationLayers, dynamicsLayers, true)
        + headsText();
  }

  private String splitText() {
    String sizes =
        layout.parameters().stream()
            .map(p -> Integer.toString(p.size()))
            .collect(Collectors.joining(", "));
    StringBuilder text = new StringBuilder();
    text.append("  def split(self, theta: Tensor) -> List[Tensor]:\n");
    text.append("    p = torch.split_with_sizes(theta, [").append(sizes).append("])\n");
    text.append("    return [");
    for (int i = 0; i < layout.parameters().size(); i++) {
      String dimensions = layout.parameters().get(i).shape().toString();
      text.append(i == 0 ? "" : ", ").append("torch.view(p[" + i + "], " + dimensions + ")");
    }
    return text.append("]\n\n").toString();
  }

  private String expandText() {
    StringBuilder text = new StringBuilder();
    text.append("  def dense(self, kernel: Tensor, taps: Tensor) -> Tensor:\n");
    text.append("    o, i = kernel.size(0), kernel.size(1)\n");
    text.append("    m = torch.matmul(torch.view(kernel, [-1, 9]), taps)\n");
    text.append(
        format(
            "    m = torch.permute(torch.view(m, [o, i, %1$d, %1$d]), [0, 2, 1, 3])\n",
            shape.cells()));
    text.append(format("    return torch.reshape(m, [o * %1$d, i * %1$d])\n\n", shape.cells()));
    text.append("  def expand(self, p: List[Tensor], c: List[Tensor]) -> List[Tensor]:\n");
    text.append("    e: List[Tensor] = []\n");
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      text.append(layer.planes() ? planesText(layer) : linearText(layer, i == sharedHead));
    }
    return text.append("    return e\n\n").toString();
  }

  private String linearText(Layer layer, boolean readsState) {
    String weight = "p[" + layer.weight() + "]";
    String bias = "p[" + layer.bias() + "]";
    if (readsState && convolves()) {
      String ordered =
          format(
              "torch.reshape(torch.permute(torch.view(%s, [-1, %d, %d]), [0, 2, 1]), [-1, %d])",
              weight, config.channels(), shape.cells(), layer.inputs());
      return format("    e.append(%s)\n", cast(ordered)) + format("    e.append(%s)\n", cast(bias));
    }
    return format("    e.append(%s)\n", weight)
        + format(
            "    e.append(%s)\n",
            layer.actions() < 0 ? bias : format("torch.add(p[%d], %s)", layer.actions(), bias));
  }

  private boolean convolves() {
    return config.type() == NetworkType.RESIDUAL && !dense;
  }

  /** A tensor in the convolutions' number format. */
  private String cast(String tensor) {
    return bfloat16 ? format("torch.to(%s, %d)", tensor, BFLOAT16) : tensor;
  }

  private String uncast(String tensor) {
    return bfloat16 ? format("torch.to(%s, %d)", tensor, FLOAT32) : tensor;
  }

  private String planesText(Layer layer) {
    String weight = "p[" + layer.weight() + "]";
    String bias = "p[" + layer.bias() + "]";
    String actions = "p[" + layer.actions() + "]";
    if (layer.convolution()) {
      String table =
          format(
              "torch.conv2d(torch.view(c[%d], [-1, %d, %d, %d]), %s, %s, [1, 1], [1, 1])",
              ACTION_PLANES, actionPlanes(), shape.height(), shape.width(), actions, bias);
      String rows = format("torch.contiguous(torch.permute(%s, [0, 2, 3, 1]))", table);
      return format("    e.append(%s)\n", channelsLast(cast(weight)))
          + format("    e.append(%s)\n", cast(layer.actions() < 0 ? bias : rows));
    }
    String spread =
        format(
            "torch.reshape(torch.expand(torch.unsqueeze(%s, 1), [-1, %d]), [-1])",
            bias, shape.cells());
    String table =
        format(
            "torch.linear(c[%d], self.dense(%s, c[%d]), %s)", ACTION_PLANES, actions, TAPS, spread);
    return format("    e.append(self.dense(%s, c[%d]))\n", weight, TAPS)
        + format("    e.append(%s)\n", layer.actions() < 0 ? spread : table);
  }

  private String trunkText(String name, String input, int first, int count, boolean dynamics) {
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "  def %s(self, e: List[Tensor], %s: Tensor, %stape: List[Tensor]) -> Tensor:\n",
            name, input, dynamics ? "a: Tensor, " : ""));
    boolean residual = dynamics && config.residualDynamics();
    if (config.type() == NetworkType.MLP) {
      text.append("    x = ").append(input).append("\n");
      for (int i = first; i < first + count; i++) {
        String z = layerText(i, dynamics && i == first);
        boolean last = i == first + count - 1;
        text.append("    x = ");
        text.append(
            last ? (residual ? format("torch.add(%s, h)", z) : z) : format("self.relu(%s)", z));
        text.append("\n");
      }
      return text.append("    return x\n\n").toString();
    }
    text.append(format("    s = %s\n", dense ? input : planesOf(input, dynamics)));
    text.append("    x = s\n");
    String z = layerText(first, dynamics);
    text.append(format("    x = self.relu(%s)\n", residual ? format("torch.add(%s, s)", z) : z));
    for (int i = first + 1; i < first + count; i += 2) {
      text.append("    y = x\n");
      text.append(format("    x = self.relu(%s)\n", layerText(i, false)));
      text.append(format("    x = self.relu(torch.add(%s, y))\n", layerText(i + 1, false)));
    }
    String flat = uncast("torch.flatten(torch.permute(x, [0, 2, 3, 1]), 1)");
    return text.append(format("    return %s\n\n", dense ? "x" : flat)).toString();
  }

  /** What the first convolution reads: an input comes plane by plane, a state cell by cell. */
  private String planesOf(String tensor, boolean state) {
    if (state) {
      return cast(
          format(
              "torch.permute(torch.view(%s, [-1, %d, %d, %d]), [0, 3, 1, 2])",
              tensor, shape.height(), shape.width(), config.channels()));
    }
    return channelsLast(
        cast(
            format(
                "torch.view(%s, [-1, %d, %d, %d])",
                tensor, shape.inputChannels(), shape.height(), shape.width())));
  }

  private static String channelsLast(String tensor) {
    return format("torch.contiguous(%s, memory_format=%d)", tensor, CHANNELS_LAST);
  }

  private String headsText() {
    String text = "  def heads(self, e: List[Tensor], x: Tensor, tape: List[Tensor]) -> Tensor:\n";
    if (spatialPolicy()) {
      text += spatialPolicyText(representationLayers + dynamicsLayers);
    }
    text += bfloat16 ? format("    x = %s\n", cast("x")) : "";
    text += format("    x = %s\n", uncast(format("self.relu(%s)", layerText(sharedHead, false))));
    String logits = layerText(sharedHead + 1, false);
    return text
        + format(
            "    return %s\n", spatialPolicy() ? format("torch.cat([p, %s], 1)", logits) : logits);
  }

  /** Makes {@code p}, the cells' logits, [B, P], of the states {@code x}. */
  private String spatialPolicyText(int first) {
    String cells =
        dense
            ? format(
                "torch.permute(torch.view(y, [-1, %d, %d]), [0, 2, 1])",
                config.channels(), shape.cells())
            : uncast("torch.permute(y, [0, 2, 3, 1])");
    return format("    y = %s\n", dense ? "x" : planesOf("x", true))
        + format("    y = self.relu(%s)\n", layerText(first, false, "y"))
        + format("    y = torch.reshape(%s, [-1, %d])\n", cells, config.channels())
        + format(
            "    p = torch.view(%s, [-1, %d])\n", layerText(first + 1, false, "y"), shape.cells());
  }

  private String layerText(int index, boolean actions) {
    return layerText(index, actions, "x");
  }

  private String layerText(int index, boolean actions, String input) {
    return format(
        "self.%s%s(e, %d, %s, %stape)",
        layers.get(index).convolution() ? "convolution" : "linear",
        actions ? "_action" : "",
        index,
        input,
        actions ? "a, " : "");
  }

  private static String format(String text, Object... arguments) {
    return String.format(Locale.ROOT, text, arguments);
  }
}
