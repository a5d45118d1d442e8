package io.muzero.games;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Solver;
import io.muzero.environment.Step;
import io.muzero.run.Progress;
import io.muzero.run.RunListener;
import io.muzero.run.TrainingRun;
import io.muzero.storage.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Games of a player that the solver makes perfect, learned from alone. */
class ExpertFitTest {
  @TempDir private Path root;

  private final GameProvider game = GameRegistry.installed().get("tictactoe");

  /** After up to six random moves, the first of the best moves each time. */
  private String play(Solver solver, SplittableRandom random) {
    Environment state = game.create(GameOptions.NONE);
    state.reset(0);
    StringBuilder line = new StringBuilder();
    int opening = random.nextInt(7);
    int moves = 0;
    int atRandom = 0;
    boolean ended = false;
    while (!ended) {
      int action = best(solver, state);
      if (moves < opening) {
        do {
          action = random.nextInt(9);
        } while (!state.isLegal(action));
        if (state.copy().step(Action.of(action)).ended()) {
          action = best(solver, state);
          opening = moves;
        } else {
          atRandom++;
        }
      }
      line.append(state.actionName(action)).append(' ');
      Step step = state.step(Action.of(action));
      ended = step.ended();
      moves++;
    }
    return line + "# random " + atRandom;
  }

  private static int best(Solver solver, Environment state) {
    int[] values = solver.actionValues(state);
    int best = -1;
    for (int a = 0; a < values.length; a++) {
      if (state.isLegal(a) && (best < 0 || values[a] > values[best])) {
        best = a;
      }
    }
    return best;
  }

  @Test
  void run_onGamesOfAPerfectPlayerAlone_findsItsMovesOnHeldOutGames() throws Exception {
    Solver solver = game.solver(GameOptions.NONE).orElseThrow();
    SplittableRandom random = new SplittableRandom(1);
    Path file = root.resolve("games.txt");
    Files.write(file, Stream.generate(() -> play(solver, random)).limit(12000).toList());
    List<ConfigLayer> layers = new ArrayList<>();
    layers.add(new ConfigLayer.Flag("--game", "game", "tictactoe"));
    for (String setting :
        List.of(
            "search.model=rules",
            "learner.unrollSteps=0",
            "expert.files=[\"" + file.toString().replace("\\", "\\\\") + "\"]",
            "expert.steps=1500",
            "expert.smoothing=0.01",
            "network.representationLayers=[256, 256]",
            "network.stateSize=128",
            "network.headWidth=256",
            "expert.heldOut=0.1",
            "expert.everySteps=1500",
            "learner.schedule=cosine",
            "learner.decaySteps=1500",
            // The player takes the first of equal moves, which no image of a position shows.
            "replay.augment=false",
            "evaluation.everySteps=1000000",
            "run.deterministic=true",
            "run.steps=1500",
            "run.device=cpu")) {
      layers.add(new ConfigLayer.Assignment(setting));
    }
    ResolvedConfig config = new ConfigReader(GameRegistry.installed()).read(layers);
    LocalDateTime now = LocalDateTime.of(2026, 3, 4, 5, 6, 7);
    RunListener nobody =
        new RunListener() {
          @Override
          public void progress(Progress progress) {}

          @Override
          public void message(String line) {}
        };
    Path metrics;
    try (RunFolder folder = RunFolder.create(root, "tictactoe", now);
        TrainingRun run = TrainingRun.open(config, folder, nobody)) {
      run.run();
      metrics = folder.path().resolve("metrics.csv");
    }
    assertThat(last(metrics, "expert/policy_accuracy")).isGreaterThan(0.96);
    assertThat(last(metrics, "expert/value_error")).isLessThan(0.1);
  }

  private static double last(Path metrics, String tag) throws Exception {
    return Files.readAllLines(metrics).stream()
        .filter(row -> row.contains("," + tag + ","))
        .mapToDouble(row -> Double.parseDouble(row.substring(row.lastIndexOf(',') + 1)))
        .reduce((one, other) -> other)
        .orElseThrow();
  }
}
