package io.muzero.replay;

import io.muzero.environment.EnvironmentSpec;
import io.muzero.random.RandomStream;
import io.muzero.settings.Check;
import io.muzero.settings.Size;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.rng.RestorableUniformRandomProvider;
import org.apache.commons.rng.core.source64.SplitMix64;
import org.jspecify.annotations.Nullable;

/**
 * The newest trajectories, to sample training batches from.
 *
 * <p>Bounded in positions and in bytes; the oldest trajectory leaves first, as a whole. Each
 * position has an id that no other position ever gets, counted from 0 in the order of arrival; a
 * trajectory's id is that of its first position.
 *
 * <p>Thread-safe: any number of writers, samplers and readers. One lock guards everything and is
 * held only to choose positions and take references to immutable trajectories; targets and batches
 * are computed outside it.
 */
public final class ReplayBuffer {
  private final ReplayConfig config;
  private final ObservationStacker stacker;
  private final TargetBuilder targetBuilder;
  private final Object lock = new Object();

  /** Guarded by {@link #lock}, as is everything below. */
  private final RestorableUniformRandomProvider random;

  private final TrajectoryRing stored;

  private final Priorities priorities;

  /** Games that stay; null while there are none. */
  private @Nullable FixedGames fixed;

  private long addedTrajectories;
  private long addedEpisodes;

  /** Id of the position after the trajectory that was last given out to be reanalysed. */
  private long reanalyseCursor;

  /**
   * A trajectory with its id.
   *
   * @param id names it to {@link #refresh}
   * @param trajectory what is stored now
   */
  public record Stored(long id, Trajectory trajectory) {}

  /**
   * An empty buffer for values without bounds.
   *
   * @param spec the environment that is played
   * @param config bounds, sampling and targets
   * @param random draws what is sampled; owned by the buffer from now on
   */
  public ReplayBuffer(
      EnvironmentSpec spec, ReplayConfig config, RestorableUniformRandomProvider random) {
    this(spec, config, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, random);
  }

  /**
   * An empty buffer.
   *
   * @param spec the environment that is played
   * @param config bounds, sampling and targets
   * @param leastValue least value that the network can say, in the game's units; where a target is
   *     below, a position's first priority is measured against this
   * @param greatestValue greatest such value
   * @param random draws what is sampled; owned by the buffer from now on
   */
  public ReplayBuffer(
      EnvironmentSpec spec,
      ReplayConfig config,
      double leastValue,
      double greatestValue,
      RestorableUniformRandomProvider random) {
    if (!(leastValue < greatestValue)) {
      throw new IllegalArgumentException(
          "values must run from the least to the greatest, were "
              + leastValue
              + " to "
              + greatestValue);
    }
    this.config = config;
    this.random = random;
    stacker = new ObservationStacker(spec, config.stackedFrames());
    targetBuilder = new TargetBuilder(stacker, config);
    stored = new TrajectoryRing(config.capacity(), bytes(config));
    priorities = Priorities.of(config, leastValue, greatestValue);
  }

  private static long bytes(ReplayConfig config) {
    return config.capacityMiB() * Size.MEBIBYTE;
  }

  /** How network inputs are composed from frames. */
  public ObservationStacker stacker() {
    return stacker;
  }

  /**
   * A batch that {@link #sample} can fill.
   *
   * @param size rows B
   * @param unrollSteps steps K
   * @param withNextObservations whether inputs of the following positions are wanted
   */
  public TrainingBatch newBatch(int size, int unrollSteps, boolean withNextObservations) {
    return stacker.newBatch(size, unrollSteps, withNextObservations);
  }

  /** Keeps games from now on that never leave; they take none of the buffer's room. */
  public void keep(FixedGames games) {
    synchronized (lock) {
      fixed = games;
    }
  }

  /** Positions that can be sampled, without those of {@linkplain #keep games that stay}. */
  public int size() {
    synchronized (lock) {
      return stored.positions();
    }
  }

