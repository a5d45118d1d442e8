package io.muzero.network;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import org.jspecify.annotations.Nullable;

/**
 * Makes the memory of the CPU through which Java and a device exchange numbers.
 *
 * <p>For the CPU it is memory that Java has taken and libtorch computes on. For a GPU it is
 * page-locked memory that libtorch has taken: the GPU copies it by itself, at the full rate of the
 * bus, where other memory is first copied by the driver into a buffer of its own ("How to Optimize
 * Data Transfers in CUDA C/C++", NVIDIA).
 *
 * <p>Used by one thread. Arrays belong to the manager and outlive this.
 */
public final class HostMemory implements AutoCloseable {
  private static final String TEXT =
      """
      class MuZero(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool

        def forward(self, x: Tensor) -> Tensor:
          return ${method}(x)

      """;

  private final NDManager host;
  private final @Nullable TorchProgram program;

  /**
   * Memory beside a device.
   *
   * @param host owns what is made; computes on the CPU
   * @param beside the device
   */
  public HostMemory(NDManager host, Device beside) {
    this(host, beside.isGpu() ? program(host, "torch.pin_memory") : null);
  }

  private HostMemory(NDManager host, @Nullable TorchProgram program) {
    this.host = host;
    this.program = program;
  }

  /** Memory that libtorch has taken as for a GPU, but without a lock: it needs no GPU. */
  static HostMemory unlocked(NDManager host) {
    return new HostMemory(host, program(host, "torch.clone"));
  }

  private static TorchProgram program(NDManager host, String method) {
    return new TorchProgram(host, TEXT.replace("${method}", method));
  }

  /** The same kind of memory, owned by another manager of the CPU; closed with this one. */
  HostMemory within(NDManager scope) {
    return new HostMemory(scope, program);
  }

  /** 32-bit floats, initially 0. */
  public DirectArray floats(long... shape) {
    return beside(DirectArray.floats(host, shape));
  }

  /** 64-bit integers, initially 0. */
  public DirectArray longs(long... shape) {
    return beside(DirectArray.longs(host, shape));
  }

  /** Unsigned bytes, initially 0. */
  public DirectArray bytes(long... shape) {
    return beside(DirectArray.bytes(host, shape));
  }

  private DirectArray beside(DirectArray array) {
    if (program == null) {
      return array;
    }
    // Not in inference mode: what is made there, a training step may not write to.
    try (PtNDArray original = array.tensor()) {
      return new DirectArray((PtNDArray) program.train(new NDList(original)).singletonOrThrow());
    }
  }

  @Override
  public void close() {
    if (program != null) {
      program.close();
    }
  }
}
