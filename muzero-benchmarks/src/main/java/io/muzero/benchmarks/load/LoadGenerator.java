package io.muzero.benchmarks.load;

import io.muzero.blackboard.Counter;
import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.ResolvedConfig;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.Weights;
import io.muzero.run.Progress;
import io.muzero.run.RunContext;
import io.muzero.run.RunListener;
import io.muzero.run.RunSetup;
import io.muzero.run.RunStart;
import io.muzero.run.TrainingRun;
import io.muzero.storage.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.commons.io.FileUtils;

/**
 * Drives a real learner, its replay buffer and its intake to their limits: synthetic actors hand
 * out recorded games at rising rates, through the port that actors on a cluster use.
 *
 * <p>Usage: {@code LoadGenerator GAME [SECONDS [KEY=VALUE ...]]}: 20 seconds a rate unless told
 * otherwise. The rates are parts and multiples of what the learner needs by its replay ratio; the
 * last row takes as much as it can get. {@code run.replayRatio=0} opens the gates: then the rows
 * show what taking games costs the learner.
 */
public final class LoadGenerator {
  private static final double NANOSECONDS = 1e9;
  private static final int RECORDED = 256;
  private static final int ACTORS = 2;
  private static final double[] PARTS = {0.5, 1, 2, 4, 16};

  private final SyntheticActors actors;
  private final Recordings recordings;

  private LoadGenerator(SyntheticActors actors, Recordings recordings) {
    this.actors = actors;
    this.recordings = recordings;
  }

  /**
   * What a rate came to.
   *
   * @param offered trajectories a second; 0: without limit
   * @param taken trajectories a second that were taken
   * @param steps training steps a second
   * @param waiting share of the actors' time spent at the gates, within [0, 1]
   * @param microseconds processor time that taking a trajectory cost
   */
  record Point(double offered, double taken, double steps, double waiting, double microseconds) {}

  /** Runs the benchmark; see the class. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 1) {
      throw new IllegalArgumentException("usage: LoadGenerator GAME [SECONDS [KEY=VALUE ...]]");
    }
    double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 20;
    ResolvedConfig resolved = resolve(arguments);
    RunSetup setup = new RunSetup(resolved);
    Weights weights = weights(setup);
    Recordings recordings = Recordings.of(setup, weights, RECORDED);
    print(
        "%s: %.1f positions a trajectory, %,.0f bytes, deflated %,.0f; weights %,d bytes%n",
        resolved.config().game(),
        recordings.positionsATrajectory(),
        recordings.plainBytesATrajectory(),
        recordings.bytesATrajectory(),
        (long) Float.BYTES * weights.values().length);
    SyntheticActors actors = new SyntheticActors(recordings, ACTORS);
    Path root = Files.createTempDirectory("load");
    try (RunFolder folder = RunFolder.create(root, "load", LocalDateTime.now());
        TrainingRun run =
            TrainingRun.open(resolved, folder, new Silent(), new RunStart.Newest(), actors)) {
      FutureTask<TrainingRun.Outcome> training = new FutureTask<>(run::run);
      Thread thread = new Thread(training, "training");
      thread.start();
      try {
        new LoadGenerator(actors, recordings).measure(seconds, training);
      } finally {
        run.stop();
        thread.join();
      }
      training.get();
    } finally {
      FileUtils.deleteDirectory(root.toFile());
    }
  }

  private static ResolvedConfig resolve(String[] arguments) {
    List<ConfigLayer> layers = new ArrayList<>();
    layers.add(ConfigLayer.Flag.ofText("GAME", "game", arguments[0]));
    // Nothing that takes time beside the learner and what feeds it.
    for (String setting :
        List.of(
            "run.minutes=0",
            "run.steps=0",
            "run.stopAt=0",
            "run.checkpointSeconds=1000000",
            "evaluation.everySteps=1000000000")) {
      layers.add(new ConfigLayer.Assignment(setting));
    }
    for (int i = 2; i < arguments.length; i++) {
      layers.add(new ConfigLayer.Assignment(arguments[i]));
    }
    return new ConfigReader(GameRegistry.installed()).read(layers);
  }

  private static Weights weights(RunSetup setup) {
    NetworkShape shape =
        NetworkShape.of(setup.spec(), setup.stacker().inputSize())
            .searchedBy(setup.config().search().usesRules());
    return new Weights(
        0,
        new NetworkProgram(setup.config().network(), shape)
            .layout()
            .initialise(setup.random("weights", 0)));
  }

  private void measure(double seconds, FutureTask<TrainingRun.Outcome> training)
      throws InterruptedException, ExecutionException {
    RunContext context = actors.context();
    actors.rate(0);
    while (steps(context) < context.config().learner().batchSize() && !training.isDone()) {
      Thread.sleep(50); // until the buffer is warm and the learner trains
    }
    Point free = point(0, seconds / 2, training);
    double ratio = context.config().run().replayRatio();
    double needed =
        ratio == 0 ? free.taken() / 8 : free.steps() * batch(context) / ratio / positions();
    print("%nthe learner asks for %,.1f trajectories/s%n%n", needed);
    print(
        "%12s %12s %12s %14s %12s %12s %14s%n",
        "offered/s", "taken/s", "steps/s", "samples/pos.", "at gates", "MiB/s", "CPU us each");
    for (double part : PARTS) {
      row(context, point(part * needed, seconds, training));
    }
    row(context, point(0, seconds, training));
  }

  private static long steps(RunContext context) {
    return context.board().counters().get(Counter.SAMPLES);
  }

  private static int batch(RunContext context) {
    return context.config().learner().batchSize();
  }

  private double positions() {
    return recordings.positionsATrajectory();
  }

  private Point point(double rate, double seconds, FutureTask<TrainingRun.Outcome> training)
      throws InterruptedException, ExecutionException {
    RunContext context = actors.context();
    actors.rate(rate);
    Thread.sleep((long) (200 * Math.min(5, seconds))); // what is on the way comes in
    long start = System.nanoTime();
    long taken = actors.taken();
    long samples = steps(context);
    long waited = actors.nanosAtGates();
    long processor = actors.processorNanos();
    Thread.sleep((long) (1000 * seconds));
    if (training.isDone()) {
      training.get(); // throws what it failed with
    }
    double passed = (System.nanoTime() - start) / NANOSECONDS;
    long count = actors.taken() - taken;
    return new Point(
        rate,
        count / passed,
        (double) (steps(context) - samples) / batch(context) / passed,
        (actors.nanosAtGates() - waited) / NANOSECONDS / passed / ACTORS,
        (actors.processorNanos() - processor) / 1000.0 / Math.max(1, count));
  }

  private void row(RunContext context, Point point) {
    double fed = point.taken() * positions();
    print(
        "%12s %,12.1f %12.2f %14.2f %11.0f%% %12.2f %14.0f%n",
        point.offered() == 0 ? "unlimited" : String.format(Locale.ROOT, "%,.1f", point.offered()),
        point.taken(),
        point.steps(),
        fed == 0 ? Double.NaN : point.steps() * batch(context) / fed,
        100 * point.waiting(),
        point.taken() * recordings.bytesATrajectory() / (1 << 20),
        point.microseconds());
  }

  @SuppressWarnings("SystemOut")
  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }

  /** Hears of the run and says nothing. */
  private static final class Silent implements RunListener {
    @Override
    public void progress(Progress progress) {}

    @Override
    public void message(String line) {}
  }
}
