package io.muzero.launcher.sweep;

import com.fasterxml.jackson.databind.node.TextNode;
import io.muzero.environment.GameFamily;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointName;
import io.muzero.storage.RunFolder;
import io.muzero.storage.RunLock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * Trains each run in a child process, {@code train --json --end-with-input} of this very program. A
 * child ends when its standard input closes: when it is stopped, and when this process dies,
 * however it does. What it prints goes to files in its folder, so that nothing is lost with this
 * process.
 *
 * <p>Thread-safe; each run has a thread that waits for its child.
 */
public final class ChildTrainer implements Trainer {
  private static final String LINES = "train.jsonl";
  private static final String LOG = "train.log";

  /** How systems say in English that there is no room. */
  private static final Pattern NO_ROOM =
      Pattern.compile(
          "No space left on device|Disk quota exceeded|not enough space on the disk"
              + "|Too many open files|Cannot allocate memory|Read-only file system",
          Pattern.CASE_INSENSITIVE);

  /** A child that a signal ended has 128 and the signal's number as its exit code. */
  private static final int BY_SIGNAL = 128;

  private static final Set<Integer> KILLS = Set.of(1, 2, 9, 15);

  /** How long a child of a killed sweep may take to write its checkpoint. */
  private static final long PATIENCE_MILLISECONDS = 300_000;

  /** Sessions of a run that may reach a bound without a score before it counts as failed. */
  private static final int MOST_UNMEASURED = 3;

  /** How long after a failure a stop may still be its reason. */
  private static final long MOMENT_MILLISECONDS = 2000;

  private static final long LOOK_MILLISECONDS = 100;

  private final SweepFolder folder;
  private final SweepPlan plan;
  private final List<String> program;
  private final List<String> further;

  /**
   * A trainer.
   *
   * @param program runs this program: what comes before a command's name
   * @param further options that every run needs, such as {@code --game-jar}
   */
  public ChildTrainer(
      SweepFolder folder, SweepPlan plan, List<String> program, List<String> further) {
    this.folder = folder;
    this.plan = plan;
    this.program = List.copyOf(program);
    this.further = List.copyOf(further);
  }

  @Override
  public Running start(Job job, Consumer<Ended> ended) {
    Child child = new Child(job, ended);
    Thread thread = new Thread(child::train, "run " + job.run());
    thread.setDaemon(true);
    thread.start();
    return child;
  }

  /** One run up to one rung. */
  private final class Child implements Running {
    private final Job job;
    private final Consumer<Ended> ended;
    private final Path place;
    private final long steps;
    private boolean stopped;
    private @Nullable Process process;

    Child(Job job, Consumer<Ended> ended) {
      this.job = job;
      this.ended = ended;
      place = folder.run(job);
      steps = plan.rungs().get(job.rung());
    }

    void train() {
      Ended how;
      try {
        how = trained();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        how = new Ended.Stopped();
      } catch (Exception | Error e) {
        // Not of the child: it says nothing of the settings, and the sweep must hear of it.
        how = new Ended.Broken(job.run() + ": " + Objects.toString(e.getMessage(), e.toString()));
      }
      boolean failed =
          how instanceof Ended.Broken
              || (how instanceof Ended.With with && with.result() instanceof Result.Failed);
      ended.accept(failed && stopComes() ? new Ended.Stopped() : how);
    }

