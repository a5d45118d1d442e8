package io.muzero.network;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.muzero.model.HiddenStates;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/**
 * Runs a program's inference over batches, one call into libtorch each: inputs and outputs pass
 * through memory shared with libtorch, hidden states stay in a tensor on the device.
 *
 * <p>The program defines {@code prepare(theta, c)}, which makes the list {@code e} of what its
 * layers multiply with, and
 *
 * <ul>
 *   <li>{@code initial(e, c, slab, o, index, out, n)}: inputs {@code o[:n]}, hidden states to rows
 *       {@code index[0, :n]} of {@code slab};
 *   <li>{@code recurrent(e, c, slab, index, out, n, first)}: from rows {@code index[1, :n]} by
 *       actions {@code index[2, :n]} to the n rows from {@code first} on or, when that is −1, to
 *       rows {@code index[0, :n]}.
 * </ul>
 *
 * <p>Both write to {@code out}, from its beginning: n·A policy logits, n values, n rewards and, if
 * the program has them, n numbers above 0 where the same player moves again.
 *
 * <p>Belongs to one thread.
 */
public final class TorchInference implements AutoCloseable {
  /** Rows that there is shared memory for at first; it doubles as batches grow. */
  private static final int FIRST_CAPACITY = 64;

  /** Numbers of a row of the output beside the logits: value, reward and who moves next. */
  private static final int NUMBERS_BESIDE = 3;

  private final Sizes sizes;
  private final NDManager host;
  private final NDManager device;
  private final HostMemory memory;
  private final TorchProgram program;
  private final DirectArray theta;
  private final IValue thetaArgument;
  private final IValue constants;
  private IValue expanded;
  private Staging staging;

  /**
   * What a program takes and gives.
   *
   * @param parameters numbers in theta
   * @param observation numbers in an input
   * @param state numbers in a hidden state
   * @param actions number of actions A
   */
  public record Sizes(int parameters, int observation, int state, int actions) {}

  /**
   * Compiles the program and prepares it with zero parameters.
   *
   * @param text the program
   * @param constants what it gets as {@code c}
   * @param sizes of what it takes and gives
   * @param where the device
   */
  public TorchInference(String text, List<Constant> constants, Sizes sizes, Device where) {
    TorchThread.prepare();
    this.sizes = sizes;
    NativeCache.prepare();
    host = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    device = host.newSubManager(where);
    memory = new HostMemory(host, where);
    program = new TorchProgram(device, text);
    theta = memory.floats(sizes.parameters);
    thetaArgument = IValue.from(theta.tensor());
    this.constants =
        IValue.listFrom(constants.stream().map(c -> c.tensor(device)).toArray(PtNDArray[]::new));
    expanded = program.infer("prepare", thetaArgument, this.constants);
    staging = new Staging(FIRST_CAPACITY);
  }

  /** Takes over parameters; the array is copied. */
  public void load(float[] parameters) {
    theta.asFloats().put(parameters);
    replace(program.infer("prepare", thetaArgument, constants));
  }

  /**
   * Takes over parameters that lie on a device, those of another not at all. Layers may refer to
   * them from then on, which keeps their memory alive: nobody may change them.
   *
   * <p>The program must define {@code adopt(theta, c, done)}: {@code prepare} without a copy, which
   * writes something to {@code done} when it is through.
   *
   * @return whether they were taken
   */
  boolean adopt(PtNDArray parameters) {
    if (!parameters.getDevice().equals(device.getDevice())) {
      return false;
    }
    try (IValue argument = IValue.from(parameters)) {
      replace(program.infer("adopt", argument, constants, thetaArgument));
    }
    return true;
  }

  private void replace(IValue fresh) {
    expanded.close();
    expanded = fresh;
  }

  /** Makes room for hidden states on the device, owned by the caller. */
  public HiddenStates newHiddenStates(int rows) {
    return new Slab(this, (PtNDArray) device.create(new Shape(rows, sizes.state)), rows);
  }

  /**
   * Initial inference.
   *
   * @return the output, valid until the next call
   */
  public FloatBuffer initial(float[] observations, int count, HiddenStates states, int[] rows) {
    Staging to = staging(count);
    to.observations.put(0, observations, 0, count * sizes.observation);
    to.putIndex(0, rows, count);
    try (IValue n = IValue.from((long) count);
        IValue done =
            program.infer(
                "initial",
                expanded,
                constants,
                slab(states),
                to.observationsArgument,
                to.indexArgument,
                to.outputArgument,
                n)) {
      return to.output;
    }
  }

  /**
   * Recurrent inference.
   *
   * @return the output, valid until the next call
   */
  public FloatBuffer recurrent(
      HiddenStates states, int[] parentRows, int[] actions, int[] childRows, int count) {
    Staging to = staging(count);
    to.putIndex(0, childRows, count);
    to.putIndex(1, parentRows, count);
    to.putIndex(2, actions, count);
    try (IValue n = IValue.from((long) count);
        IValue first = IValue.from(consecutive(childRows, count) ? (long) childRows[0] : -1L);
        IValue done =
            program.infer(
                "recurrent",
                expanded,
                constants,
                slab(states),
                to.indexArgument,
                to.outputArgument,
                n,
                first)) {
      return to.output;
    }
  }

  /** Whether rows follow one another: libtorch writes those several times as fast as others. */
  private static boolean consecutive(int[] rows, int count) {
    for (int i = 1; i < count; i++) {
      if (rows[i] != rows[0] + i) {
        return false;
      }
    }
    return true;
  }

  private Staging staging(int count) {
    if (count > staging.capacity) {
      staging.close();
      staging = new Staging(Math.max(count, 2 * staging.capacity));
    }
    return staging;
  }

  private IValue slab(HiddenStates states) {
    if (states instanceof Slab slab && slab.owner == this) {
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
    memory.close();
    host.close();
  }

  /** Hidden states as rows of one tensor on the device. */
  private static final class Slab implements HiddenStates {
    private final TorchInference owner;
    private final PtNDArray tensor;
    private final IValue argument;
    private final int rows;
    private boolean open = true;

    Slab(TorchInference owner, PtNDArray tensor, int rows) {
      this.owner = owner;
      this.tensor = tensor;
      this.rows = rows;
      argument = IValue.from(tensor);
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
    final FloatBuffer output;
    final IValue observationsArgument;
    final IValue indexArgument;
    final IValue outputArgument;
    private final LongBuffer index;
    private final NDManager scope = host.newSubManager();

    Staging(int capacity) {
      this.capacity = capacity;
      HostMemory within = memory.within(scope);
      DirectArray inputs = within.floats(capacity, sizes.observation);
      DirectArray rows = within.longs(3, capacity);
      DirectArray outputs = within.floats((long) capacity * (sizes.actions + NUMBERS_BESIDE));
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
