package io.muzero.network;

import java.util.Map;

/**
 * System properties that DJL reads once, when its engine is first used. What a user or an embedding
 * program has set stays.
 */
final class EngineDefaults {
  private static final Map<String, String> VALUES =
      Map.of(
          // DJL would look for libraries to download, and count starts of its engine on the web.
          "ai.djl.offline", "true",
          "OPT_OUT_TRACKING", "true",
          // Batches are the unit of parallelism here, not operators.
          "ai.djl.pytorch.num_threads", "1",
          "ai.djl.pytorch.num_interop_threads", "1",
          // On a GPU each inference has a stream of its own: workers do not wait for one another.
          "ai.djl.pytorch.enable_cuda_stream", "true");

  private EngineDefaults() {}

  /** Sets those that have no value yet. */
  static void apply() {
    VALUES.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