  /**
   * Adds a trajectory; the oldest ones leave where there is no room. Its positions start with the
   * priority of |v − z|, v what the network alone said and z the n-step return clipped to what it
   * can say.
   *
   * <p>MuZero (Appendix G) starts from |search value − n-step return|. That is 0 where a sum is cut
   * at its first action, whatever the network knows of the position, and hides it; and it is not
   * the error that {@link #updatePriorities} goes on with, which is the network's.
   *
   * @return its id
   * @throws io.muzero.settings.InvalidSettingException when it alone exceeds the buffer's bounds
   * @throws IllegalArgumentException when it is of another environment
   */
  public long add(Trajectory trajectory) {
    requireFits(trajectory);
    float[] valueTargets = targetBuilder.valueTargets(trajectory);
    double[] initial = priorities.initial(trajectory, valueTargets);
    synchronized (lock) {
      TrajectoryRing.Entry entry = insert(trajectory, valueTargets, initial);
      addedTrajectories++;
      if (trajectory.terminated() || trajectory.truncated()) {
        addedEpisodes++;
      }
      return entry.firstId;
    }
  }

  /** Appends a trajectory, for which the oldest leave; the caller holds the lock. */
  private TrajectoryRing.Entry insert(
      Trajectory trajectory, float[] valueTargets, double[] initial) {
    while (!stored.hasRoomFor(trajectory)) {
      TrajectoryRing.Entry oldest = stored.removeOldest();
      priorities.clear(oldest.firstId, oldest.count());
    }
    TrajectoryRing.Entry entry = stored.add(trajectory, valueTargets);
    priorities.put(entry.firstId, initial);
    return entry;
  }

  private void requireFits(Trajectory trajectory) {
    if (trajectory.frameSize() != stacker.frameSize()
        || trajectory.actionCount() != stacker.actionCount()) {
      throw new IllegalArgumentException(
          "a trajectory with frames of "
              + trajectory.frameSize()
              + " numbers and "
              + trajectory.actionCount()
              + " actions is of another environment: "
              + stacker.frameSize()
              + " and "
              + stacker.actionCount()
              + " are needed");
    }
    Check.that(
        trajectory.sampleablePositions() <= config.capacity(),
        "replay.capacity",
        "must hold the longest recorded part of an episode, "
            + trajectory.sampleablePositions()
            + " positions",
        config.capacity());
    Check.that(
        TrajectoryRing.sizeOf(trajectory) <= bytes(config),
        "replay.capacityMiB",
        "must hold the largest recorded part of an episode, "
            + TrajectoryRing.sizeOf(trajectory)
            + " bytes",
        config.capacityMiB());
  }

  /**
   * Fills a batch with randomly chosen positions.
   *
   * <p>Position i is chosen with probability P(i) = p_i / Σ p, p_i = (value error + ε)^α,
   * stratified: row b draws from the b-th of B equal shares of the sum, so a batch hits each
   * position as often as its probability says, give or take one (Prioritized Experience Replay,
   * arXiv:1511.05952, Appendix B.2.1). Row weights are (1 / (N·P))^β divided by the batch's
   * greatest. Uniform sampling is the same with equal p, all weights 1.
   *
   * @param batch made by {@link #newBatch} or of the same shape
   * @throws IllegalStateException when the buffer is empty
   */
  public void sample(TrainingBatch batch) {
    sample(batch, 0);
  }

