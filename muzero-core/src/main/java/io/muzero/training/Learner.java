package io.muzero.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.muzero.network.Constant;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DirectArray;
import io.muzero.network.HostMemory;
import io.muzero.network.NetworkConfig;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.ParameterLayout;
import io.muzero.network.SafeTensors;
import io.muzero.network.TorchProgram;
import io.muzero.network.TorchThread;
import io.muzero.network.Weights;
import io.muzero.replay.TrainingBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network: owns its parameters and the optimiser's moments, and changes them one batch at
 * a time.
 *
 * <p>A step is one call into libtorch ({@link MuZeroLoss}). It uses no random numbers, so the same
 * batches give the same parameters, bit for bit, on the same machine and build, and a learner
 * restored from {@link #save} goes on exactly as the saved one would have.
 *
 * <p>Used by one thread at a time. Holds native memory until closed; steps leave none behind.
 */
public final class Learner implements AutoCloseable {
  private static final String STEP = "step";

  private final LearnerConfig config;
  private final NetworkProgram network;
  private final ParameterLayout layout;
  private final NDManager manager;
  private final HostMemory memory;
  private final TorchProgram program;
  private final NDList arguments = new NDList();
  private final OptimiserState state;
  private final BatchStaging staging;
  private final StepResults results;
  private final FloatBuffer rates;
  private final LongBuffer stretchSizes;
  private final @Nullable WeightsHandover handover;
  private List<MomentGroups.Stretch> stretches = List.of();
  private long step;

  /** Whether the staging memory holds a batch. */
  private boolean hasBatch;

  /**
   * Makes a learner with fresh weights.
   *
   * @param networkConfig which network
   * @param shape what the game fixes of it
   * @param config how to train
   * @param device where to compute
   * @param random draws the initial weights; not used afterwards
   */
  public Learner(
      NetworkConfig networkConfig,
      NetworkShape shape,
      LearnerConfig config,
      DeviceChoice device,
      UniformRandomProvider random) {
    TorchThread.prepare();
    this.config = config;
    Device where = device.resolve();
    network = new NetworkProgram(networkConfig, shape, where);
    MuZeroLoss loss = new MuZeroLoss(network, config);
    layout = loss.layout();
    manager = Engine.getEngine("PyTorch").newBaseManager(where);
    memory = new HostMemory(manager.newSubManager(Device.cpu()), where);
    program = new TorchProgram(manager, loss.text());

    state = new OptimiserState(layout, config, memory, where, arguments);
    staging = new BatchStaging(memory, config, network, loss);
    int most = state.groups().mostStretches();
    DirectArray rateArray = memory.floats(most * MuZeroLoss.Rate.values().length);
    DirectArray stretchArray = memory.longs(most);
    results = new StepResults(memory, config, network, loss);
    rates = rateArray.asFloats();
    stretchSizes = stretchArray.asLongs();
    arguments.add(manager.create(layout.decayMask()));
    arguments.add(staging.numbers());
    arguments.add(staging.actions());
    arguments.add(rateArray.tensor());
    arguments.add(stretchArray.tensor());
    arguments.add(results.tensor());
    for (Constant constant : network.constants()) {
      addConstant(constant.tensor(manager));
    }
    staging.pictures().forEach(this::addConstant);
    addConstant(manager.create(loss.factors()));
    state.put(OptimiserState.Numbers.of(layout.initialise(random)));
    putStretches();
    handover = where.isGpu() ? new WeightsHandover(manager, network.layout().size()) : null;
  }

  private void addConstant(NDArray constant) {
    constant.setName("c[]"); // DJL passes arrays of this name as one list
    arguments.add(constant);
  }

  /** The network's parameters by name. */
  public ParameterLayout layout() {
    return network.layout();
  }

  /** Steps done. */
  public long step() {
    return step;
  }

  /**
   * Does one training step at the beginning of a run.
   *
   * @return what it measured
   * @throws NonFiniteLossException as {@link #step(TrainingBatch, double)}
   */
  public LearnerStep step(TrainingBatch of) {
    return step(of, 0);
  }

  /**
   * Does one training step.
   *
   * @param ofRun share of the run that is done with it, within [0, 1]: a learning rate that falls
   *     over the run follows it
   * @return what it measured
   * @throws NonFiniteLossException when a loss or the gradient is no finite number; parameters,
   *     moments and the step count are then as before
   */
  public LearnerStep step(TrainingBatch of, double ofRun) {
    staging.requireShape(of);
    long next = step + 1;
    requireFinite(next, "value target", of.valueTarget);
    requireFinite(next, "reward target", of.rewardTarget);
    double rate = config.learningRateAt(next, ofRun);
    putRates(next, rate);
    staging.put(of);
    hasBatch = true;
    program.train(arguments).close();
    results.requireFinite(next);
    step = next;
    return results.measured(step, of, rate);
  }

  private void putRates(long next, double rate) {
    boolean adam = config.optimiser() == Optimiser.ADAMW;
    for (int i = 0; i < stretches.size(); i++) {
      long steps = next - stretches.get(i).begun();
      double first = adam ? 1 - Math.pow(MuZeroLoss.BETA_1, steps) : 1;
      double second = adam ? Math.sqrt(1 - Math.pow(MuZeroLoss.BETA_2, steps)) : 1;
      put(i, MuZeroLoss.Rate.DECAY, config.decayAt(rate));
      put(i, MuZeroLoss.Rate.STEP, rate / first);
      put(i, MuZeroLoss.Rate.SECOND_MOMENT, 1 / second);
    }
  }

  private void put(int stretch, MuZeroLoss.Rate rate, double value) {
    rates.put(stretch * MuZeroLoss.Rate.values().length + rate.ordinal(), (float) value);
  }

  private void putStretches() {
    stretches = state.groups().stretches();
    for (int i = 0; i < stretches.size(); i++) {
      stretchSizes.put(i, stretches.get(i).size());
    }
  }

  /** A scalar that is not finite has no categories. */
  private static void requireFinite(long next, String term, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new NonFiniteLossException(next, term, value);
      }
    }
  }

  /**
   * Requires that parameters and moments are finite numbers, and that the parameters give a finite
   * loss and gradient on the newest batch, if there was one: a step tells that only of the
   * parameters it began with. Nothing is changed by it; it takes as long as a step.
   *
   * @throws NonFiniteLossException when they are or do not
   */
  public void requireFinite() {
    OptimiserState.Numbers before = state.numbers();
    requireFiniteState("a parameter", before.parameters());
    requireFiniteState("a moment", before.first());
    requireFiniteState("a moment", before.second());
    if (!hasBatch) {
      return;
    }
    try {
      program.train(arguments).close();
      results.requireFinite(step + 1);
    } catch (NonFiniteLossException e) {
      throw NonFiniteLossException.ofWeights(step, "the " + e.term(), e.value());
    } finally {
      state.put(before);
    }
  }

  private void requireFiniteState(String term, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw NonFiniteLossException.ofWeights(step, term, value);
      }
    }
  }

  /**
   * A snapshot of the network's parameters; its version is the number of steps done. On a GPU it
   * has a copy there as well, until the next snapshot.
   */
  public Weights weights() {
    if (handover != null) {
      return handover.take(step, state.theta());
    }
    float[] all = state.parameters();
    int size = network.layout().size();
    return new Weights(step, all.length == size ? all : Arrays.copyOf(all, size));
  }

  /**
   * Writes parameters, moments, step count and optimiser as named tensors in the safetensors
   * format; the stream stays open.
   */
  public void save(OutputStream out) throws IOException {
    SafeTensors file = new SafeTensors();
    file.metadata().put(STEP, Long.toString(step));
    state.save(file);
    file.write(out);
  }

  /**
   * Takes over what {@link #save} wrote, with these exceptions:
   *
   * <ul>
   *   <li>Residual blocks that this network has more stay as they are; fresh ones are the identity
   *       and learn from there (Net2Net, arXiv:1511.05641, section 2.3).
   *   <li>The consistency loss's parameters stay as they are when the other learner had none, and
   *       are left out when this one has none.
   *   <li>Moments of another optimiser mean nothing to this one and begin anew.
   * </ul>
   *
   * <p>Moments that begin later than training have a step count of their own, so that the first
   * change of a parameter by AdamW is no greater than the learning rate.
   *
   * @return a line for the user on each of the last two that was met
   * @throws IOException when it is another network's; this learner is then as before
   */
  public List<String> restore(InputStream in) throws IOException {
    SafeTensors file = SafeTensors.read(in);
    String steps = file.metadata().getOrDefault(STEP, "nothing");
    long restored;
    try {
      restored = Long.parseLong(steps);
    } catch (NumberFormatException e) {
      throw new IOException("a learner's step must be a whole number, was " + steps, e);
    }
    List<String> notes = new ArrayList<>();
    state.restore(file, restored, notes);
    putStretches();
    step = restored;
    return notes;
  }

  /**
   * Goes on from weights alone: the moments begin at zero and with a step count of their own, the
   * learning rate's schedule goes on from the weights' step.
   */
  public void begin(Weights from) {
    float[] parameters = state.parameters();
    System.arraycopy(from.values(), 0, parameters, 0, from.values().length);
    state.put(OptimiserState.Numbers.of(parameters));
    state.groups().beginAll(from.version());
    putStretches();
    step = from.version();
  }

  /** Native arrays alive, for a test that steps leave none. */
  int nativeArrays() {
    return ((BaseNDManager) manager).getManagedArrays().size();
  }

  /** Whether a state tensor still refers to the operations it came from; it never may. */
  boolean recordsHistory() {
    return arguments.stream().anyMatch(a -> JniUtils.requiresGrad((PtNDArray) a));
  }

  @Override
  public void close() {
    if (handover != null) {
      handover.close();
    }
    program.close();
    memory.close();
    manager.close();
  }
}
