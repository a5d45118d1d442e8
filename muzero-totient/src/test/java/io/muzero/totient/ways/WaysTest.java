package io.muzero.totient.ways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.muzero.rayhome.ChildException;
import io.muzero.totient.work.Deal;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Lap;
import io.muzero.totient.work.Progress;
import io.muzero.totient.work.Span;
import io.muzero.totient.work.Stopwatch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WaysTest {
  private static final long CHECKSUM = 759_904_263L;
  private static final Stopwatch STOPWATCH = Stopwatch.ofMachine();
  private static final Experiment.Watcher NOBODY =
      new Experiment.Watcher() {
        @Override
        public Progress began(String way, int lap, int laps, long numbers) {
          return Progress.NONE;
        }

        @Override
        public void ended() {}
      };

  private static Ways ways() {
    return new Ways(
        STOPWATCH, new Ways.Setup(JavaCommand.ofThisJvm(), null, null, Map.of("PATH", "")));
  }

  private static Stream<Arguments> waysAndDeals() {
    return Stream.of(WayName.values())
        .filter(way -> way != WayName.RAY)
        .flatMap(way -> Stream.of(Deal.values()).map(deal -> Arguments.of(way, deal)));
  }

  @ParameterizedTest
  @MethodSource("waysAndDeals")
  void run_everyWayAndDeal_givesTheLecturesSum(WayName name, Deal deal) throws Exception {
    Job job = new Job(50_000, 3, deal);
    try (Ways ways = ways()) {
      Results results =
          new Experiment(job, 2, STOPWATCH, NOBODY)
              .run(ways.of(EnumSet.of(name), job), true, Experiment.Contrast.NONE);
      int expected = name == WayName.SERIAL ? 1 : name == WayName.PROCESSES ? 3 : 2;
      assertThat(results.rows().size() + results.skipped().size()).isEqualTo(expected);
      assertThat(results.rows())
          .allSatisfy(
              row -> {
                assertThat(row.laps()).hasSize(2);
                assertThat(row.laps()).extracting(Lap::checksum).containsOnly(CHECKSUM);
                assertThat(row.laps())
                    .allSatisfy(
                        lap ->
                            assertThat(lap.spans().stream().mapToLong(Span::numbers).sum())
                                .isEqualTo(job.numbers()));
                assertThat(row.cpuSeconds()).isNotNegative();
                for (int worker = 0; worker < row.workers(); worker++) {
                  assertThat(row.idleShare(worker)).isBetween(0.0, 1.0);
                }
              });
    }
    assertThat(workers()).isEmpty();
  }

  /** Worker processes of this JVM. */
  private static List<ProcessHandle> workers() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }

  @ParameterizedTest
  @EnumSource
  void pool_everyDeal_keepsItsThreadsForTheNextJob(Deal deal) throws Exception {
    try (PoolWay pool = new PoolWay(STOPWATCH)) {
      Job job = new Job(5_000, 3, deal);
      Lap first = pool.run(job, Progress.NONE);
      AtomicLong heard = new AtomicLong();
      Lap second = pool.run(job, heard::addAndGet);
      assertThat(second.checksum()).isEqualTo(first.checksum());
      assertThat(heard).hasValue(job.numbers());
      assertThat(second.spans()).extracting(Span::worker).allMatch(w -> w >= 0 && w < 3);
    }
  }

  @Test
  void virtual_oldJdk_saysWhatIsNeeded() {
    VirtualThreadsWay way = new VirtualThreadsWay(STOPWATCH);
    if (Runtime.version().feature() >= 21) {
      assertThat(way.missing()).isEmpty();
    } else {
      assertThat(way.missing()).get().asString().startsWith("virtual threads need Java 21");
    }
  }

  private static ProcessesWay shell(String script) {
    return new ProcessesWay(STOPWATCH, List.of("/bin/sh", "-c", script));
  }

  private static void fails(String script, String message) {
    assertThatThrownBy(() -> shell(script).run(new Job(50_000, 2, Deal.STATIC), Progress.NONE))
        .as(script)
        .isInstanceOf(ChildException.class)
        .hasMessageMatching(message);
    assertThat(workers()).as("after %s", script).isEmpty();
  }

  @Test
  void processes_workerMisbehaves_isNamedAndNoneIsLeft() {
    fails(
        "echo ready; kill -9 $$",
        "worker process [12] \\(process \\d+\\) ended with exit code 137 \\(killed\\) before its work was done");
    fails(
        "echo out of memory >&2; exit 3",
        "worker process [12] \\(process \\d+\\) ended with exit code 3 before its work was done; it said: out of memory");
    fails(
        "echo hello; cat",
        "worker process [12] \\(process \\d+\\) answered 'hello' where 'ready' was expected");
    fails(
        "echo ready; read line; echo sum of all evils; cat",
        "worker process [12] \\(process \\d+\\) answered 'sum of all evils' where 'sum NUMBER' was expected");
    fails(
        "echo ready; read line; echo sum 12x; cat",
        "worker process [12] \\(process \\d+\\) answered 'sum 12x' where 'sum NUMBER' was expected");
    fails(
        "echo ready; read line; printf 'a\\033[2Jb\\n'; cat",
        "worker process [12] \\(process \\d+\\) answered 'a\\?\\[2Jb' where 'sum NUMBER' was expected");
    fails(
        "echo ready; head -c 100000 /dev/zero; cat",
        "worker process [12] \\(process \\d+\\) answered '\\?{60}…' where 'sum NUMBER' was expected");
  }

  @Test
  void processes_workerAnswersWrongly_failsAgainstTheSerialSum() {
    Job job = new Job(1_000, 2, Deal.STATIC);
    assertThatThrownBy(
            () ->
                new Experiment(job, 1, STOPWATCH, NOBODY)
                    .run(
                        List.of(shell("echo ready; while read line; do echo sum 1; done")),
                        true,
                        Experiment.Contrast.NONE))
        .isInstanceOf(LabException.class)
        .hasMessage("the sums differ: serial gave 303791, processes gave 2");
  }

  @Test
  void processes_noSuchCommand_saysSo() {
    ProcessesWay way = new ProcessesWay(STOPWATCH, List.of("/nowhere/java"));
    assertThatThrownBy(() -> way.run(new Job(1_000, 1, Deal.STATIC), Progress.NONE))
        .isInstanceOf(ChildException.class)
        .hasMessageStartingWith("cannot start worker process 1 (/nowhere/java): ");
  }

  @Test
  void warmProcesses_workerKilledBetweenJobs_failsAndLeavesNone() throws Exception {
    Job job = new Job(50_000, 2, Deal.QUEUE);
    try (WarmProcessesWay way =
        new WarmProcessesWay(STOPWATCH, JavaCommand.ofThisJvm().line(WorkerMain.class))) {
      way.rehearse(job);
      assertThat(way.run(job, Progress.NONE).checksum()).isEqualTo(CHECKSUM);
      assertThat(workers()).hasSize(2);
      ProcessHandle killed = workers().get(0);
      killed.destroyForcibly();
      killed.onExit().join();
      assertThatThrownBy(() -> way.run(job, Progress.NONE)).isInstanceOf(ChildException.class);
    }
    assertThat(workers()).isEmpty();
  }

  @Test
  void worker_inputEndsInTheMiddleOfAPart_exitsAtOnce() throws Exception {
    Process worker = new ProcessBuilder(JavaCommand.ofThisJvm().line(WorkerMain.class)).start();
    try (var output = worker.outputWriter();
        var input = worker.inputReader()) {
      assertThat(input.readLine()).isEqualTo("ready");
      // Hours of work.
      output.write("sum 3 5000000000 2\n");
      output.flush();
      assertThat(worker.isAlive()).isTrue();
    }
    assertThat(worker.waitFor(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void python_whereInstalled_givesTheSameSum() {
    PythonContrast contrast = new PythonContrast(System.getenv());
    List<Row> rows = new ArrayList<>();
    List<Results.Skipped> skipped = new ArrayList<>();
    contrast.measure(new Job(50_000, 3, Deal.STATIC), 2, rows::add, skipped::add);
    if (!skipped.isEmpty()) {
      System.out.println("skipped: " + skipped.get(0).reason());
    }
    assumeThat(skipped).isEmpty();
    assertThat(rows)
        .extracting(Row::way)
        .containsExactly("python-serial", "python-threads", "python-processes");
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(row.laps()).hasSize(2).extracting(Lap::checksum).containsOnly(CHECKSUM));
    assertThat(rows.get(0).speedup()).isEqualTo(1.0);
    assertThat(workers()).isEmpty();
  }

  @Test
  void python_notOnThePath_isSkippedWithAReason() {
    List<Results.Skipped> skipped = new ArrayList<>();
    new PythonContrast(Map.of("PATH", "/nowhere"))
        .measure(new Job(100, 3, Deal.STATIC), 1, row -> {}, skipped::add);
    assertThat(skipped)
        .containsExactly(new Results.Skipped("python", "no python3 on the PATH: install Python 3"));
  }
}
