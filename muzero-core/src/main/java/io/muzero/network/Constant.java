package io.muzero.network;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;

/**
 * A constant tensor that a program is called with.
 *
 * @param shape its dimensions
 * @param values its numbers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Constant(List<Integer> shape, float[] values) {
  /** The tensor on the manager's device, owned by the manager. */
  public PtNDArray tensor(NDManager manager) {
    long[] dimensions = shape.stream().mapToLong(Integer::longValue).toArray();
    if (manager.getDevice().isGpu()) {
      return (PtNDArray) manager.create(values, new Shape(dimensions));
    }
    DirectArray array = DirectArray.floats(manager, dimensions);
    array.asFloats().put(values);
    return array.tensor();
  }
}
