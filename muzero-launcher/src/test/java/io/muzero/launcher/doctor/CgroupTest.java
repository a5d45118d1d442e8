package io.muzero.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupTest {
  private static final long GIBIBYTE = 1L << 30;

  @TempDir private Path root;
  private FakeMachine machine;

  @BeforeEach
  void make() {
    machine = FakeMachine.linux(root);
  }

  private Cgroup read() {
    return Cgroup.of(machine.machine());
  }

  @Test
  void of_version2InAContainer_readsItsRoot() {
    machine
        .file("/proc/self/cgroup", "0::/\n")
        .file("/sys/fs/cgroup/memory.max", 4 * GIBIBYTE + "\n")
        .file("/sys/fs/cgroup/cpu.max", "200000 100000\n");
    assertThat(read().memory()).hasValue(4 * GIBIBYTE);
    assertThat(read().processors()).hasValue(2);
  }

  @Test
  void of_version2Nested_takesTheLeastOfAllAbove() {
    machine
        .file("/proc/self/cgroup", "0::/user.slice/user-1000.slice/app.scope\n")
        .file("/sys/fs/cgroup/user.slice/memory.max", 2 * GIBIBYTE + "\n")
        .file("/sys/fs/cgroup/user.slice/user-1000.slice/memory.max", "max\n")
        .file("/sys/fs/cgroup/user.slice/user-1000.slice/app.scope/memory.max", 8 * GIBIBYTE + "\n")
        .file("/sys/fs/cgroup/user.slice/cpu.max", "max 100000\n");
    assertThat(read().memory()).hasValue(2 * GIBIBYTE);
    assertThat(read().processors()).isEmpty();
  }

  @Test
  void of_version1InDocker_fallsBackToWhatIsMounted() {
    // A container sees the path of the host's group, which is not mounted in it.
    machine
        .file(
            "/proc/self/cgroup",
            "12:memory:/docker/4f2a\n5:cpu,cpuacct:/docker/4f2a\n1:name=systemd:/docker/4f2a\n")
        .file("/sys/fs/cgroup/memory/memory.limit_in_bytes", GIBIBYTE + "\n")
        .file("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "50000\n")
        .file("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    assertThat(read().memory()).hasValue(GIBIBYTE);
    assertThat(read().processors()).hasValue(0.5);
  }

  @Test
  void of_version1WithoutLimits_hasNone() {
    machine
        .file("/proc/self/cgroup", "12:memory:/\n5:cpu,cpuacct:/\n")
        .file("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n")
        .file("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n")
        .file("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    assertThat(read()).isEqualTo(Cgroup.of(FakeMachine.linux(root.resolve("none")).machine()));
    assertThat(read().memory()).isEmpty();
    assertThat(read().processors()).isEmpty();
  }

  @Test
  void of_bothVersionsMounted_readsVersion1() {
    machine
        .file("/proc/self/cgroup", "4:memory:/a\n0::/a\n")
        .file("/sys/fs/cgroup/memory/a/memory.limit_in_bytes", 3 * GIBIBYTE + "\n");
    assertThat(read().memory()).hasValue(3 * GIBIBYTE);
  }

  @Test
  void of_nonsense_hasNoLimits() {
    machine
        .file("/proc/self/cgroup", "0::/x\nwhat is this\n")
        .file("/sys/fs/cgroup/memory.max", "-\u0000\n")
        .file("/sys/fs/cgroup/cpu.max", "100000 0\n");
    assertThat(read().memory()).isEmpty();
    assertThat(read().processors()).isEmpty();
  }

  @Test
  void look_limitBelowTheHeap_warnsBeforeTheProcessIsKilled() {
    machine
        .file("/proc/meminfo", "MemTotal:       65536000 kB\nMemAvailable:   60000000 kB\n")
        .file("/proc/self/cgroup", "0::/\n")
        .file("/sys/fs/cgroup/memory.max", 4 * GIBIBYTE + "\n");
    Finding finding = new MemoryProbe(4 * GIBIBYTE).look(machine.machine());
    assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding.text()).contains("64,000 MiB, 58,593 MiB available, limited to 4,096 MiB");
    assertThat(finding.advice()).contains("-Xmx2048m");
    assertThat(new MemoryProbe(2 * GIBIBYTE).look(machine.machine()).verdict())
        .isEqualTo(Verdict.OK);
  }

  @Test
  void look_tooLittle_isAFault() {
    machine.file("/proc/meminfo", "MemTotal: 2000000 kB\nMemAvailable: 600000 kB\n");
    Finding finding = new MemoryProbe(GIBIBYTE / 2).look(machine.machine());
    assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
    assertThat(finding.details()).containsEntry("availableBytes", 600000L * 1024);
  }

  @Test
  void look_withoutProc_asksJava() {
    Finding finding =
        new MemoryProbe(GIBIBYTE).look(FakeMachine.of(root, "Windows 11", "amd64").machine());
    assertThat((long) finding.details().get("totalBytes")).isPositive();
  }
}
