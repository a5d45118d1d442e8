package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.srctest.Jar.Ended;
import io.muzero.srctest.Jar.Running;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The concurrency lab from the packed jar: its worker processes are JVMs of that jar. */
class TotientIT {
  private static final long CHECKSUM = 759_904_263L;

  @TempDir private Path folder;

  private Ended run(String... arguments) throws Exception {
    return new Jar(folder).run(arguments);
  }

  private static JsonNode json(Ended ended) throws Exception {
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    return new ObjectMapper().readTree(ended.output());
  }

  @Test
  void jar_containsNothingOfRay() throws Exception {
    try (JarFile jar = new JarFile(Jar.path().toFile())) {
      assertThat(jar.stream().filter(entry -> entry.getName().startsWith("io/ray/"))).isEmpty();
    }
  }

  @Test
  void totient_waysOfOneMachine_agree() throws Exception {
    JsonNode json = json(run("totient", "--ways", "serial,threads,pool,processes", "--json"));
    assertThat(json.get("rows").findValuesAsText("way"))
        .containsExactly("serial", "threads", "pool", "processes", "processes-warm");
    for (JsonNode row : json.get("rows")) {
      assertThat(row.get("checksum").asLong()).isEqualTo(CHECKSUM);
      assertThat(row.get("wallSeconds").asDouble()).isPositive();
      assertThat(row.get("cpuSeconds").asDouble()).isNotNegative();
      assertThat(row.get("speedup").asDouble()).isPositive();
      assertThat(row.get("workers").asInt())
          .isEqualTo(row.get("way").asText().equals("serial") ? 1 : 3);
    }
  }

  @Test
  void totient_ray_runsWhereInstalledAndSaysWhatToInstallElsewhere() throws Exception {
    JsonNode json = json(run("totient", "--ways", "serial,ray", "--workers", "2", "--json"));
    if (json.get("skipped").isEmpty()) {
      assertThat(json.get("rows").findValuesAsText("way"))
          .containsExactly("serial", "ray", "ray-warm");
      assertThat(json.get("rows").findValuesAsText("checksum"))
          .containsOnly(Long.toString(CHECKSUM));
    } else {
      String reason = json.at("/skipped/0/reason").asText();
      System.out.println("skipped: Ray from the packed jar, " + reason);
      assertThat(json.at("/skipped/0/way").asText()).isEqualTo("ray");
    }
  }

  @Test
  void totient_wrongUsage_isOneLineWithExitCode2() throws Exception {
    for (List<String> wrong :
        List.of(
            List.of("--to", "1"),
            List.of("--workers", "0"),
            List.of("--ways", "magic"),
            List.of("--to", "1000000000000"))) {
      List<String> arguments = new ArrayList<>(List.of("totient"));
      arguments.addAll(wrong);
      Ended ended = run(arguments.toArray(String[]::new));
      assertThat(ended.exitCode()).as("%s", wrong).isEqualTo(2);
      assertThat(ended.output()).isEmpty();
      assertThat(ended.errors().lines()).hasSize(1);
      assertThat(ended.errors()).startsWith("muzero: ").contains(wrong.get(1));
    }
  }

  @Test
  void totient_workerPrintsRubbish_isOneLineWithExitCode1() throws Exception {
    Path java = Files.writeString(folder.resolve("java"), "#!/bin/sh\necho rubbish; cat\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Ended ended = run("totient", "--ways", "processes", "--java", java.toString());
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errors().lines()).hasSize(1);
    assertThat(ended.errors()).contains("answered 'rubbish' where 'ready' was expected");
  }

  @Test
  void totient_workerKilled_isOneLineWithExitCode1AndNoneIsLeft() throws Exception {
    Running running = start();
    List<ProcessHandle> workers = workers(3);
    workers.get(1).destroyForcibly();
    Ended ended = running.await();
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.errors().lines().filter(line -> line.startsWith("muzero: "))).hasSize(1);
    assertThat(ended.errors()).contains("worker process", "ended with exit code 137 (killed)");
    allEnd(workers);
  }

  @Test
  void totient_killedItself_leavesNoWorker() throws Exception {
    Running running = start();
    List<ProcessHandle> workers = workers(3);
    running.kill();
    allEnd(workers);
  }

  @Test
  void totient_interrupted_leavesNoWorker() throws Exception {
    Running running = start();
    List<ProcessHandle> workers = workers(3);
    running.signal("INT");
    assertThat(running.await().exitCode()).isEqualTo(130);
    allEnd(workers);
  }

  /** A job that takes processes several seconds, and is not measured serially for long. */
  private Running start() throws Exception {
    return new Jar(folder).start("totient", "--ways", "processes", "--to", "4000000");
  }

  /** The JVMs that the jar's JVM has started, once there are so many. */
  private static List<ProcessHandle> workers(int count) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (System.nanoTime() < end) {
      List<ProcessHandle> workers =
          ProcessHandle.current()
              .children()
              .flatMap(ProcessHandle::children)
              .filter(TotientIT::isStarted)
              .toList();
      if (workers.size() == count) {
        return workers;
      }
      Thread.sleep(5);
    }
    throw new AssertionError("there never were " + count + " worker processes");
  }

  /** Whether it is the worker already, not yet the JDK's helper that becomes it. */
  private static boolean isStarted(ProcessHandle process) {
    return process.isAlive()
        && process.info().command().filter(name -> !name.endsWith("jspawnhelper")).isPresent();
  }

  private static void allEnd(List<ProcessHandle> processes) {
    for (ProcessHandle process : processes) {
      process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
  }

  @Test
  void totient_alone_runsWithoutTheLauncher() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Jar.path().toString(),
                "io.muzero.totient.TotientMain",
                "--ways",
                "serial,threads",
                "--csv")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output.lines()).hasSize(3);
    assertThat(output).contains(Long.toString(CHECKSUM));
  }

  @Test
  void account_cures_neverLose() throws Exception {
    JsonNode json = json(run("totient", "account", "--rounds", "100000", "--json"));
    assertThat(json.get("forced").asInt()).isEqualTo(150);
    assertThat(json.get("guards")).hasSize(4);
    for (JsonNode guard : json.get("guards")) {
      if (!guard.get("guard").asText().equals("none")) {
        assertThat(guard.get("lost").asInt()).isZero();
      }
    }
  }

  @Test
  void sum_adder_isComplete() throws Exception {
    JsonNode json = json(run("totient", "sum", "--lock", "adder", "--json"));
    assertThat(json.at("/locks/0/total").asLong()).isEqualTo(CHECKSUM);
  }
}
