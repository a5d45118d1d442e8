package io.muzero.replay;

import io.muzero.environment.EnvironmentSpec;
import io.muzero.random.RandomStream;
import io.muzero.settings.Check;
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
  /** A greater value error counts as this, so that sums of priorities stay finite. */
  private static final double MAX_ERROR = 1e9;

  /** Memory a trajectory takes beside its own: the entry and its array's header. */
  private static final int ENTRY_BYTES = 64;

  private final ReplayConfig config;
  private final ObservationStacker stacker;
  private final TargetBuilder targetBuilder;
  private final int capacity;
  private final long capacityBytes;

  /** Bounds of the values that a network can say; targets beyond are learned as these. */
  private final double leastValue;

  private final double greatestValue;

  private final Object lock = new Object();

  /** Guarded by {@link #lock}, as is everything below. */
  private final RestorableUniformRandomProvider random;

  /** The entry that owns each position: position id {@code i} is at {@code i % capacity}. */
  private final @Nullable Entry[] entries;

  /** The positions' priorities; null when all are alike. */
  private final @Nullable SumTree priorities;

  /** Id of the oldest position; equal to {@link #nextId} when empty. */
  private long oldestId;

  private long nextId;
  private long bytes;
  private int trajectories;
  private long addedTrajectories;
  private long addedEpisodes;

  /** Sum over positions of the training step that played them. */
  private double trainingSteps;

  /** Id of the position after the trajectory that was last given out to be reanalysed. */
  private long reanalyseCursor;

  /** A trajectory in the buffer; its targets change when it is reanalysed. */
  private static final class Entry {
    final long firstId;
    Trajectory trajectory;
    float[] valueTargets;

    Entry(long firstId, Trajectory trajectory, float[] valueTargets) {
      this.firstId = firstId;
      this.trajectory = trajectory;
      this.valueTargets = valueTargets;
    }

    int count() {
      return trajectory.sampleablePositions();
    }

    long endId() {
      return firstId + count();
    }
  }

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
    this.leastValue = leastValue;
    this.greatestValue = greatestValue;
    this.random = random;
    stacker = new ObservationStacker(spec, config.stackedFrames());
    targetBuilder = new TargetBuilder(stacker, config);
    capacity = config.capacity();
    capacityBytes = (long) config.capacityMiB() << 20;
    entries = new Entry[capacity];
    priorities = config.prioritised() ? new SumTree(capacity) : null;
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
    return new TrainingBatch(
        size, unrollSteps, stacker.inputSize(), stacker.actionCount(), withNextObservations);
  }

  /** Positions that can be sampled. */
  public int size() {
    synchronized (lock) {
      return (int) (nextId - oldestId);
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
    double @Nullable [] initial =
        priorities == null ? null : initialPriorities(trajectory, valueTargets);
    synchronized (lock) {
      makeRoom(trajectory.sampleablePositions(), entryBytes(trajectory));
      Entry entry = new Entry(nextId, trajectory, valueTargets);
      insert(entry, initial);
      addedTrajectories++;
      if (trajectory.terminated() || trajectory.truncated()) {
        addedEpisodes++;
      }
      return entry.firstId;
    }
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
        trajectory.sampleablePositions() <= capacity,
        "replay.capacity",
        "must hold the longest recorded part of an episode, "
            + trajectory.sampleablePositions()
            + " positions",
        capacity);
    Check.that(
        entryBytes(trajectory) <= capacityBytes,
        "replay.capacityMiB",
        "must hold the largest recorded part of an episode, " + entryBytes(trajectory) + " bytes",
        config.capacityMiB());
  }

  private static long entryBytes(Trajectory trajectory) {
    return trajectory.bytes()
        + ENTRY_BYTES
        + (long) Float.BYTES * trajectory.length()
        + (long) Long.BYTES * trajectory.sampleablePositions();
  }

  private double[] initialPriorities(Trajectory trajectory, float[] valueTargets) {
    int first = trajectory.firstSampleable();
    double[] initial = new double[trajectory.sampleablePositions()];
    for (int i = 0; i < initial.length; i++) {
      double said = clipped(trajectory.networkValue(first + i));
      initial[i] = priority(said - clipped(valueTargets[first + i]));
    }
    return initial;
  }

  private double clipped(double value) {
    return Math.max(leastValue, Math.min(greatestValue, value));
  }

  private double priority(double error) {
    return Math.pow(Math.min(Math.abs(error), MAX_ERROR) + config.epsilon(), config.alpha());
  }

  /** Evicts until there is room; the caller holds the lock. */
  private void makeRoom(int positions, long size) {
    while (nextId - oldestId + positions > capacity || bytes + size > capacityBytes) {
      Entry oldest = entryAt(oldestId);
      if (priorities != null) {
        int slot = slot(oldestId);
        int untilWrap = Math.min(oldest.count(), capacity - slot);
        priorities.clear(slot, untilWrap);
        priorities.clear(0, oldest.count() - untilWrap);
      }
      for (long id = oldest.firstId; id < oldest.endId(); id++) {
        entries[slot(id)] = null;
      }
      bytes -= entryBytes(oldest.trajectory);
      trainingSteps -= (double) oldest.trajectory.trainingStep() * oldest.count();
      trajectories--;
      oldestId = oldest.endId();
    }
  }

  /** Appends an entry for which there is room; the caller holds the lock. */
  private void insert(Entry entry, double @Nullable [] initial) {
    if (priorities != null && initial != null) {
      int slot = slot(entry.firstId);
      int untilWrap = Math.min(entry.count(), capacity - slot);
      priorities.setAll(slot, initial, 0, untilWrap);
      priorities.setAll(0, initial, untilWrap, entry.count() - untilWrap);
    }
    for (long id = entry.firstId; id < entry.endId(); id++) {
      entries[slot(id)] = entry;
    }
    bytes += entryBytes(entry.trajectory);
    trainingSteps += (double) entry.trajectory.trainingStep() * entry.count();
    trajectories++;
    nextId = entry.endId();
  }

  private int slot(long id) {
    return (int) (id % capacity);
  }

  /** The entry of a position that is in the buffer; the caller holds the lock. */
  private Entry entryAt(long id) {
    Entry entry = entries[slot(id)];
    if (entry == null) {
      throw new IllegalStateException("position " + id + " is not in the buffer");
    }
    return entry;
  }

  private boolean contains(long id) {
    return id >= oldestId && id < nextId;
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
    int size = batch.size;
    Trajectory[] chosen = new Trajectory[size];
    float[][] valueTargets = new float[size][];
    int[] index = new int[size];
    double[] weights = new double[size];
    long seed;
    double total;
    int positions;
    synchronized (lock) {
      positions = (int) (nextId - oldestId);
      if (positions == 0) {
        throw new IllegalStateException("an empty replay buffer cannot be sampled");
      }
      total = priorities == null ? positions : priorities.total();
      for (int b = 0; b < size; b++) {
        double share = (b + random.nextDouble()) / size;
        long id;
        if (priorities == null) {
          id = oldestId + Math.min((long) (share * positions), positions - 1);
          weights[b] = 1;
        } else {
          int slot = priorities.find(share * total);
          weights[b] = priorities.get(slot);
          id = idAt(slot);
        }
        Entry entry = entryAt(id);
        batch.positions[b] = id;
        chosen[b] = entry.trajectory;
        valueTargets[b] = entry.valueTargets;
        index[b] = entry.trajectory.firstSampleable() + (int) (id - entry.firstId);
      }
      seed = random.nextLong();
    }
    SplitMix64 rowRandom = new SplitMix64(seed);
    int transformations = config.augment() ? stacker.transformations() : 1;
    for (int b = 0; b < size; b++) {
      int transformation = transformations == 1 ? 0 : rowRandom.nextInt(transformations);
      targetBuilder.fill(batch, b, chosen[b], valueTargets[b], index[b], transformation, rowRandom);
    }
    importance(weights, total / positions, batch.importance);
  }

  /** The id of the position that is in a slot now; the caller holds the lock. */
  private long idAt(int slot) {
    long id = oldestId - slot(oldestId) + slot;
    return id < oldestId ? id + capacity : id;
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
    SumTree tree = priorities;
    if (tree == null) {
      return;
    }
    double[] updated = new double[positions.length];
    for (int i = 0; i < updated.length; i++) {
      if (!Float.isFinite(valueErrors[i])) {
        throw new IllegalArgumentException(
            "a value error must be finite, was " + valueErrors[i] + " in row " + i);
      }
      updated[i] = priority(valueErrors[i]);
    }
    synchronized (lock) {
      for (int i = 0; i < updated.length; i++) {
        if (contains(positions[i])) {
          tree.set(slot(positions[i]), updated[i]);
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
      if (nextId == oldestId) {
        return Optional.empty();
      }
      Entry entry = entryAt(contains(reanalyseCursor) ? reanalyseCursor : oldestId);
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
      if (!contains(id)) {
        return false;
      }
      Entry entry = entryAt(id);
      if (entry.firstId != id || entry.trajectory.frames != refreshed.frames) {
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
      int positions = (int) (nextId - oldestId);
      double mean = 0;
      double greatest = 0;
      if (positions > 0) {
        mean = priorities == null ? 1 : priorities.total() / positions;
        greatest = priorities == null ? 1 : priorities.greatest();
      }
      return new ReplayStatistics(
          positions,
          trajectories,
          bytes,
          positions == 0 ? 0 : trainingStep - trainingSteps / positions,
          nextId,
          addedTrajectories,
          addedEpisodes,
          mean,
          greatest);
    }
  }

  /** Everything needed to go on exactly here, to be written without holding up anyone. */
  public ReplaySnapshot snapshot() {
    synchronized (lock) {
      List<Trajectory> stored = new ArrayList<>(trajectories);
      for (long id = oldestId; id < nextId; ) {
        Entry entry = entryAt(id);
        stored.add(entry.trajectory);
        id = entry.endId();
      }
      int positions = (int) (nextId - oldestId);
      double[] weights = new double[priorities == null ? 0 : positions];
      for (int i = 0; i < weights.length && priorities != null; i++) {
        weights[i] = priorities.get(slot(oldestId + i));
      }
      return new ReplaySnapshot(
          oldestId,
          addedTrajectories,
          addedEpisodes,
          reanalyseCursor,
          generatorState(),
          stored,
          weights);
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
    List<Entry> restored = new ArrayList<>(snapshot.trajectories().size());
    long id = snapshot.oldestId();
    for (Trajectory trajectory : snapshot.trajectories()) {
      try {
        requireFits(trajectory);
      } catch (IllegalArgumentException e) {
        throw new IOException("the stored games do not fit: " + e.getMessage(), e);
      }
      Entry entry = new Entry(id, trajectory, targetBuilder.valueTargets(trajectory));
      restored.add(entry);
      id = entry.endId();
    }
    synchronized (lock) {
      RandomStream.restore(
          random, new DataInputStream(new ByteArrayInputStream(snapshot.generatorState())));
      clear(snapshot.oldestId());
      int from = 0;
      for (Entry entry : restored) {
        makeRoom(entry.count(), entryBytes(entry.trajectory));
        insert(entry, restoredPriorities(entry, snapshot.priorities(), from));
        from += entry.count();
      }
      addedTrajectories = snapshot.addedTrajectories();
      addedEpisodes = snapshot.addedEpisodes();
      reanalyseCursor = snapshot.reanalyseCursor();
    }
  }

  private double @Nullable [] restoredPriorities(Entry entry, double[] stored, int from) {
    if (priorities == null) {
      return null;
    }
    return stored.length == 0
        ? initialPriorities(entry.trajectory, entry.valueTargets)
        : Arrays.copyOfRange(stored, from, from + entry.count());
  }

  private void clear(long firstId) {
    Arrays.fill(entries, null);
    if (priorities != null) {
      priorities.clear(0, capacity);
    }
    oldestId = firstId;
    nextId = firstId;
    bytes = 0;
    trajectories = 0;
    trainingSteps = 0;
  }
}
