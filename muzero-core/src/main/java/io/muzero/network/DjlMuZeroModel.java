package io.muzero.network;

import ai.djl.Device;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.PictureInputs;
import io.muzero.model.Transitions;
import io.muzero.model.ValueSupport;
import java.nio.FloatBuffer;
import java.util.ArrayList;
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
        def predict(self, e: List[Tensor], c: List[Tensor], h: Tensor, x: Tensor, out: Tensor) -> Tensor:
          z = torch.split_with_sizes(self.heads(e, h, x, []), ${sizes}, 1)
          value = torch.mv(torch.softmax(z[1], 1), c[0])
          reward = torch.mv(torch.softmax(z[2], 1), c[1])
          numbers = torch.cat([torch.reshape(z[0], [-1]), value, reward${turn}])
          torch.narrow(out, 0, 0, numbers.size(0)).copy_(numbers)
          return out

        def initial(self, e: List[Tensor], c: List[Tensor], slab: Tensor, o: Tensor, index: Tensor, out: Tensor, n: int) -> Tensor:
          x = torch.to(self.representation(e, torch.to(o[:n], slab, True), []), slab)
          h = self.scale(x)
          slab.index_copy_(0, index[0, :n].to(slab.device, non_blocking=True), h)
          return self.predict(e, c, h, x, out)

        def recurrent(self, e: List[Tensor], c: List[Tensor], slab: Tensor, index: Tensor, out: Tensor, n: int, first: int) -> Tensor:
          i = torch.narrow(index, 1, 0, n).to(slab.device, non_blocking=True)
          x = torch.to(self.dynamics(e, torch.index_select(slab, 0, i[1]), i[2], []), slab)
          if first < 0:
            h = self.scale(x)
            slab.index_copy_(0, i[0], h)
          else:
            h = self.scale_into(x, torch.narrow(slab, 0, first, n))
          return self.predict(e, c, h, x, out)

      """;

  /** For games of pictures beside; an input's floats are made on the device. */
  private static final String PICTURES =
      """
        def initial_pictures(self, e: List[Tensor], c: List[Tensor], slab: Tensor, frames: Tensor, led: Tensor, index: Tensor, out: Tensor, n: int) -> Tensor:
          return self.initial(e, c, slab, self.pictures(frames[:n], led[:n], slab), index, out, n)

      """;

  /** As {@link #TEXT} where rewards are differences of predicted sums, see {@link PrefixHead}. */
  private static final String PREFIX_TEXT =
      """
        def predict(self, e: List[Tensor], c: List[Tensor], h: Tensor, x: Tensor, reward: Tensor, out: Tensor) -> Tensor:
          z = torch.split_with_sizes(self.heads(e, h, x, []), ${sizes}, 1)
          value = torch.mv(torch.softmax(z[1], 1), c[0])
          numbers = torch.cat([torch.reshape(z[0], [-1]), value, reward])
          torch.narrow(out, 0, 0, numbers.size(0)).copy_(numbers)
          return out

        def initial(self, e: List[Tensor], c: List[Tensor], slab: Tensor, o: Tensor, index: Tensor, out: Tensor, n: int) -> Tensor:
          x = torch.to(self.representation(e, torch.to(o[:n], slab, True), []), slab)
          h = self.scale(x)
          rows = index[0, :n].to(slab.device, non_blocking=True)
          self.states(slab).index_copy_(0, rows, h)
          self.remembering(slab).index_fill_(0, rows, 0)
          return self.predict(e, c, h, x, torch.zeros_like(h[:, 0]), out)

        def recurrent(self, e: List[Tensor], c: List[Tensor], slab: Tensor, index: Tensor, out: Tensor, n: int, first: int) -> Tensor:
          i = torch.narrow(index, 1, 0, n).to(slab.device, non_blocking=True)
          x = torch.to(self.dynamics(e, torch.index_select(self.states(slab), 0, i[1]), i[2], []), slab)
          reward = self.reward(e, c, slab, i, x)
          h = self.scale(x)
          self.states(slab).index_copy_(0, i[0], h)
          return self.predict(e, c, h, x, reward, out)

      """;

  /**
   * {@code adopt} copies a parameter to memory of the CPU: on a GPU each call may run in another
   * stream, so none may end before its work is done, and a copy to the CPU waits for it.
   */
  private static final String PREPARE =
      """
        def prepare(self, theta: Tensor, c: List[Tensor]) -> List[Tensor]:
          return self.adopt(torch.to(theta, c[0]), c, theta)

        def adopt(self, p: Tensor, c: List[Tensor], done: Tensor) -> List[Tensor]:
          e = self.expand(self.split(p), c)
          torch.narrow(done, 0, 0, 1).copy_(torch.narrow(p, 0, 0, 1))
          return e

      """;

  private final NetworkProgram network;
  private final float discount;
  private final int actionCount;
  private final ValueSupport valueSupport;
  private final ValueSupport rewardSupport;
  private final TorchInference inference;
  private long version = -1;

  /**
   * Makes a model with zero weights.
   *
   * @param config which network
   * @param shape what the game fixes of it
   * @param discount written to {@link ModelOutput#discount} for every transition: γ for one player,
   *     −γ for two who alternate. Where turns vary, γ: it gets the sign of the likelier next mover
   * @param device where to compute
   */
  public DjlMuZeroModel(
      NetworkConfig config, NetworkShape shape, double discount, DeviceChoice device) {
    Device where = device.resolve();
    network = new NetworkProgram(config, shape, where);
    this.discount = (float) discount;
    actionCount = shape.actionCount();
    valueSupport = network.valueSupport();
    rewardSupport = network.rewardSupport();
    inference =
        new TorchInference(
            text(network),
            network.constants(),
            new TorchInference.Sizes(
                network.layout().size(),
                shape.inputSize(),
                network.keptSize(),
                actionCount,
                shape.pictureSize()),
            where);
  }

  /** The whole program. */
  static String text(NetworkProgram network) {
    boolean turns = network.shape().turnsVary();
    List<Integer> sizes = new ArrayList<>();
    sizes.add(network.shape().actionCount());
    sizes.add(network.valueSupport().size());
    PrefixHead prefix = network.prefix();
    if (prefix != null) {
      return network.text(
          LayerText.PLAIN,
          PREPARE
              + pictures(network)
              + prefix.inferenceText()
              + PREFIX_TEXT.replace("${sizes}", sizes.toString()));
    }
    sizes.add(network.rewardSupport().size());
    if (turns) {
      sizes.add(2);
    }
    return network.text(
        LayerText.PLAIN,
        ScalingText.into(network.readsUnscaled())
            + PREPARE
            + pictures(network)
            + TEXT.replace("${sizes}", sizes.toString())
                .replace("${turn}", turns ? ", torch.sub(z[3][:, 0], z[3][:, 1])" : ""));
  }

  private static String pictures(NetworkProgram network) {
    String inputs = PictureText.of(network.shape());
    return inputs.isEmpty() ? "" : inputs + PICTURES;
  }

  /**
   * Takes over weights: one copy, or none where they lie on this model's device already, then the
   * layers' matrices are made anew.
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
    DeviceWeights there = weights.onDevice();
    if (there == null || !there.use(inference::adopt)) {
      inference.load(weights.values());
    }
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
    return network.shape().inputSize();
  }

  @Override
  public HiddenStates newHiddenStates(int rows) {
    return inference.newHiddenStates(rows, network.stateSize());
  }

  @Override
  public void initialInference(
      float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
    checkCount(count, output);
    readPrediction(inference.initial(observations, count, states, rows), count, output);
  }

  @Override
  public boolean takesPictures() {
    return network.shape().pictures() > 0;
  }

  @Override
  public void initialInference(
      PictureInputs pictures, int count, HiddenStates states, int[] rows, ModelOutput output) {
    if (!takesPictures()) {
      throw new UnsupportedOperationException("this game's inputs are floats");
    }
    checkCount(count, output);
    readPrediction(inference.initial(pictures, count, states, rows), count, output);
  }

  @Override
  public void recurrentInference(HiddenStates states, Transitions transitions, ModelOutput output) {
    int[] parentRows = transitions.parentRows();
    int[] actions = transitions.actions();
    int[] childRows = transitions.childRows();
    int count = transitions.count();
    if (!network.shape().dynamics()) {
      throw new IllegalStateException(
          "this network has no dynamics: it is searched by the real rules (search.model=rules)");
    }
    checkCount(count, output);
    FloatBuffer from = inference.recurrent(states, parentRows, actions, childRows, count);
    readPrediction(from, count, output);
    int rewards = count * (actionCount + 1);
    boolean prefix = network.prefixHorizon() > 0;
    for (int i = 0; i < count; i++) {
      float reward = from.get(rewards + i);
      output.reward[i] = prefix ? reward : (float) rewardSupport.inverse(reward);
    }
    if (network.shape().turnsVary()) {
      for (int i = 0; i < count; i++) {
        output.discount[i] = from.get(rewards + count + i) > 0 ? discount : -discount;
      }
    } else {
      Arrays.fill(output.discount, 0, count, discount);
    }
  }

  private void readPrediction(FloatBuffer from, int count, ModelOutput output) {
    int values = count * actionCount;
    from.get(0, output.policyLogits, 0, values);
    for (int i = 0; i < count; i++) {
      output.value[i] = (float) valueSupport.inverse(from.get(values + i));
    }
  }

  private static void checkCount(int count, ModelOutput output) {
    if (count < 1 || count > output.capacity()) {
      throw new IllegalArgumentException(
          "count must be within [1, " + output.capacity() + "], was " + count);
    }
  }

  @Override
  public void close() {
    inference.close();
  }
}