  /**
   * As above, with the first rows drawn from the {@linkplain #keep games that stay}, stratified
   * too. Such a row weighs as much as one of mean priority, and its position's id is negative, of
   * which {@link #updatePriorities} takes no note.
   *
   * @param batch as above
   * @param fixedRows how many of its rows, within [0, B]
   * @throws IllegalStateException when there is nothing to draw a row from
   */
  public void sample(TrainingBatch batch, int fixedRows) {
    int size = batch.size;
    if (fixedRows < 0 || fixedRows > size) {
      throw new IllegalArgumentException(
          "rows of games that stay must be within [0, " + size + "], were " + fixedRows);
    }
    TargetBuilder.@Nullable Sampled[] chosen = new TargetBuilder.Sampled[size];
    double[] weights = new double[size];
    long seed;
    double meanPriority;
    FixedGames games;
    synchronized (lock) {
      games = fixed;
      int positions = stored.positions();
      if (positions == 0 && fixedRows < size) {
        throw new IllegalStateException("an empty replay buffer cannot be sampled");
      }
      if (fixedRows > 0) {
        chooseFixed(batch, fixedRows);
      }
      meanPriority = positions == 0 ? 1 : priorities.total(positions) / positions;
      Arrays.fill(weights, 0, fixedRows, meanPriority);
      for (int b = fixedRows; b < size; b++) {
        double share = (b - fixedRows + random.nextDouble()) / (size - fixedRows);
        long id = priorities.find(share, stored.oldestId(), positions);
        weights[b] = priorities.get(id);
        batch.positions[b] = id;
        TrajectoryRing.Entry entry = stored.at(id);
        chosen[b] =
            new TargetBuilder.Sampled(entry.trajectory, entry.valueTargets, entry.indexOf(id), 0);
      }
      seed = random.nextLong();
    }
    SplitMix64 rowRandom = new SplitMix64(seed);
    int transformations = config.augment() ? stacker.transformations() : 1;
    for (int b = 0; b < size; b++) {
      TargetBuilder.Sampled row = chosen[b];
      if (row == null) {
        row = fixed(Objects.requireNonNull(games), batch.positions[b], batch.unrollSteps);
      }
      if (transformations > 1) {
        row = row.turned(rowRandom.nextInt(transformations));
      }
      targetBuilder.fill(batch, b, row, rowRandom);
    }
    importance(weights, meanPriority, batch.importance);
  }

  /** Draws ids of positions of the games that stay, −1 and below; the caller holds the lock. */
  private void chooseFixed(TrainingBatch batch, int rows) {
    int positions = fixed == null ? 0 : fixed.positions();
    if (positions == 0) {
      throw new IllegalStateException("there are no games that stay, of which rows could be drawn");
    }
    for (int b = 0; b < rows; b++) {
      int at = (int) ((b + random.nextDouble()) / rows * positions);
      batch.positions[b] = -1L - Math.min(at, positions - 1);
    }
  }

  private static TargetBuilder.Sampled fixed(FixedGames games, long id, int unrollSteps) {
    FixedGames.Window window = games.at((int) (-1 - id), unrollSteps);
    return new TargetBuilder.Sampled(window.part(), window.valueTargets(), window.index(), 0);
  }

  /** (1 / (N·P))^β over the greatest, where N·P is the priority over the mean priority. */
  private void importance(double[] weights, double meanPriority, float[] target) {
    double greatest = 0;
    for (int b = 0; b < weights.length; b++) {
      weights[b] = Math.pow(weights[b] / meanPriority, -config.beta());
      greatest = Math.max(greatest, weights[b]);
    }
    for (int b = 0; b < weights.length; b++) {
      target[b] = (float) Math.max(weights[b] / greatest, Float.MIN_NORMAL);
    }
  }

  /**
   * Sets the priorities of sampled positions by their newest value errors; positions that have left
   * meanwhile are passed over.
   *
   * @param positions position ids [B]
   * @param valueErrors |value − target| of each, the target clipped to what the network can say [B]
   * @throws IllegalArgumentException when an error is not finite; nothing is changed
   */
  public void updatePriorities(long[] positions, float[] valueErrors) {
    if (positions.length != valueErrors.length) {
      throw new IllegalArgumentException(
          positions.length + " positions cannot have " + valueErrors.length + " errors");
    }
    double[] updated = new double[positions.length];
    for (int i = 0; i < updated.length; i++) {
      if (!Float.isFinite(valueErrors[i])) {
        throw new IllegalArgumentException(
            "a value error must be finite, was " + valueErrors[i] + " in row " + i);
      }
      updated[i] = priorities.of(valueErrors[i]);
    }
    synchronized (lock) {
      for (int i = 0; i < updated.length; i++) {
        if (stored.contains(positions[i])) {
          priorities.set(positions[i], updated[i]);
        }
      }
    }
  }

  /**
   * The next trajectory to search again: from the oldest to the newest, then from the oldest again.
   * So each stored trajectory gets fresh targets equally often; choosing at random (as in MuZero)
   * would leave more than a third out of each round.
   *
   * @return empty when the buffer is
   */
  public Optional<Stored> nextToReanalyse() {
    synchronized (lock) {
      if (stored.positions() == 0) {
        return Optional.empty();
      }
      TrajectoryRing.Entry entry =
          stored.at(stored.contains(reanalyseCursor) ? reanalyseCursor : stored.oldestId());
      reanalyseCursor = entry.endId();
      return Optional.of(new Stored(entry.firstId, entry.trajectory));
    }
  }

