package io.muzero.export;

import io.muzero.export.Node.Attribute;
import io.muzero.export.Symbol.Items;
import io.muzero.export.Symbol.Scalar;
import io.muzero.export.Symbol.Tensor;
import io.muzero.export.Symbol.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * PyTorch's operations as nodes of an ONNX graph, with the shapes of what they make. Used by one
 * thread.
 */
final class TorchOperations {
  private final Graph graph;

  TorchOperations(Graph graph) {
    this.graph = graph;
  }

  /**
   * Notes an operation.
   *
   * @param name as in {@code torch.name(…)} or {@code tensor.name(…)}; a trailing underscore, by
   *     which PyTorch overwrites, changes nothing here
   * @param arguments positional ones; what is said of memory formats is left out
   * @throws UnsupportedNetworkException when it is not known here
   */
  Symbol call(String name, List<Symbol> arguments) {
    Arguments a = new Arguments(arguments);
    return switch (name.endsWith("_") ? name.substring(0, name.length() - 1) : name) {
      case "linear" -> linear(a.tensor(0), a.tensor(1), a.tensor(2));
      case "addmm" -> addmm(a.tensor(0), a.tensor(1), a.tensor(2));
      case "matmul" -> matmul(a.tensor(0), a.tensor(1));
      case "t" -> graph.transposed(a.tensor(0));
      case "conv2d" -> convolution(a);
      case "avg_pool2d" -> meanPool(a);
      case "relu" -> alike("Relu", a.tensor(0));
      case "sigmoid" -> alike("Sigmoid", a.tensor(0));
      case "tanh" -> alike("Tanh", a.tensor(0));
      case "add" -> both("Add", a);
      case "sub" -> both("Sub", a);
      case "mul" -> both("Mul", a);
      case "div" -> both("Div", a);
      case "amin" -> reduce("ReduceMin", a);
      case "amax" -> reduce("ReduceMax", a);
      case "mean" -> reduce("ReduceMean", a);
      case "split_with_sizes" -> split(a.tensor(0), a.items(1).wholes(), a.whole(2));
      case "cat" -> concatenate(a.items(0), a.whole(1));
      case "view", "reshape" -> reshape(a.tensor(0), a.items(1).wholes());
      case "flatten" -> flatten(a.tensor(0), a.whole(1));
      case "permute" -> permute(a.tensor(0), a.items(1).wholes());
      case "contiguous" -> a.tensor(0);
      case "index_select" -> gather(a.tensor(0), a.whole(1), a.tensor(2));
      default ->
          throw new UnsupportedNetworkException(
              "the network uses torch." + name + ", which export has no ONNX operation for");
    };
  }

  /** The arguments of a call. */
  private record Arguments(List<Symbol> list) {
    Tensor tensor(int i) {
      if (list.get(i) instanceof Tensor tensor) {
        return tensor;
      }
      throw new UnsupportedNetworkException(list.get(i) + " is no tensor");
    }

    int whole(int i) {
      return ((Scalar) list.get(i)).whole();
    }

    Items items(int i) {
      return (Items) list.get(i);
    }

    boolean says(int i) {
      return list.size() > i && list.get(i) == Word.TRUE;
    }
  }

