package io.muzero.totient;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TotientCommandTest {
  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @TempDir private Path folder;

  private int run(String... arguments) {
    output.getBuffer().setLength(0);
    errors.getBuffer().setLength(0);
    return TotientMain.commandLine(new PrintWriter(output), new PrintWriter(errors))
        .execute(arguments);
  }

  private void wrong(String message, String... arguments) {
    assertThat(run(arguments)).as(message).isEqualTo(2);
    assertThat(errors.toString().strip()).isEqualTo("totient: " + message);
    assertThat(output.toString()).isEmpty();
  }

  @Test
  void wrongUsage_isOneLineAndExitCode2() {
    wrong(
        "--to must be within [3, 5000000000] (numbers start at 2, and beyond it their sum overflows"
            + " 63 bits), was 1 (see totient --help)",
        "--to",
        "1");
    wrong(
        "--to must be within [3, 5000000000] (numbers start at 2, and beyond it their sum overflows"
            + " 63 bits), was 9223372036854775807 (see totient --help)",
        "--to",
        "9223372036854775807");
    wrong("--workers must be within [1, 256], was 0 (see totient --help)", "--workers", "0");
    wrong(
        "--ways must be one of serial, threads, virtual, pool, processes, ray, was 'thread'; did you"
            + " mean threads? (see totient --help)",
        "--ways",
        "serial,thread");
    wrong(
        "--deal must be one of static, blocks, queue, steal, was 'cards' (see totient --help)",
        "--deal",
        "cards");
    wrong("--repeats must be within [1, 1000], was 0 (see totient --help)", "--repeats", "0");
    wrong(
        "--ray must be HOST:PORT, for example 127.0.0.1:6379, was 'here' (see totient --help)",
        "--ray",
        "here");
    wrong(
        "--chart must name a file that ends in .png, was "
            + folder.resolve("a.gif")
            + " (see totient --help)",
        "--chart",
        folder.resolve("a.gif").toString());
    wrong(
        "--timeline: the folder " + folder.resolve("no") + " does not exist (see totient --help)",
        "--timeline",
        folder.resolve("no").resolve("a.png").toString());
    wrong(
        "--rounds must be within [1, 1000000000], was 0 (see totient account --help)",
        "account",
        "--rounds",
        "0");
    wrong(
        "--lock must be one of none, synchronized, lock, atomic, adder, was 'atom'; did you mean"
            + " atomic? (see totient sum --help)",
        "sum",
        "--lock",
        "atom");
    wrong(
        "--workers must be within [1, 256], was 1000 (see totient sum --help)",
        "sum",
        "--workers",
        "1000");
    wrong("numbers must be within [1, 2^63 - 1], was 0 (see totient phi --help)", "phi", "0");
  }

  @Test
  void wrongUsage_caughtByTheParser_isOneLineToo() {
    assertThat(run("--to", "99999999999999999999")).isEqualTo(2);
    assertThat(errors.toString().lines()).hasSize(1);
    assertThat(run("--json", "--csv")).isEqualTo(2);
    assertThat(errors.toString().lines()).hasSize(1);
    assertThat(run("acount")).isEqualTo(2);
    assertThat(errors.toString()).contains("did you mean account?");
  }

  @Test
  void json_someWays_isOneObject() throws Exception {
    assertThat(run("--ways", "serial,threads,pool", "--workers", "2", "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(output.toString());
    assertThat(json.get("rows").findValuesAsText("way"))
        .containsExactly("serial", "threads", "pool");
    assertThat(json.get("rows").findValuesAsText("checksum")).containsOnly("759904263");
    assertThat(json.get("rows").get(1).get("workers").asInt()).isEqualTo(2);
  }

  @Test
  void ways_withoutSerial_areStillMeasuredAgainstIt() throws Exception {
    assertThat(run("--ways", "threads", "--csv")).isZero();
    assertThat(output.toString().lines()).hasSize(2);
    assertThat(output.toString().lines().skip(1).findFirst().orElseThrow().split(",")[7])
        .isNotEqualTo("NaN");
  }

  @Test
  void pictures_areWritten() throws Exception {
    Path chart = folder.resolve("chart.png");
    Path timeline = folder.resolve("timeline.png");
    assertThat(
            run(
                "--ways",
                "serial,threads",
                "--deal",
                "steal",
                "--repeats",
                "3",
                "--chart",
                chart.toString(),
                "--timeline",
                timeline.toString()))
        .isZero();
    assertThat(output.toString()).contains("dealt steal", "min", "max", "The lecture expects");
    assertThat(ImageIO.read(chart.toFile()).getWidth()).isEqualTo(1200);
    assertThat(ImageIO.read(timeline.toFile()).getWidth()).isEqualTo(1200);
  }

  @Test
  void worker_printsRubbish_isOneLineAndExitCode1() throws Exception {
    Path java = Files.writeString(folder.resolve("java"), "#!/bin/sh\necho rubbish\ncat\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    assertThat(run("--ways", "processes", "--to", "1000", "--java", java.toString())).isEqualTo(1);
    assertThat(errors.toString().strip())
        .matches(
            "totient: worker process \\d \\(process \\d+\\) answered 'rubbish' where 'ready' was"
                + " expected");
    assertThat(output.toString()).isEmpty();
  }

  @Test
  void ray_notInstalled_isARowWithAReasonAndExitCode0() {
    assertThat(run("--ways", "serial,ray", "--to", "1000", "--ray-home", folder.toString()))
        .isZero();
    assertThat(output.toString()).contains("ray: not run, no ray command in", "pip install ray");
  }

  @Test
  void account_showsTheLossAndTheCures() throws Exception {
    assertThat(run("account", "--rounds", "1000")).isZero();
    assertThat(output.toString())
        .contains("150 instead of 140", "synchronized", "lock", "atomic", "reads 100");
    assertThat(run("account", "--rounds", "1000", "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(output.toString());
    assertThat(json.get("forced").asInt()).isEqualTo(150);
    assertThat(json.get("guards").findValuesAsText("guard"))
        .containsExactly("none", "synchronized", "lock", "atomic");
    for (JsonNode guard : json.get("guards")) {
      if (!guard.get("guard").asText().equals("none")) {
        assertThat(guard.get("lost").asInt()).isZero();
      }
    }
  }

  @Test
  void sum_everyLock_isShown() throws Exception {
    assertThat(run("sum", "--to", "20000")).isZero();
    assertThat(output.toString()).contains("none", "lock", "atomic", "adder");
    assertThat(run("sum", "--lock", "adder", "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(output.toString());
    assertThat(json.at("/locks/0/total").asLong()).isEqualTo(759_904_263L);
    assertThat(json.at("/locks/0/lost").asLong()).isZero();
  }

  @Test
  void phi_bigNumbers_arePrinted() {
    assertThat(run("phi", "49999", "9223372036854775783")).isZero();
    assertThat(output.toString().lines())
        .containsExactly("phi(49999) = 49998", "phi(9223372036854775783) = 9223372036854775782");
  }

  @Test
  void help_namesEverything() {
    assertThat(run("--help")).isZero();
    assertThat(output.toString())
        .contains("--ways", "--deal", "--timeline", "--ray-home", "account", "sum", "phi");
  }
}
