package io.muzero.network;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.ValueSupport;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The learned model on PyTorch: one call into libtorch for each inference of a batch.
 *
 * <p>Inputs and outputs pass through memory shared with libtorch; hidden states stay in a tensor on
 * the device and never reach Java. Value and reward leave libtorch as the expectation over their
 * atoms (in the transformed space) and are put back into the game's units here.
 *
 * <p>Belongs to one thread, which also makes it. Weights are those last {@linkplain #load loaded};
 * before that, zeros.
 */
public final class DjlMuZeroModel implements MuZeroModel {
  private static final String TEXT =
      """
        def linear(self, e: List[Tensor], i: int, x: Tensor, tape: List[Tensor]) -> Tensor:
          return torch.linear(x, e[2 * i], e[2 * i + 1])

        def linear_action(self, e: List[Tensor], i: int, x: Tensor, a: Tensor, tape: List[Tensor]) -> Tensor:
          rows = torch.index_select(e[2 * i + 1], 0, a)
          return torch.addmm(rows, x, torch.t(e[2 * i]))

        def convolution(self, e: List[Tensor], i: int, x: Tensor, tape: List[Tensor]) -> Tensor:
          return torch.conv2d(x, e[2 * i], e[2 * i + 1], [1, 1], [1, 1])

        def convolution_action(self, e: List[Tensor], i: int, x: Tensor, a: Tensor, tape: List[Tensor]) -> Tensor:
          rows = torch.index_select(e[2 * i + 1], 0, a)
          return torch.add(torch.conv2d(x, e[2 * i], None, [1, 1], [1, 1]), rows)

        def prepare(self, theta: Tensor, c: List[Tensor]) -> List[Tensor]:
          return self.expand(self.split(torch.to(theta, c[0])), c)

        def predict(self, e: List[Tensor], c: List[Tensor], h: Tensor, out: Tensor) -> Tensor:
          z = self.heads(e, h, [])
          value = torch.mv(torch.softmax(z[:, ${policyEnd}:${valueEnd}], 1), c[0])
          reward = torch.mv(torch.softmax(z[:, ${valueEnd}:], 1), c[1])
          policy = torch.reshape(z[:, :${policyEnd}], [-1])
          numbers = torch.cat([policy, value, reward])
          out[:numbers.size(0)].copy_(numbers)
          return out

        def initial(self, e: List[Tensor], c: List[Tensor], slab: Tensor, o: Tensor, index: Tensor, out: Tensor, n: int) -> Tensor:
          h = self.scale(self.representation(e, torch.to(o[:n], slab), []))[0]
          slab.index_copy_(0, index[0, :n].to(slab.device), h)
          return self.predict(e, c, h, out)

        def recurrent(self, e: List[Tensor], c: List[Tensor], slab: Tensor, index: Tensor, out: Tensor, n: int) -> Tensor:
          i = index[:, :n].to(slab.device)
          h = torch.index_select(slab, 0, i[1])
          h = self.scale(self.dynamics(e, h, i[2], []))[0]
          slab.index_copy_(0, i[0], h)
          return self.predict(e, c, h, out)

      """;

  private final NetworkProgram network;
  private final float discount;
  private final int actionCount;
  private final int observationSize;
  private final ValueSupport valueSupport;
  private final ValueSupport rewardSupport;
  private final NDManager manager;
  private final NDManager deviceManager;
  private final TorchProgram program;
  private final DirectArray theta;
  private final IValue thetaArgument;
  private final IValue constants;
  private IValue expanded;
  private long version = -1;
  private Staging staging;

  /**
   * Makes a model with zero weights.
   *
   * @param config which network
   * @param shape what the game fixes of it
   * @param discount written to {@link ModelOutput#discount} for every transition: γ for one player,
   *     −γ for two who alternate
   * @param device where to compute
   */
  public DjlMuZeroModel(
      NetworkConfig config, NetworkShape shape, double discount, DeviceChoice device) {
    TorchThread.prepare();
    network = new NetworkProgram(config, shape);
    this.discount = (float) discount;
    actionCount = shape.actionCount();
    observationSize = shape.inputSize();
    valueSupport = network.valueSupport();
    rewardSupport = network.rewardSupport();
    Device where = device.resolve();
    manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    deviceManager = manager.newSubManager(where);
    program = new TorchProgram(deviceManager, text(network));
    theta = DirectArray.floats(manager, network.layout().size());
    thetaArgument = IValue.from(theta.tensor());
    constants = IValue.listFrom(constants(network, deviceManager));
    expanded = program.infer("prepare", thetaArgument, constants);
    staging = new Staging(64);
  }

  /** The whole program. */
  static String text(NetworkProgram network) {
    int policyEnd = network.shape().actionCount();
    int valueEnd = policyEnd + network.valueSupport().size();
    return network.text(
        TEXT.replace("${policyEnd}", Integer.toString(policyEnd))
            .replace("${valueEnd}", Integer.toString(valueEnd)));
  }

  /** The program's constants as tensors, owned by the manager. */
  public static PtNDArray[] constants(NetworkProgram network, NDManager manager) {
    List<NetworkProgram.Constant> constants = network.constants();
    PtNDArray[] tensors = new PtNDArray[constants.size()];
    for (int i = 0; i < tensors.length; i++) {
      NetworkProgram.Constant constant = constants.get(i);
      long[] dimensions = constant.shape().stream().mapToLong(Integer::longValue).toArray();
      tensors[i] = (PtNDArray) manager.create(constant.values(), new Shape(dimensions));
    }
    return tensors;
  }

  /**
   * Takes over weights: one copy, then the layers' matrices are made anew.
   *
   * @throws IllegalArgumentException when they are another network's
   */
  public void load(Weights weights) {
    if (weights.values().length != network.layout().size()) {
      throw new IllegalArgumentException(
          "this network has "
              + network.layout().size()
              + " parameters, the weights have "
              + weights.values().length);
    }
    theta.asFloats().put(weights.values());
    IValue fresh = program.infer("prepare", thetaArgument, constants);
    expanded.close();
    expanded = fresh;
    version = weights.version();
  }

  /** The version of the weights in use, −1 before any were loaded. */
  public long version() {
    return version;
  }

  @Override
  public int actionCount() {
    return actionCount;
  }

  @Override
  public int observationSize() {
    return observationSize;
  }

  @Override
  public HiddenStates newHiddenStates(int rows) {
    return new Slab(deviceManager.create(new Shape(rows, network.stateSize())), rows);
  }

  @Override
  public void initialInference(
      float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
    Staging to = staging(count, output);
    to.observations.put(0, observations, 0, count * observationSize);
    to.putIndex(0, rows, count);
    try (IValue n = IValue.from((long) count)) {
      program
          .infer(
              "initial",
              expanded,
              constants,
              slab(states),
              to.observationsArgument,
              to.indexArgument,
              to.outputArgument,
              n)
          .close();
    }
    read(to, count, output, false);
  }

  @Override
  public void recurrentInference(
      HiddenStates states,
      int[] parentRows,
      int[] actions,
      int[] childRows,
      int count,
      ModelOutput output) {
    Staging to = staging(count, output);
    to.putIndex(0, childRows, count);
    to.putIndex(1, parentRows, count);
    to.putIndex(2, actions, count);
    try (IValue n = IValue.from((long) count)) {
      program
          .infer(
              "recurrent",
              expanded,
              constants,
              slab(states),
              to.indexArgument,
              to.outputArgument,
              n)
          .close();
    }
    read(to, count, output, true);
  }

  private void read(Staging from, int count, ModelOutput output, boolean transition) {
    int policy = count * actionCount;
    from.output.get(0, output.policyLogits, 0, policy);
    for (int i = 0; i < count; i++) {
      output.value[i] = (float) valueSupport.inverse(from.output.get(policy + i));
    }
    if (transition) {
      for (int i = 0; i < count; i++) {
        output.reward[i] = (float) rewardSupport.inverse(from.output.get(policy + count + i));
      }
      Arrays.fill(output.discount, 0, count, discount);
    }
  }

  private Staging staging(int count, ModelOutput output) {
    if (count < 1 || count > output.capacity()) {
      throw new IllegalArgumentException(
          "count must be within [1, " + output.capacity() + "], was " + count);
    }
    if (count > staging.capacity) {
      staging.close();
      staging = new Staging(Math.max(count, output.capacity()));
    }
    return staging;
  }

  private IValue slab(HiddenStates states) {
    if (states instanceof Slab slab && slab.owner() == this) {
      return slab.argument;
    }
    throw new IllegalArgumentException("these hidden states were made by another model");
  }

  @Override
  public void close() {
    staging.close();
    expanded.close();
    constants.close();
    thetaArgument.close();
    program.close();
    manager.close();
  }

  /** Hidden states as rows of one tensor on the device. */
  private final class Slab implements HiddenStates {
    private final PtNDArray tensor;
    private final IValue argument;
    private final int rows;
    private boolean open = true;

    Slab(ai.djl.ndarray.NDArray tensor, int rows) {
      this.tensor = (PtNDArray) tensor;
      this.rows = rows;
      argument = IValue.from(this.tensor);
    }

    DjlMuZeroModel owner() {
      return DjlMuZeroModel.this;
    }

    @Override
    public int rows() {
      return rows;
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        argument.close();
        tensor.close();
      }
    }
  }

  /** Shared memory for a batch's inputs and outputs. */
  private final class Staging implements AutoCloseable {
    final int capacity;
    final FloatBuffer observations;
    final LongBuffer index;
    final FloatBuffer output;
    final IValue observationsArgument;
    final IValue indexArgument;
    final IValue outputArgument;
    private final NDManager scope = manager.newSubManager();

    Staging(int capacity) {
      this.capacity = capacity;
      DirectArray inputs = DirectArray.floats(scope, capacity, observationSize);
      DirectArray rows = DirectArray.longs(scope, 3, capacity);
      DirectArray outputs = DirectArray.floats(scope, (long) capacity * (actionCount + 2));
      observations = inputs.asFloats();
      index = rows.asLongs();
      output = outputs.asFloats();
      observationsArgument = IValue.from(inputs.tensor());
      indexArgument = IValue.from(rows.tensor());
      outputArgument = IValue.from(outputs.tensor());
    }

    void putIndex(int row, int[] values, int count) {
      for (int i = 0; i < count; i++) {
        index.put(row * capacity + i, values[i]);
      }
    }

    @Override
    public void close() {
      observationsArgument.close();
      indexArgument.close();
      outputArgument.close();
      scope.close();
    }
  }
}
