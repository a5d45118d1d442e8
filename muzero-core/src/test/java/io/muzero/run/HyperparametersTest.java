package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.config.MuZeroConfig;
import io.muzero.environment.Walk;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HyperparametersTest {
  @Test
  void of_anyConfiguration_isFlatWithNumbersFlagsAndTexts() {
    MuZeroConfig config =
        Runs.config(
                Walk.GAME,
                "search.algorithm=puct",
                "learner.learningRate=0.25",
                "environment.limit=9",
                "network.dynamicsLayers=[3, 4]")
            .config();
    Map<String, Object> settings = Hyperparameters.of(config);
    assertThat(settings)
        .containsEntry("game", "walk")
        .containsEntry("search.algorithm", "puct")
        .containsEntry("learner.learningRate", 0.25)
        .containsEntry("learner.batchSize", 8.0)
        .containsEntry("run.deterministic", true)
        .containsEntry("environment.limit", 9.0)
        .containsEntry("network.dynamicsLayers", "[3,4]")
        .containsEntry("network.valueSupport.atoms", 21.0);
    assertThat(settings.values())
        .allMatch(
            value ->
                value instanceof Double || value instanceof Boolean || value instanceof String);
  }
}
