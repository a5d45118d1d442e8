package io.muzero.network;

import io.muzero.environment.ActionSpace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The networks written out in plain Java, in double precision, one state at a time: what the
 * TorchScript programs are held against. Actions are concatenated to the state as planes or one-hot
 * vectors, convolutions are loops.
 */
public final class NaiveNetwork {
  private final NetworkConfig config;
  private final NetworkShape shape;
  private final Map<String, ParameterLayout.Parameter> parameters = new HashMap<>();

  /** Rows and columns of a state's planes. */
  private final int height;

  private final int width;

  public NaiveNetwork(NetworkConfig config, NetworkShape shape, ParameterLayout layout) {
    this.config = config;
    this.shape = shape;
    layout.parameters().forEach(p -> parameters.put(p.name(), p));
    boolean strides = config.type() == NetworkType.IMAGE && config.image().stem() != Stem.NONE;
    height = strides ? (shape.height() + 15) / 16 : shape.height();
    width = strides ? (shape.width() + 15) / 16 : shape.width();
  }

  /** h: the hidden state of an observation. */
  public double[] representation(double[] theta, double[] observation) {
    return scale(encoded(theta, observation));
  }

  /** h before its output is scaled. */
  public double[] encoded(double[] theta, double[] observation) {
    double[] x = observation;
    if (config.type() == NetworkType.MLP) {
      int last = config.representationLayers().size();
      for (int i = 0; i <= last; i++) {
        x = linear(theta, "representation." + i, x, -1);
        x = i < last ? relu(x) : x;
      }
      return x;
    }
    if (config.type() == NetworkType.IMAGE) {
      x = stem(theta, new Planes(x, shape.inputChannels(), shape.height(), shape.width())).numbers;
    } else {
      x = relu(convolution(theta, "representation.first", x, shape.inputChannels(), -1));
    }
    return blocks(theta, "representation", config.blocks() + config.extraRepresentationBlocks(), x);
  }

  /** Planes of numbers, channel by channel. */
  private record Planes(double[] numbers, int channels, int height, int width) {}

  /** What EfficientZero's Appendix A and MuZero's Appendix F say, layer by layer. */
  private Planes stem(double[] theta, Planes input) {
    String name = "representation.stem";
    switch (config.image().stem()) {
      case NONE -> {
        return rectified(strided(theta, name + 0, input, 1));
      }
      case SMALL -> {
        Planes x = rectified(strided(theta, name + 0, input, 2));
        x = block(theta, name + 1, x);
        Planes y = rectified(strided(theta, name + "2.first", x, 2));
        y = strided(theta, name + "2.second", y, 1);
        x = strided(theta, name + "2.shortcut", x, 2);
        x = new Planes(relu(add(x.numbers, y.numbers)), x.channels, x.height, x.width);
        x = pooled(block(theta, name + 3, x));
        return pooled(block(theta, name + 5, x));
      }
      case ATARI -> {
        Planes x = rectified(strided(theta, name + 0, input, 2));
        x = block(theta, name + 2, block(theta, name + 1, x));
        x = rectified(strided(theta, name + 3, x, 2));
        x = block(theta, name + 6, block(theta, name + 5, block(theta, name + 4, x)));
        x = pooled(x);
        x = block(theta, name + 10, block(theta, name + 9, block(theta, name + 8, x)));
        return pooled(x);
      }
      default -> throw new IllegalArgumentException("say which stem");
    }
  }

  private static Planes rectified(Planes x) {
    return new Planes(relu(x.numbers), x.channels, x.height, x.width);
  }

  private Planes block(double[] theta, String name, Planes x) {
    Planes y = rectified(strided(theta, name + ".first", x, 1));
    y = strided(theta, name + ".second", y, 1);
    return new Planes(relu(add(x.numbers, y.numbers)), x.channels, x.height, x.width);
  }

