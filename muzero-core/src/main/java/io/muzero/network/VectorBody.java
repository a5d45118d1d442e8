package io.muzero.network;

import java.util.List;

/** Fully connected layers on vectors; an action adds its row to the dynamics' first product. */
final class VectorBody extends NetworkBody {
  VectorBody(NetworkConfig config, NetworkShape shape) {
    super(config, shape);
  }

  @Override
  int stateSize() {
    return config.stateSize();
  }

  @Override
  long encodingNumbers() {
    return config.representationLayers().stream().mapToLong(Integer::longValue).sum() + stateSize();
  }

  @Override
  void layRepresentation(Layers layers) {
    lay(layers, "representation", shape.inputSize(), config.representationLayers(), 0);
  }

  @Override
  void layDynamics(Layers layers) {
    lay(layers, "dynamics", stateSize(), config.dynamicsLayers(), shape.actionCount());
  }

  /** {@code actions}: rows of the first layer's weight for actions. */
  private void lay(Layers layers, String name, int inputs, List<Integer> widths, int actions) {
    int in = inputs;
    int rows = actions;
    for (int i = 0; i < widths.size(); i++) {
      layers.linear(new Layers.Naming(name + "." + i, Layers.BEFORE_RELU, rows), in, widths.get(i));
      in = widths.get(i);
      rows = 0;
    }
    layers.linear(new Layers.Naming(name + "." + widths.size(), 1, rows), in, stateSize());
  }

  @Override
  List<Constant> constants() {
    return List.of();
  }

  @Override
  long tableSize() {
    List<Integer> widths = config.dynamicsLayers();
    return (long) shape.actionCount() * (widths.isEmpty() ? stateSize() : widths.get(0));
  }

  @Override
  Expansion expansion(Layer layer) {
    return linear(layer);
  }

  @Override
  String actionRows(String rows) {
    return rows;
  }

  @Override
  String representationText(List<Layer> layers, int first, int count) {
    return text(layers, first, count, "o", false);
  }

  @Override
  String dynamicsText(List<Layer> layers, int first, int count) {
    return text(layers, first, count, "h", config.residualDynamics());
  }

  private static String text(
      List<Layer> layers, int first, int count, String input, boolean addsInput) {
    StringBuilder text = new StringBuilder("    x = " + input + "\n");
    for (int i = first; i < first + count - 1; i++) {
      text.append(format("    x = self.relu(%s)\n", call(layers, i, "x")));
    }
    String last = call(layers, first + count - 1, "x");
    text.append(
        addsInput
            ? format("    x = torch.add(%s, %s)\n", last, input)
            : format("    x = %s\n", last));
    return text.append("    return x\n").toString();
  }
}
