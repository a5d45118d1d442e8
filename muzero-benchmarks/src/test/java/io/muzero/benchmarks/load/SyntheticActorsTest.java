package io.muzero.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.blackboard.Counter;
import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.ResolvedConfig;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.Weights;
import io.muzero.replay.Trajectory;
import io.muzero.run.Progress;
import io.muzero.run.RunListener;
import io.muzero.run.RunSetup;
import io.muzero.run.RunStart;
import io.muzero.run.TrainingRun;
import io.muzero.storage.RunFolder;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticActorsTest {
  private static final int BATCH = 16;
  private static final int WARM_UP = 200;
  private static final int LEAD = 100;
  private static final double RATIO = 2;

  @TempDir private Path place;

  private static ResolvedConfig config() {
    List<ConfigLayer> layers = new ArrayList<>();
    layers.add(new ConfigLayer.Flag("--game", "game", "tictactoe"));
    for (String setting :
        List.of(
            "network.stateSize=16",
            "network.representationLayers=[16]",
            "network.dynamicsLayers=[16]",
            "network.headWidth=16",
            "search.simulations=4",
            "selfPlay.gamesPerWorker=16",
            "replay.capacity=20000",
            "learner.batchSize=" + BATCH,
            "run.replayRatio=" + RATIO,
            "run.warmUp=" + WARM_UP,
            "run.lead=" + LEAD,
            "run.steps=150",
            "run.stopAt=0",
            "evaluation.everySteps=1000000",
            "evaluation.games=2",
            "run.device=cpu")) {
      layers.add(new ConfigLayer.Assignment(setting));
    }
    return new ConfigReader(GameRegistry.installed()).read(layers);
  }

  private static Recordings recordings(RunSetup setup) {
    NetworkShape shape = NetworkShape.of(setup.spec(), setup.stacker().inputSize());
    float[] values =
        new NetworkProgram(setup.config().network(), shape)
            .layout()
            .initialise(setup.random("weights", 0));
    return Recordings.of(setup, new Weights(0, values), 40);
  }

  @Test
  void recordings_ofARealWorker_areReadAsTheyWerePlayed() {
    Recordings recordings = recordings(new RunSetup(config()));
    assertThat(recordings.messages()).hasSizeGreaterThanOrEqualTo(40);
    long positions = 0;
    for (byte[] message : recordings.messages()) {
      Trajectory trajectory = Recordings.read(message);
      // A game of tic-tac-toe ends after five to nine moves.
      assertThat(trajectory.length()).isBetween(5, 9);
      assertThat(trajectory.terminated()).isTrue();
      positions += trajectory.sampleablePositions();
    }
    assertThat(recordings.positions()).isEqualTo(positions);
    assertThat(recordings.bytesATrajectory()).isLessThan(recordings.plainBytesATrajectory());
  }

  @Test
  void roles_ofARealRun_feedItAndKeepToItsGates() throws Exception {
    ResolvedConfig resolved = config();
    SyntheticActors actors = new SyntheticActors(recordings(new RunSetup(resolved)), 3);
    RunListener silent =
        new RunListener() {
          @Override
          public void progress(Progress progress) {}

          @Override
          public void message(String line) {}
        };
    try (RunFolder folder = RunFolder.create(place, "load", LocalDateTime.now());
        TrainingRun run =
            TrainingRun.open(resolved, folder, silent, new RunStart.Newest(), actors)) {
      actors.rate(0);
      TrainingRun.Outcome outcome = run.run();
      assertThat(outcome.step()).isEqualTo(150);
      long samples = actors.context().board().counters().get(Counter.SAMPLES);
      long positions = actors.context().buffer().statistics(0).addedPositions();
      assertThat(samples).isEqualTo(150L * BATCH);
      assertThat(actors.context().board().counters().get(Counter.GAMES)).isEqualTo(actors.taken());
      assertThat(positions).isGreaterThanOrEqualTo((long) (samples / RATIO));
      // Each of three actors may be within a game of at most nine positions.
      assertThat(positions).isLessThanOrEqualTo((long) (samples / RATIO) + WARM_UP + LEAD + 4 * 9);
      assertThat(actors.processorNanos()).isPositive();
      assertThat(actors.nanosAtGates()).isPositive();
    }
  }
}
