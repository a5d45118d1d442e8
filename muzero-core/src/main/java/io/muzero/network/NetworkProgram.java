package io.muzero.network;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import io.muzero.environment.ActionSpace;
import io.muzero.model.ValueSupport;
import io.muzero.settings.Size;
import java.util.ArrayList;
import java.util.List;

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
 *       to unscaled states [B, S], likewise;
 *   <li>{@code scale(x)}: unscaled float32 to hidden states [B, S] within [0, 1];
 *   <li>{@code heads(e, h, x, tape)}: f and the reward, hidden states and the unscaled ones they
 *       were made of [B, S] to logits [B, A + Sᵥ + Sᵣ]: policy, value categories, reward
 *       categories. The reward of a transition is read from the state it leads to: with {@link
 *       RewardHead#STATE} from the hidden one, so one product serves all three, with {@link
 *       RewardHead#DYNAMICS} from the unscaled one, which is not read otherwise. Where turns vary
 *       two logits follow and come from where the reward does: that the player who made the
 *       transition moves again, and that the other one moves;
 *   <li>{@code split(theta)}: theta to parameters; {@code expand(p, c)}: parameters and constants
 *       to the list {@code e} of what the layers multiply with, two tensors a layer, and one more
 *       where {@link #spreadsRows};
 *   <li>{@code action_rows(e, i, a)}: what layer i adds for actions [B], [B, P·channels] of a
 *       product, [B, channels, H, W] of a convolution.
 * </ul>
 *
 * <p>It calls, and whoever completes the program defines, {@code linear}, {@code convolution},
 * {@code linear_action} and {@code convolution_action} (e, layer, x, [a,] tape), {@code relu(x)} of
 * a product and {@code relu_sum(x)} of a sum: inference computes them plainly and overwrites what
 * relu is applied to, which nobody else has; the learner notes inputs and outputs on the tape, so
 * it may overwrite the sum only.
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
 *   <li><b>One hidden layer and one output layer serve all heads</b>, but for the reward's where
 *       {@link NetworkConfig#rewardHead} says so. The output layer's weights start at zero, its
 *       biases where policy is uniform and value and reward are 0 ({@link
 *       ValueSupport#zeroLogits}). On large boards {@link PolicyHead#SPATIAL} takes the cells'
 *       logits out of them: what is learned of one cell then holds on all. {@link
 *       NetworkConfig#globalPooling} does the same for the hidden layer: a win anywhere shows in a
 *       channel's greatest number, where the state alone has a weight for each cell it may be in.
 * </ul>
 */
public final class NetworkProgram {
  /** Index of the value's atoms among the constants. */
  public static final int VALUE_ATOMS = 0;

  /** Index of the reward's atoms among the constants. */
  public static final int REWARD_ATOMS = 1;

  static final int TAPS = 2;

  /** The actions' planes or, where actions have no place on the board, its {@link #insideTaps}. */
  static final int ACTION_PLANES = 3;

  /** What {@link #insideTaps} has a row for: the nine taps of a kernel, and the bias. */
  static final int TAPS_AND_BIAS = 10;

  /** Convolving networks with more actions than this, without a place, spread rows as needed. */
  private static final int MOST_TABLE_ROWS = 64;

  /** Boards with more cells than this convolve directly. */
  private static final int MOST_DENSE_CELLS = 25;

  /** Networks with this many channels or more convolve directly. */
  private static final int LEAST_DIRECT_CHANNELS = 64;

  private final NetworkConfig config;
  private final NetworkShape shape;
  private final ValueSupport valueSupport;
  private final ValueSupport rewardSupport;
  private final boolean dense;
  private final boolean bfloat16;
  private final ParameterLayout layout;
  private final List<Layer> layers = new ArrayList<>();
  private final int representationLayers;
  private final int dynamicsLayers;
  private final int sharedHead;
  private final int rewardHead;

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
    valueSupport = config.valueSupport().support();
    rewardSupport = config.rewardSupport().support();
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
    int policyLogits = shape.actionCount();
    if (spatialPolicy()) {
      planeLayer(builder, "heads.policy.hidden", config.channels(), false, Math.sqrt(2));
      linearLayer(builder, "heads.policy.logits", config.channels(), 1, false, 0);
      policyLogits -= shape.cells();
    }
    LogitRows shared = new LogitRows();
    shared.addZeros(policyLogits);
    shared.add(config.valueSupport());
    LogitRows reward = readsUnscaled() ? new LogitRows() : shared;
    reward.add(config.rewardSupport());
    reward.addZeros(turnLogits());
    sharedHead = layers.size();
    headLayers(builder, "heads", shared);
    rewardHead = readsUnscaled() ? layers.size() : sharedHead;
    if (readsUnscaled()) {
      headLayers(builder, "heads.reward", reward);
    }
    layout = builder.build();
  }

  /** The rows of an output layer: how their biases begin, and which there were before. */
  private static final class LogitRows {
    final List<Float> start = new ArrayList<>();
    private final List<Integer> earlier = new ArrayList<>();

    void addZeros(int count) {
      for (int i = 0; i < count; i++) {
        earlier.add(start.size());
        start.add(0f);
      }
    }

    void add(SupportConfig support) {
      int first = start.size() + support.atomsBelow();
      for (int i = 0; i < support.atoms(); i++) {
        earlier.add(first + i);
      }
      for (float logit : support.support().zeroLogits()) {
        start.add(logit);
      }
    }

    /** The rows of earlier versions, whose supports ended with the range; empty when all are. */
    List<Integer> earlier() {
      return earlier.size() == start.size() ? List.of() : earlier;
    }
  }

  /** A hidden layer that reads a whole state, and the logits that are made of it. */
  private void headLayers(ParameterLayout.Builder builder, String name, LogitRows rows) {
    int width = config.headWidth();
    linearLayer(builder, name + ".hidden", stateSize() + pooled(), width, false, Math.sqrt(2));
    int outputs = rows.start.size();
    builder.earlierRows(rows.earlier());
    int weight = builder.weight(name + ".logits.weight", 0, outputs, width);
    int bias = builder.bias(name + ".logits.bias", rows.start);
    builder.earlierRows(List.of());
    layers.add(new Layer(false, false, width, outputs, weight, -1, bias));
  }

  /** Logits that say who moves next. */
  private int turnLogits() {
    return shape.turnsVary() ? 2 : 0;
  }

  /** Whether the heads read the unscaled states too. */
  public boolean readsUnscaled() {
    return config.rewardHead() == RewardHead.DYNAMICS;
  }

  /** Numbers that the heads read beside the state: greatest and mean of each channel, or none. */
  private int pooled() {
    return config.globalPooling() ? 2 * config.channels() : 0;
  }

  /** Whether the policy's logits of the cells come from layers of their own. */
  boolean spatialPolicy() {
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
    int blocks = config.blocks() + (dynamics ? 0 : config.extraRepresentationBlocks());
    for (int i = 0; i < blocks; i++) {
      String block = name + ".block" + i;
      builder.block(block);
      planeLayer(builder, block + ".first", config.channels(), false, Math.sqrt(2));
      planeLayer(builder, block + ".second", config.channels(), false, 0);
    }
    builder.block("");
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

  /** Logits of the heads, A + Sᵥ + Sᵣ, and 2 more where turns vary. */
  public int logits() {
    return shape.actionCount() + valueSupport.size() + rewardSupport.size() + turnLogits();
  }

  /** The value's categories. */
  public ValueSupport valueSupport() {
    return valueSupport;
  }

  /** The reward's categories. */
  public ValueSupport rewardSupport() {
    return rewardSupport;
  }

  /** The tensors that {@code expand} and the completing text are called with, in order. */
  public List<Constant> constants() {
    List<Constant> constants = new ArrayList<>();
    constants.add(atoms(valueSupport()));
    constants.add(atoms(rewardSupport()));
    if (config.type() == NetworkType.RESIDUAL) {
      constants.add(dense ? taps() : new Constant(List.of(1), new float[1]));
      constants.add(placeless() ? insideTaps() : planes());
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
    long size = Size.product(9, cells, cells);
    Size.requireIndexable(
        "network.convolution",
        "dense",
        "its matrices",
        size,
        Size.MOST_DIRECT_FLOATS,
        "use direct for large boards");
    float[] taps = new float[(int) size];
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

  /**
   * [10, P] for a board of P cells: 1 where tap t of a 3×3 kernel with padding 1 lies on the board
   * when it is at cell p; the tenth row, the bias's, is 1 everywhere. The taps and the bias of an
   * output, [10], times this are its convolution of a plane of ones.
   */
  private Constant insideTaps() {
    int cells = shape.cells();
    float[] inside = new float[TAPS_AND_BIAS * cells];
    for (int cell = 0; cell < cells; cell++) {
      for (int tap = 0; tap < 9; tap++) {
        int row = cell / shape.width() + tap / 3 - 1;
        int column = cell % shape.width() + tap % 3 - 1;
        if (row >= 0 && row < shape.height() && column >= 0 && column < shape.width()) {
          inside[tap * cells + cell] = 1;
        }
      }
      inside[9 * cells + cell] = 1;
    }
    return new Constant(List.of(TAPS_AND_BIAS, cells), inside);
  }

  /** Whether the network has planes and the actions no place on them. */
  boolean placeless() {
    return config.type() == NetworkType.RESIDUAL
        && shape.actions().layout() == ActionSpace.Layout.NONE;
  }

  /**
   * Whether what {@code e} holds of the actions is their taps and bias, [A, channels·10], and
   * {@code e} ends with the constant to spread them with; otherwise it is the table, [A, P,
   * channels].
   */
  public boolean spreadsRows() {
    return placeless()
        && !dense
        && shape.actionCount() > MOST_TABLE_ROWS
        && shape.cells() > TAPS_AND_BIAS;
  }

  /** Numbers of what {@code e} holds of the actions beside their parameters. */
  public long tableSize() {
    long row =
        config.type() == NetworkType.MLP
            ? layers.get(representationLayers).outputs()
            : (long) config.channels() * (spreadsRows() ? TAPS_AND_BIAS : shape.cells());
    return Size.product(shape.actionCount(), row);
  }

  /** Planes that show an action. */
  int actionPlanes() {
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
          case NONE -> throw new IllegalStateException("actions without a place have no planes");
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
    return new NetworkText(this, config).text(completion);
  }

  private boolean convolves() {
    return config.type() == NetworkType.RESIDUAL && !dense;
  }

  /** Whether planes are computed by products with a convolution's matrix. */
  boolean dense() {
    return dense;
  }

  /** Whether convolutions compute with bfloat16. */
  boolean bfloat16() {
    return bfloat16;
  }

  /** Index of the layer that reads the whole state for the heads; the one of logits follows. */
  int sharedHead() {
    return sharedHead;
  }

  /** Index of the layer that reads the whole state for the reward: the shared one or its own. */
  int rewardHead() {
    return rewardHead;
  }
}
