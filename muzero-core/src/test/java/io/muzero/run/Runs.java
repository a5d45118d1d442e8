package io.muzero.run;

import io.muzero.blackboard.Blackboard;
import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.GameProvider;
import io.muzero.metrics.FanOutSink;
import io.muzero.replay.ReplayBuffer;
import io.muzero.training.Learner;
import java.util.ArrayList;
import java.util.List;

/** Configurations of runs that take a moment. */
final class Runs {
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
          "selfPlay.openingShare=0.3",
          "replay.capacity=400",
          "replay.tdSteps=3",
          "learner.batchSize=8",
          "learner.unrollSteps=3",
          "learner.learningRate=0.01",
          "evaluation.games=2",
          "evaluation.everySteps=60",
          "run.deterministic=true",
          "run.replayRatio=2",
          "run.warmUp=50",
          "run.publishEvery=7",
          "run.logEvery=10",
          "run.device=cpu");

  private Runs() {}

  /** A deterministic run of few and small steps, with these settings changed. */
  static ResolvedConfig config(GameProvider game, String... settings) {
    List<ConfigLayer> layers = new ArrayList<>();
    layers.add(new ConfigLayer.Flag("--game", "game", game.name()));
    SMALL.forEach(setting -> layers.add(new ConfigLayer.Assignment(setting)));
    for (String setting : settings) {
      layers.add(new ConfigLayer.Assignment(setting));
    }
    return new ConfigReader(new GameRegistry(List.of(game))).read(layers);
  }

  /** What roles of such a run are given, without a folder. */
  static RunContext context(ResolvedConfig resolved, RunClock clock) {
    RunSetup setup = new RunSetup(resolved);
    Blackboard board;
    try (Learner learner = RunContext.learner(setup)) {
      board = Blackboard.of(learner.weights());
    }
    ReplayBuffer buffer = RunContext.buffer(setup);
    FanOutSink sink = new FanOutSink(List.of());
    RunListener nobody =
        new RunListener() {
          @Override
          public void progress(Progress progress) {}

          @Override
          public void message(String line) {}
        };
    return new RunContext(
        setup,
        board,
        buffer,
        Gates.of(resolved.config()),
        new RunReports(
            new RunMetrics(resolved.config(), board.counters(), buffer, sink, clock),
            new EvaluationCurves(0, board.counters(), sink, nobody),
            clock,
            SupportWatch.of(setup, line -> {}),
            nobody));
  }
}
