package io.muzero.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import io.muzero.network.DirectArray;
import io.muzero.network.HostMemory;
import io.muzero.network.ParameterLayout;
import io.muzero.network.SafeTensors;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What training changes: the parameters, the optimiser's two moments of each, and since when there
 * are moments. The first three arguments of the learner's program.
 *
 * <p>On a CPU the memory that Java shares is the state itself; on another device it is where the
 * state passes through. It belongs to the manager it was made with. Used by one thread.
 */
final class OptimiserState {
  private static final int THETA = 0;
  private static final int FIRST = 1;
  private static final int SECOND = 2;
  private static final String OPTIMISER = "optimiser";
  private static final String FIRST_MOMENT = "optimiser.first_moment.";
  private static final String SECOND_MOMENT = "optimiser.second_moment.";

  private final ParameterLayout layout;
  private final LearnerConfig config;
  private final Device where;
  private final NDList arguments;
  private final List<DirectArray> shared;
  private final MomentGroups groups;

  /**
   * All numbers of a state.
   *
   * @param parameters in the order of the layout
   * @param first moments
   * @param second moments
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Numbers(float[] parameters, float[] first, float[] second) {
    /** Parameters without moments. */
    static Numbers of(float[] parameters) {
      return new Numbers(parameters, new float[parameters.length], new float[parameters.length]);
    }
  }

  /**
   * A state of zeros.
   *
   * @param arguments of the program, still empty; they get the three tensors
   */
  OptimiserState(
      ParameterLayout layout,
      LearnerConfig config,
      HostMemory memory,
      Device where,
      NDList arguments) {
    this.layout = layout;
    this.config = config;
    this.where = where;
    this.arguments = arguments;
    groups = new MomentGroups(layout);
    shared =
        List.of(
            memory.floats(layout.size()),
            memory.floats(layout.size()),
            memory.floats(layout.size()));
    shared.forEach(array -> arguments.add(array.tensor()));
  }

  /** Since when there are moments. */
  MomentGroups groups() {
    return groups;
  }

  /** The tensor of all parameters, on the device; another one after each {@link #put}. */
  PtNDArray theta() {
    return (PtNDArray) arguments.get(THETA);
  }

  /** A copy of the parameters. */
  float[] parameters() {
    return arguments.get(THETA).toFloatArray();
  }

  /** A copy of all numbers. */
  Numbers numbers() {
    return new Numbers(
        parameters(), arguments.get(FIRST).toFloatArray(), arguments.get(SECOND).toFloatArray());
  }

  /** Puts numbers in the state's place. */
  void put(Numbers numbers) {
    put(THETA, numbers.parameters);
    put(FIRST, numbers.first);
    put(SECOND, numbers.second);
  }

  private void put(int argument, float[] values) {
    DirectArray staging = shared.get(argument);
    staging.asFloats().put(values);
    if (where.isGpu()) {
      NDArray fresh = staging.tensor().toDevice(where, true);
      NDArray stale = arguments.set(argument, fresh);
      if (stale != staging.tensor()) {
        stale.close();
      }
    }
  }

  /** Adds all of it to a file. */
  void save(SafeTensors file) {
    file.metadata().put(OPTIMISER, name(config.optimiser()));
    groups.save(file.metadata());
    Numbers numbers = numbers();
    file.putAll("", layout, numbers.parameters);
    file.putAll(FIRST_MOMENT, layout, numbers.first);
    file.putAll(SECOND_MOMENT, layout, numbers.second);
  }

  /**
   * Takes over what {@link #save} added; {@link Learner#restore} says with which exceptions.
   *
   * @param steps training steps done there
   * @param notes gets a line for the user on each exception that was met
   * @throws IOException when it is another network's; the state is then as before
   */
  void restore(SafeTensors file, long steps, List<String> notes) throws IOException {
    dropConsistency(file, notes);
    Numbers now = numbers();
    Numbers none = Numbers.of(now.parameters);
    float[] parameters = file.getAll("", layout, now.parameters);
    float[] first = file.getAll(FIRST_MOMENT, layout, none.first);
    float[] second = file.getAll(SECOND_MOMENT, layout, none.second);
    file.requireNoOther(layout, "", FIRST_MOMENT, SECOND_MOMENT);
    Optimiser before = optimiserOf(file, second, steps);
    groups.restore(file.metadata(), steps);
    for (ParameterLayout.Parameter p : layout.parameters()) {
      if (!file.tensors().containsKey(p.name())) {
        groups.begin(p.block(), steps);
      }
    }
    if (before == config.optimiser()) {
      put(new Numbers(parameters, first, second));
      return;
    }
    put(Numbers.of(parameters));
    groups.beginAll(steps);
    notes.add(
        "learner.optimiser was %s and is %s: its moments begin anew"
            .formatted(name(before), name(config.optimiser())));
  }

  private void dropConsistency(SafeTensors file, List<String> notes) {
    boolean had = file.tensors().keySet().stream().anyMatch(OptimiserState::isOfConsistency);
    boolean has = config.consistencyWeight() > 0;
    if (had && !has) {
      file.tensors().keySet().removeIf(OptimiserState::isOfConsistency);
      notes.add("the consistency loss is off: its projector and predictor are dropped");
    }
    if (has && !had) {
      notes.add(
          "the checkpoint has no projector for the consistency loss: it and its predictor begin afresh");
    }
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
}
