package io.muzero.network;

import java.util.ArrayList;
import java.util.List;

/**
 * Lays the layers of a network out one after another, and their parameters.
 *
 * <p>Initial weights have deviation gain/√(inputs) (He et al., arXiv:1502.01852). Used by one
 * thread.
 */
final class Layers {
  /** The gain of a layer that relu follows. */
  static final double BEFORE_RELU = Math.sqrt(2);

  private static final double TAPS = 9;

  private final ParameterLayout.Builder parameters = new ParameterLayout.Builder();
  private final List<Layer> layers = new ArrayList<>();

  /**
   * What is said of a layer beside its sizes.
   *
   * @param name what the names of its parameters begin with
   * @param gain of its initial weights; 0: they begin at zero
   * @param actions rows, or planes, that its weight for actions has; 0: it takes none
   */
  record Naming(String name, double gain, int actions) {
    Naming(String name, double gain) {
      this(name, gain, 0);
    }
  }

  /** Layers so far. */
  int size() {
    return layers.size();
  }

  /** All layers. */
  List<Layer> list() {
    return List.copyOf(layers);
  }

  /** All parameters. */
  ParameterLayout layout() {
    return parameters.build();
  }

  /** Says of which residual block the following layers are; empty: of none. */
  void block(String name) {
    parameters.block(name);
  }

  /** Adds a product over numbers and returns its index. */
  int linear(Naming as, int inputs, int outputs) {
    boolean takesAction = as.actions > 0;
    double deviation = as.gain / Math.sqrt(inputs + (takesAction ? 1 : 0));
    int weight = parameters.weight(as.name + ".weight", deviation, outputs, inputs);
    int actions =
        takesAction
            ? parameters.weight(as.name + ".action_weight", deviation, as.actions, outputs)
            : -1;
    int bias = parameters.bias(as.name + ".bias", outputs);
    return add(new Layer(Layer.Kind.LINEAR, inputs, outputs, at(weight, actions, bias)));
  }

  /** Adds a product over numbers whose biases begin so, and returns its index. */
  int linear(Naming as, int inputs, List<Float> biases) {
    int outputs = biases.size();
    int weight =
        parameters.weight(as.name + ".weight", as.gain / Math.sqrt(inputs), outputs, inputs);
    int bias = parameters.bias(as.name + ".bias", biases);
    return add(new Layer(Layer.Kind.LINEAR, inputs, outputs, at(weight, -1, bias)));
  }

  /** Adds a 3×3 convolution and returns its index. */
  int planes(Naming as, Layer.Kind kind, int inputs, int outputs) {
    boolean takesAction = as.actions > 0;
    double deviation = as.gain / Math.sqrt(TAPS * (inputs + (takesAction ? 1 : 0)));
    int weight = parameters.weight(as.name + ".weight", deviation, outputs, inputs, 3, 3);
    int actions =
        takesAction
            ? parameters.weight(as.name + ".action_weight", deviation, outputs, as.actions, 3, 3)
            : -1;
    int bias = parameters.bias(as.name + ".bias", outputs);
    return add(new Layer(kind, inputs, outputs, at(weight, actions, bias)));
  }

  /** Adds the product that makes logits, which begins with what {@code rows} say. */
  int logits(String name, int inputs, LogitRows rows) {
    int outputs = rows.start().size();
    parameters.earlierRows(rows.earlier());
    int weight = parameters.weight(name + ".weight", 0, outputs, inputs);
    int bias = parameters.bias(name + ".bias", rows.start());
    parameters.earlierRows(List.of());
    return add(new Layer(Layer.Kind.LINEAR, inputs, outputs, at(weight, -1, bias)));
  }

  private static Layer.Parameters at(int weight, int actions, int bias) {
    return new Layer.Parameters(weight, actions, bias);
  }

  private int add(Layer layer) {
    layers.add(layer);
    return layers.size() - 1;
  }
}
