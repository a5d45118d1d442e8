package io.muzero.network;

import io.muzero.settings.Size;
import java.util.List;

/**
 * Convolutions on tiny boards, each computed as one matrix product over all cells: an order of
 * magnitude faster there than a call of a convolution. States are kept channel by channel.
 */
final class DenseBoard extends BoardBody {
  DenseBoard(NetworkConfig config, NetworkShape shape) {
    super(config, shape, new Grid(shape.height(), shape.width()), Layer.Kind.DENSE_PLANES);
  }

  /**
   * [9, P·P] for a board of P cells: 1 where tap t of a 3×3 kernel with padding 1 takes output cell
   * p from input cell q. Kernel [out·in, 9] times this is the convolution's matrix.
   */
  @Override
  Constant firstConstant() {
    int cells = grid.cells();
    long size = Size.product(KERNEL, cells, cells);
    Size.requireIndexable(
        "network.convolution",
        "dense",
        new Size.Array("its matrices", size, Size.MOST_DIRECT_FLOATS),
        "use direct for large boards");
    float[] taps = new float[(int) size];
    for (int to = 0; to < cells; to++) {
      for (int tap = 0; tap < KERNEL; tap++) {
        int from = grid.under(tap, to);
        if (from >= 0) {
          taps[(tap * cells + to) * cells + from] = 1;
        }
      }
    }
    return new Constant(List.of(KERNEL, cells * cells), taps);
  }

  @Override
  String functions() {
    return """
      def dense(self, kernel: Tensor, taps: Tensor) -> Tensor:
        o, i = kernel.size(0), kernel.size(1)
        m = torch.matmul(torch.view(kernel, [-1, 9]), taps)
        m = torch.permute(torch.view(m, [o, i, ${P}, ${P}]), [0, 2, 1, 3])
        return torch.reshape(m, [o * ${P}, i * ${P}])

    """
        .replace("${P}", Integer.toString(grid.cells()));
  }

  @Override
  Expansion expansion(Layer layer) {
    if (!layer.planes()) {
      return linear(layer);
    }
    String spread =
        format(
            "torch.reshape(torch.expand(torch.unsqueeze(%s, 1), [-1, %d]), [-1])",
            parameter(layer.parameters().bias()), grid.cells());
    String weight = format("self.dense(%s, c[%d])", parameter(layer.parameters().weight()), TAPS);
    if (!layer.takesAction()) {
      return new Expansion(weight, spread);
    }
    return new Expansion(
        weight,
        placeless()
            ? format("torch.flatten(%s, 1)", placelessTable(layer))
            : format(
                "torch.linear(c[%d], self.dense(%s, c[%d]), %s)",
                ACTION_PLANES, parameter(layer.parameters().actions()), TAPS, spread));
  }

  @Override
  String actionRows(String rows) {
    return rows;
  }

  @Override
  String inputPlanes(String input) {
    return input;
  }

  @Override
  String statePlanes(String state) {
    return state;
  }

  @Override
  String flat() {
    return "x";
  }

  @Override
  String cellsOf(String state) {
    return format("torch.view(%s, [-1, %d, %d])", state, channels, grid.cells());
  }

  @Override
  int cellDimension() {
    return 2;
  }

  @Override
  String rowsOfCells() {
    return format("torch.reshape(torch.permute(%s, [0, 2, 1]), [-1, %d])", cellsOf("y"), channels);
  }
}
