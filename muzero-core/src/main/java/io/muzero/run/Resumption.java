package io.muzero.run;

import io.muzero.blackboard.Blackboard;
import io.muzero.blackboard.Counter;
import io.muzero.network.Weights;
import io.muzero.replay.ReplayBuffer;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointName;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.Manifest;
import io.muzero.training.Learner;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where a run goes on from, if it does: chooses the checkpoint and restores what it holds. */
final class Resumption {
  private final CheckpointStore store;
  private final RunStart start;
  private final RunListener listener;
  private final Optional<Checkpoint> from;

  /**
   * Chooses the checkpoint to go on from; none for a new run, and for one that ended before its
   * first.
   *
   * @param store the run's checkpoints
   * @param run the run's folder, for messages
   * @param start which checkpoint
   * @param listener hears of it
   * @throws CheckpointException when there are checkpoints, but none to resume from that is whole:
   *     to begin anew over them would be a surprise; or when the chosen one is missing or damaged
   */
  Resumption(CheckpointStore store, Path run, RunStart start, RunListener listener) {
    this.store = store;
    this.start = start;
    this.listener = listener;
    if (start instanceof RunStart.From chosen) {
      from = Optional.of(Checkpoint.open(chosen.checkpoint()));
    } else if (start instanceof RunStart.Best) {
      from = Optional.of(best(run));
    } else {
      from = newest(run);
    }
  }

  private Checkpoint best(Path run) {
    List<String> damaged = new ArrayList<>();
    Optional<Checkpoint> best = store.best(damaged::add);
    return best.orElseThrow(
        () ->
            new CheckpointException(
                damaged.isEmpty()
                    ? run + " has no best checkpoint yet: resume without --from-best"
                    : damaged.get(0)));
  }

  private Optional<Checkpoint> newest(Path run) {
    List<String> damaged = new ArrayList<>();
    Optional<Checkpoint> newest = store.newest(damaged::add);
    if (newest.isEmpty()) {
      requireNone(run, damaged);
    }
    damaged.forEach(listener::message);
    return newest;
  }

  /** Requires that a run without a checkpoint to resume from has no other either. */
  private void requireNone(Path run, List<String> damaged) {
    Optional<Checkpoint> spare = store.spare();
    if (spare.isPresent()) {
      throw new CheckpointException(
          (damaged.isEmpty() ? run + " has no checkpoint to resume from" : damaged.get(0))
              + "; it has "
              + spare.get().folder().getFileName()
              + ": go on from that one by train --resume "
              + command(run, spare.get()));
    }
    if (!damaged.isEmpty()) {
      throw new CheckpointException(
          damaged.get(0) + "; no checkpoint of " + run + " is whole, start a new run");
    }
  }

  /** The arguments that go on from a checkpoint that is not resumed from by itself. */
  private static String command(Path run, Checkpoint spare) {
    boolean best =
        CheckpointName.of(spare.folder())
            .filter(name -> name.kind() == CheckpointName.Kind.BEST)
            .isPresent();
    return best ? run + " --from-best" : spare.folder().toString();
  }

  /** Whether the run goes on from a checkpoint. */
  boolean resumes() {
    return from.isPresent();
  }

  /** The header of the checkpoint that the run goes on from. */
  Optional<Manifest> manifest() {
    return from.map(Checkpoint::manifest);
  }

  private boolean isOfWeightsAlone() {
    return from.isPresent() && (start instanceof RunStart.Best || !from.get().resumable());
  }

  /**
   * Restores what the checkpoint holds, if there is one.
   *
   * @param game the configured game
   * @return what those who play and search again go on from
   * @throws CheckpointException when the checkpoint is of another game or network, or damaged
   */
  RoleStates restore(String game, Learner learner, ReplayBuffer buffer, Blackboard board) {
    if (from.isEmpty()) {
      return RoleStates.NONE;
    }
    Checkpoint checkpoint = from.get();
    boolean deeper = requireFits(checkpoint, game, learner);
    try {
      if (isOfWeightsAlone()) {
        restoreWeights(checkpoint, learner, board);
        return RoleStates.NONE;
      }
      return restoreAll(checkpoint, deeper, new Restored(learner, buffer, board));
    } catch (IOException e) {
      throw CheckpointException.because(
          "the checkpoint " + checkpoint.folder() + " cannot be used", e);
    }
  }

  /** What is restored. */
  private record Restored(Learner learner, ReplayBuffer buffer, Blackboard board) {}

