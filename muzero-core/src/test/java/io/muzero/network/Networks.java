package io.muzero.network;

import io.muzero.environment.ActionSpace;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Small networks for tests. */
public final class Networks {
  private static final SupportConfig VALUE = new SupportConfig(-5, 5, 7, true);
  private static final SupportConfig REWARD = new SupportConfig(-1, 1, 3, false);

  /** Two steps are added up, by three cells. */
  private static final ValuePrefixConfig PREFIX = new ValuePrefixConfig(2, 3);

  private Networks() {}

  /** Fully connected, all widths small. */
  public static NetworkConfig mlp() {
    return new NetworkConfig(
        NetworkType.MLP,
        6,
        List.of(5),
        List.of(7),
        1,
        0,
        0,
        ConvolutionKind.AUTO,
        Precision.FLOAT32,
        true,
        5,
        PolicyHead.DENSE,
        false,
        VALUE,
        REWARD,
        RewardHead.STATE);
  }

  /** Fully connected without hidden layers and without the residual connection. */
  public static NetworkConfig shallowMlp() {
    return new NetworkConfig(
        NetworkType.MLP,
        4,
        List.of(),
        List.of(),
        1,
        0,
        0,
        ConvolutionKind.AUTO,
        Precision.FLOAT32,
        false,
        5,
        PolicyHead.DENSE,
        false,
        VALUE,
        REWARD,
        RewardHead.STATE);
  }

  /** Two channels, one block. */
  public static NetworkConfig residual(ConvolutionKind kind) {
    return residual(kind, Precision.FLOAT32);
  }

  /** Two channels, one block, a spatial policy head. */
  public static NetworkConfig spatial(ConvolutionKind kind, Precision precision) {
    return residual(kind, precision, 0, PolicyHead.SPATIAL, false);
  }

  /** Two channels, one block. */
  public static NetworkConfig residual(ConvolutionKind kind, Precision precision) {
    return residual(kind, precision, 0, PolicyHead.DENSE, false);
  }

  /** Two channels, one block, and two more in the representation. */
  public static NetworkConfig deepRepresentation(ConvolutionKind kind) {
    return residual(kind, Precision.FLOAT32, 2, PolicyHead.DENSE, false);
  }

  /** Two channels, one block, heads that pool over the board. */
  public static NetworkConfig pooling(ConvolutionKind kind, Precision precision) {
    return residual(kind, precision, 0, PolicyHead.DENSE, true);
  }

  /** The same network with its reward read where {@code head} says. */
  public static NetworkConfig with(RewardHead head, NetworkConfig config) {
    return with(config, config.valueSupport(), config.rewardSupport(), head);
  }

  /** The same network with this support of value and reward. */
  static NetworkConfig with(SupportConfig support, NetworkConfig config) {
    return with(config, support, support, config.rewardHead());
  }

  /** The same network with these supports. */
  static NetworkConfig with(NetworkConfig config, SupportConfig value, SupportConfig reward) {
    return with(config, value, reward, config.rewardHead());
  }

  private static NetworkConfig with(
      NetworkConfig config, SupportConfig value, SupportConfig reward, RewardHead head) {
    return new NetworkConfig(
        config.type(),
        config.stateSize(),
        config.representationLayers(),
        config.dynamicsLayers(),
        config.channels(),
        config.blocks(),
        config.extraRepresentationBlocks(),
        config.convolution(),
        config.precision(),
        config.residualDynamics(),
        config.headWidth(),
        config.policyHead(),
        config.globalPooling(),
        value,
        reward,
        head,
        config.image(),
        PREFIX);
  }

  /** Two channels, one block behind a stem, heads of three planes. */
  public static NetworkConfig image(Stem stem, Precision precision) {
    NetworkConfig board = residual(ConvolutionKind.DIRECT, precision);
    return new NetworkConfig(
        NetworkType.IMAGE,
        board.stateSize(),
        board.representationLayers(),
        board.dynamicsLayers(),
        board.channels(),
        board.blocks(),
        board.extraRepresentationBlocks(),
        board.convolution(),
        board.precision(),
        board.residualDynamics(),
        board.headWidth(),
        board.policyHead(),
        board.globalPooling(),
        VALUE,
        REWARD,
        RewardHead.STATE,
        new ImageConfig(stem, 3),
        PREFIX);
  }

  /** Two planes of 17×18, which stems make 2×2, and three actions. */
  public static NetworkShape picture() {
    return new NetworkShape(2, 17, 18, new ActionSpace.Discrete(3));
  }

  /** The same game's shape, but one player may move several times. */
  public static NetworkShape turnsVary(NetworkShape shape) {
    return new NetworkShape(
        shape.inputChannels(), shape.height(), shape.width(), shape.actions(), true);
  }

  private static NetworkConfig residual(
      ConvolutionKind kind,
      Precision precision,
      int extraBlocks,
      PolicyHead policyHead,
      boolean globalPooling) {
    return new NetworkConfig(
        NetworkType.RESIDUAL,
        1,
        List.of(),
        List.of(),
        2,
        1,
        extraBlocks,
        kind,
        precision,
        true,
        4,
        policyHead,
        globalPooling,
        VALUE,
        REWARD,
        RewardHead.STATE);
  }

  /** A vector of 3 numbers and 4 actions. */
  public static NetworkShape vector() {
    return new NetworkShape(3, 1, 1, new ActionSpace.Discrete(4));
  }

  /** A board whose actions lie as {@code layout} says; with cells there is a pass. */
  public static NetworkShape board(ActionSpace.Layout layout) {
    int actions =
        switch (layout) {
          case NONE -> 3;
          case CELLS -> 7;
          case COLUMNS -> 3;
        };
    return new NetworkShape(2, 2, 3, new ActionSpace.Discrete(actions, layout));
  }

  /** A board of 3×4 cells with actions that have no place on it. */
  public static NetworkShape manyActions(int actions) {
    return new NetworkShape(2, 3, 4, new ActionSpace.Discrete(actions));
  }

  /** Weights without zeros: the initial ones plus noise everywhere. */
  public static float[] noisyWeights(ParameterLayout layout, long seed) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    float[] theta = layout.initialise(random);
    for (int i = 0; i < theta.length; i++) {
      theta[i] += (float) (random.nextDouble() - 0.5);
    }
    return theta;
  }
}
