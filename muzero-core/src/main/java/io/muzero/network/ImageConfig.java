package io.muzero.network;

import io.muzero.settings.Check;
import io.muzero.settings.Setting;

/** What only networks of type image have. */
public record ImageConfig(
    @Setting(
            value =
                "how planes become small: auto (none up to 16 rows and columns, else small), none, small (EfficientZero: "
                    + "84x84 and 96x96 to 6x6) or atari (MuZero, Appendix F: the same size, deeper)",
            byDefault = "auto")
        Stem stem,
    @Setting(
            value = "planes that the heads reduce a state to, from 1 (16 in EfficientZero)",
            byDefault = "16")
        int headChannels) {
  /** What the settings are when nothing is said. */
  public static final ImageConfig DEFAULT = new ImageConfig(Stem.AUTO, 16);

  private static final int MOST_UNSTRIDED = 16;
  private static final int MOST_CHANNELS = 65_536;

  /** Checks the ranges. */
  public ImageConfig {
    Check.within("network.image.headChannels", headChannels, 1, MOST_CHANNELS);
  }

  /** The stem for planes of this size. */
  Stem stemFor(int height, int width) {
    if (stem != Stem.AUTO) {
      return stem;
    }
    return Math.max(height, width) <= MOST_UNSTRIDED ? Stem.NONE : Stem.SMALL;
  }
}
