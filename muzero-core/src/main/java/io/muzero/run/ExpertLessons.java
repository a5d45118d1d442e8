package io.muzero.run;

import io.muzero.expert.ExpertConfig;
import io.muzero.expert.ExpertCorpus;
import io.muzero.expert.ExpertFiles;
import io.muzero.expert.ExpertGames;
import io.muzero.expert.RecordReader;
import io.muzero.expert.RecordedGames;
import io.muzero.network.Weights;
import io.muzero.replay.ReplayBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a run learns from games of experts: first from them alone, then with a share of each batch
 * that falls to 0. Everything follows from the training step and the files, so a run that goes on
 * needs the same files and no state.
 *
 * <p>Opened by the thread that opens the run, then used by the learner's.
 */
final class ExpertLessons implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(ExpertLessons.class);

  /** Problems that a person is told of; all are in the log. */
  private static final int TOLD = 10;

  private final ExpertConfig config;
  private final @Nullable ExpertGames heldOut;
  private @Nullable HeldOut measuring;

  private ExpertLessons(ExpertConfig config, @Nullable ExpertGames heldOut) {
    this.config = config;
    this.heldOut = heldOut;
  }

  /**
   * Reads the games and gives them to the buffer, unless none are to be learned from any more.
   *
   * @param buffer keeps those that are learned from
   * @param step training steps done
   * @param tell hears what was read, and of each problem
   * @throws io.muzero.expert.RecordException when files are missing, others than the run began
   *     with, or have no game
   */
  static ExpertLessons open(RunSetup setup, ReplayBuffer buffer, long step, Consumer<String> tell) {
    ExpertConfig config = setup.config().expert();
    if (config.isOver(step)) {
      return new ExpertLessons(config, null);
    }
    ExpertConfig identified = ExpertFiles.identified(config);
    RecordedGames read =
        new RecordReader(setup.game(), setup.config().gameOptions())
            .read(config.files().stream().map(Path::of).toList());
    tellProblems(read, tell);
    ExpertCorpus corpus =
        ExpertCorpus.of(read.games(), config.heldOut(), setup.random("held-out games", 0));
    ExpertGames.Targets targets =
        new ExpertGames.Targets(setup.stacker(), setup.config().replay(), config.smoothing());
    ExpertGames training = new ExpertGames(setup.environment(), targets, corpus.training());
    ExpertGames held = new ExpertGames(setup.environment(), targets, corpus.heldOut());
    tell.accept(
        String.format(
            Locale.ROOT,
            "games of experts: %,d to learn from (%,d positions), %,d held out, %,d duplicates dropped, %,d that"
                + " cannot be used",
            training.games(),
            training.positions(),
            held.games(),
            corpus.duplicates(),
            read.problems().size()));
    if (training.positions() == 0) {
      throw ExpertFiles.withoutMoves(config);
    }
    buffer.keep(training);
    return new ExpertLessons(identified, held.positions() == 0 ? null : held);
  }

  private static void tellProblems(RecordedGames read, Consumer<String> tell) {
    List<String> problems = read.problems().stream().map(Object::toString).toList();
    problems.forEach(problem -> LOG.warn("not used: {}", problem));
    problems.stream().limit(TOLD).forEach(problem -> tell.accept("not used: " + problem));
    if (problems.size() > TOLD) {
      tell.accept(
          String.format(
              Locale.ROOT,
              "and %,d more games that cannot be used; the run's log names all",
              problems.size() - TOLD));
    }
  }

  /** The settings with the digests of what was read. */
  ExpertConfig config() {
    return config;
  }

  /** Makes what it measures with, on the learner's thread. */
  void begin(RunSetup setup) {
    if (heldOut != null && measuring == null) {
      measuring = new HeldOut(heldOut, setup.stacker(), setup.model());
    }
  }

  /** Whether the next training step is on games of experts alone. */
  boolean isAlone(long stepsDone) {
    return config.isAlone(stepsDone + 1);
  }

  /** Rows of the next training step's batch that are of games of experts. */
  int rows(long stepsDone, int batch) {
    return config.rowsAt(stepsDone + 1, batch);
  }

  /** Whether the phase on games of experts alone ends with this training step. */
  boolean endsWith(long step) {
    return config.isAlone(step) && !config.isAlone(step + 1);
  }

  /** Whether games of experts were learned from in this training step, and it is to be told. */
  boolean isDue(long step) {
    return config.isUsed()
        && (step % config.everySteps() == 0 || endsWith(step))
        && !config.isOver(step - 1);
  }

  /** The experts' share of a training step's batch. */
  double share(long step) {
    return config.shareAt(step);
  }

  /** What weights say of held-out games; empty where there are none. */
  Optional<HeldOut.Found> measure(Weights weights) {
    return Optional.ofNullable(measuring).map(with -> with.measure(weights));
  }

  @Override
  public void close() {
    if (measuring != null) {
      measuring.close();
      measuring = null;
    }
  }
}
