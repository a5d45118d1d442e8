package io.muzero.network;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.LibUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Whether libtorch can compute on the first GPU, found out by computing there.
 *
 * <p>DJL's own count of GPUs will not do: it asks a library {@code libcudart.so} of the system, and
 * the one that comes with Python's torch lies elsewhere and has another name. A GPU that libtorch
 * counts may still refuse to work: its memory is full, or the libtorch has no code for its kind.
 */
final class GpuTrial {
  private static final Logger LOG = LogManager.getLogger(GpuTrial.class);
  private static final int CHANNELS = 4;

  /**
   * A convolution with bfloat16 (number 15 among PyTorch's types), which devices before NVIDIA's
   * Ampere may refuse; ends with numbers on the CPU, for errors come only when one waits.
   */
  private static final String TEXT =
      """
      class MuZero(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool

        def float32(self, x: Tensor, out: Tensor) -> Tensor:
          return out.copy_(torch.conv2d(x, x, None, [1, 1], [1, 1]))

        def bfloat16(self, x: Tensor, out: Tensor) -> Tensor:
          y = torch.to(x, 15)
          return out.copy_(torch.conv2d(y, y, None, [1, 1], [1, 1]))

      """;

  /** What a process finds out once, when it first asks. */
  private static final class Once {
    static final Optional<String> FAILURE = find();

    private static Optional<String> find() {
      Engine engine = Engine.getEngine("PyTorch");
      Path cuda = Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName("torch_cuda"));
      if (!Files.isRegularFile(cuda)) {
        return Optional.of(
            "gpu needs a libtorch with CUDA, and the one in use has none: point --libtorch at the torch/lib folder of "
                + "torch==2.7.1");
      }
      if (!engine.hasCapability(StandardCapabilities.CUDA)) {
        return Optional.of("gpu needs an NVIDIA driver and GPU, and libtorch found none");
      }
      Optional<String> failure =
          computes(Device.gpu(0), "float32")
              .map(why -> "gpu cannot be used: libtorch fails to compute there: " + why);
      // Where the choice is left to the program, nobody else says why it is the slow one.
      failure.ifPresent(why -> LOG.warn("there is a GPU, but {}", why));
      return failure;
    }
  }

  /** The same for bfloat16. */
  private static final class OnceBfloat16 {
    static final boolean MULTIPLIES =
        failure().isEmpty() && computes(Device.gpu(0), "bfloat16").isEmpty();
  }

  private GpuTrial() {}

  /** Why no GPU can be used; empty when one can. */
  static Optional<String> failure() {
    NativeCache.prepare();
    Engine.getEngine("PyTorch"); // a libtorch that does not load fails here, as itself
    return Once.FAILURE;
  }

  /** Whether a GPU can be used that convolves bfloat16. */
  static boolean multipliesBfloat16() {
    return OnceBfloat16.MULTIPLIES;
  }

  /**
   * Why a device fails at a convolution; empty when it does not.
   *
   * @param method {@code float32} or {@code bfloat16}
   */
  static Optional<String> computes(Device device, String method) {
    TorchThread.prepare();
    try (NDManager host = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        NDManager manager = host.newSubManager(device);
        TorchProgram program = new TorchProgram(manager, TEXT)) {
      DirectArray numbers = DirectArray.floats(host, CHANNELS, CHANNELS, 3, 3);
      float[] ones = new float[CHANNELS * CHANNELS * 9];
      Arrays.fill(ones, 1);
      // Copied from here, for what the device makes itself may not be ready for another stream.
      NDArray values = manager.create(ones, numbers.tensor().getShape());
      try (IValue input = IValue.from((PtNDArray) values);
          IValue output = IValue.from(numbers.tensor());
          IValue done = program.infer(method, input, output)) {
        // Nine ones of each channel meet in the middle.
        float middle = numbers.asFloats().get(4);
        return middle == 9 * CHANNELS
            ? Optional.empty()
            : Optional.of(9 * CHANNELS + " came out as " + middle);
      }
    } catch (RuntimeException e) {
      return Optional.of(String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R.*", ""));
    }
  }
}
