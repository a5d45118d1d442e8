package io.muzero.network;

import io.muzero.settings.Size;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Where each named parameter lies in the one flat vector theta that holds them all.
 *
 * <p>One vector makes an optimiser step a handful of operations whatever the network, and handing
 * weights to a player one copy.
 */
public final class ParameterLayout {
  /** A checkpoint's file of parameters and two moments, with its header, is read in one piece. */
  private static final long MOST_PARAMETERS =
      (Size.MOST_ELEMENTS - SafeTensors.LONGEST_HEADER) / (3 * Float.BYTES);

  private final List<Parameter> parameters;
  private final int size;

  /** Of a network with parts that this one lacks; empty where there is none such. */
  private final Optional<ParameterLayout> larger;

  /**
   * A named parameter.
   *
   * @param name for example {@code dynamics.0.weight}
   * @param shape its dimensions
   * @param offset index of its first number in theta
   * @param deviation standard deviation of its initial values where they are drawn, otherwise 0
   * @param start its initial values where they are not drawn; empty for zeros
   * @param decays whether weight decay applies: to weights, not to biases
   * @param block name of the group it is of, all of which a checkpoint may lack: a residual block,
   *     which with initial values or with zeros is the identity, or what only the learner has;
   *     empty when it is of none
   * @param earlierRows where it has rows that it had not in earlier versions: the rows that it had,
   *     in order; otherwise empty
   */
  public record Parameter(
      String name,
      List<Integer> shape,
      int offset,
      double deviation,
      List<Float> start,
      boolean decays,
      String block,
      List<Integer> earlierRows) {
    /** Numbers in it. */
    public int size() {
      return shape.stream().reduce(1, (a, b) -> a * b);
    }

    /** Its dimensions in earlier versions. */
    List<Integer> earlierShape() {
      List<Integer> earlier = new ArrayList<>(shape);
      if (!earlierRows.isEmpty()) {
        earlier.set(0, earlierRows.size());
      }
      return earlier;
    }
  }

  private ParameterLayout(List<Parameter> parameters, int size, Optional<ParameterLayout> larger) {
    this.parameters = parameters;
    this.size = size;
    this.larger = larger;
  }

  /**
   * The same, for which weights of a larger network are good too: what they have more is left out.
   *
   * @param whole has all of these parameters, with the same names and shapes, and others
   */
  ParameterLayout without(ParameterLayout whole) {
    return new ParameterLayout(parameters, size, Optional.of(whole));
  }

  /** Names of parameters that weights may have and that are left out. */
  Set<String> leftOut() {
    Set<String> names = new HashSet<>();
    larger.ifPresent(whole -> whole.parameters.forEach(p -> names.add(p.name())));
    parameters.forEach(p -> names.remove(p.name()));
    return names;
  }

  /** The parameters in the order of their offsets, without gaps. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** Numbers in theta. */
  public int size() {
    return size;
  }

  /**
   * Names and shapes in one short text, equal for two networks when weights of one fit the other.
   */
  public String fingerprint() {
    return fingerprint(Parameter::shape);
  }

  /**
   * Whether weights with this fingerprint fit, those of earlier versions and of networks with parts
   * that are left out included.
   */
  public boolean fits(String fingerprint) {
    return fingerprint.equals(fingerprint())
        || fingerprint.equals(fingerprint(Parameter::earlierShape))
        || larger.filter(whole -> whole.fits(fingerprint)).isPresent();
  }

  private String fingerprint(Function<Parameter, List<Integer>> shapes) {
    CRC32 checksum = new CRC32();
    long numbers = 0;
    for (Parameter parameter : parameters) {
      List<Integer> shape = shapes.apply(parameter);
      checksum.update((parameter.name() + shape + "\n").getBytes(StandardCharsets.UTF_8));
      numbers += shape.stream().reduce(1, (a, b) -> a * b);
    }
    return String.format(Locale.ROOT, "%d-%08x", numbers, checksum.getValue());
  }

