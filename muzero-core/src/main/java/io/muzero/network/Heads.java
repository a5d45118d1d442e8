package io.muzero.network;

import io.muzero.settings.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The heads of a network: policy, value and reward of a hidden state, laid out as layers and
 * written as TorchScript.
 *
 * <p>One hidden layer and one output layer serve all, but for the reward's where {@link
 * NetworkConfig#rewardHead} says so. The output layer's weights start at zero, its biases where
 * policy is uniform and value and reward are 0. What the hidden layer reads:
 *
 * <ul>
 *   <li>the whole state; with {@link NetworkConfig#globalPooling} also each channel's greatest
 *       number and mean: a win anywhere then shows in one number, where the state alone has a
 *       weight for each cell it may be in;
 *   <li>of an image network the state's planes reduced to {@link ImageConfig#headChannels} by a 1×1
 *       convolution and relu (as EfficientZero, arXiv:2111.00210, Appendix A), with greatest number
 *       and mean of each.
 * </ul>
 *
 * <p>With {@link RewardHead#PREFIX} the reward's hidden layer is read by a {@link PrefixHead},
 * which runs over the steps, apart from {@code heads}.
 *
 * <p>On large boards {@link PolicyHead#SPATIAL} takes the cells' logits out of them: what is
 * learned of one cell then holds on all. Immutable.
 */
final class Heads {
  /** Two logits say who moves next: the player who made the transition, or the other one. */
  private static final int TURN_LOGITS = 2;

  private final NetworkConfig config;
  private final NetworkShape shape;
  private final NetworkBody body;

  /** Index of the convolution that makes the cells' logits; the product of them follows. */
  private final int spatial;

  private final Head shared;
  private final Head reward;
  private final @Nullable PrefixHead prefix;

  /**
   * The layers of a head; that of its logits follows the hidden one.
   *
   * @param reduced index of the layer that reduces the state's planes; −1: it reads the state
   * @param hidden index of the hidden layer
   */
  private record Head(int reduced, int hidden) {
    int logits() {
      return hidden + 1;
    }
  }

  /** Lays the heads of a body out. */
  Heads(NetworkConfig config, NetworkShape shape, NetworkBody body, Layers layers) {
    this.config = config;
    this.shape = shape;
    this.body = body;
    spatial = layers.size();
    int policyLogits = shape.actionCount();
    if (body instanceof BoardBody board && isSpatial()) {
      int width = config.channels();
      layers.planes(
          new Layers.Naming("heads.policy.hidden", Layers.BEFORE_RELU), board.kind, width, width);
      layers.linear(new Layers.Naming("heads.policy.logits", 0), width, 1);
      policyLogits -= shape.cells();
    }
    LogitRows rows = new LogitRows();
    rows.addZeros(policyLogits);
    rows.add(config.valueSupport());
    if (config.rewardHead() == RewardHead.PREFIX) {
      requireOnePlayer();
      shared = lay(layers, "heads", rows);
      reward = layHidden(layers, "heads.reward");
      prefix = new PrefixHead(layers, config, body.stateSize());
      return;
    }
    LogitRows rewardRows = readsUnscaled() ? new LogitRows() : rows;
    rewardRows.add(config.rewardSupport());
    rewardRows.addZeros(turnLogits());
    shared = lay(layers, "heads", rows);
    reward = readsUnscaled() ? lay(layers, "heads.reward", rewardRows) : shared;
    prefix = null;
  }

  private void requireOnePlayer() {
    Check.that(
        !shape.turnsVary(),
        "network.rewardHead",
        "must be state or dynamics in games for two: prefix adds up one player's rewards",
        "prefix");
  }

  private Head lay(Layers layers, String name, LogitRows rows) {
    Head head = layHidden(layers, name);
    layers.logits(name + ".logits", config.headWidth(), rows);
    return head;
  }

  private Head layHidden(Layers layers, String name) {
    int reduced = -1;
    int inputs = body.stateSize();
    if (body instanceof ImageBody image) {
      int width = config.image().headChannels();
      reduced =
          layers.linear(
              new Layers.Naming(name + ".planes", Layers.BEFORE_RELU), image.channels, width);
      inputs = (image.grid.cells() + 2) * width;
    } else if (config.globalPooling()) {
      inputs += 2 * config.channels();
    }
    int width = config.headWidth();
    int hidden =
        layers.linear(new Layers.Naming(name + ".hidden", Layers.BEFORE_RELU), inputs, width);
    return new Head(reduced, hidden);
  }

  /** Whether the policy's logits of the cells come from layers of their own. */
  private boolean isSpatial() {
    return config.policyHead() == PolicyHead.SPATIAL;
  }

  /** Whether the reward is read from the unscaled states, by layers of its own. */
  boolean readsUnscaled() {
    return config.rewardHead() != RewardHead.STATE;
  }

  /** What sums rewards, where they are summed. */
  @Nullable PrefixHead prefix() {
    return prefix;
  }

  /** Logits that say who moves next. */
  int turnLogits() {
    return shape.turnsVary() ? TURN_LOGITS : 0;
  }

  /** What {@code e} holds of a layer from here on. */
  NetworkBody.Expansion expansion(int index, Layer layer) {
    NetworkBody.Expansion plain = body.expansion(layer);
    boolean hidden = index == shared.hidden || index == reward.hidden;
    boolean reduced = index == shared.reduced || index == reward.reduced;
    if (!hidden && !reduced) {
      return plain;
    }
    boolean readsState = hidden && shared.reduced < 0;
    String weight = readsState ? ordered(plain.weight()) : plain.weight();
    return new NetworkBody.Expansion(body.cast(weight), body.cast(plain.rest()));
  }

  /** A weight over a state, and over what is pooled of it, in the order in which states are. */
  private String ordered(String weight) {
    if (!config.globalPooling() || body.ordered(weight).equals(weight)) {
      return body.ordered(weight);
    }
    int size = body.stateSize();
    String ofState = body.ordered(NetworkBody.format("%s[:, :%d]", weight, size));
    return NetworkBody.format("torch.cat([%s, %s[:, %d:]], 1)", ofState, weight, size);
  }

  /** The function {@code heads(e, x, u, tape)}. */
  String text(List<Layer> layers) {
    StringBuilder text = new StringBuilder();
    text.append(
        "  def heads(self, e: List[Tensor], x: Tensor, u: Tensor, tape: List[Tensor]) -> Tensor:\n");
    boolean spatially = body instanceof BoardBody && isSpatial();
    if (body instanceof BoardBody board && isSpatial()) {
      text.append(spatialText(layers, board));
    }
    text.append(hiddenText(layers, shared, "x"));
    String logits = NetworkBody.call(layers, shared.logits(), "x");
    if (prefix == null && readsUnscaled()) {
      text.append(NetworkBody.format("    x = %s\n", logits));
      text.append(hiddenText(layers, reward, "u"));
      logits = "x, " + NetworkBody.call(layers, reward.logits(), "u");
    }
    boolean one = !spatially && (prefix != null || !readsUnscaled());
    text.append(
        NetworkBody.format(
            "    return %s\n\n",
            one
                ? logits
                : NetworkBody.format("torch.cat([%s%s], 1)", spatially ? "p, " : "", logits)));
    if (prefix != null) {
      text.append(prefix.text(layers, hiddenText(layers, reward, "u")));
    }
    return text.toString();
  }

  /** Makes the hidden layer of a head of the states {@code name}, in their place. */
  private String hiddenText(List<Layer> layers, Head head, String name) {
    String read;
    if (body instanceof ImageBody image) {
      read = reducedText(layers, head, image, name);
    } else {
      String pooled =
          body instanceof BoardBody board && config.globalPooling() ? pooledText(board, name) : "";
      String cast = body.cast(name);
      read = pooled + (cast.equals(name) ? "" : NetworkBody.format("    %s = %s\n", name, cast));
    }
    String hidden =
        NetworkBody.format("self.relu(%s)", NetworkBody.call(layers, head.hidden, name));
    return read + NetworkBody.format("    %s = %s\n", name, body.uncast(hidden));
  }

  /** Appends to states each channel's greatest number, then each channel's mean. */
  private static String pooledText(BoardBody board, String name) {
    return NetworkBody.format("    y = %s\n", board.cellsOf(name))
        + NetworkBody.format(
            "    %1$s = torch.cat([%1$s, torch.amax(y, [%2$d]), torch.mean(y, [%2$d])], 1)\n",
            name, board.cellDimension());
  }

  /** Puts reduced planes, and greatest number and mean of each, in the states' place. */
  private String reducedText(List<Layer> layers, Head head, ImageBody image, String name) {
    String rows = NetworkBody.format("torch.reshape(%s, [-1, %d])", name, image.channels);
    return NetworkBody.format("    y = %s\n", body.cast(rows))
        + NetworkBody.format(
            "    y = torch.view(self.relu(%s), [-1, %d, %d])\n",
            NetworkBody.call(layers, head.reduced, "y"),
            image.grid.cells(),
            config.image().headChannels())
        + NetworkBody.format(
            "    %s = torch.cat([torch.flatten(y, 1), torch.amax(y, [1]), torch.mean(y, [1])], 1)\n",
            name);
  }

  /** Makes {@code p}, the cells' logits, [B, P], of the states {@code x}. */
  private String spatialText(List<Layer> layers, BoardBody board) {
    return NetworkBody.format("    y = %s\n", board.statePlanes("x"))
        + NetworkBody.format("    y = self.relu(%s)\n", NetworkBody.call(layers, spatial, "y"))
        + NetworkBody.format("    y = %s\n", board.rowsOfCells())
        + NetworkBody.format(
            "    p = torch.view(%s, [-1, %d])\n",
            NetworkBody.call(layers, spatial + 1, "y"), shape.cells());
  }
}
