package io.muzero.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.muzero.network.DeviceWeights;
import io.muzero.network.DirectArray;
import io.muzero.network.HostMemory;
import io.muzero.network.TorchProgram;
import io.muzero.network.Weights;
import org.jspecify.annotations.Nullable;

/**
 * Takes snapshots of parameters that lie on a GPU: one copy stays there for those who play there,
 * one comes to Java for checkpoints.
 *
 * <p>Used by one thread. Owns the newest copy on the device; it is closed when the next one is
 * taken, and players that come later take Java's.
 */
final class WeightsHandover implements AutoCloseable {
  /** The copy to the CPU comes last: once it is there, the one on the device is whole. */
  private static final String TEXT =
      """
      class MuZero(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool

        def take(self, theta: Tensor, out: Tensor) -> Tensor:
          taken = torch.clone(torch.narrow(theta, 0, 0, out.size(0)))
          out.copy_(taken)
          return taken

      """;

  private final NDManager manager;
  private final HostMemory memory;
  private final TorchProgram program;
  private final DirectArray host;
  private final int size;
  private @Nullable DeviceWeights newest;

  /**
   * Makes room for snapshots.
   *
   * @param manager of the device; outlives this
   * @param size how many of theta's numbers, from its beginning, a snapshot has
   */
  WeightsHandover(NDManager manager, int size) {
    this.manager = manager;
    this.size = size;
    memory = new HostMemory(manager.newSubManager(Device.cpu()), manager.getDevice());
    program = new TorchProgram(manager, TEXT);
    host = memory.floats(size);
  }

  /**
   * Takes a snapshot.
   *
   * @param version of the weights
   * @param theta all parameters, on the manager's device
   */
  Weights take(long version, PtNDArray theta) {
    try (IValue from = IValue.from(theta);
        IValue to = IValue.from(host.tensor());
        IValue taken = program.infer("take", from, to)) {
      float[] values = new float[size];
      host.asFloats().get(values);
      DeviceWeights stale = newest;
      newest = new DeviceWeights(taken.toTensor((PtNDManager) manager));
      if (stale != null) {
        stale.close();
      }
      return new Weights(version, values, newest);
    }
  }

  @Override
  public void close() {
    if (newest != null) {
      newest.close();
    }
    program.close();
    memory.close();
  }
}
