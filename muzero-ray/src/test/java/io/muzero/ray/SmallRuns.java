package io.muzero.ray;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.ResolvedConfig;
import io.muzero.ray.wire.ActorSetup;
import io.muzero.ray.wire.ProgramVersion;
import java.util.ArrayList;
import java.util.List;

/** Configurations of runs that take a moment. */
public final class SmallRuns {
  private static final List<String> SMALL =
      List.of(
          "network.type=mlp",
          "network.stateSize=6",
          "network.representationLayers=[6]",
          "network.dynamicsLayers=[6]",
          "network.headWidth=6",
          "search.simulations=4",
          "selfPlay.workers=2",
          "selfPlay.gamesPerWorker=3",
          "replay.capacity=4000",
          "replay.tdSteps=3",
          "learner.batchSize=8",
          "learner.unrollSteps=3",
          "evaluation.everySteps=100000",
          "run.minutes=0",
          "run.steps=60",
          "run.replayRatio=2",
          "run.warmUp=50",
          "run.lead=200",
          "run.publishEvery=5",
          "run.device=cpu",
          "run.stopAt=0");

  private SmallRuns() {}

  /** Tic-tac-toe with few and small steps, with these settings changed. */
  public static ResolvedConfig config(String... settings) {
    return configOf("tictactoe", settings);
  }

  /** The same of another game. */
  public static ResolvedConfig configOf(String game, String... settings) {
    List<ConfigLayer> layers = new ArrayList<>();
    layers.add(new ConfigLayer.Flag("--game", "game", game));
    SMALL.forEach(setting -> layers.add(new ConfigLayer.Assignment(setting)));
    for (String setting : settings) {
      layers.add(new ConfigLayer.Assignment(setting));
    }
    return new ConfigReader(GameRegistry.installed()).read(layers);
  }

  /** What its actors need. */
  public static ActorSetup setup(ResolvedConfig resolved) {
    return new ActorSetup(ProgramVersion.here(), resolved.yaml(), List.of());
  }
}
