package io.muzero.export;

import io.muzero.export.Node.Attribute;
import io.muzero.export.Symbol.Element;
import io.muzero.export.Symbol.Tensor;
import io.muzero.files.WireMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph in ONNX's file format, a message of protocol buffers (onnx.proto of ONNX 1.13; opset 18,
 * format version 8). Nodes and constants that no output needs are left out. Used by one thread.
 */
final class OnnxModel {
  private static final int FORMAT_VERSION = 8;
  private static final int OPSET = 18;
  private static final String PRODUCER = "muzero";

  /** The name of the free dimension. */
  private static final String BATCH = "batch";

  // Field numbers of onnx.proto.
  private static final int MODEL_VERSION = 1;
  private static final int MODEL_PRODUCER = 2;
  private static final int MODEL_GRAPH = 7;
  private static final int MODEL_OPSET = 8;
  private static final int MODEL_METADATA = 14;
  private static final int OPSET_VERSION = 2;
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;
  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_NAME = 2;
  private static final int GRAPH_CONSTANT = 5;
  private static final int GRAPH_INPUT = 11;
  private static final int GRAPH_OUTPUT = 12;
  private static final int NODE_INPUT = 1;
  private static final int NODE_OUTPUT = 2;
  private static final int NODE_NAME = 3;
  private static final int NODE_OPERATOR = 4;
  private static final int NODE_ATTRIBUTE = 5;
  private static final int ATTRIBUTE_NAME = 1;
  private static final int ATTRIBUTE_INT = 3;
  private static final int ATTRIBUTE_INTS = 8;
  private static final int ATTRIBUTE_TYPE = 20;
  private static final int TYPE_INT = 2;
  private static final int TYPE_INTS = 7;
  private static final int TENSOR_DIMENSION = 1;
  private static final int TENSOR_ELEMENT = 2;
  private static final int TENSOR_NAME = 8;
  private static final int TENSOR_BYTES = 9;
  private static final int VALUE_NAME = 1;
  private static final int VALUE_TYPE = 2;
  private static final int TYPE_TENSOR = 1;
  private static final int TENSOR_TYPE_ELEMENT = 1;
  private static final int TENSOR_TYPE_SHAPE = 2;
  private static final int SHAPE_DIMENSION = 1;
  private static final int DIMENSION_VALUE = 1;
  private static final int DIMENSION_NAME = 2;

  private final Graph graph;
  private final Map<String, String> metadata;

  /** What the file calls a tensor that is an output. */
  private final Map<Tensor, String> outputNames = new HashMap<>();

  private final Set<Tensor> needed = new HashSet<>();

  /**
   * A model.
   *
   * @param metadata free text by key, which tools show
   */
  OnnxModel(Graph graph, Map<String, String> metadata) {
    this.graph = graph;
    this.metadata = metadata;
    graph.outputs().forEach((name, tensor) -> outputNames.put(tensor, name));
    needed.addAll(outputNames.keySet());
    List<Node> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (needed.contains(nodes.get(i).output())) {
        needed.addAll(nodes.get(i).inputs());
      }
    }
  }

  /** The file's content. */
  byte[] bytes() {
    WireMessage model =
        new WireMessage()
            .whole(MODEL_VERSION, FORMAT_VERSION)
            .text(MODEL_PRODUCER, PRODUCER)
            .message(MODEL_GRAPH, graphMessage())
            .message(MODEL_OPSET, new WireMessage().whole(OPSET_VERSION, OPSET));
    metadata.forEach(
        (key, value) ->
            model.message(
                MODEL_METADATA, new WireMessage().text(ENTRY_KEY, key).text(ENTRY_VALUE, value)));
    return model.toBytes();
  }

  private WireMessage graphMessage() {
    WireMessage message = new WireMessage();
    for (Node node : graph.nodes()) {
      if (needed.contains(node.output())) {
        message.message(GRAPH_NODE, node(node));
      }
    }
    message.text(GRAPH_NAME, graph.name());
    graph
        .constants()
        .forEach(
            (tensor, numbers) -> {
              if (needed.contains(tensor)) {
                message.message(GRAPH_CONSTANT, constant(tensor, numbers));
              }
            });
    graph.inputs().forEach(input -> message.message(GRAPH_INPUT, value(input)));
    graph.outputs().values().forEach(output -> message.message(GRAPH_OUTPUT, value(output)));
    return message;
  }

  private String name(Tensor tensor) {
    return outputNames.getOrDefault(tensor, tensor.name());
  }

  private WireMessage node(Node node) {
    WireMessage message = new WireMessage();
    node.inputs().forEach(input -> message.text(NODE_INPUT, name(input)));
    message
        .text(NODE_OUTPUT, name(node.output()))
        .text(NODE_NAME, node.output().name())
        .text(NODE_OPERATOR, node.operator());
    node.attributes().forEach(one -> message.message(NODE_ATTRIBUTE, attribute(one)));
    return message;
  }

  private static WireMessage attribute(Attribute attribute) {
    WireMessage message = new WireMessage().text(ATTRIBUTE_NAME, attribute.name());
    for (int value : attribute.values()) {
      message.whole(attribute.list() ? ATTRIBUTE_INTS : ATTRIBUTE_INT, value);
    }
    return message.whole(ATTRIBUTE_TYPE, attribute.list() ? TYPE_INTS : TYPE_INT);
  }

  private static WireMessage constant(Tensor tensor, Graph.Numbers numbers) {
    WireMessage message = new WireMessage();
    tensor.shape().forEach(dimension -> message.whole(TENSOR_DIMENSION, dimension));
    ByteBuffer bytes;
    if (tensor.element() == Element.FLOAT) {
      bytes = littleEndian(numbers.floats().length * Float.BYTES);
      bytes.asFloatBuffer().put(numbers.floats());
    } else {
      bytes = littleEndian(numbers.wholes().length * Long.BYTES);
      bytes.asLongBuffer().put(numbers.wholes());
    }
    return message
        .whole(TENSOR_ELEMENT, tensor.element().code)
        .text(TENSOR_NAME, tensor.name())
        .bytes(TENSOR_BYTES, bytes.array());
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** An input's or output's name, numbers and dimensions, of which the batch is free. */
  private WireMessage value(Tensor tensor) {
    WireMessage shape = new WireMessage();
    for (int dimension : tensor.shape()) {
      shape.message(
          SHAPE_DIMENSION,
          dimension == -1
              ? new WireMessage().text(DIMENSION_NAME, BATCH)
              : new WireMessage().whole(DIMENSION_VALUE, dimension));
    }
    WireMessage type =
        new WireMessage()
            .whole(TENSOR_TYPE_ELEMENT, tensor.element().code)
            .message(TENSOR_TYPE_SHAPE, shape);
    return new WireMessage()
        .text(VALUE_NAME, name(tensor))
        .message(VALUE_TYPE, new WireMessage().message(TYPE_TENSOR, type));
  }
}
