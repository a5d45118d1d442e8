package io.muzero.network;

import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.settings.Check;
import io.muzero.settings.Setting;
import java.util.List;

/** Which network learns: its kind, its widths and the supports of its value and reward. */
public record NetworkConfig(
    @Setting(
            value =
                "mlp (vectors), residual (planes, 3x3 convolutions) or image (residual behind strides that make pictures "
                    + "small)",
            byDefault = "residual")
        NetworkType type,
    @Setting(value = "mlp: numbers in a hidden state, from 1", byDefault = "64") int stateSize,
    @Setting(
            value = "mlp: widths of the representation's hidden layers; may be empty",
            byDefault = "[64]")
        List<Integer> representationLayers,
    @Setting(value = "mlp: widths of the dynamics' hidden layers; may be empty", byDefault = "[64]")
        List<Integer> dynamicsLayers,
    @Setting(
            value = "residual, image: channels of every convolution and of a hidden state, from 1",
            byDefault = "16")
        int channels,
    @Setting(
            value =
                "residual, image: blocks of two convolutions, in the representation and in the dynamics alike, from 0",
            byDefault = "1")
        int blocks,
    @Setting(
            value =
                "residual, image: further blocks of the representation alone, which a search computes once where it computes "
                    + "the dynamics in every simulation, from 0",
            byDefault = "0")
        int extraRepresentationBlocks,
    @Setting(
            value =
                "residual: how convolutions are computed: auto, dense (fast on tiny boards) or direct; the map is the same",
            byDefault = "auto")
        ConvolutionKind convolution,
    @Setting(
            value =
                "residual, image: numbers that direct convolutions compute with: float32, bfloat16 or auto (bfloat16 on "
                    + "processors with AVX-512 BF16 or AMX, where it is two to five times as fast); parameters are float32 whatever this is",
            byDefault = "auto")
        Precision precision,
    @Setting(
            value =
                "add the parent's hidden state in the dynamics, so that they learn the change (as EfficientZero, "
                    + "arXiv:2111.00210, Appendix A)",
            byDefault = "true")
        boolean residualDynamics,
    @Setting(
            value =
                "units of the one hidden layer that policy, value and reward heads share, from 1",
            byDefault = "64")
        int headWidth,
    @Setting(
            value =
                "residual: how the policy is made: dense (from the whole state) or spatial (each cell's logit from "
                    + "the cells around it, where actions are cells)",
            byDefault = "dense")
        PolicyHead policyHead,
    @Setting(
            value =
                "residual: the heads also read each channel's greatest number and mean over the board (global pooling, "
                    + "as KataGo, arXiv:1902.10565): what shows anywhere then need not be learned cell by cell",
            byDefault = "false")
        boolean globalPooling,
    @Setting(value = "the value's categories", byDefault = "{}") SupportConfig valueSupport,
    @Setting(value = "the reward's categories", byDefault = "{}") SupportConfig rewardSupport,
    @Setting(
            value =
                "where the reward is read: state (from the scaled next state, by the hidden layer that policy and value "
                    + "share), dynamics (from the dynamics' output before scaling, by a hidden layer of its own, as MuZero, "
                    + "arXiv:1911.08265, Appendix F) or prefix (as dynamics, with an LSTM over the unrolled steps that predicts "
                    + "the sum of rewards, EfficientZero's value prefix, arXiv:2111.00210, section 4.2; one player only; "
                    + "rewardSupport must hold the sums)",
            byDefault = "state")
        RewardHead rewardHead,
    @Setting(value = "what only networks of type image have", byDefault = "{}") ImageConfig image,
    @Setting(value = "what only rewardHead prefix has", byDefault = "{}")
        ValuePrefixConfig valuePrefix) {
  private static final int MAXIMUM_WIDTH = 65_536;

  /** Checks the ranges. */
  public NetworkConfig {
    representationLayers = List.copyOf(representationLayers);
    dynamicsLayers = List.copyOf(dynamicsLayers);
    Check.within("network.stateSize", stateSize, 1, MAXIMUM_WIDTH);
    for (int width : representationLayers) {
      Check.within("network.representationLayers", width, 1, MAXIMUM_WIDTH);
    }
    for (int width : dynamicsLayers) {
      Check.within("network.dynamicsLayers", width, 1, MAXIMUM_WIDTH);
    }
    Check.within("network.channels", channels, 1, MAXIMUM_WIDTH);
    Check.within("network.blocks", blocks, 0, 1000);
    Check.within("network.extraRepresentationBlocks", extraRepresentationBlocks, 0, 1000);
    Check.within("network.headWidth", headWidth, 1, MAXIMUM_WIDTH);
    Check.that(
        policyHead == PolicyHead.DENSE || type == NetworkType.RESIDUAL,
        "network.policyHead",
        "must be dense unless network.type is residual",
        policyHead);
    Check.that(
        !globalPooling || type == NetworkType.RESIDUAL,
        "network.globalPooling",
        "must be false unless network.type is residual",
        globalPooling);
  }

  /** A network that sees no pictures. */
  public NetworkConfig(
      NetworkType type,
      int stateSize,
      List<Integer> representationLayers,
      List<Integer> dynamicsLayers,
      int channels,
      int blocks,
      int extraRepresentationBlocks,
      ConvolutionKind convolution,
      Precision precision,
      boolean residualDynamics,
      int headWidth,
      PolicyHead policyHead,
      boolean globalPooling,
      SupportConfig valueSupport,
      SupportConfig rewardSupport,
      RewardHead rewardHead) {
    this(
        type,
        stateSize,
        representationLayers,
        dynamicsLayers,
        channels,
        blocks,
        extraRepresentationBlocks,
        convolution,
        precision,
        residualDynamics,
        headWidth,
        policyHead,
        globalPooling,
        valueSupport,
        rewardSupport,
        rewardHead,
        ImageConfig.DEFAULT,
        ValuePrefixConfig.DEFAULT);
  }

  /** Steps after which the sum of rewards that is predicted begins anew; 0: each is by itself. */
  public int prefixHorizon() {
    return rewardHead == RewardHead.PREFIX ? valuePrefix.horizon() : 0;
  }

  /**
   * The same network as others compute it: convolutions as such, all numbers float32. Parameters
   * and map are the same, up to rounding.
   */
  public NetworkConfig portable() {
    return new NetworkConfig(
        type,
        stateSize,
        representationLayers,
        dynamicsLayers,
        channels,
        blocks,
        extraRepresentationBlocks,
        ConvolutionKind.DIRECT,
        Precision.FLOAT32,
        residualDynamics,
        headWidth,
        policyHead,
        globalPooling,
        valueSupport,
        rewardSupport,
        rewardHead,
        image,
        valuePrefix);
  }

  /**
   * Requires a game that some network can learn.
   *
   * @throws IllegalArgumentException when its actions are continuous, or do not fit the board that
   *     they lie on
   */
  public static void requireLearnable(EnvironmentSpec spec) {
    NetworkShape.of(spec);
  }

  /**
   * Requires a network that the game's actions allow.
   *
   * @param actions the game's actions
   * @param cells cells of its board
   * @throws io.muzero.settings.InvalidSettingException when a spatial policy has no cell for each
   *     of its logits
   */
  public void requireFits(ActionSpace actions, int cells) {
    boolean onCells =
        actions instanceof ActionSpace.Discrete discrete
            && discrete.layout() == ActionSpace.Layout.CELLS
            && discrete.size() >= cells;
    Check.that(
        policyHead == PolicyHead.DENSE || onCells,
        "network.policyHead",
        "must be dense where actions are not the board's cells",
        policyHead);
  }
}
