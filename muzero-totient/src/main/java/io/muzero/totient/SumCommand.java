package io.muzero.totient;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.totient.report.Figures;
import io.muzero.totient.sharing.Guard;
import io.muzero.totient.sharing.SharedSum;
import io.muzero.totient.ways.LabException;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Lap;
import io.muzero.totient.work.Progress;
import io.muzero.totient.work.Stopwatch;
import io.muzero.totient.work.WarmUp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code totient sum}: threads that add every φ(n) to one shared number. */
@Command(
    name = "sum",
    mixinStandardHelpOptions = true,
    description = {
      "Adds every phi(n) to one number that all threads share, unguarded or guarded,",
      "and compares with a sum for each thread that is added once."
    })
final class SumCommand extends LabCommand {
  private static final int LAPS = 3;

  @Mixin private JobOptions options;

  @Option(
      names = "--lock",
      paramLabel = "LOCK",
      completionCandidates = Locks.class,
      description = "How it is guarded: ${COMPLETION-CANDIDATES} (default: each in turn).")
  private @Nullable String lock;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  void work() throws InterruptedException {
    Job job = options.job();
    List<Guard> guards = guards();
    Stopwatch stopwatch = Stopwatch.ofMachine();
    WarmUp.run(stopwatch);
    try (Watch watch = new Watch(this::note)) {
      // Unmeasured: the classes are loaded and the loops compiled.
      Job small = job.upTo(Math.min(job.to(), 20_000));
      SharedSum.apart(small, stopwatch, Progress.NONE);
      Lap apart = SharedSum.apart(job, stopwatch, watch.began("apart", 1, 1, job.numbers()));
      List<SharedSum> sums = new ArrayList<>();
      for (Guard guard : guards) {
        SharedSum.of(small, guard, stopwatch, Progress.NONE);
        SharedSum sum = null;
        for (int lap = 1; lap <= LAPS; lap++) {
          SharedSum next =
              SharedSum.of(
                  job, guard, stopwatch, watch.began(guard.label(), lap, LAPS, job.numbers()));
          check(next, apart);
          sum = sum == null ? next : sum.with(next);
        }
        sums.add(sum);
      }
      watch.ended();
      if (json) {
        print(object(job, apart, sums).toString());
      } else {
        show(job, apart, sums);
      }
    }
  }

  private static void check(SharedSum sum, Lap apart) {
    if (sum.guard() != Guard.NONE && sum.total() != apart.checksum()) {
      throw new LabException(
          "the sum guarded by "
              + sum.guard().label()
              + " is "
              + sum.total()
              + ", not "
              + apart.checksum());
    }
  }

  private List<Guard> guards() {
    if (lock == null) {
      return List.of(Guard.values());
    }
    try {
      return List.of(Choice.of("--lock", lock, Guard.values(), Guard::label));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private void show(Job job, Lap apart, List<SharedSum> sums) {
    print(
        "sum of phi(n), n from 2 to "
            + Figures.grouped(job.to() - 1)
            + ", by "
            + job.workers()
            + " threads");
    print("");
    print(
        String.format(
            Locale.ROOT,
            "%-14s%22s%20s%12s%18s",
            "shared sum",
            "total",
            "lost",
            "work",
            "extra a number"));
    print(line("(one each)", apart.checksum(), 0, apart.workNanos(), ""));
    for (SharedSum sum : sums) {
      print(
          line(
              sum.guard().label(),
              sum.total(),
              apart.checksum() - sum.total(),
              sum.workNanos(),
              String.format(Locale.ROOT, "%+.1f ns", extraNanos(job, apart, sum))));
    }
    print("");
    boolean missed =
        sums.stream().anyMatch(sum -> sum.guard() == Guard.NONE && sum.total() == apart.checksum());
    print(
        "Without a guard two threads can read the same total, and the later one overwrites what the"
            + " other added"
            + (missed ? "; this time no two met." : "."));
    print("The cheapest guard is not to share: a sum for each thread, added once when it is done.");
  }

  private static String line(String name, long total, long lost, long nanos, String extra) {
    return String.format(
        Locale.ROOT,
        "%-14s%22d%20d%12s%18s",
        name,
        total,
        lost,
        Figures.duration(nanos / 1e9),
        extra);
  }

  private static double extraNanos(Job job, Lap apart, SharedSum sum) {
    return (double) (sum.workNanos() - apart.workNanos()) / job.numbers();
  }

  private static ObjectNode object(Job job, Lap apart, List<SharedSum> sums) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("to", job.to()).put("workers", job.workers()).put("deal", job.deal().label());
    object.put("checksum", apart.checksum());
    object.put("apartSeconds", apart.workNanos() / 1e9);
    ArrayNode locks = object.putArray("locks");
    for (SharedSum sum : sums) {
      locks
          .addObject()
          .put("lock", sum.guard().label())
          .put("total", sum.total())
          .put("lost", apart.checksum() - sum.total())
          .put("workSeconds", sum.workNanos() / 1e9)
          .put("extraNanosANumber", extraNanos(job, apart, sum));
    }
    return object;
  }

  /** For shell completion. */
  static final class Locks implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Guard.values()).map(Guard::label).iterator();
    }
  }
}