  /**
   * Replaces a trajectory's targets by fresh ones, if it is still there. Priorities stay: the
   * learner sets them when it sees the positions again.
   *
   * @param id as {@link #nextToReanalyse} gave it
   * @param refreshed made by {@link Trajectory#withTargets} from the stored one
   * @return whether it was still there
   */
  public boolean refresh(long id, Trajectory refreshed) {
    float[] valueTargets = targetBuilder.valueTargets(refreshed);
    synchronized (lock) {
      if (!stored.contains(id)) {
        return false;
      }
      TrajectoryRing.Entry entry = stored.at(id);
      if (entry.firstId != id || !refreshed.hasFramesOf(entry.trajectory)) {
        throw new IllegalArgumentException(
            "position " + id + " does not begin the trajectory that was refreshed");
      }
      entry.trajectory = refreshed;
      entry.valueTargets = valueTargets;
      return true;
    }
  }

  /**
   * What the buffer holds.
   *
   * @param trainingStep the step now, from which ages are counted
   */
  public ReplayStatistics statistics(long trainingStep) {
    synchronized (lock) {
      int positions = stored.positions();
      boolean empty = positions == 0;
      return new ReplayStatistics(
          new ReplayStatistics.Kept(
              positions,
              stored.trajectories(),
              stored.bytes(),
              empty ? 0 : trainingStep - stored.meanTrainingStep()),
          new ReplayStatistics.Added(stored.nextId(), addedTrajectories, addedEpisodes),
          new ReplayStatistics.Priority(
              empty ? 0 : priorities.total(positions) / positions,
              empty ? 0 : priorities.greatest()));
    }
  }

  /** Everything needed to go on exactly here, to be written without holding up anyone. */
  public ReplaySnapshot snapshot() {
    synchronized (lock) {
      List<Trajectory> trajectories = new ArrayList<>(stored.trajectories());
      for (long id = stored.oldestId(); stored.contains(id); ) {
        TrajectoryRing.Entry entry = stored.at(id);
        trajectories.add(entry.trajectory);
        id = entry.endId();
      }
      return new ReplaySnapshot(
          new ReplaySnapshot.Counters(
              stored.oldestId(), addedTrajectories, addedEpisodes, reanalyseCursor),
          generatorState(),
          trajectories,
          priorities.copy(stored.oldestId(), stored.positions()));
    }
  }

  private byte[] generatorState() {
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    try {
      RandomStream.save(random, new DataOutputStream(state));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return state.toByteArray();
  }

  /**
   * Replaces everything by a written snapshot: the same samples follow as would have there. Bounds
   * that have become smaller since are kept by leaving out the oldest trajectories.
   *
   * @throws IOException when the data is damaged, of another format or environment
   */
  public void restore(DataInput in) throws IOException {
    ReplaySnapshot snapshot = ReplaySnapshot.read(in);
    List<float[]> valueTargets = new ArrayList<>(snapshot.trajectories().size());
    for (Trajectory trajectory : snapshot.trajectories()) {
      try {
        requireFits(trajectory);
      } catch (IllegalArgumentException e) {
        throw new IOException("the stored games do not fit: " + e.getMessage(), e);
      }
      valueTargets.add(targetBuilder.valueTargets(trajectory));
    }
    ReplaySnapshot.Counters counters = snapshot.counters();
    synchronized (lock) {
      RandomStream.restore(
          random, new DataInputStream(new ByteArrayInputStream(snapshot.generatorState())));
      stored.clear(counters.oldestId());
      priorities.clear();
      int from = 0;
      for (int i = 0; i < valueTargets.size(); i++) {
        Trajectory trajectory = snapshot.trajectories().get(i);
        int count = trajectory.sampleablePositions();
        double[] saved = snapshot.priorities();
        insert(
            trajectory,
            valueTargets.get(i),
            saved.length == 0
                ? priorities.initial(trajectory, valueTargets.get(i))
                : Arrays.copyOfRange(saved, from, from + count));
        from += count;
      }
      addedTrajectories = counters.addedTrajectories();
      addedEpisodes = counters.addedEpisodes();
      reanalyseCursor = counters.reanalyseCursor();
    }
  }
}
