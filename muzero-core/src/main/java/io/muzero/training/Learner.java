package io.muzero.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.muzero.model.ValueSupport;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DirectArray;
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
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;

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
  private static final int THETA = 0;
  private static final int FIRST = 1;
  private static final int SECOND = 2;
  private static final int CONSTANTS = 9;
  private static final String STEP = "step";
  private static final String OPTIMISER = "optimiser";
  private static final String FIRST_MOMENT = "optimiser.first_moment.";
  private static final String SECOND_MOMENT = "optimiser.second_moment.";

  private final LearnerConfig config;
  private final NetworkProgram network;
  private final MuZeroLoss loss;
  private final ParameterLayout layout;
  private final MomentGroups groups;
  private final ValueSupport valueSupport;
  private final ValueSupport rewardSupport;
  private final NDManager manager;
  private final TorchProgram program;
  private final Device where;
  private final DirectArray theta;
  private final DirectArray firstMoment;
  private final DirectArray secondMoment;
  private final FloatBuffer batch;
  private final LongBuffer actions;
  private final FloatBuffer rates;
  private final LongBuffer stretchSizes;
  private final FloatBuffer results;
  private final NDList arguments;
  private final float[] weightedTarget;
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
    where = device.resolve();
    network = new NetworkProgram(networkConfig, shape, where);
    loss = new MuZeroLoss(network, config);
    layout = loss.layout();
    groups = new MomentGroups(layout);
    valueSupport = network.valueSupport();
    rewardSupport = network.rewardSupport();
    manager = Engine.getEngine("PyTorch").newBaseManager(where);
    NDManager host = manager.newSubManager(Device.cpu());
    program = new TorchProgram(manager, loss.text());

    theta = DirectArray.floats(host, layout.size());
    firstMoment = DirectArray.floats(host, layout.size());
    secondMoment = DirectArray.floats(host, layout.size());
    DirectArray batchArray =
        DirectArray.floats(host, loss.batchSizes().stream().mapToLong(Integer::longValue).sum());
    int transitions = Math.max(1, config.unrollSteps()); // none is read of no transition
    DirectArray actionArray = DirectArray.longs(host, transitions, config.batchSize());
    int most = groups.mostStretches();
    DirectArray rateArray = DirectArray.floats(host, most * MuZeroLoss.Rate.values().length);
    DirectArray stretchArray = DirectArray.longs(host, most);
    DirectArray resultArray = DirectArray.floats(host, loss.resultSize());
    batch = batchArray.asFloats();
    actions = actionArray.asLongs();
    rates = rateArray.asFloats();
    stretchSizes = stretchArray.asLongs();
    results = resultArray.asFloats();
    arguments =
        new NDList(
            theta.tensor(),
            firstMoment.tensor(),
            secondMoment.tensor(),
            manager.create(layout.decayMask()),
            batchArray.tensor(),
            actionArray.tensor(),
            rateArray.tensor(),
            stretchArray.tensor(),
            resultArray.tensor());
    for (NetworkProgram.Constant constant : network.constants()) {
      arguments.add(constant.tensor(manager));
    }
    arguments.add(manager.create(loss.factors()));
    for (NDArray constant : arguments.subList(CONSTANTS, arguments.size())) {
      constant.setName("c[]"); // DJL passes arrays of this name as one list
    }
    weightedTarget = new float[network.logits()];
    put(layout.initialise(random), new float[layout.size()], new float[layout.size()]);
    putStretches();
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
   * Does one training step.
   *
   * @return what it measured
   * @throws NonFiniteLossException when a loss or the gradient is no finite number; parameters,
   *     moments and the step count are then as before
   */
  public LearnerStep step(TrainingBatch of) {
    checkShape(of);
    long next = step + 1;
    requireFinite(next, "value target", of.valueTarget);
    requireFinite(next, "reward target", of.rewardTarget);
    double rate = config.learningRateAt(next);
    putRates(next, rate);
    putBatch(of);
    hasBatch = true;
    program.train(arguments).close();
    requireFinite(next);
    step = next;
    return measured(of, rate);
  }

  private void checkShape(TrainingBatch of) {
    boolean fits =
        of.size == config.batchSize()
            && of.unrollSteps == config.unrollSteps()
            && of.observationSize == network.shape().inputSize()
            && of.actionCount == network.shape().actionCount()
            && (config.consistencyWeight() == 0 || of.nextObservations.length > 0);
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "this learner takes batches of %d positions, %d steps, %d inputs, %d actions%s; got %d, %d, %d, %d",
              config.batchSize(),
              config.unrollSteps(),
              network.shape().inputSize(),
              network.shape().actionCount(),
              config.consistencyWeight() == 0 ? "" : ", with next observations",
              of.size,
              of.unrollSteps,
              of.observationSize,
              of.actionCount));
    }
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
    stretches = groups.stretches();
    for (int i = 0; i < stretches.size(); i++) {
      stretchSizes.put(i, stretches.get(i).size());
    }
  }

  private void putBatch(TrainingBatch of) {
    batch.clear();
    batch.put(of.observations);
    for (int k = 0; k <= of.unrollSteps; k++) {
      for (int b = 0; b < of.size; b++) {
        putTarget(of, k * of.size + b, of.lossWeight(k, b, config.unrolledWeight()));
      }
    }
    if (config.consistencyWeight() > 0) {
      batch.put(of.nextObservations);
      for (int i = 0; i < of.nextObservationWeight.length; i++) {
        float weight = of.lossWeight(1, i % of.size, config.unrolledWeight());
        batch.put(of.nextObservationWeight[i] * weight);
      }
    }
    for (int i = 0; i < of.actions.length; i++) {
      actions.put(i, of.actions[i]);
    }
  }

  private void putTarget(TrainingBatch of, int state, float weight) {
    int actionCount = of.actionCount;
    System.arraycopy(of.policyTarget, state * actionCount, weightedTarget, 0, actionCount);
    valueSupport.encode(of.valueTarget[state], weightedTarget, actionCount);
    int rewards = actionCount + valueSupport.size();
    int turns = rewards + rewardSupport.size();
    rewardSupport.encode(of.rewardTarget[state], weightedTarget, rewards);
    if (turns < weightedTarget.length) {
      weightedTarget[turns] = of.movesAgain[state];
      weightedTarget[turns + 1] = 1 - of.movesAgain[state];
      scale(turns, turns + 2, weight * of.turnWeight[state]);
    }
    scale(0, actionCount, weight * of.policyWeight[state]);
    scale(actionCount, rewards, weight * of.valueWeight[state]);
    scale(rewards, turns, weight * of.rewardWeight[state]);
    batch.put(weightedTarget, 0, network.logits());
  }

  private void scale(int from, int to, float factor) {
    for (int i = from; i < to; i++) {
      weightedTarget[i] *= factor;
    }
  }

  private void requireFinite(long next) {
    requireFinite(next, "policy loss", MuZeroLoss.Result.POLICY_LOSS);
    requireFinite(next, "value loss", MuZeroLoss.Result.VALUE_LOSS);
    requireFinite(next, "reward loss", MuZeroLoss.Result.REWARD_LOSS);
    requireFinite(next, "consistency loss", MuZeroLoss.Result.CONSISTENCY_LOSS);
    if (network.shape().turnsVary()) {
      requireFinite(next, "turn loss", MuZeroLoss.Result.TURN_LOSS);
    }
    requireFinite(next, "loss", MuZeroLoss.Result.LOSS);
    requireFinite(next, "gradient", MuZeroLoss.Result.GRADIENT_NORM);
  }

  /** A scalar that is not finite has no categories. */
  private static void requireFinite(long next, String term, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new NonFiniteLossException(next, term, value);
      }
    }
  }

  private void requireFinite(long next, String term, MuZeroLoss.Result result) {
    float value = result(result);
    if (!Float.isFinite(value)) {
      throw new NonFiniteLossException(next, term, value);
    }
  }

  private float result(MuZeroLoss.Result result) {
    return results.get(result.ordinal());
  }

  /** A loss's sum over the batch as a mean, each state's weighted as in the sum. */
  private double mean(MuZeroLoss.Result loss, TrainingBatch of, float[] weights) {
    double total = of.totalWeight(weights, config.unrolledWeight());
    return total == 0 ? 0 : result(loss) / total;
  }

  /**
   * Requires that parameters and moments are finite numbers, and that the parameters give a finite
   * loss and gradient on the newest batch, if there was one: a step tells that only of the
   * parameters it began with. Nothing is changed by it; it takes as long as a step.
   *
   * @throws NonFiniteLossException when they are or do not
   */
  public void requireFinite() {
    float[] parameters = arguments.get(THETA).toFloatArray();
    float[] first = arguments.get(FIRST).toFloatArray();
    float[] second = arguments.get(SECOND).toFloatArray();
    requireFiniteState("a parameter", parameters);
    requireFiniteState("a moment", first);
    requireFiniteState("a moment", second);
    if (!hasBatch) {
      return;
    }
    try {
      program.train(arguments).close();
      requireFinite(step + 1);
    } catch (NonFiniteLossException e) {
      throw NonFiniteLossException.ofWeights(step, "the " + e.term(), e.value());
    } finally {
      put(parameters, first, second);
    }
  }

  private void requireFiniteState(String term, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw NonFiniteLossException.ofWeights(step, term, value);
      }
    }
  }

  private LearnerStep measured(TrainingBatch of, double rate) {
    int values = loss.scalars();
    int rewards = values + loss.states();
    float[] rootValueErrors = new float[of.size];
    double valueError = 0;
    double rewardError = 0;
    int valueCount = 0;
    int rewardCount = 0;
    for (int i = 0; i < loss.states(); i++) {
      double value = valueSupport.inverse(results.get(values + i));
      double error = Math.abs(value - of.valueTarget[i]);
      if (i < of.size) {
        // What lies beyond the support cannot be learned: it must not keep a position on top.
        rootValueErrors[i] = (float) Math.abs(value - valueSupport.clip(of.valueTarget[i]));
      }
      if (of.valueWeight[i] > 0) {
        valueError += error;
        valueCount++;
      }
      if (of.rewardWeight[i] > 0) {
        rewardError +=
            Math.abs(rewardSupport.inverse(results.get(rewards + i)) - of.rewardTarget[i]);
        rewardCount++;
      }
    }
    return new LearnerStep(
        step,
        result(MuZeroLoss.Result.LOSS),
        mean(MuZeroLoss.Result.POLICY_LOSS, of, of.policyWeight),
        mean(MuZeroLoss.Result.VALUE_LOSS, of, of.valueWeight),
        mean(MuZeroLoss.Result.REWARD_LOSS, of, of.rewardWeight),
        mean(MuZeroLoss.Result.CONSISTENCY_LOSS, of, of.nextObservationWeight),
        result(MuZeroLoss.Result.GRADIENT_NORM),
        rate,
        valueError / Math.max(1, valueCount),
        rewardError / Math.max(1, rewardCount),
        result(MuZeroLoss.Result.POLICY_ENTROPY),
        rootValueErrors,
        network.shape().turnsVary()
            ? OptionalDouble.of(mean(MuZeroLoss.Result.TURN_LOSS, of, of.turnWeight))
            : OptionalDouble.empty());
  }

  /** Puts the optimiser's state onto the device; on a CPU the staging memory is the state. */
  private void put(float[] parameters, float[] first, float[] second) {
    put(THETA, theta, parameters);
    put(FIRST, firstMoment, first);
    put(SECOND, secondMoment, second);
  }

  private void put(int argument, DirectArray staging, float[] values) {
    staging.asFloats().put(values);
    if (where.isGpu()) {
      NDArray fresh = staging.tensor().toDevice(where, true);
      NDArray stale = arguments.set(argument, fresh);
      if (stale != staging.tensor()) {
        stale.close();
      }
    }
  }

  /** A snapshot of the network's parameters; its version is the number of steps done. */
  public Weights weights() {
    float[] all = arguments.get(THETA).toFloatArray();
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
    file.metadata().put(OPTIMISER, name(config.optimiser()));
    groups.save(file.metadata());
    file.putAll("", layout, arguments.get(THETA).toFloatArray());
    file.putAll(FIRST_MOMENT, layout, arguments.get(FIRST).toFloatArray());
    file.putAll(SECOND_MOMENT, layout, arguments.get(SECOND).toFloatArray());
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
    boolean had = file.tensors().keySet().stream().anyMatch(Learner::isOfConsistency);
    boolean has = config.consistencyWeight() > 0;
    if (had && !has) {
      file.tensors().keySet().removeIf(Learner::isOfConsistency);
      notes.add("the consistency loss is off: its projector and predictor are dropped");
    }
    if (has && !had) {
      notes.add(
          "the checkpoint has no projector for the consistency loss: it and its predictor begin afresh");
    }
    float[] parameters = file.getAll("", layout, arguments.get(THETA).toFloatArray());
    float[] none = new float[parameters.length];
    float[] first = file.getAll(FIRST_MOMENT, layout, none);
    float[] second = file.getAll(SECOND_MOMENT, layout, none);
    file.requireNoOther(layout, "", FIRST_MOMENT, SECOND_MOMENT);
    Optimiser before = optimiserOf(file, second, restored);
    groups.restore(file.metadata(), restored);
    for (ParameterLayout.Parameter p : layout.parameters()) {
      if (!file.tensors().containsKey(p.name())) {
        groups.begin(p.block(), restored);
      }
    }
    if (before != config.optimiser()) {
      first = none;
      second = none;
      groups.beginAll(restored);
      notes.add(
          "learner.optimiser was %s and is %s: its moments begin anew"
              .formatted(name(before), name(config.optimiser())));
    }
    put(parameters, first, second);
    putStretches();
    step = restored;
    return notes;
  }

  private static boolean isOfConsistency(String tensor) {
    String group = ConsistencyLoss.GROUP + ".";
    return Stream.of("", FIRST_MOMENT, SECOND_MOMENT).anyMatch(p -> tensor.startsWith(p + group));
  }

  /**
   * The optimiser whose moments a file has. Older files do not name it; only AdamW touches the
   * second moments, and it does so in its first step.
   */
  private Optimiser optimiserOf(SafeTensors file, float[] second, long steps) throws IOException {
    String name = file.metadata().get(OPTIMISER);
    if (name == null) {
      for (float moment : second) {
        if (moment != 0) {
          return Optimiser.ADAMW;
        }
      }
      return steps == 0 ? config.optimiser() : Optimiser.SGD;
    }
    for (Optimiser optimiser : Optimiser.values()) {
      if (name(optimiser).equals(name)) {
        return optimiser;
      }
    }
    throw new IOException("a learner's optimiser must be adamw or sgd, was " + name);
  }

  private static String name(Optimiser optimiser) {
    return optimiser.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Goes on from weights alone: the moments begin at zero and with a step count of their own, the
   * learning rate's schedule goes on from the weights' step.
   */
  public void begin(Weights from) {
    float[] parameters = arguments.get(THETA).toFloatArray();
    System.arraycopy(from.values(), 0, parameters, 0, from.values().length);
    float[] none = new float[parameters.length];
    put(parameters, none, none);
    groups.beginAll(from.version());
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
    program.close();
    manager.close();
  }
}
