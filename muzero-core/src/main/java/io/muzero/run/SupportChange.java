package io.muzero.run;

import io.muzero.config.ConfigLayers;
import io.muzero.config.MuZeroConfig;
import io.muzero.network.SupportConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Says what a resumed run's outputs mean now, when that is not what they meant. */
final class SupportChange {
  private SupportChange() {}

  /**
   * A line for each support that differs.
   *
   * @param written the configuration that the run was left with
   * @param now the one it goes on with
   */
  static List<String> between(Path written, MuZeroConfig now) {
    MuZeroConfig before = new ConfigLayers<>(MuZeroConfig.SCHEMA).file(written).build();
    List<String> lines = new ArrayList<>();
    add(lines, "value", before.network().valueSupport(), now.network().valueSupport());
    add(lines, "reward", before.network().rewardSupport(), now.network().rewardSupport());
    return lines;
  }

  private static void add(
      List<String> lines, String what, SupportConfig before, SupportConfig now) {
    if (!before.equals(now)) {
      lines.add(
          "network."
              + what
              + "Support changed from "
              + text(before)
              + " to "
              + text(now)
              + ": what the network has learned of "
              + what
              + "s means something else now and is learned anew");
    }
  }

  private static String text(SupportConfig support) {
    return "["
        + support.min()
        + ", "
        + support.max()
        + "]"
        + (support.transform() ? " transformed" : "");
  }
}
