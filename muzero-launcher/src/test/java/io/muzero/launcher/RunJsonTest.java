package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.run.Evaluated;
import io.muzero.run.Progress;
import io.muzero.run.RunEvent;
import io.muzero.run.RunListener;
import io.muzero.run.TrainingRun;
import io.muzero.selfplay.EvaluationReport;
import io.muzero.selfplay.ExactReport;
import io.muzero.selfplay.ReturnStatistics;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.Manifest;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunJsonTest {
  private static final Path FOLDER = Path.of("checkpoints", "tictactoe", "2026-01-02_03-04-05");

  private final TestScreen screen = new TestScreen(false);
  private final List<String> told = new ArrayList<>();
  private final RunJson json =
      new RunJson(
          screen.screen,
          "tictactoe",
          FOLDER,
          new RunListener() {
            @Override
            public void progress(Progress progress) {
              told.add("progress");
            }

            @Override
            public void message(String line) {
              told.add(line);
            }

            @Override
            public void event(RunEvent event) {
              told.add("event");
            }
          });

  private List<JsonNode> lines() throws Exception {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : screen.lines()) {
      nodes.add(new ObjectMapper().readTree(line));
    }
    return nodes;
  }

  @Test
  void event_evaluations_areOneObjectEachWithTheirFields() throws Exception {
    Evaluated solved = TestProgress.evaluations(40).get(0);
    json.progress(TestProgress.at(12.5, 100, List.of(solved)));
    json.message("hello");
    json.event(new RunEvent.EvaluationEnded(solved));
    json.event(new RunEvent.CheckpointWritten(100, FOLDER));
    EvaluationReport returns =
        new EvaluationReport(
            List.of(),
            ReturnStatistics.of(new double[] {1, 2, 3}),
            null,
            new ExactReport(16, 0.5, 0.25, 0.75));
    json.event(new RunEvent.EvaluationEnded(new Evaluated(200, returns)));
    List<JsonNode> lines = lines();
    assertThat(lines).hasSize(2);
    JsonNode first = lines.get(0);
    assertThat(first.path("event").asText()).isEqualTo("evaluation");
    assertThat(first.path("folder").asText()).isEqualTo(FOLDER.toString());
    assertThat(first.path("step").asLong()).isEqualTo(100);
    assertThat(first.path("seconds").asDouble()).isEqualTo(12.5);
    assertThat(first.path("score").asDouble()).isEqualTo(solved.report().score());
    assertThat(first.path("sampled").asBoolean()).isFalse();
    assertThat(first.at("/matches/1/opponent").asText()).isEqualTo("expert");
    assertThat(first.at("/exhaustive/badDecisionsSearch").asInt()).isEqualTo(40);
    assertThat(lines.get(1).at("/returns/meanReturn").asDouble()).isEqualTo(2);
    assertThat(lines.get(1).at("/exact/optimum").asDouble()).isEqualTo(0.75);
    assertThat(told).containsExactly("progress", "hello", "event", "event", "event");
  }

  @Test
  void end_anyOutcome_saysWhyAndHowGood() throws Exception {
    Checkpoint best =
        new Checkpoint(
            Path.of("best-00000200"),
            new Manifest(Manifest.FORMAT, "tictactoe", "net", 200, Map.of(), -5, Map.of()));
    List<Evaluated> evaluations = TestProgress.evaluations(40, 5, 7);
    json.end(outcome(true, false, evaluations, best));
    json.end(outcome(true, true, evaluations, best));
    json.end(outcome(false, false, List.of(), null));
    List<JsonNode> lines = lines();
    assertThat(lines)
        .extracting(line -> line.path("reason").asText())
        .containsExactly("bound", "stopAt", "stopped");
    JsonNode first = lines.get(0);
    assertThat(first.path("step").asLong()).isEqualTo(400);
    assertThat(first.path("score").asDouble()).isEqualTo(evaluations.get(2).report().score());
    assertThat(first.path("scoreStep").asLong()).isEqualTo(300);
    assertThat(first.path("bestScore").asDouble()).isEqualTo(-5);
    assertThat(first.path("bestStep").asLong()).isEqualTo(200);
    assertThat(first.path("checkpoint").asText()).isEqualTo("step-00000400");
    assertThat(lines.get(2).path("score").isNull()).isTrue();
    assertThat(lines.get(2).path("bestStep").isNull()).isTrue();
  }

  private static TrainingRun.Outcome outcome(
      boolean complete,
      boolean goodEnough,
      List<Evaluated> evaluations,
      @org.jspecify.annotations.Nullable Checkpoint best) {
    return new TrainingRun.Outcome(
        400, 33, complete, Path.of("step-00000400"), goodEnough, evaluations, best);
  }

  @Test
  void inputEnd_ofAnInput_stopsOnce() throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    InputEnd.watch(new ByteArrayInputStream(new byte[2000]), screen.screen, stopped::countDown);
    assertThat(stopped.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(screen.errors()).contains("standard input has closed: writing a checkpoint");
  }
}