  /**
   * Lines of a TorchScript function that returns the parameters from an index on as a list.
   *
   * @param theta the vector that begins with the first of them
   * @param from index of the first
   */
  public String viewsText(String theta, int from) {
    List<Parameter> wanted = parameters.subList(from, parameters.size());
    StringBuilder sizes = new StringBuilder();
    StringBuilder views = new StringBuilder();
    for (int i = 0; i < wanted.size(); i++) {
      String separator = i == 0 ? "" : ", ";
      sizes.append(separator).append(wanted.get(i).size());
      views.append(separator).append("torch.view(p[" + i + "], " + wanted.get(i).shape() + ")");
    }
    return "    p = torch.split_with_sizes("
        + theta
        + ", ["
        + sizes
        + "])\n    return ["
        + views
        + "]\n";
  }

  /** Initial values: drawn from a normal distribution where there is a deviation. */
  public float[] initialise(UniformRandomProvider random) {
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
    float[] theta = new float[size];
    for (Parameter parameter : parameters) {
      for (int i = 0; i < parameter.start().size(); i++) {
        theta[parameter.offset() + i] = parameter.start().get(i);
      }
      if (parameter.deviation() > 0) {
        for (int i = 0; i < parameter.size(); i++) {
          theta[parameter.offset() + i] = (float) (parameter.deviation() * normal.sample());
        }
      }
    }
    return theta;
  }

  /** 1 where weight decay applies, 0 elsewhere. */
  public float[] decayMask() {
    float[] mask = new float[size];
    for (Parameter parameter : parameters) {
      if (parameter.decays()) {
        java.util.Arrays.fill(mask, parameter.offset(), parameter.offset() + parameter.size(), 1f);
      }
    }
    return mask;
  }

  /**
   * These parameters followed by a dense layer's weight [outputs, inputs], whose initial values
   * have deviation gain/√inputs, and its bias.
   *
   * @param block the group they are of
   * @param name what their names begin with
   */
  public ParameterLayout withDense(
      String block, String name, int inputs, int outputs, double gain) {
    Builder builder = new Builder();
    builder.larger = larger;
    builder.parameters.addAll(parameters);
    builder.size = size;
    builder.block(block);
    builder.weight(name + ".weight", gain / Math.sqrt(inputs), outputs, inputs);
    builder.bias(name + ".bias", outputs);
    return builder.build();
  }

  /** Lays parameters out one after another. */
  static final class Builder {
    private final List<Parameter> parameters = new ArrayList<>();
    private int size;
    private Optional<ParameterLayout> larger = Optional.empty();
    private String block = "";
    private List<Integer> earlierRows = List.of();

    /** Says which rows of the following parameters earlier versions had; empty: all. */
    void earlierRows(List<Integer> rows) {
      earlierRows = rows;
    }

    /** Says of which residual block the following parameters are; empty: of none. */
    void block(String name) {
      block = name;
    }

    /** Adds a weight and returns its index. */
    int weight(String name, double deviation, Integer... shape) {
      return add(name, List.of(shape), deviation, List.of(), true);
    }

    /** Adds a bias, initially zero, and returns its index. */
    int bias(String name, int length) {
      return add(name, List.of(length), 0, List.of(), false);
    }

    /** Adds a bias with these initial values and returns its index. */
    int bias(String name, List<Float> start) {
      return add(name, List.of(start.size()), 0, List.copyOf(start), false);
    }

    private int add(
        String name, List<Integer> shape, double deviation, List<Float> start, boolean decays) {
      long numbers = Size.product(shape.stream().mapToLong(Integer::longValue).toArray());
      Size.requireIndexable(
          "network",
          "that with " + name + " " + shape,
          new Size.Array("its parameters", Size.sum(size, numbers), MOST_PARAMETERS),
          "lower network.channels, network.headWidth or the widths of its layers");
      Parameter parameter =
          new Parameter(
              name, shape, size, deviation, start, decays, block, List.copyOf(earlierRows));
      parameters.add(parameter);
      size += parameter.size();
      return parameters.size() - 1;
    }

    ParameterLayout build() {
      return new ParameterLayout(Collections.unmodifiableList(parameters), size, larger);
    }
  }
}
