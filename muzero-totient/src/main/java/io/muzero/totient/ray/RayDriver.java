package io.muzero.totient.ray;

import io.muzero.totient.ray.RayTasks.Jvm;
import io.muzero.totient.ray.RayTasks.Report;
import io.muzero.totient.work.Crew;
import io.muzero.totient.work.Deal;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Lap;
import io.muzero.totient.work.Part;
import io.muzero.totient.work.Span;
import io.muzero.totient.work.Stopwatch;
import io.ray.api.ObjectRef;
import io.ray.api.Ray;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

/**
 * Hands a job's parts to a Ray cluster as tasks, on behalf of the JVM that started this one.
 *
 * <p>A thread for each worker holds one task in flight: it pulls the next piece only when it has
 * the last one's sum, so nothing piles up in the cluster. Lines on standard output that are meant
 * for the other JVM start with {@value #MARK}; what else appears there is Ray's. Requests are
 * {@code warm}, {@code run TO DEAL} and {@code end}; when the input ends, this JVM exits at once.
 */
public final class RayDriver {
  /** Start of the lines that belong to the conversation. */
  public static final String MARK = "@totient ";

  private final int workers;
  private final PrintStream answers;
  private final Stopwatch stopwatch = Stopwatch.ofMachine();

  /** CPU time of each JVM at the end of the last lap, this one among them. */
  private final Map<Jvm, Long> counted = new ConcurrentHashMap<>();

  private final Map<Jvm, Long> latest = new ConcurrentHashMap<>();

  private RayDriver(int workers, PrintStream answers) {
    this.workers = workers;
    this.answers = answers;
  }

  /**
   * Connects to the cluster that the system property {@code ray.address} names.
   *
   * @param arguments the number of workers
   */
  public static void main(String[] arguments) throws IOException {
    BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    RayDriver driver = new RayDriver(Integer.parseInt(arguments[0]), System.out);
    Thread thread = new Thread(() -> driver.serve(requests), "driver");
    thread.setDaemon(true);
    thread.start();
    try (BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        requests.add(line);
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private void serve(BlockingQueue<String> requests) {
    try {
      Ray.init();
      List<ObjectRef<byte[]>> held =
          IntStream.range(0, workers)
              .mapToObj(worker -> Ray.task(RayTasks::hold, new byte[0]).remote())
              .toList();
      Ray.get(held);
      answer("ready");
      while (true) {
        String[] request = requests.take().split(" ", -1);
        switch (request[0]) {
          case "warm" -> warmUp();
          case "run" -> run(new Job(Long.parseLong(request[1]), workers, Deal.valueOf(request[2])));
          case "end" -> {
            Ray.shutdown();
            answer("ended");
          }
          default -> throw new IllegalArgumentException("unknown request " + request[0]);
        }
      }
    } catch (Throwable e) {
      answer("failed " + oneLine(e));
      Runtime.getRuntime().halt(1);
    }
  }

  private static String oneLine(Throwable e) {
    return String.valueOf(e).replaceAll("\\s*\\R\\s*", " ");
  }

  private void answer(String line) {
    // In one write: Ray's own threads print to the same stream.
    answers.print(MARK + line + "\n");
    answers.flush();
  }

  private void warmUp() {
    List<ObjectRef<byte[]>> tasks = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      tasks.add(Ray.task(RayTasks::warmUp, new byte[0]).remote());
    }
    Ray.get(tasks).forEach(bytes -> note(Report.decode(bytes)));
    cpuNanosSinceLastLap();
    answer("warm");
  }

  private void run(Job job) throws InterruptedException {
    Lap lap =
        new Crew(stopwatch.withoutThreadCpu(), Thread::new)
            .run(job, worker -> this::sumRemotely, numbers -> answer("done " + numbers), () -> {});
    for (Span span : lap.spans()) {
      answer(
          String.join(
              " ",
              "span",
              Integer.toString(span.worker()),
              Long.toString(span.startNanos()),
              Long.toString(span.endNanos()),
              Long.toString(span.numbers()),
              Boolean.toString(span.stolen())));
    }
    answer(
        "lap "
            + lap.startUpNanos()
            + " "
            + lap.workNanos()
            + " "
            + cpuNanosSinceLastLap()
            + " "
            + lap.checksum());
  }

  private long sumRemotely(Part part) {
    Report report = Report.decode(Ray.task(RayTasks::sum, RayTasks.encode(part)).remote().get());
    note(report);
    return report.sum();
  }

  private void note(Report report) {
    latest.merge(report.jvm(), report.cpuNanos(), Math::max);
  }

  private long cpuNanosSinceLastLap() {
    latest.put(Jvm.ofThisProcess(), stopwatch.processCpuNanos());
    long sum = 0;
    for (Map.Entry<Jvm, Long> jvm : latest.entrySet()) {
      sum += jvm.getValue() - counted.getOrDefault(jvm.getKey(), 0L);
    }
    counted.putAll(latest);
    return sum;
  }
}