  /** A 3×3 convolution around every stride-th cell of every stride-th row. */
  private Planes strided(double[] theta, String name, Planes x, int stride) {
    ParameterLayout.Parameter weight = parameters.get(name + ".weight");
    ParameterLayout.Parameter bias = parameters.get(name + ".bias");
    int outputs = weight.shape().get(0);
    int rows = (x.height + stride - 1) / stride;
    int columns = (x.width + stride - 1) / stride;
    double[] y = new double[outputs * rows * columns];
    for (int o = 0; o < outputs; o++) {
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          double sum = theta[bias.offset() + o];
          for (int i = 0; i < x.channels; i++) {
            for (int tap = 0; tap < 9; tap++) {
              double number = at(x, i, row * stride + tap / 3 - 1, column * stride + tap % 3 - 1);
              sum += theta[weight.offset() + (o * x.channels + i) * 9 + tap] * number;
            }
          }
          y[(o * rows + row) * columns + column] = sum;
        }
      }
    }
    return new Planes(y, outputs, rows, columns);
  }

  /** Means of 3×3 cells around every second cell of every second row, nothing around the board. */
  private static Planes pooled(Planes x) {
    int rows = (x.height + 1) / 2;
    int columns = (x.width + 1) / 2;
    double[] y = new double[x.channels * rows * columns];
    for (int i = 0; i < y.length; i++) {
      int row = i / columns % rows;
      for (int tap = 0; tap < 9; tap++) {
        int channel = i / columns / rows;
        y[i] += at(x, channel, row * 2 + tap / 3 - 1, i % columns * 2 + tap % 3 - 1) / 9;
      }
    }
    return new Planes(y, x.channels, rows, columns);
  }

  private static double at(Planes x, int channel, int row, int column) {
    boolean inside = row >= 0 && row < x.height && column >= 0 && column < x.width;
    return inside ? x.numbers[(channel * x.height + row) * x.width + column] : 0;
  }

  /** g: the next hidden state. */
  public double[] dynamics(double[] theta, double[] state, int action) {
    return scale(unscaled(theta, state, action));
  }

  /** g before its output is scaled. */
  public double[] unscaled(double[] theta, double[] state, int action) {
    if (config.type() == NetworkType.MLP) {
      double[] x = state;
      int last = config.dynamicsLayers().size();
      for (int i = 0; i <= last; i++) {
        x = linear(theta, "dynamics." + i, x, i == 0 ? action : -1);
        x = i < last ? relu(x) : x;
      }
      return config.residualDynamics() ? add(x, state) : x;
    }
    double[] x = convolution(theta, "dynamics.first", state, config.channels(), action);
    x = relu(config.residualDynamics() ? add(x, state) : x);
    return blocks(theta, "dynamics", config.blocks(), x);
  }

  /**
   * f and the reward: logits of policy, value and reward.
   *
   * @param unscaled what the state was scaled from, which only a reward of its own reads
   */
  public double[] heads(double[] theta, double[] state, double[] unscaled) {
    double[] shared = head(theta, "heads", state);
    if (config.rewardHead() == RewardHead.DYNAMICS) {
      double[] reward = head(theta, "heads.reward", unscaled);
      int length = shared.length;
      shared = Arrays.copyOf(shared, length + reward.length);
      System.arraycopy(reward, 0, shared, length, reward.length);
    }
    if (config.rewardHead() == RewardHead.PREFIX) {
      // The reward's come from the memory, see sums.
      shared = Arrays.copyOf(shared, shared.length + config.rewardSupport().support().size());
    }
    if (config.policyHead() == PolicyHead.DENSE) {
      return shared;
    }
    int cells = shape.cells();
    double[] planes = relu(convolution(theta, "heads.policy.hidden", state, config.channels(), -1));
    double[] logits = new double[cells + shared.length];
    for (int cell = 0; cell < cells; cell++) {
      double[] column = new double[config.channels()];
      for (int i = 0; i < column.length; i++) {
        column[i] = planes[i * cells + cell];
      }
      logits[cell] = linear(theta, "heads.policy.logits", column, -1)[0];
    }
    System.arraycopy(shared, 0, logits, cells, shared.length);
    return logits;
  }

  private double[] head(double[] theta, String name, double[] state) {
    return linear(theta, name + ".logits", hidden(theta, name, state), -1);
  }

  private double[] hidden(double[] theta, String name, double[] state) {
    double[] read =
        config.type() == NetworkType.IMAGE
            ? reduced(theta, name, state)
            : config.globalPooling() ? pooled(state) : state;
    return relu(linear(theta, name + ".hidden", read, -1));
  }

  /** An empty memory of the LSTM that sums rewards: output, then cells. */
  public double[] freshMemory() {
    return new double[2 * config.valuePrefix().width()];
  }

  /** That memory after a step to a state, by the equations of torch.nn.LSTM. */
  public double[] remember(double[] theta, double[] memory, double[] unscaled) {
    int cells = config.valuePrefix().width();
    double[] x = hidden(theta, "heads.reward", unscaled);
    double[] z =
        add(
            linear(theta, "heads.reward.gates", x, -1),
            linear(theta, "heads.reward.recurrent", Arrays.copyOf(memory, cells), -1));
    double[] after = new double[2 * cells];
    for (int i = 0; i < cells; i++) {
      double in = logistic(z[i]);
      double forget = logistic(z[cells + i]);
      double fresh = Math.tanh(z[2 * cells + i]);
      double out = logistic(z[3 * cells + i]);
      after[cells + i] = forget * memory[cells + i] + in * fresh;
      after[i] = out * Math.tanh(after[cells + i]);
    }
    return after;
  }

  /** The logits of the sum of rewards that a memory tells. */
  public double[] sums(double[] theta, double[] memory) {
    double[] output = Arrays.copyOf(memory, config.valuePrefix().width());
    return linear(theta, "heads.reward.logits", output, -1);
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** Reduced channels cell by cell, then each reduced channel's greatest number and mean. */
  private double[] reduced(double[] theta, String name, double[] state) {
    int cells = height * width;
    int channels = config.image().headChannels();
    double[] all = new double[(cells + 2) * channels];
    double[] greatest = new double[channels];
    double[] mean = new double[channels];
    Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
    for (int cell = 0; cell < cells; cell++) {
      double[] column = new double[config.channels()];
      for (int i = 0; i < column.length; i++) {
        column[i] = state[i * cells + cell];
      }
      double[] y = relu(linear(theta, name + ".planes", column, -1));
      System.arraycopy(y, 0, all, cell * channels, channels);
      for (int i = 0; i < channels; i++) {
        greatest[i] = Math.max(greatest[i], y[i]);
        mean[i] += y[i] / cells;
      }
    }
    System.arraycopy(greatest, 0, all, cells * channels, channels);
    System.arraycopy(mean, 0, all, (cells + 1) * channels, channels);
    return all;
  }

  /** The state, each channel's greatest number and each channel's mean. */
  private double[] pooled(double[] state) {
    int cells = shape.cells();
    int channels = config.channels();
    double[] all = Arrays.copyOf(state, state.length + 2 * channels);
    for (int channel = 0; channel < channels; channel++) {
      double[] plane = Arrays.copyOfRange(state, channel * cells, (channel + 1) * cells);
      all[state.length + channel] = Arrays.stream(plane).max().orElseThrow();
      all[state.length + channels + channel] = Arrays.stream(plane).average().orElseThrow();
    }
    return all;
  }

  private double[] blocks(double[] theta, String name, int count, double[] input) {
    double[] x = input;
    for (int i = 0; i < count; i++) {
      String block = name + ".block" + i;
      double[] y = relu(convolution(theta, block + ".first", x, config.channels(), -1));
      y = convolution(theta, block + ".second", y, config.channels(), -1);
      x = relu(add(x, y));
    }
    return x;
  }

  private double[] linear(double[] theta, String name, double[] x, int action) {
    ParameterLayout.Parameter weight = parameters.get(name + ".weight");
    ParameterLayout.Parameter bias = parameters.get(name + ".bias");
    int outputs = weight.shape().get(0);
    double[] y = new double[outputs];
    for (int o = 0; o < outputs; o++) {
      y[o] = theta[bias.offset() + o];
      for (int i = 0; i < x.length; i++) {
        y[o] += theta[weight.offset() + o * x.length + i] * x[i];
      }
      if (action >= 0) {
        y[o] += theta[parameters.get(name + ".action_weight").offset() + action * outputs + o];
      }
    }
    return y;
  }

  private double[] convolution(double[] theta, String name, double[] x, int channels, int action) {
    int cells = height * width;
    double[] y = new double[config.channels() * cells];
    ParameterLayout.Parameter bias = parameters.get(name + ".bias");
    for (int o = 0; o < config.channels(); o++) {
      for (int cell = 0; cell < cells; cell++) {
        y[o * cells + cell] = theta[bias.offset() + o];
      }
    }
    addConvolution(theta, parameters.get(name + ".weight"), x, channels, y);
    if (action >= 0) {
      double[] planes = actionPlanes(action);
      addConvolution(
          theta, parameters.get(name + ".action_weight"), planes, planes.length / cells, y);
    }
    return y;
  }

  private void addConvolution(
      double[] theta, ParameterLayout.Parameter kernel, double[] x, int channels, double[] y) {
    int cells = height * width;
    for (int o = 0; o < config.channels(); o++) {
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          double sum = 0;
          for (int i = 0; i < channels; i++) {
            for (int dy = -1; dy <= 1; dy++) {
              for (int dx = -1; dx <= 1; dx++) {
                int r = row + dy;
                int c = column + dx;
                if (r >= 0 && r < height && c >= 0 && c < width) {
                  int tap = ((o * channels + i) * 3 + dy + 1) * 3 + dx + 1;
                  sum += theta[kernel.offset() + tap] * x[i * cells + r * width + c];
                }
              }
            }
          }
          y[o * cells + row * width + column] += sum;
        }
      }
    }
  }

  private double[] actionPlanes(int action) {
    int cells = height * width;
    boolean sameCells = height == shape.height() && width == shape.width();
    ActionSpace.Layout layout = sameCells ? shape.actions().layout() : ActionSpace.Layout.NONE;
    double[] planes =
        new double[layout == ActionSpace.Layout.NONE ? shape.actionCount() * cells : cells];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int cell = row * width + column;
        if (layout == ActionSpace.Layout.NONE) {
          planes[action * cells + cell] = 1;
        } else if (layout == ActionSpace.Layout.CELLS) {
          planes[cell] = action == cell ? 1 : 0;
        } else {
          planes[cell] = action == column ? 1 : 0;
        }
      }
    }
    return planes;
  }

  /** Scaled to [0, 1]. */
  public static double[] scale(double[] x) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double v : x) {
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (x[i] - low) / (high - low + 1e-5);
    }
    return y;
  }

  private static double[] relu(double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = Math.max(0, x[i]);
    }
    return y;
  }

  private static double[] add(double[] x, double[] y) {
    double[] z = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      z[i] = x[i] + y[i];
    }
    return z;
  }
}
