package io.muzero.ray.actor;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.BrokenGameException;
import io.muzero.model.MuZeroModel;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.Weights;
import io.muzero.ray.wire.ActorSetup;
import io.muzero.ray.wire.FailureMessage;
import io.muzero.ray.wire.PlayRequest;
import io.muzero.ray.wire.PlayedGamesMessage;
import io.muzero.ray.wire.ProgramVersion;
import io.muzero.run.NewestWeights;
import io.muzero.run.RunSetup;
import io.muzero.run.SearchedModel;
import io.muzero.run.SelfPlayRole;
import io.muzero.selfplay.GameWatch;
import io.muzero.selfplay.SelfPlayPorts;
import io.muzero.selfplay.SelfPlayWorker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A worker that plays for a learner elsewhere: B games in lock step with a network of its own, on
 * the CPU. It plays when it is asked to and no further, and takes the newest weights between two
 * moves.
 *
 * <p>The worker of number n draws what the run's thread n would draw. Thread-safe: requests are
 * played one after another on a thread of its own, which also owns the network; weights may come at
 * any time.
 */
public final class RemotePlayer implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final ActorSetup setup;
  private final int number;
  private final ExecutorService thread;
  private final AtomicReference<@Nullable Weights> newest = new AtomicReference<>();
  private final CountDownLatch given = new CountDownLatch(1);
  private @Nullable Games games;
  private @Nullable FailureMessage failure;
  private long sequence;

  /** What it plays with, made by its thread. */
  private record Games(MuZeroModel model, SelfPlayWorker worker, Recorder recorder) {}

  /**
   * A player; games and network are made when it is first asked to play.
   *
   * @param setup the run
   * @param number tells the run's actors and their random numbers apart, from 0
   * @throws IllegalStateException when the learner runs another program
   */
  public RemotePlayer(ActorSetup setup, int number) {
    if (!setup.version().equals(ProgramVersion.here())) {
      throw new IllegalStateException(
          "muzero.jar of this node is "
              + ProgramVersion.here()
              + ", the learner's is "
              + setup.version()
              + ": put the same muzero.jar on every node");
    }
    this.setup = setup;
    this.number = number;
    thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread player = new Thread(work, "actor " + number);
              player.setDaemon(true);
              return player;
            });
  }

  /** Plays with these weights from the next move on, unless it has newer ones. */
  public void take(Weights weights) {
    newest.accumulateAndGet(
        weights,
        (old, now) ->
            old != null && Objects.requireNonNull(now).version() < old.version() ? old : now);
    given.countDown();
  }

  /**
   * Plays what is asked for and waits for it.
   *
   * @return a {@link PlayedGamesMessage}; a {@link FailureMessage} when playing failed, which it
   *     would anywhere
   * @throws IllegalStateException when it cannot play here, with why
   */
  public byte[] play(PlayRequest request) throws InterruptedException {
    try {
      return thread.submit(() -> playNow(request)).get();
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new IllegalStateException(
          "actor " + number + " cannot play: " + cause.getMessage(), cause);
    }
  }

  private byte[] playNow(PlayRequest request) throws Exception {
    if (!given.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no weights came within " + PATIENCE_SECONDS + " s");
    }
    long begun = System.nanoTime();
    long end = begun + TimeUnit.MILLISECONDS.toNanos(request.millis());
    Games playing = games();
    int moves = 0;
    do {
      if (!moved(playing)) {
        return Objects.requireNonNull(failure).encode();
      }
      moves++;
    } while (moves < request.moves()
        && System.nanoTime() < end
        && playing.recorder.bytes() < request.bytes());
    PlayedGamesMessage played =
        playing.recorder.take(number, sequence, (System.nanoTime() - begun) / 1e9);
    sequence++;
    return played.encode();
  }

  /** Makes a move, unless playing fails or has failed before. */
  private boolean moved(Games playing) {
    if (failure != null) {
      return false;
    }
    try {
      playing.worker.move();
      return true;
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      if (isOfThisNode(e)) {
        throw e;
      }
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      failure = new FailureMessage(number, oneLine(e), trace.toString());
      return false;
    }
  }

  /** Whether it is the network's engine that failed, for want of memory for example. */
  private static boolean isOfThisNode(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause.getClass().getName().startsWith("ai.djl.")) {
        return true;
      }
    }
    return false;
  }

  /** The message as a person reads it; the name too where that alone says what it is. */
  private static String oneLine(Throwable e) {
    String message = Objects.toString(e.getMessage(), "");
    String line =
        e instanceof BrokenGameException
            ? message
            : e.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
    return line.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private Games games() throws IOException {
    if (games == null) {
      games = open();
    }
    return games;
  }

  private Games open() throws IOException {
    Path folder = Files.createTempDirectory("muzero-actor");
    folder.toFile().deleteOnExit();
    GameRegistry games =
        GameRegistry.installed(
            GameJarFiles.loader(setup.gameJars(), folder, RemotePlayer.class.getClassLoader()));
    RunSetup run = new RunSetup(resolve(games, folder.resolve("config.yaml")));
    DjlMuZeroModel network = run.model();
    GameWatch watch = new GameWatch(run.config().game(), System::nanoTime);
    MuZeroModel model = SearchedModel.of(run, network, watch);
    Recorder recorder = new Recorder();
    SelfPlayPorts ports =
        new SelfPlayPorts(
            new NewestWeights(network, () -> Objects.requireNonNull(newest.get())),
            recorder,
            recorder);
    SelfPlayWorker worker = SelfPlayRole.worker(run, number, model, ports, watch);
    return new Games(model, worker, recorder);
  }

  /** The run's settings, but on the CPU: a node with a GPU plays as one without. */
  private ResolvedConfig resolve(GameRegistry games, Path file) throws IOException {
    Files.writeString(file, setup.yaml());
    try {
      return new ConfigReader(games)
          .read(
              List.of(
                  new ConfigLayer.File(file),
                  new ConfigLayer.Flag("an actor", "run.device", "cpu")));
    } finally {
      Files.delete(file);
    }
  }

  /** Ends the thread after what it plays, and frees network and games. */
  @Override
  public void close() {
    thread.execute(
        () -> {
          Games playing = games;
          games = null;
          if (playing != null) {
            playing.worker.close();
            playing.model.close();
          }
        });
    thread.shutdown();
  }
}
