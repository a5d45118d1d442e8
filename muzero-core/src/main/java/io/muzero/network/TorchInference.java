package io.muzero.network;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.muzero.model.HiddenStates;
import io.muzero.model.PictureInputs;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

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
 *   <li>{@code initial_pictures(e, c, slab, frames, led, index, out, n)}, where inputs may come as
 *       bytes: the same of {@code frames[:n]} and the actions {@code led[:n]} that led to them;
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
  private Inputs inputs;
  private @Nullable PictureStaging pictures;

  /**
   * What a program takes and gives.
   *
   * @param parameters numbers in theta
   * @param observation numbers in an input
   * @param state numbers in a hidden state
   * @param actions number of actions A
   * @param picture bytes in an input's frames, where inputs may come as bytes; otherwise 0
   */
  public record Sizes(int parameters, int observation, int state, int actions, int picture) {
    /** What a program takes and gives that takes no bytes. */
    public Sizes(int parameters, int observation, int state, int actions) {
      this(parameters, observation, state, actions, 0);
    }
  }

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
    inputs = new Inputs(sizes.picture == 0 ? FIRST_CAPACITY : 1);
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
    return newHiddenStates(rows, sizes.state);
  }

  /**
   * As {@link #newHiddenStates(int)}.
   *
   * @param compared numbers at the beginning of a row that are the state itself, by which distances
   *     are measured
   */
  public HiddenStates newHiddenStates(int rows, int compared) {
    return new Slab(this, (PtNDArray) device.create(new Shape(rows, sizes.state)), compared);
  }

  /**
   * Initial inference.
   *
   * @return the output, valid until the next call
   */
  public FloatBuffer initial(float[] observations, int count, HiddenStates states, int[] rows) {
    Staging to = staging(count);
    if (count > inputs.capacity) {
      inputs.close();
      inputs = new Inputs(Math.max(count, 2 * inputs.capacity));
    }
    inputs.observations.put(0, observations, 0, count * sizes.observation);
    to.putIndex(0, rows, count);
    try (IValue n = IValue.from((long) count);
        IValue done =
            program.infer(
                "initial",
                expanded,
                constants,
                slab(states),
                inputs.argument,
                to.indexArgument,
                to.outputArgument,
                n)) {
      return to.output;
    }
  }

  /**
   * Initial inference of inputs whose frames are bytes.
   *
   * @return the output, valid until the next call
   */
  public FloatBuffer initial(PictureInputs of, int count, HiddenStates states, int[] rows) {
    Staging to = staging(count);
    PictureStaging shown = pictures;
    if (shown == null || count > shown.capacity) {
      if (shown != null) {
        shown.close();
      }
      shown = new PictureStaging(count, of.actions().length / (of.frames().length / sizes.picture));
      pictures = shown;
    }
    shown.put(of, count);
    to.putIndex(0, rows, count);
    try (IValue n = IValue.from((long) count);
        IValue done =
            program.infer(
                "initial_pictures",
                expanded,
                constants,
                slab(states),
                shown.framesArgument,
                shown.ledArgument,
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
    inputs.close();
    PictureStaging shown = pictures;
    if (shown != null) {
      shown.close();
    }
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
    private final int compared;
    private boolean open = true;

    Slab(TorchInference owner, PtNDArray tensor, int compared) {
      this.owner = owner;
      this.tensor = tensor;
      this.compared = compared;
      rows = Math.toIntExact(tensor.getShape().get(0));
      argument = IValue.from(tensor);
    }

    @Override
    public int rows() {
      return rows;
    }

    @Override
    public OptionalDouble distance(int row, int other) {
      try (NDArray one = tensor.get(row);
          NDArray two = tensor.get(other)) {
        float[] a = one.toFloatArray();
        float[] b = two.toFloatArray();
        double sum = 0;
        for (int i = 0; i < compared; i++) {
          sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
        }
        return OptionalDouble.of(Math.sqrt(sum / compared));
      }
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

  /** Shared memory for a batch's inputs as floats. */
  private final class Inputs implements AutoCloseable {
    final int capacity;
    final FloatBuffer observations;
    final IValue argument;
    private final NDManager scope = host.newSubManager();

    Inputs(int capacity) {
      this.capacity = capacity;
      DirectArray array = memory.within(scope).floats(capacity, sizes.observation);
      observations = array.asFloats();
      argument = IValue.from(array.tensor());
    }

    @Override
    public void close() {
      argument.close();
      scope.close();
    }
  }

  /** Shared memory for a batch's inputs as bytes. */
  private final class PictureStaging implements AutoCloseable {
    final int capacity;
    final IValue framesArgument;
    final IValue ledArgument;
    private final int stacked;
    private final ByteBuffer frames;
    private final LongBuffer led;
    private final NDManager scope = host.newSubManager();

    PictureStaging(int capacity, int stacked) {
      this.capacity = capacity;
      this.stacked = stacked;
      HostMemory within = memory.within(scope);
      DirectArray bytes = within.bytes(capacity, sizes.picture);
      DirectArray actions = within.longs(capacity, stacked);
      frames = bytes.asBytes();
      led = actions.asLongs();
      framesArgument = IValue.from(bytes.tensor());
      ledArgument = IValue.from(actions.tensor());
    }

    void put(PictureInputs of, int count) {
      frames.put(0, of.frames(), 0, count * sizes.picture);
      for (int i = 0; i < count * stacked; i++) {
        led.put(i, of.actions()[i]);
      }
    }

    @Override
    public void close() {
      framesArgument.close();
      ledArgument.close();
      scope.close();
    }
  }

  /** Shared memory for a batch's rows and outputs. */
  private final class Staging implements AutoCloseable {
    final int capacity;
    final FloatBuffer output;
    final IValue indexArgument;
    final IValue outputArgument;
    private final LongBuffer index;
    private final NDManager scope = host.newSubManager();

    Staging(int capacity) {
      this.capacity = capacity;
      HostMemory within = memory.within(scope);
      DirectArray rows = within.longs(3, capacity);
      DirectArray outputs = within.floats((long) capacity * (sizes.actions + NUMBERS_BESIDE));
      index = rows.asLongs();
      output = outputs.asFloats();
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
      indexArgument.close();
      outputArgument.close();
      scope.close();
    }
  }
}
