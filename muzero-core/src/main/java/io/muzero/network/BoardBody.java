package io.muzero.network;

import io.muzero.environment.ActionSpace;
import io.muzero.settings.Size;
import java.util.List;

/**
 * Residual blocks of 3×3 convolutions on planes: the states have C planes of {@link #grid}, on
 * which actions lie as planes of their own (MuZero, arXiv:1911.08265, Appendix E).
 *
 * <p>The second convolution of a block begins at zero, so that a fresh block is the identity (as
 * Fixup, arXiv:1901.09321).
 */
abstract sealed class BoardBody extends NetworkBody permits DenseBoard, ConvolvedBoard {
  /** Index of the first of {@link #constants}. */
  static final int TAPS = 2;

  /** The actions' planes or, where actions have no place on the board, its {@link #insideTaps}. */
  static final int ACTION_PLANES = 3;

  /** Taps of a 3×3 kernel. */
  static final int KERNEL = 9;

  /** What {@link #insideTaps} has a row for: the nine taps of a kernel, and the bias. */
  static final int TAPS_AND_BIAS = KERNEL + 1;

  /** Boards with more cells than this convolve directly: a dense product costs cells². */
  private static final int MOST_DENSE_CELLS = 25;

  /** Networks with this many channels or more convolve directly: a call's fixed price is small. */
  private static final int LEAST_DIRECT_CHANNELS = 64;

  /** Rows and columns of a state's planes. */
  final Grid grid;

  final int channels;

  /** How 3×3 convolutions are computed. */
  final Layer.Kind kind;

  BoardBody(NetworkConfig config, NetworkShape shape, Grid grid, Layer.Kind kind) {
    super(config, shape);
    this.grid = grid;
    this.kind = kind;
    channels = config.channels();
  }

  /** Whether convolutions are to be computed as dense products. */
  static boolean isDense(NetworkConfig config, NetworkShape shape) {
    return switch (config.convolution()) {
      case DENSE -> true;
      case DIRECT -> false;
      case AUTO -> shape.cells() <= MOST_DENSE_CELLS && config.channels() < LEAST_DIRECT_CHANNELS;
    };
  }

  @Override
  int stateSize() {
    return channels * grid.cells();
  }

  @Override
  long encodingNumbers() {
    int blocks = config.blocks() + config.extraRepresentationBlocks();
    return Size.product(stateSize(), 1 + 2L * blocks);
  }

  @Override
  void layRepresentation(Layers layers) {
    first(layers, "representation", shape.inputChannels(), 0);
    blocks(layers, "representation", config.blocks() + config.extraRepresentationBlocks());
  }

  @Override
  void layDynamics(Layers layers) {
    first(layers, "dynamics", channels, actionPlanes());
    blocks(layers, "dynamics", config.blocks());
  }

  private void first(Layers layers, String name, int inputs, int actions) {
    layers.planes(
        new Layers.Naming(name + ".first", Layers.BEFORE_RELU, actions), kind, inputs, channels);
  }

  final void blocks(Layers layers, String name, int count) {
    for (int i = 0; i < count; i++) {
      String block = name + ".block" + i;
      layers.block(block);
      block(layers, block, channels);
    }
    layers.block("");
  }

  final void block(Layers layers, String name, int width) {
    layers.planes(new Layers.Naming(name + ".first", Layers.BEFORE_RELU), kind, width, width);
    layers.planes(new Layers.Naming(name + ".second", 0), kind, width, width);
  }

  /** Lines of blocks from a layer on; planes {@code x} become planes {@code x}. */
  static String blocksText(List<Layer> layers, int first, int end) {
    StringBuilder text = new StringBuilder();
    for (int i = first; i < end; i += 2) {
      text.append("    y = x\n");
      text.append(format("    x = self.relu(%s)\n", call(layers, i, "x")));
      text.append(format("    x = self.relu_sum(torch.add(%s, y))\n", call(layers, i + 1, "x")));
    }
    return text.toString();
  }

  /** The representation's planes of an input {@code o}. */
  abstract String inputPlanes(String input);

  /** The planes of a state. */
  abstract String statePlanes(String state);

