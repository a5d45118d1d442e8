package io.muzero.run;

import io.muzero.blackboard.Counter;
import io.muzero.network.ParameterLayout;
import io.muzero.network.Weights;
import io.muzero.replay.ReplaySnapshot;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.Manifest;
import io.muzero.training.Learner;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A checkpoint in memory, to be written without holding up anyone.
 *
 * @param manifest its header
 * @param contents what its files are to hold, by name
 */
record RunSnapshot(Manifest manifest, Map<String, CheckpointStore.Content> contents) {
  /** Weights of the players, where they are not the learner's newest. */
  static final String PLAYERS = "players.safetensors";

  /**
   * Everything a run needs to go on. The learner must be at rest.
   *
   * @throws io.muzero.training.NonFiniteLossException when the weights have diverged: they must not
   *     take the place of those to go back to
   */
  static RunSnapshot whole(RunContext context, Learner learner, Roster roster) {
    learner.requireFinite();
    context
        .board()
        .counters()
        .set(Counter.WALL_MILLIS, Math.round(1000 * context.reports().clock().seconds()));
    ParameterLayout layout = learner.layout();
    Weights newest = learner.weights();
    Weights players = context.board().weights().newest();
    byte[] optimiser = bytes(learner::save);
    // Before the buffer: a game that ends in between is in both, and nothing is in neither.
    byte[] state = bytes(out -> roster.states().write(new DataOutputStream(out)));
    ReplaySnapshot replay = context.buffer().snapshot();
    Map<String, CheckpointStore.Content> contents = new TreeMap<>();
    contents.put(CheckpointStore.WEIGHTS, out -> newest.write(layout, out));
    contents.put(CheckpointStore.OPTIMIZER, out -> out.write(optimiser));
    contents.put(CheckpointStore.STATE, out -> out.write(state));
    contents.put(CheckpointStore.REPLAY, out -> writeReplay(replay, out));
    if (players.version() != newest.version()) {
      contents.put(PLAYERS, out -> players.write(layout, out));
    }
    return new RunSnapshot(manifest(context, learner, newest.version(), Double.NaN), contents);
  }

  /** The weights alone, as they are now; as {@link #whole}. */
  static RunSnapshot weights(RunContext context, Learner learner) {
    learner.requireFinite();
    Weights newest = learner.weights();
    ParameterLayout layout = learner.layout();
    return new RunSnapshot(
        manifest(context, learner, newest.version(), Double.NaN),
        Map.of(CheckpointStore.WEIGHTS, out -> newest.write(layout, out)));
  }

  /** The header of a checkpoint of this run. */
  static Manifest manifest(RunContext context, Learner learner, long step, double score) {
    Map<String, Long> counters = new TreeMap<>(context.board().counters().byName());
    counters.put(Counter.WALL_MILLIS.key(), Math.round(1000 * context.reports().clock().seconds()));
    return new Manifest(
            Manifest.FORMAT,
            context.config().game(),
            learner.layout().fingerprint(),
            step,
            counters,
            score,
            Map.of())
        .withSupports(SupportChange.ranges(context.config()));
  }

  private static void writeReplay(ReplaySnapshot replay, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    replay.write(data);
    data.flush();
  }

  private static byte[] bytes(CheckpointStore.Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      content.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return bytes.toByteArray();
  }
}
