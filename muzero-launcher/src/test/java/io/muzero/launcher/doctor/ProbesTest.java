package io.muzero.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The probes that need no class of their own, and all of them on machines that have nothing. */
class ProbesTest {
  @TempDir private Path root;

  private List<Finding> examine(FakeMachine fake) {
    Machine machine = fake.machine();
    Request request = new Request("auto", Optional.empty(), root.resolve("runs"));
    return Examination.of(
        machine, Examination.probes(machine, request, false), new ArrayList<>()::add);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Linux", "Mac OS X", "Windows 11", "FreeBSD", ""})
  void examination_machineWithoutAnyFileOrProgram_saysSomethingOfEverything(String system) {
    List<Finding> findings =
        examine(FakeMachine.of(root, system, system.startsWith("Mac") ? "aarch64" : "amd64"));
    assertThat(findings).hasSize(11);
    assertThat(findings)
        .allSatisfy(
            finding -> {
              assertThat(finding.text()).isNotBlank().doesNotContain("cannot be looked at");
              assertThat(finding.area()).hasSizeLessThan(13);
            });
  }

  @Test
  void examination_everyFileIsGarbage_stillDoesNotFail() {
    FakeMachine machine = FakeMachine.linux(root);
    for (String file :
        List.of(
            "/proc/cpuinfo",
            "/proc/meminfo",
            "/proc/loadavg",
            "/proc/self/cgroup",
            "/etc/os-release",
            "/sys/fs/cgroup/memory.max",
            "/sys/fs/cgroup/cpu.max")) {
      machine.file(file, "\u0000::\n:\n0::\n,,,,\n99999999999999999999999 kB\n");
    }
    for (String program : List.of("nvidia-smi", "python3", "python", "getconf", "sysctl")) {
      machine.answers(program, 0, "{]\n,,,,\n");
    }
    assertThat(examine(machine))
        .noneSatisfy(finding -> assertThat(finding.text()).contains("cannot be looked at"));
  }

  @Test
  void examination_probeThatFails_becomesAFindingAndOthersGoOn() {
    Probe broken =
        new Probe() {
          @Override
          public String area() {
            return "broken";
          }

          @Override
          public Finding look(Machine machine) {
            throw new IllegalStateException("no");
          }
        };
    List<Finding> findings =
        Examination.of(
            FakeMachine.linux(root).machine(),
            List.of(broken, new JavaProbe()),
            new ArrayList<>()::add);
    assertThat(findings).extracting(Finding::area).containsExactly("broken", "java");
    assertThat(findings.get(0).text()).contains("IllegalStateException: no");
    assertThat(Examination.worst(findings)).isEqualTo(Verdict.WARNING);
  }

  @Test
  void system_oldGlibcOrMusl_isAFault() {
    FakeMachine old =
        FakeMachine.linux(root)
            .file("/etc/os-release", "NAME=x\nPRETTY_NAME=\"CentOS Linux 7 (Core)\"\n")
            .answers("getconf GNU_LIBC_VERSION", 0, "glibc 2.17\n");
    Finding finding = new SystemProbe().look(old.machine());
    assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
    assertThat(finding.text()).startsWith("CentOS Linux 7 (Core), Linux on amd64, glibc 2.17");
    FakeMachine newer = FakeMachine.linux(root).answers("getconf", 0, "glibc 2.39\n");
    assertThat(new SystemProbe().look(newer.machine()).verdict()).isEqualTo(Verdict.OK);
    FakeMachine alpine = FakeMachine.linux(root).file("/etc/alpine-release", "3.20.1\n");
    assertThat(new SystemProbe().look(alpine.machine()).verdict()).isEqualTo(Verdict.FAULT);
  }

  @Test
  void java_of32Bits_isAFault() {
    FakeMachine narrow = FakeMachine.linux(root).property("sun.arch.data.model", "32");
    assertThat(new JavaProbe().look(narrow.machine()).verdict()).isEqualTo(Verdict.FAULT);
  }

  @Test
  void disk_folderToBeMade_looksAtTheOneAboveIt() {
    Finding finding =
        DiskProbe.ofRuns(root.resolve("a/b/c")).look(FakeMachine.linux(root).machine());
    assertThat(finding.text()).contains("(not made yet)");
    assertThat((long) finding.details().get("freeBytes")).isPositive();
  }

  @Test
  void disk_aFileIsInTheWay_isAFault() throws Exception {
    Path file = Files.writeString(root.resolve("checkpoints"), "");
    Finding finding = DiskProbe.ofRuns(file.resolve("x")).look(FakeMachine.linux(root).machine());
    assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
    assertThat(finding.text()).endsWith("checkpoints is no folder");
  }

  /** The temporary folder was told to be the one that libraries lie in, and to be open to all. */
  @ParameterizedTest
  @ValueSource(strings = {"?", "/no/such/home"})
  void cache_userWithoutAHome_isAFolderOfTheirOwn(String home) throws Exception {
    assumeTrue(root.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path temporary = Files.createDirectory(root.resolve("tmp"));
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
    FakeMachine machine =
        FakeMachine.linux(root)
            .property("user.home", home)
            .property("java.io.tmpdir", temporary.toString());
    Finding finding = DiskProbe.ofCache().look(machine.machine());
    assertThat(finding.verdict()).as(finding.text()).isNotEqualTo(Verdict.FAULT);
    assertThat(finding.text()).startsWith(temporary.resolve("muzero-").toString());
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void cache_everybodyMayWrite_isAFault() throws Exception {
    assumeTrue(root.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path cache = Files.createDirectory(root.resolve("cache"));
    FakeMachine machine = FakeMachine.linux(root).variable("DJL_CACHE_DIR", cache.toString());
    assertThat(DiskProbe.ofCache().look(machine.machine()).verdict()).isNotEqualTo(Verdict.FAULT);
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
    Finding finding = DiskProbe.ofCache().look(machine.machine());
    assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
    assertThat(finding.advice()).contains("DJL_CACHE_DIR");
  }

  @Test
  void python_warningsBeforeTheAnswer_areSkipped() {
    String answer =
        """
        UserWarning: something
        {"version": "3.12.3", "executable": "/opt/venv/bin/python3", "torch": "2.11.0", "torchFolder": "/opt/torch", \
        "ray": "2.39.0", "gymnasium": ""}
        """;
    Python python =
        new Python(
            FakeMachine.linux(root)
                .answers("python3", 127, "not this one")
                .answers("python -c", 0, answer)
                .machine());
    Finding finding = new PythonProbe(python).look(FakeMachine.linux(root).machine());
    assertThat(finding.details()).containsEntry("torchLib", Path.of("/opt/torch/lib").toString());
    assertThat(finding.text()).startsWith("3.12.3 at /opt/venv/bin/python3, torch 2.11.0 in ");
    FakeMachine cluster = FakeMachine.linux(root).variable("RAY_ADDRESS", "10.0.0.1:6379");
    assertThat(new RayProbe(python).look(cluster.machine()).text())
        .isEqualTo("2.39.0, RAY_ADDRESS is 10.0.0.1:6379");
  }

  @Test
  void terminal_oldCodePage_warnsOnlyWhereSomebodyReads() {
    Machine latin =
        FakeMachine.of(root, "Windows 11", "amd64").property("stdout.encoding", "Cp1252").machine();
    assertThat(new TerminalProbe(true).look(latin).verdict()).isEqualTo(Verdict.WARNING);
    assertThat(new TerminalProbe(false).look(latin).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void finding_asJson_isReadBack() {
    Finding finding =
        Finding.warning("a", "b \"c\"", "d")
            .with("count", 3)
            .with("bytes", 1L << 40)
            .with("share", 0.25)
            .with("yes", true)
            .with("name", "x");
    Finding back = Finding.of(finding.json());
    assertThat(back.json()).isEqualTo(finding.json());
    assertThat(back.details()).containsEntry("bytes", 1L << 40).containsEntry("yes", true);
  }
}
