package io.muzero.run;

import io.muzero.config.MuZeroConfig;
import io.muzero.network.NetworkConfig;
import io.muzero.network.SupportConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says what a resumed run's outputs mean now, when that is not what they were trained to mean. */
final class SupportChange {
  private SupportChange() {}

  /** What a network's scalars mean, as checkpoints keep it: ranges by {@code value, reward}. */
  static Map<String, String> ranges(MuZeroConfig config) {
    NetworkConfig network = config.network();
    return Map.of("value", text(network.valueSupport()), "reward", text(network.rewardSupport()));
  }

  /**
   * A line for each support that differs.
   *
   * @param trained what the scalars were trained to mean, as {@link #ranges}; names that are
   *     missing are passed over
   * @param now the configuration that the run goes on with
   */
  static List<String> since(Map<String, String> trained, MuZeroConfig now) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(ranges(now))
        .descendingMap()
        .forEach(
            (what, range) -> {
              String before = trained.getOrDefault(what, range);
              if (!before.equals(range)) {
                lines.add(
                    "network."
                        + what
                        + "Support changed from "
                        + before
                        + " to "
                        + range
                        + ": what the network has learned of "
                        + what
                        + "s means something else now and is learned anew");
              }
            });
    return lines;
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
