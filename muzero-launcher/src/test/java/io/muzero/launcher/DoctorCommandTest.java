package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.launcher.doctor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  private final TestScreen test = new TestScreen(false);

  private int run(String... arguments) {
    return Main.commandLine(test.screen).execute(arguments);
  }

  @Test
  void doctor_json_hasAFindingForEveryArea(@TempDir Path runs) throws Exception {
    run("doctor", "--quick", "--json", "--device", "cpu", "--folder", runs.toString());
    JsonNode object = new ObjectMapper().readTree(test.output());
    List<String> areas = new ArrayList<>();
    object.get("findings").forEach(finding -> areas.add(finding.get("area").asText()));
    assertThat(areas)
        .containsExactly(
            "program",
            "java",
            "system",
            "processor",
            "memory",
            "runs",
            "cache",
            "libtorch",
            "gpu",
            "python",
            "ray",
            "terminal");
    assertThat(object.get("verdict").asText()).isIn("ok", "warning", "fault");
  }

  @Test
  void doctor_fault_exitsWith1AndSaysWhatToDo(@TempDir Path folder) {
    int code = run("doctor", "--quick", "--libtorch", folder.resolve("none").toString());
    assertThat(code).isEqualTo(1);
    assertThat(test.output())
        .contains("fault    libtorch     of unknown version for the CPU in ")
        .contains("-> name the torch/lib folder of a pip install torch==2.7.1");
    assertThat(test.lines().get(test.lines().size() - 1)).matches("[1-9]\\d* faults?, .*");
  }

  @Test
  void doctor_wholeOnTheCpu_testsInAChildProcess() throws Exception {
    run("doctor", "--json", "--device", "cpu");
    JsonNode findings = new ObjectMapper().readTree(test.output()).get("findings");
    List<String> areas = new ArrayList<>();
    findings.forEach(finding -> areas.add(finding.get("area").asText()));
    assertThat(areas).as(test.output()).contains("train direct", "bfloat16", "speed");
    assertThat(areas).doesNotContain("self-test");
  }

  @Test
  void doctor_wrongDeviceOrSteps_isWrongUsage() {
    assertThat(run("doctor", "--quick", "--device", "tpu")).isEqualTo(2);
    assertThat(run("doctor", "--quick", "--steps", "0")).isEqualTo(2);
    assertThat(test.errors()).contains("must be one of cpu, gpu, auto", "--steps must be within");
  }

  @Test
  void lines_advice_standsBelow() {
    assertThat(DoctorCommand.lines(Finding.ok("gpu", "none")))
        .containsExactly("ok       gpu          none");
    assertThat(DoctorCommand.lines(Finding.fault("gpu", "none", "buy one")))
        .containsExactly("fault    gpu          none", " ".repeat(22) + "-> buy one");
  }
}