  /** Takes over weights and totals; everything else begins anew. */
  private void restoreWeights(Checkpoint checkpoint, Learner learner, Blackboard board)
      throws IOException {
    long step = checkpoint.manifest().step();
    try (InputStream in = checkpoint.read(CheckpointStore.WEIGHTS)) {
      learner.begin(new Weights(step, Weights.read(learner.layout(), in).values()));
    }
    board.weights().publish(learner.weights());
    board.learned().publish(learner.weights());
    Map<String, Long> totals = new TreeMap<>(checkpoint.manifest().counters());
    // How often positions were trained on is counted of those in the buffer, which begins empty.
    totals.remove(Counter.SAMPLES.key());
    totals.remove(Counter.ENTITLED.key());
    totals.remove(Counter.REANALYSED.key());
    totals.remove(Counter.REANALYSE_ENTITLED.key());
    // The totals may be of later than the weights, which were evaluated meanwhile.
    totals.computeIfPresent(Counter.GATED_STEP.key(), (key, at) -> Math.min(at, step));
    totals.computeIfPresent(Counter.EVALUATED_STEP.key(), (key, at) -> Math.min(at, step));
    board.counters().restore(totals);
    listener.message(
        "going on from the weights of "
            + checkpoint.folder()
            + " alone: the optimiser's moments begin at zero, the replay buffer is empty, and the"
            + " learning rate's schedule goes on from step "
            + step);
  }

  private RoleStates restoreAll(Checkpoint checkpoint, boolean deeper, Restored into)
      throws IOException {
    List<String> notes;
    RoleStates states;
    try (InputStream in = checkpoint.read(CheckpointStore.OPTIMIZER)) {
      notes = into.learner.restore(in);
    }
    try (InputStream in = checkpoint.read(CheckpointStore.REPLAY)) {
      into.buffer.restore(new DataInputStream(in));
    }
    try (InputStream in = checkpoint.read(CheckpointStore.STATE)) {
      states = RoleStates.read(new DataInputStream(in));
    }
    Weights players = into.learner.weights();
    into.board.learned().publish(players);
    if (checkpoint.manifest().files().containsKey(RunSnapshot.PLAYERS)) {
      try (InputStream in = checkpoint.read(RunSnapshot.PLAYERS)) {
        players = Weights.read(into.learner.layout(), in);
      }
    }
    into.board.weights().publish(players);
    into.board.counters().restore(checkpoint.manifest().counters());
    listener.message("resuming from " + checkpoint.folder());
    if (deeper) {
      listener.message(
          "the network has more residual blocks than the checkpoint's; they begin as the identity");
    }
    notes.forEach(listener::message);
    return states;
  }

  /**
   * Checks that a run with this configuration can go on from a checkpoint.
   *
   * @return whether the network has residual blocks that the checkpoint's has not
   * @throws CheckpointException when it is of another game, or of a network that differs in
   *     anything else
   */
  private static boolean requireFits(Checkpoint checkpoint, String game, Learner learner) {
    Manifest manifest = checkpoint.manifest();
    if (!manifest.game().equals(game)) {
      throw new CheckpointException(
          "the checkpoint "
              + checkpoint.folder()
              + " is of the game "
              + manifest.game()
              + ", not of "
              + game);
    }
    if (learner.layout().fits(manifest.network())) {
      return false;
    }
    try (InputStream in = checkpoint.read(CheckpointStore.WEIGHTS)) {
      Weights.read(learner.layout(), in);
      return true;
    } catch (IOException e) {
      throw new CheckpointException(
          "the checkpoint "
              + checkpoint.folder()
              + " is of another network ("
              + manifest.network()
              + ") than the configuration's ("
              + learner.layout().fingerprint()
              + "); only residual blocks may be added: leave the network as it was, or start a new run",
          e);
    }
  }

  /**
   * Where a checkpoint was chosen, makes it the one that this run goes on from its newest, and sets
   * aside what the run has of later steps; a kill between leaves one. Nothing is removed before the
   * next checkpoint is written.
   *
   * @param checkpoints write one where there are weights alone
   */
  void settle(RunCheckpoints checkpoints) {
    if (start instanceof RunStart.Newest) {
      return;
    }
    Checkpoint checkpoint = from.orElseThrow();
    long here = checkpoint.manifest().step();
    if (isOfWeightsAlone()) {
      // Only those of the newest are kept, and what there is of later steps is still newer.
      checkpoints.writeBeside();
    } else {
      store.takeBack(checkpoint, listener::message);
    }
    store.abandon(
        EnumSet.of(CheckpointName.Kind.STEP, CheckpointName.Kind.SNAPSHOT),
        step -> step > here,
        listener::message);
  }
}
