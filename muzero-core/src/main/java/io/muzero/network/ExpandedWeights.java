package io.muzero.network;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads out of libtorch what the layers of a program multiply with: its list {@code e}. */
public final class ExpandedWeights {
  private static final String TEXT =
      """
        def expanded(self, theta: Tensor, c: List[Tensor]) -> List[Tensor]:
          plain: List[Tensor] = []
          for t in self.expand(self.split(theta), c):
            plain.append(torch.contiguous(t))
          return plain

      """;

  private ExpandedWeights() {}

  /**
   * The list {@code e} of {@link NetworkProgram} as arrays, row-major whatever the program's memory
   * format: two tensors for each layer, and one more where {@link NetworkProgram#spreadsRows}.
   *
   * @param network computes with float32
   * @param weights of this network
   */
  public static List<Constant> of(NetworkProgram network, Weights weights) {
    NativeCache.prepare();
    TorchThread.prepare();
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        TorchProgram program = new TorchProgram(manager, network.text(LayerText.PLAIN, TEXT))) {
      DirectArray theta = DirectArray.floats(manager, network.layout().size());
      theta.asFloats().put(weights.values());
      PtNDArray[] constants =
          network.constants().stream().map(c -> c.tensor(manager)).toArray(PtNDArray[]::new);
      try (IValue parameters = IValue.from(theta.tensor());
          IValue list = IValue.listFrom(constants);
          IValue expanded = program.infer("expanded", parameters, list)) {
        List<Constant> result = new ArrayList<>();
        for (PtNDArray tensor : expanded.toTensorArray((PtNDManager) manager)) {
          List<Integer> shape =
              Arrays.stream(tensor.getShape().getShape()).mapToObj(Math::toIntExact).toList();
          result.add(new Constant(shape, tensor.toFloatArray()));
        }
        return result;
      }
    }
  }
}