    /**
     * Whether the run is stopped at this moment. Ctrl-C at a terminal reaches the children too: one
     * that has just begun dies of it, and may do so before anybody here is told.
     */
    private synchronized boolean stopComes() {
      long end = System.nanoTime() + MOMENT_MILLISECONDS * 1_000_000;
      try {
        while (!stopped && System.nanoTime() < end) {
          wait(1 + (end - System.nanoTime()) / 1_000_000);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return stopped;
    }

    private Ended trained() throws IOException, InterruptedException {
      Files.createDirectories(place);
      Optional<Result> known = lines().at(steps);
      if (known.isPresent()) {
        return new Ended.With(known.get()); // this process died before it took that down
      }
      List<String> arguments = arguments();
      endLine(place.resolve(LINES));
      endLine(place.resolve(LOG));
      long linesBefore = Files.size(place.resolve(LINES));
      long before = Files.size(place.resolve(LOG));
      Process child = begin(arguments);
      if (child == null) {
        return new Ended.Stopped();
      }
      int code = child.waitFor();
      Optional<Result> result = lines().at(steps);
      if (result.isPresent()) {
        return new Ended.With(result.get());
      }
      // Ctrl-C at a terminal reaches the children too, and may reach them first.
      boolean ended = RunLines.of(tail(place.resolve(LINES), linesBefore)).hasEnded();
      if (isStopped() || (code == 0 && ended && lines().unmeasured() < MOST_UNMEASURED)) {
        return new Ended.Stopped();
      }
      String words = lastWords(before, code);
      return isOfTheMachine(words, code)
          ? new Ended.Broken(job.run() + ": " + words)
          : new Ended.With(new Result.Failed(words));
    }

    private boolean isOfTheMachine(String words, int code) {
      return KILLS.contains(code - BY_SIGNAL) || NO_ROOM.matcher(words).find();
    }

    private synchronized @Nullable Process begin(List<String> arguments) throws IOException {
      if (stopped) {
        return null;
      }
      List<String> command = new ArrayList<>(program);
      command.addAll(arguments);
      process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(place.resolve(LINES).toFile()))
              .redirectError(ProcessBuilder.Redirect.appendTo(place.resolve(LOG).toFile()))
              .start();
      return process;
    }

    private List<String> arguments() throws IOException, InterruptedException {
      List<String> arguments = new ArrayList<>(List.of("train", "--json", "--end-with-input"));
      Path game = place.resolve(GameFamily.folder(plan.game()));
      Path latest = game.resolve(RunFolder.LATEST);
      Path resumed = Files.exists(latest) ? resumable(RunFolder.resolve(latest), game) : null;
      if (resumed == null) {
        arguments.addAll(List.of("--config", folder.configuration(job.candidate()).toString()));
        arguments.addAll(List.of("--seed", Long.toString(plan.seeds().get(job.seed()))));
        arguments.addAll(List.of("--set", "run.folder=" + yaml(place.toString())));
      } else {
        arguments.addAll(List.of("--resume", resumed.toString()));
      }
      arguments.addAll(List.of("--steps", Long.toString(steps)));
      arguments.addAll(further);
      return arguments;
    }

    /**
     * Where the run goes on: at its newest checkpoint; at an older one where the newest is that of
     * this rung, which was written but not measured when everything ended; nowhere where there is
     * none such, and the run begins again.
     */
    private @Nullable Path resumable(Path run, Path game) throws IOException, InterruptedException {
      if (!Files.isRegularFile(run.resolve(RunFolder.CONFIG))) {
        // It ended before it had settings, or was half removed when this process died.
        FileUtils.deleteDirectory(game.toFile());
        return null;
      }
      awaitFree(run);
      Path checkpoints = run.resolve(RunFolder.CHECKPOINTS);
      OptionalLong newest = newest(checkpoints, Long.MAX_VALUE);
      if (newest.isPresent() && newest.getAsLong() < steps) {
        return run;
      }
      OptionalLong older = newest(checkpoints, steps);
      if (older.isPresent()) {
        return checkpoints.resolve(
            new CheckpointName(CheckpointName.Kind.STEP, older.getAsLong()).toString());
      }
      FileUtils.deleteDirectory(game.toFile());
      return null;
    }

    /** A child of a killed sweep may still be writing its checkpoint. */
    private void awaitFree(Path run) throws InterruptedException {
      long end = System.nanoTime() + PATIENCE_MILLISECONDS * 1_000_000;
      while (RunLock.isHeld(run)) {
        if (System.nanoTime() > end || isStopped()) {
          throw new CheckpointException("another process is still writing into " + run);
        }
        Thread.sleep(LOOK_MILLISECONDS);
      }
    }

    private OptionalLong newest(Path checkpoints, long below) throws IOException {
      if (!Files.isDirectory(checkpoints)) {
        return OptionalLong.empty();
      }
      try (Stream<Path> all = Files.list(checkpoints)) {
        return all.flatMap(path -> CheckpointName.of(path).stream())
            .filter(name -> name.kind() == CheckpointName.Kind.STEP)
            .mapToLong(CheckpointName::step)
            .filter(step -> step < below)
            .max();
      }
    }

    private RunLines lines() throws IOException {
      Path file = place.resolve(LINES);
      return RunLines.of(Files.exists(file) ? tail(file, 0) : List.of());
    }

    /** Ends a line that a kill cut off, so that the next one stands alone. */
    private void endLine(Path file) throws IOException {
      try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
        long length = access.length();
        if (length > 0) {
          access.seek(length - 1);
          if (access.read() != '\n') {
            access.write('\n');
          }
        }
      }
    }

    /** The lines of a file from a byte on. */
    private List<String> tail(Path file, long from) throws IOException {
      byte[] all = Files.readAllBytes(file);
      return new String(all, (int) from, (int) (all.length - from), StandardCharsets.UTF_8)
          .lines()
          .toList();
    }

    /** Why it failed, in its own one line. */
    private String lastWords(long from, int code) throws IOException {
      List<String> said =
          tail(place.resolve(LOG), from).stream().filter(line -> !line.isBlank()).toList();
      Optional<String> reason =
          said.stream().filter(line -> line.startsWith("muzero: ")).findFirst();
      String last = said.isEmpty() ? "it said nothing" : said.get(said.size() - 1);
      return reason.map(line -> line.substring(8)).orElse("ended with code " + code + ": " + last);
    }

    private synchronized boolean isStopped() {
      return stopped;
    }

    @Override
    public void stop() {
      Process child;
      synchronized (this) {
        stopped = true;
        notifyAll();
        child = process;
      }
      if (child != null) {
        try {
          child.getOutputStream().close();
        } catch (IOException e) {
          child.destroy(); // asks for the same orderly end
        }
      }
    }

    @Override
    public long step() {
      try {
        return lines().lastStep();
      } catch (IOException | UncheckedIOException e) {
        return 0; // only shown
      }
    }
  }

  /** A text as YAML. */
  private static String yaml(String text) {
    return TextNode.valueOf(text).toString();
  }
}
