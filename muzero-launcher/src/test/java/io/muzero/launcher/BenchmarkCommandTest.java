package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.network.GpuMemory;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarkCommandTest {
  private final TestScreen test = new TestScreen(false);

  @Test
  void benchmark_json_hasTheKeysScriptsRelyOn() throws Exception {
    int exitCode =
        Main.commandLine(test.screen)
            .execute(
                "benchmark",
                "--seconds",
                "0.02",
                "--workers",
                "2",
                "--batch",
                "4",
                "--json",
                "--set",
                "network.channels=2",
                "--set",
                "search.simulations=8",
                "--set",
                "learner.batchSize=4");
    assertThat(exitCode).as(test.errors()).isZero();
    JsonNode object = new ObjectMapper().readTree(test.output());
    for (String key :
        new String[] {
          "selfPlaySimulationsPerSecond",
          "networkOnlyEvaluationsPerSecond",
          "searchOverNetwork",
          "learnerStepsPerSecond"
        }) {
      assertThat(object.get(key).asDouble()).as(key).isPositive();
    }
    assertThat(object.get("learners")).hasSize(1);
    assertThat(object.get("learners").get(0).get("batchSize").asInt()).isEqualTo(4);
    assertThat(object.get("workers").asInt()).isEqualTo(2);
    assertThat(object.get("gamesPerWorker").asInt()).isEqualTo(4);
  }

  @Test
  void workerCounts_anyMachine_endWithItsProcessors() {
    assertThat(BenchmarkCommand.workerCounts(1)).containsExactly(1);
    assertThat(BenchmarkCommand.workerCounts(2)).containsExactly(1, 2);
    assertThat(BenchmarkCommand.workerCounts(12)).containsExactly(1, 2, 4, 8, 12);
  }

  @Test
  void gpuBytes_grow_withGamesAndWorkers() {
    List<ConfigLayer> connect4 = List.of(new ConfigLayer.Flag("--game", "game", "connect4"));
    Benchmark benchmark =
        new Benchmark(
            new ConfigReader(GameRegistry.installed()).read(connect4), 1, System::nanoTime);
    long one = benchmark.gpuBytes(1, 4096);
    // 17 states of 64 x 6 x 7 numbers for each game, and what lies beside them.
    long states = 4096L * 17 * 64 * 42 * Float.BYTES;
    assertThat(one - GpuMemory.CONTEXT).isBetween(states, 5 * states);
    assertThat(benchmark.gpuBytes(8, 4096) - GpuMemory.CONTEXT)
        .isEqualTo(8 * (one - GpuMemory.CONTEXT));
    assertThat(benchmark.gpuBytes(1, 128)).isLessThan(one / 2);
  }

  @Test
  void learnerBatches_onAGpu_growAfterTheConfigurationsOwn() {
    assertThat(BenchmarkCommand.learnerBatches(128, false)).containsExactly(128);
    assertThat(BenchmarkCommand.learnerBatches(128, true)).containsExactly(128, 256, 1024, 4096);
    assertThat(BenchmarkCommand.learnerBatches(1024, true)).containsExactly(1024, 256, 4096);
  }

  @Test
  void busy_othersAtWork_isSaid() {
    assertThat(BenchmarkCommand.busy(0.62))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .startsWith(
                        "this machine is busy: other programs take 62 % of its processors"));
    assertThat(BenchmarkCommand.busy(0.05)).isEmpty();
    assertThat(BenchmarkCommand.busy(Double.NaN)).isEmpty();
  }
}