  private Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    return graph.node(
        "Gemm",
        List.of(x.dimension(0), weight.dimension(0)),
        List.of(Attribute.of("transB", 1)),
        x,
        weight,
        bias);
  }

  private Tensor addmm(Tensor rows, Tensor x, Tensor weight) {
    return graph.node(
        "Gemm", List.of(x.dimension(0), weight.dimension(1)), List.of(), x, weight, rows);
  }

  private Tensor matmul(Tensor x, Tensor y) {
    List<Integer> shape = new ArrayList<>(x.shape());
    shape.set(shape.size() - 1, y.dimension(-1));
    return graph.node("MatMul", shape, List.of(), x, y);
  }

  private Tensor convolution(Arguments a) {
    Tensor x = a.tensor(0);
    Tensor weight = a.tensor(1);
    int[] strides = a.items(3).wholes();
    int[] padding = a.items(4).wholes();
    int[] kernel = {weight.dimension(2), weight.dimension(3)};
    List<Integer> shape = windowed(x, kernel, strides, padding);
    shape.set(1, weight.dimension(0));
    List<Attribute> attributes = windows(kernel, strides, padding);
    return a.list.get(2) == Word.NONE
        ? graph.node("Conv", shape, attributes, x, weight)
        : graph.node("Conv", shape, attributes, x, weight, a.tensor(2));
  }

  private Tensor meanPool(Arguments a) {
    Tensor x = a.tensor(0);
    int[] kernel = a.items(1).wholes();
    int[] strides = a.items(2).wholes();
    int[] padding = a.items(3).wholes();
    List<Attribute> attributes = new ArrayList<>(windows(kernel, strides, padding));
    attributes.add(Attribute.of("count_include_pad", 1));
    return graph.node("AveragePool", windowed(x, kernel, strides, padding), attributes, x);
  }

  private static List<Attribute> windows(int[] kernel, int[] strides, int[] padding) {
    return List.of(
        Attribute.list("kernel_shape", kernel),
        Attribute.list("strides", strides),
        Attribute.list("pads", padding[0], padding[1], padding[0], padding[1]));
  }

  private static List<Integer> windowed(Tensor x, int[] kernel, int[] strides, int[] padding) {
    List<Integer> shape = new ArrayList<>(x.shape());
    for (int i = 0; i < 2; i++) {
      shape.set(2 + i, (x.dimension(2 + i) + 2 * padding[i] - kernel[i]) / strides[i] + 1);
    }
    return shape;
  }

  private Tensor alike(String operator, Tensor x) {
    return graph.node(operator, x.shape(), List.of(), x);
  }

  /** An operation on two tensors, the second of which may be a number. */
  private Tensor both(String operator, Arguments a) {
    Tensor x = a.tensor(0);
    Tensor y = a.list.get(1) instanceof Scalar scalar ? graph.scalar(scalar.value()) : a.tensor(1);
    return graph.node(operator, broadcast(x.shape(), y.shape()), List.of(), x, y);
  }

  /** The shape of an operation on two tensors, each spread where it has a single number. */
  static List<Integer> broadcast(List<Integer> x, List<Integer> y) {
    List<Integer> shape = new ArrayList<>(x.size() >= y.size() ? x : y);
    for (int i = 1; i <= Math.min(x.size(), y.size()); i++) {
      int left = x.get(x.size() - i);
      int right = y.get(y.size() - i);
      if (left != right && left != 1 && right != 1) {
        throw new UnsupportedNetworkException("shapes " + x + " and " + y + " do not go together");
      }
      shape.set(shape.size() - i, left == 1 ? right : left);
    }
    return shape;
  }

  private Tensor reduce(String operator, Arguments a) {
    Tensor x = a.tensor(0);
    int[] axes = a.items(1).wholes();
    boolean keeps = a.says(2);
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < x.rank(); i++) {
      int dimension = i;
      if (Arrays.stream(axes).noneMatch(axis -> axis == dimension)) {
        shape.add(x.dimension(i));
      } else if (keeps) {
        shape.add(1);
      }
    }
    return graph.node(
        operator, shape, List.of(Attribute.of("keepdims", keeps ? 1 : 0)), x, graph.wholes(axes));
  }

  private Tensor concatenate(Items parts, int axis) {
    Tensor[] tensors = parts.list().stream().map(Tensor.class::cast).toArray(Tensor[]::new);
    List<Integer> shape = new ArrayList<>(tensors[0].shape());
    shape.set(axis, Arrays.stream(tensors).mapToInt(part -> part.dimension(axis)).sum());
    return graph.node("Concat", shape, List.of(Attribute.of("axis", axis)), tensors);
  }

  private Items split(Tensor x, int[] sizes, int axis) {
    if (axis != 1 || x.rank() != 2) {
      throw new UnsupportedNetworkException("torch.split_with_sizes is exported of columns only");
    }
    List<Symbol> parts = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      parts.add(graph.columns(x, from, from + size));
      from += size;
    }
    return new Items(parts);
  }

  private Tensor reshape(Tensor x, int[] dimensions) {
    int all = x.shape().stream().reduce(1, Math::multiplyExact);
    int known = Arrays.stream(dimensions).filter(d -> d != -1).reduce(1, Math::multiplyExact);
    List<Integer> shape =
        Arrays.stream(dimensions)
            .mapToObj(d -> d == -1 ? Integer.valueOf(all / known) : d)
            .toList();
    return shape.equals(x.shape())
        ? x
        : graph.node("Reshape", shape, List.of(), x, graph.wholes(dimensions));
  }

  private Tensor flatten(Tensor x, int from) {
    if (from != 1) {
      throw new UnsupportedNetworkException("torch.flatten is exported from dimension 1 only");
    }
    int row = x.shape().stream().skip(1).reduce(1, Math::multiplyExact);
    return x.rank() == 2
        ? x
        : graph.node("Flatten", List.of(x.dimension(0), row), List.of(Attribute.of("axis", 1)), x);
  }

  private Tensor permute(Tensor x, int[] order) {
    List<Integer> shape = Arrays.stream(order).mapToObj(x::dimension).toList();
    return graph.node("Transpose", shape, List.of(Attribute.list("perm", order)), x);
  }

  private Tensor gather(Tensor x, int axis, Tensor index) {
    List<Integer> shape = new ArrayList<>(x.shape());
    shape.set(axis, index.dimension(0));
    return graph.node("Gather", shape, List.of(Attribute.of("axis", axis)), x, index);
  }
}
