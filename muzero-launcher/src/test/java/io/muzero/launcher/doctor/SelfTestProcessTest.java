package io.muzero.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfTestProcessTest {
  private static final String OK =
      "{\"area\":\"infer mlp\",\"verdict\":\"ok\",\"text\":\"fine\"}\n";

  private static List<Finding> run(int code, String text) {
    return new SelfTestProcess(
            (command, limit) -> new CommandRunner.Output(code, text), Duration.ofSeconds(1))
        .run(List.of("java"));
  }

  @Test
  void run_endsWell_passesFindingsOn() {
    assertThat(run(0, "log line\n" + OK + OK))
        .extracting(Finding::area)
        .containsExactly("infer mlp", "infer mlp");
  }

  @Test
  void run_broughtDownByASignal_keepsWhatCameBeforeAndTellsTheSignal() {
    List<Finding> findings =
        run(134, OK + "{\"area\":\"tra\n#\n#  SIGSEGV (0xb) at pc=0x1\n# more\n");
    assertThat(findings).hasSize(2);
    assertThat(findings.get(1).verdict()).isEqualTo(Verdict.FAULT);
    assertThat(findings.get(1).text())
        .isEqualTo("was brought down by signal 6: #  SIGSEGV (0xb) at pc=0x1");
  }

  @Test
  void run_noDriver_saysThatTheDriverIsMissing() {
    assertThat(run(1, "muzero: libcaffe2_nvrtc.so: libcuda.so.1: cannot open\n").get(0).advice())
        .startsWith("install NVIDIA's driver");
  }

  @Test
  void run_saysNothing_isAFault() {
    assertThat(run(0, "").get(0).verdict()).isEqualTo(Verdict.FAULT);
  }

  @Test
  void run_cannotStart_isAFault() {
    SelfTestProcess process =
        new SelfTestProcess(
            (command, limit) -> {
              throw new IOException("java did not end within 180 s");
            },
            Duration.ofSeconds(180));
    assertThat(process.run(List.of("java")).get(0).text())
        .isEqualTo("could not run: java did not end within 180 s");
  }

  @Test
  void processRunner_realPrograms_areRunAndEnded() throws Exception {
    List<String> java = SelfTestProcess.java(List.of(), "nowhere", "no.such.Main");
    CommandRunner.Output output = new ProcessRunner().run(java, Duration.ofSeconds(60));
    assertThat(output.succeeded()).isFalse();
    assertThat(output.text()).contains("no.such.Main");
    assertThatThrownBy(() -> new ProcessRunner().run(java, Duration.ofMillis(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not end within 0 s");
    assertThatThrownBy(
            () -> new ProcessRunner().run(List.of("no-such-program"), Duration.ofSeconds(1)))
        .isInstanceOf(IOException.class);
  }
}
