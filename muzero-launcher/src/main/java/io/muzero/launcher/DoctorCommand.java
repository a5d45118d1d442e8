package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.launcher.doctor.Examination;
import io.muzero.launcher.doctor.Finding;
import io.muzero.launcher.doctor.Machine;
import io.muzero.launcher.doctor.Request;
import io.muzero.launcher.doctor.SelfTest;
import io.muzero.launcher.doctor.SelfTestProcess;
import io.muzero.launcher.doctor.Verdict;
import io.muzero.network.DeviceChoice;
import io.muzero.settings.InvalidSettingException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code doctor}: what this machine has, and whether the networks compute on it as they should. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at this machine and tests it for about ten seconds.",
      "Java, processor, memory, disk, libtorch, GPU, Python; whether networks compute what they should, and how fast.",
      "Each line is ok, warning or fault, with what to do. Exit code 1 when there is a fault.",
      "A bug report should contain all that it prints (it names folders, but nothing that is in them),",
      "the command that went wrong, and what that printed with --verbose."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final double SPEED_SECONDS = 0.7;
  private static final int MOST_STEPS = 10_000;

  /** Of a self-test of one step; loading a libtorch with CUDA for the first time is the longest. */
  private static final Duration LIMIT = Duration.ofSeconds(180);

  private final Screen screen;

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu|auto",
      defaultValue = "auto",
      description = "Where networks are to compute (default: ${DEFAULT-VALUE}).")
  private String device;

  @Option(
      names = "--libtorch",
      paramLabel = "DIR",
      description = "Look at and test the libtorch in this folder instead of the packed one.")
  private @Nullable Path libtorch;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = "checkpoints",
      description = "The folder that holds runs (default: ${DEFAULT-VALUE}).")
  private Path folder;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Training steps before weights are compared, from 1; more take longer (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--quick", description = "Only look; leave out the self-test.")
  private boolean quick;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** What the child process does that this command starts: prints findings as lines of JSON. */
  @Option(names = "--self-test", hidden = true)
  private boolean selfTest;

  DoctorCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws InterruptedException {
    DeviceChoice choice = DeviceChoice.of(device);
    if (steps < 1 || steps > MOST_STEPS) {
      throw new UsageException("--steps must be within [1, " + MOST_STEPS + "], was " + steps);
    }
    if (selfTest) {
      test(choice);
      return ExitCode.OK;
    }
    List<Finding> findings = new ArrayList<>();
    show(program(), findings);
    Request request = new Request(device, Optional.ofNullable(libtorch), folder);
    Examination.of(Machine.here(), request, screen.isInteractive(), found -> show(found, findings));
    if (!quick) {
      if (!json) {
        screen.note("testing, about ten seconds ...");
      }
      SelfTestProcess process = SelfTestProcess.ofThisMachine(LIMIT.plusSeconds(steps));
      process.run(childCommand()).forEach(found -> show(found, findings));
    }
    Verdict worst = Examination.worst(findings);
    if (json) {
      screen.print(object(findings, worst).toString());
    } else {
      screen.print(summary(findings));
    }
    return worst == Verdict.FAULT ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private static Finding program() {
    String version = new Main.Version().getVersion()[0];
    return Finding.ok("program", version).with("version", version);
  }

  private void show(Finding finding, List<Finding> findings) {
    findings.add(finding);
    if (!json) {
      lines(finding).forEach(screen::print);
    }
  }

  /** A finding as it is printed: what was found, and below it what to do. */
  static List<String> lines(Finding finding) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-8s %-12s %s",
            finding.verdict().word(),
            finding.area(),
            finding.text()));
    if (!finding.advice().isEmpty()) {
      lines.add(" ".repeat(22) + "-> " + finding.advice());
    }
    return lines;
  }

  private static String summary(List<Finding> findings) {
    long faults = findings.stream().filter(f -> f.verdict() == Verdict.FAULT).count();
    long warnings = findings.stream().filter(f -> f.verdict() == Verdict.WARNING).count();
    return faults
        + (faults == 1 ? " fault, " : " faults, ")
        + warnings
        + (warnings == 1 ? " warning" : " warnings");
  }

  private static ObjectNode object(List<Finding> findings, Verdict worst) {
    ObjectNode object = Json.object();
    object.put("verdict", worst.word());
    ArrayNode list = object.putArray("findings");
    findings.forEach(finding -> list.add(finding.json()));
    return object;
  }

  private List<String> childCommand() {
    List<String> command =
        new ArrayList<>(
            SelfTestProcess.java(
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                System.getProperty("java.class.path", ""),
                Main.class.getName()));
    command.addAll(
        List.of("doctor", "--self-test", "--device", device, "--steps", Integer.toString(steps)));
    if (libtorch != null) {
      command.addAll(List.of("--libtorch", libtorch.toString()));
    }
    return command;
  }

  private void test(DeviceChoice choice) throws InterruptedException {
    try {
      if (libtorch != null) {
        Libtorch.use(libtorch);
      }
      choice.resolve();
    } catch (UsageException | InvalidSettingException e) {
      screen.print(
          Finding.fault("self-test", Diagnosis.oneLine(e), "see the lines above")
              .json()
              .toString());
      return;
    }
    new SelfTest(choice, steps, finding -> screen.print(finding.json().toString())).run();
    screen.print(SpeedTest.run(choice, SPEED_SECONDS).json().toString());
  }
}
