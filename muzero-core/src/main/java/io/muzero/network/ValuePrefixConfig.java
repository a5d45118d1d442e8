package io.muzero.network;

import io.muzero.settings.Check;
import io.muzero.settings.Setting;

/**
 * The value prefix: with {@link RewardHead#PREFIX} the network predicts the sum of the rewards
 * since the last reset in place of each one (EfficientZero, arXiv:2111.00210, section 4.2).
 */
public record ValuePrefixConfig(
    @Setting(
            value =
                "rewardHead prefix: steps after which sum and memory begin anew, within [1, 1000] (5 in EfficientZero)",
            byDefault = "5")
        int horizon,
    @Setting(
            value =
                "rewardHead prefix: cells of the LSTM that sums, within [1, 65536] (512 in EfficientZero)",
            byDefault = "64")
        int width) {
  /** What the settings are when nothing is said. */
  public static final ValuePrefixConfig DEFAULT = new ValuePrefixConfig(5, 64);

  /** Checks the ranges. */
  public ValuePrefixConfig {
    Check.within("network.valuePrefix.horizon", horizon, 1, 1000);
    Check.within("network.valuePrefix.width", width, 1, 65_536);
  }
}
