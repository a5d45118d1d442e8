package io.muzero.network;

import java.util.List;
import java.util.Locale;

/**
 * What a type of network is made of: its representation and its dynamics, laid out as layers and
 * written as TorchScript. A new type of network is a new one of these; scaling and loss are the
 * same for all, and so are the heads but for the pooling of {@link ImageBody}.
 *
 * <p>{@link NetworkProgram} says what the functions mean. Immutable.
 */
abstract sealed class NetworkBody permits VectorBody, BoardBody {
  final NetworkConfig config;
  final NetworkShape shape;

  NetworkBody(NetworkConfig config, NetworkShape shape) {
    this.config = config;
    this.shape = shape;
  }

  /** The body that a configuration asks for. */
  static NetworkBody of(NetworkConfig config, NetworkShape shape, boolean bfloat16) {
    return switch (config.type()) {
      case MLP -> new VectorBody(config, shape);
      case RESIDUAL ->
          BoardBody.isDense(config, shape)
              ? new DenseBoard(config, shape)
              : new ConvolvedBoard(config, shape, bfloat16);
      case IMAGE -> new ImageBody(config, shape, bfloat16);
    };
  }

  /** Numbers in a hidden state. */
  abstract int stateSize();

  /** Numbers in all products that one input's representation makes. */
  abstract long encodingNumbers();

  /** Lays the representation out. */
  abstract void layRepresentation(Layers layers);

  /** Lays the dynamics out, whose first layer takes the action. */
  abstract void layDynamics(Layers layers);

  /** The constants that the layers are expanded with, behind the supports' atoms. */
  abstract List<Constant> constants();

  /** Numbers of what {@code e} holds of the actions beside their parameters. */
  abstract long tableSize();

  /** Whether {@code e} ends with the constant that spreads the actions' rows over the board. */
  boolean spreadsRows() {
    return false;
  }

  /** Functions that the expansion of a layer calls. */
  String functions() {
    return "";
  }

  /**
   * What {@code e} holds of a layer of representation, dynamics or cells: two expressions over the
   * parameters {@code p} and the constants {@code c}.
   */
  abstract Expansion expansion(Layer layer);

  /**
   * The two tensors of a layer.
   *
   * @param weight what x is multiplied with
   * @param rest the bias or, where actions are taken, what each action adds
   */
  record Expansion(String weight, String rest) {}

  /** What layer i adds for actions a, given as rows of {@code e[2 * i + 1]}. */
  abstract String actionRows(String rows);

  /** Lines of {@code representation(e, o, tape)}, whose first layer has this index. */
  abstract String representationText(List<Layer> layers, int first, int count);

  /** Lines of {@code dynamics(e, h, a, tape)}, whose first layer has this index. */
  abstract String dynamicsText(List<Layer> layers, int first, int count);

  /** A weight over the states' numbers, in the order in which states list them. */
  String ordered(String weight) {
    return weight;
  }

  /** A tensor in the number format that layers compute with. */
  String cast(String tensor) {
    return tensor;
  }

  /** A tensor of that format as float32. */
  String uncast(String tensor) {
    return tensor;
  }

  static String parameter(int index) {
    return "p[" + index + "]";
  }

  /** A product over numbers: weight and bias as they are, the bias added to an action's row. */
  static Expansion linear(Layer layer) {
    String bias = parameter(layer.parameters().bias());
    return new Expansion(
        parameter(layer.parameters().weight()),
        layer.takesAction()
            ? format("torch.add(%s, %s)", parameter(layer.parameters().actions()), bias)
            : bias);
  }

  /** The call of a layer. */
  static String call(List<Layer> layers, int index, String input) {
    Layer layer = layers.get(index);
    return format(
        "self.%s%s(e, %d, %s, %stape)",
        layer.function(),
        layer.takesAction() ? "_action" : "",
        index,
        input,
        layer.takesAction() ? "a, " : "");
  }

  static String format(String text, Object... arguments) {
    return String.format(Locale.ROOT, text, arguments);
  }
}
