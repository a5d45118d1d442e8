package io.muzero.launcher;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.launcher.doctor.Finding;
import io.muzero.launcher.doctor.Speed;
import io.muzero.network.DeviceChoice;
import java.util.List;
import java.util.Locale;

/**
 * Measures what {@code doctor} compares with other machines: the game, network and sizes of the
 * tic-tac-toe row in docs/benchmarks.md, for a short time.
 */
final class SpeedTest {
  private static final int GAMES = 128;
  private static final List<String> SETTINGS =
      List.of(
          "network.type=residual",
          "search.simulations=25",
          "learner.batchSize=64",
          "learner.unrollSteps=20");

  private SpeedTest() {}

  /**
   * Measures.
   *
   * @param seconds for each figure, above 0
   */
  static Finding run(DeviceChoice device, double seconds) throws InterruptedException {
    List<ConfigLayer> layers = new java.util.ArrayList<>();
    layers.add(ConfigLayer.Flag.ofText("--game", "game", "tictactoe"));
    layers.add(
        new ConfigLayer.Flag("--device", "run.device", device.name().toLowerCase(Locale.ROOT)));
    SETTINGS.forEach(setting -> layers.add(new ConfigLayer.Assignment(setting)));
    Benchmark benchmark =
        new Benchmark(
            new ConfigReader(GameRegistry.installed()).read(layers), seconds, System::nanoTime);
    return Speed.judge(
        device.isGpu(), benchmark.selfPlay(1, GAMES).selfPlay(), benchmark.learnerStepsPerSecond());
  }
}
