package io.muzero.selfplay;

import io.muzero.settings.Check;
import io.muzero.settings.Setting;

/** How stored games get fresh targets (MuZero Reanalyze, arXiv:1911.08265, Appendix H). */
public record ReanalyseConfig(
    @Setting(
            value =
                "positions searched again with the newest weights per position that self-play adds, at least 0; 0: off",
            byDefault = "0.0")
        double share,
    @Setting(value = "positions searched in one batch, from 1", byDefault = "256") int batch) {
  /** Checks the ranges. */
  public ReanalyseConfig {
    Check.within("reanalyse.share", share, 0, 1000);
    Check.within("reanalyse.batch", batch, 1, 65536);
  }
}
