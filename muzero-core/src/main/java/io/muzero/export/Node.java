package io.muzero.export;

import io.muzero.export.Symbol.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An operation of a graph.
 *
 * @param operator its name in ONNX
 * @param inputs what it reads
 * @param output what it makes
 * @param attributes what is said of it beside
 */
record Node(String operator, List<Tensor> inputs, Tensor output, List<Attribute> attributes) {
  /** Copies the lists. */
  Node {
    inputs = List.copyOf(inputs);
    attributes = List.copyOf(attributes);
  }

  /**
   * A whole number or a list of them.
   *
   * @param name its name in ONNX
   * @param values the numbers
   * @param list whether it is a list
   */
  record Attribute(String name, List<Integer> values, boolean list) {
    static Attribute of(String name, int value) {
      return new Attribute(name, List.of(value), false);
    }

    static Attribute list(String name, int... values) {
      return new Attribute(name, IntStream.of(values).boxed().toList(), true);
    }
  }
}
