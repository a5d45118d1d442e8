package io.muzero.export;

import java.util.List;

/** What a name stands for while TorchScript is traced. */
sealed interface Symbol {

  /** Element types, by the numbers that ONNX has for them. */
  enum Element {
    /** 32-bit floats. */
    FLOAT(1),
    /** 64-bit whole numbers. */
    WHOLE(7),
    /** Truth values. */
    TRUTH(9);

    final int code;

    Element(int code) {
      this.code = code;
    }
  }

  /**
   * A tensor of a graph.
   *
   * @param name unique in the graph
   * @param element its numbers
   * @param shape its dimensions; −k is k times the batch B
   */
  record Tensor(String name, Element element, List<Integer> shape) implements Symbol {
    /** Copies the list. */
    public Tensor {
      shape = List.copyOf(shape);
    }

    int rank() {
      return shape.size();
    }

    /** A dimension, counted from the end when it is negative. */
    int dimension(int index) {
      return shape.get(index < 0 ? rank() + index : index);
    }
  }

  /** A number. */
  record Scalar(double value) implements Symbol {
    int whole() {
      return (int) value;
    }
  }

  /** A list or tuple. */
  record Items(List<Symbol> list) implements Symbol {
    /** Copies the list. */
    public Items {
      list = List.copyOf(list);
    }

    int[] wholes() {
      return list.stream().mapToInt(item -> ((Scalar) item).whole()).toArray();
    }
  }

  /** {@code None}, {@code True} or {@code False}. */
  enum Word implements Symbol {
    NONE,
    TRUE,
    FALSE
  }
}
