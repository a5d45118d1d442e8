package io.muzero.network;

import java.util.List;

/**
 * Convolutions computed as such, over channels that lie side by side and, where {@link Precision}
 * says so, over bfloat16. A state lists the channels of its first cell, then those of the second.
 */
sealed class ConvolvedBoard extends BoardBody permits ImageBody {
  // Numbers that TorchScript has for element types and memory formats.
  private static final int FLOAT32 = 6;
  private static final int BFLOAT16 = 15;
  private static final int CHANNELS_LAST = 2;

  /** With more actions than this, without a place, rows are spread as needed: see the table. */
  private static final int MOST_TABLE_ROWS = 64;

  private final boolean bfloat16;

  ConvolvedBoard(NetworkConfig config, NetworkShape shape, boolean bfloat16) {
    this(config, shape, new Grid(shape.height(), shape.width()), bfloat16);
  }

  /** {@code grid}: rows and columns of a state's planes. */
  ConvolvedBoard(NetworkConfig config, NetworkShape shape, Grid grid, boolean bfloat16) {
    super(config, shape, grid, Layer.Kind.CONVOLUTION);
    this.bfloat16 = bfloat16;
  }

  @Override
  final Constant firstConstant() {
    return new Constant(List.of(1), new float[1]); // not read
  }

  @Override
  final boolean spreadsRows() {
    return placeless() && shape.actionCount() > MOST_TABLE_ROWS && grid.cells() > TAPS_AND_BIAS;
  }

  @Override
  final Expansion expansion(Layer layer) {
    if (!layer.planes()) {
      return linear(layer);
    }
    String weight = channelsLast(cast(parameter(layer.parameters().weight())));
    if (!layer.takesAction()) {
      return new Expansion(weight, cast(parameter(layer.parameters().bias())));
    }
    if (spreadsRows()) {
      return new Expansion(weight, format("torch.flatten(%s, 1)", tapsText(layer)));
    }
    return new Expansion(weight, cast(placeless() ? placelessRows(layer) : rowsOfPlanes(layer)));
  }

  /** What each action adds, [A, H, W, C], made of the actions' planes. */
  private String rowsOfPlanes(Layer layer) {
    return format(
        "torch.contiguous(torch.permute("
            + "torch.conv2d(torch.view(c[%d], [-1, 1, %d, %d]), %s, %s, [1, 1], [1, 1])"
            + ", [0, 2, 3, 1]))",
        ACTION_PLANES,
        grid.height(),
        grid.width(),
        parameter(layer.parameters().actions()),
        parameter(layer.parameters().bias()));
  }

  /** What each action without a place adds, [A, H, W, C]. */
  private String placelessRows(Layer layer) {
    return format(
        "torch.view(torch.contiguous(torch.permute(%s, [0, 2, 1])), [-1, %d, %d, %d])",
        placelessTable(layer), grid.height(), grid.width(), channels);
  }

  @Override
  final String actionRows(String rows) {
    if (!spreadsRows()) {
      return format("torch.permute(%s, [0, 3, 1, 2])", rows);
    }
    String taps = format("torch.view(%s, [-1, %d, %d])", rows, channels, TAPS_AND_BIAS);
    return cast(
        format(
            "torch.view(torch.matmul(%s, e[-1]), [-1, %d, %d, %d])",
            taps, channels, grid.height(), grid.width()));
  }

  @Override
  final String cast(String tensor) {
    return bfloat16 ? format("torch.to(%s, %d)", tensor, BFLOAT16) : tensor;
  }

  @Override
  final String uncast(String tensor) {
    return bfloat16 ? format("torch.to(%s, %d)", tensor, FLOAT32) : tensor;
  }

  /** Weights over states are kept channel by channel, as the dense product has them. */
  @Override
  final String ordered(String weight) {
    return format(
        "torch.reshape(torch.permute(torch.view(%s, [-1, %d, %d]), [0, 2, 1]), [-1, %d])",
        weight, channels, grid.cells(), stateSize());
  }

  @Override
  final String inputPlanes(String input) {
    return channelsLast(
        cast(
            format(
                "torch.view(%s, [-1, %d, %d, %d])",
                input, shape.inputChannels(), shape.height(), shape.width())));
  }

  @Override
  final String statePlanes(String state) {
    return cast(
        format(
            "torch.permute(torch.view(%s, [-1, %d, %d, %d]), [0, 3, 1, 2])",
            state, grid.height(), grid.width(), channels));
  }

  @Override
  final String flat() {
    return "torch.flatten(torch.permute(x, [0, 2, 3, 1]), 1)";
  }

  @Override
  final String cellsOf(String state) {
    return format("torch.view(%s, [-1, %d, %d])", state, grid.cells(), channels);
  }

  @Override
  final int cellDimension() {
    return 1;
  }

  @Override
  final String rowsOfCells() {
    return format(
        "torch.reshape(%s, [-1, %d])", uncast("torch.permute(y, [0, 2, 3, 1])"), channels);
  }

  private static String channelsLast(String tensor) {
    return format("torch.contiguous(%s, memory_format=%d)", tensor, CHANNELS_LAST);
  }
}
