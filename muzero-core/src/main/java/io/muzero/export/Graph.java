package io.muzero.export;

import io.muzero.export.Node.Attribute;
import io.muzero.export.Symbol.Element;
import io.muzero.export.Symbol.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A graph of ONNX that is being built: inputs, constants, nodes in an order in which they can be
 * computed, outputs. Used by one thread.
 */
final class Graph {
  private final String name;
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<Tensor> inputs = new ArrayList<>();
  private final Map<Tensor, Numbers> constants = new LinkedHashMap<>();
  private final Map<Tensor, Node> producers = new LinkedHashMap<>();
  private final Map<String, Tensor> outputs = new LinkedHashMap<>();

  /**
   * The numbers of a constant; those of them that its element type does not use are empty.
   *
   * @param floats of 32-bit floats, row-major
   * @param wholes of 64-bit whole numbers
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Numbers(float[] floats, long[] wholes) {}

  Graph(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  List<Tensor> inputs() {
    return inputs;
  }

  Map<Tensor, Numbers> constants() {
    return constants;
  }

  /** The nodes, each behind those that it reads. */
  List<Node> nodes() {
    return List.copyOf(producers.values());
  }

  Map<String, Tensor> outputs() {
    return outputs;
  }

  /** Adds an input. */
  Tensor input(String as, Element element, Integer... shape) {
    Tensor input = new Tensor(as, element, List.of(shape));
    inputs.add(input);
    return input;
  }

  /** Adds a constant of floats; the array is not copied. */
  Tensor constant(String as, List<Integer> shape, float[] values) {
    Tensor constant = new Tensor(unique(as), Element.FLOAT, shape);
    constants.put(constant, new Numbers(values, new long[0]));
    return constant;
  }

  /** Adds a number. */
  Tensor scalar(double value) {
    return constant("number", List.of(), new float[] {(float) value});
  }

  /** Adds a list of whole numbers. */
  Tensor wholes(int... values) {
    Tensor constant = new Tensor(unique("whole"), Element.WHOLE, List.of(values.length));
    constants.put(
        constant, new Numbers(new float[0], IntStream.of(values).asLongStream().toArray()));
    return constant;
  }

  /** Adds a node that makes floats. */
  Tensor node(
      String operator, List<Integer> shape, List<Attribute> attributes, Tensor... operands) {
    return node(operator, Element.FLOAT, shape, attributes, operands);
  }

  /** Adds a node. */
  Tensor node(
      String operator,
      Element element,
      List<Integer> shape,
      List<Attribute> attributes,
      Tensor... operands) {
    Tensor output = new Tensor(unique(operator.toLowerCase(Locale.ROOT)), element, shape);
    producers.put(output, new Node(operator, List.of(operands), output, attributes));
    return output;
  }

  /** Makes a tensor an output of the graph. */
  void output(String as, Tensor tensor) {
    outputs.put(as, tensor);
  }

  private String unique(String base) {
    int count = counts.merge(base, 1, Integer::sum);
    return count == 1 ? base : base + "_" + count;
  }

  /** The transpose of a matrix; of a constant it is one too. */
  Tensor transposed(Tensor matrix) {
    int rows = matrix.dimension(0);
    int columns = matrix.dimension(1);
    @Nullable Numbers numbers = constants.get(matrix);
    if (numbers == null) {
      return node(
          "Transpose", List.of(columns, rows), List.of(Attribute.list("perm", 1, 0)), matrix);
    }
    float[] turned = new float[numbers.floats.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned[column * rows + row] = numbers.floats[row * columns + column];
      }
    }
    return constant(matrix.name() + ".transposed", List.of(columns, rows), turned);
  }

  /**
   * Columns of a matrix [B, n]. Where it is made of parts, or by a product with constants, the part
   * is taken, or only those columns are computed.
   *
   * @param from the first
   * @param to the one behind the last
   */
  Tensor columns(Tensor matrix, int from, int to) {
    if (from == 0 && to == matrix.dimension(1)) {
      return matrix;
    }
    @Nullable Node producer = producers.get(matrix);
    if (producer != null && producer.operator().equals("Concat")) {
      int start = 0;
      for (Tensor part : producer.inputs()) {
        int end = start + part.dimension(1);
        if (from >= start && to <= end) {
          return columns(part, from - start, to - start);
        }
        start = end;
      }
    }
    if (producer != null && isProductWithConstants(producer)) {
      Tensor weight = rows(producer.inputs().get(1), from, to);
      Tensor bias = rows(producer.inputs().get(2), from, to);
      return node(
          "Gemm",
          List.of(matrix.dimension(0), to - from),
          producer.attributes(),
          producer.inputs().get(0),
          weight,
          bias);
    }
    return node(
        "Slice",
        List.of(matrix.dimension(0), to - from),
        List.of(),
        matrix,
        wholes(from),
        wholes(to),
        wholes(1));
  }

  private boolean isProductWithConstants(Node node) {
    return node.operator().equals("Gemm")
        && node.attributes().contains(Attribute.of("transB", 1))
        && constants.containsKey(node.inputs().get(1))
        && constants.containsKey(node.inputs().get(2));
  }

  private Tensor rows(Tensor constant, int from, int to) {
    float[] all = floats(constant);
    int row = all.length / constant.dimension(0);
    List<Integer> shape = new ArrayList<>(constant.shape());
    shape.set(0, to - from);
    return constant(
        constant.name() + ".rows", shape, Arrays.copyOfRange(all, from * row, to * row));
  }

  private float[] floats(Tensor constant) {
    @Nullable Numbers numbers = constants.get(constant);
    if (numbers == null) {
      throw new IllegalArgumentException(constant.name() + " is no constant");
    }
    return numbers.floats;
  }
}