  /** The state of planes {@code x}, unscaled. */
  abstract String flat();

  /** Planes [B, C, P] or [B, P, C] of states, to be pooled over the cells. */
  abstract String cellsOf(String state);

  /** Which dimension of {@link #cellsOf} the cells are. */
  abstract int cellDimension();

  /** Planes {@code y} of convolutions as rows of channels, one a cell, [B·P, C]. */
  abstract String rowsOfCells();

  @Override
  String representationText(List<Layer> layers, int first, int count) {
    return format("    x = %s\n", inputPlanes("o"))
        + format("    x = self.relu(%s)\n", call(layers, first, "x"))
        + blocksText(layers, first + 1, first + count)
        + format("    return %s\n", flat());
  }

  @Override
  String dynamicsText(List<Layer> layers, int first, int count) {
    String z = call(layers, first, "s");
    return format("    s = %s\n", statePlanes("h"))
        + (config.residualDynamics()
            ? format("    x = self.relu_sum(torch.add(%s, s))\n", z)
            : format("    x = self.relu(%s)\n", z))
        + blocksText(layers, first + 1, first + count)
        + format("    return %s\n", flat());
  }

  /** Whether the actions have no place on the states' planes. */
  final boolean placeless() {
    boolean sameCells = grid.height() == shape.height() && grid.width() == shape.width();
    return !sameCells || shape.actions().layout() == ActionSpace.Layout.NONE;
  }

  /** Planes that show an action. */
  final int actionPlanes() {
    return placeless() ? shape.actionCount() : 1;
  }

  @Override
  final List<Constant> constants() {
    return List.of(firstConstant(), placeless() ? insideTaps() : planes());
  }

  /** The constant at {@link #TAPS}, which only dense products use. */
  abstract Constant firstConstant();

  @Override
  final long tableSize() {
    return Size.product(
        shape.actionCount(), channels, spreadsRows() ? TAPS_AND_BIAS : grid.cells());
  }

  /**
   * [10, P] for a board of P cells: 1 where tap t of a 3×3 kernel with padding 1 lies on the board
   * when it is at cell p; the tenth row, the bias's, is 1 everywhere. The taps and the bias of an
   * output, [10], times this are its convolution of a plane of ones.
   */
  private Constant insideTaps() {
    int cells = grid.cells();
    float[] inside = new float[TAPS_AND_BIAS * cells];
    for (int cell = 0; cell < cells; cell++) {
      for (int tap = 0; tap < KERNEL; tap++) {
        inside[tap * cells + cell] = grid.under(tap, cell) < 0 ? 0 : 1;
      }
      inside[KERNEL * cells + cell] = 1;
    }
    return new Constant(List.of(TAPS_AND_BIAS, cells), inside);
  }

  /** The actions' planes [A, P]; a pass is an empty plane. */
  private Constant planes() {
    int cells = grid.cells();
    float[] planes = new float[shape.actionCount() * cells];
    for (int action = 0; action < shape.actionCount(); action++) {
      for (int cell = 0; cell < cells; cell++) {
        switch (shape.actions().layout()) {
          case NONE -> throw new IllegalStateException("actions without a place have no planes");
          case CELLS -> planes[action * cells + cell] = cell == action ? 1 : 0;
          case COLUMNS -> planes[action * cells + cell] = cell % grid.width() == action ? 1 : 0;
        }
      }
    }
    return new Constant(List.of(shape.actionCount(), cells), planes);
  }

  /** The kernels of actions without a place and the bias, [A, C, 10]. */
  final String tapsText(Layer layer) {
    String taps =
        format(
            "torch.permute(torch.flatten(%s, 2), [1, 0, 2])",
            parameter(layer.parameters().actions()));
    String biases =
        format(
            "torch.expand(torch.view(%s, [1, -1, 1]), [%d, -1, -1])",
            parameter(layer.parameters().bias()), shape.actionCount());
    return format("torch.cat([%s, %s], 2)", taps, biases);
  }

  /** The table of actions without a place, [A, C, P]. */
  final String placelessTable(Layer layer) {
    return format("torch.matmul(%s, c[%d])", tapsText(layer), ACTION_PLANES);
  }
}
