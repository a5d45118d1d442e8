package io.muzero.replay;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The newest trajectories in the order of arrival, bounded in positions and in bytes.
 *
 * <p>Each position has an id that no other position ever gets, counted from 0; position {@code id}
 * lies at {@code id % capacity}. Not thread-safe: {@link ReplayBuffer} guards it by its lock.
 */
final class TrajectoryRing {
  /** Memory a trajectory takes beside its own: the entry and its array's header. */
  private static final int ENTRY_BYTES = 64;

  private final int capacity;
  private final long capacityBytes;

  /** The entry that owns each position. */
  private final @Nullable Entry[] entries;

  /** Id of the oldest position; equal to {@link #nextId} when empty. */
  private long oldestId;

  private long nextId;
  private long bytes;
  private int trajectories;

  /** Sum over positions of the training step that played them. */
  private double trainingSteps;

  /** A trajectory in the ring; its targets change when it is reanalysed. */
  static final class Entry {
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

    /** Index in the trajectory of a position of its own. */
    int indexOf(long id) {
      return trajectory.firstSampleable() + (int) (id - firstId);
    }
  }

  /** An empty ring for so many positions and bytes. */
  TrajectoryRing(int capacity, long capacityBytes) {
    this.capacity = capacity;
    this.capacityBytes = capacityBytes;
    entries = new Entry[capacity];
  }

  /** Memory that a trajectory takes here. */
  static long sizeOf(Trajectory trajectory) {
    return trajectory.bytes()
        + ENTRY_BYTES
        + (long) Float.BYTES * trajectory.length()
        + (long) Long.BYTES * trajectory.sampleablePositions();
  }

  /** Id of the oldest position. */
  long oldestId() {
    return oldestId;
  }

  /** Id that the next position gets; positions added in all. */
  long nextId() {
    return nextId;
  }

  /** Positions in it. */
  int positions() {
    return (int) (nextId - oldestId);
  }

  /** Trajectories in it. */
  int trajectories() {
    return trajectories;
  }

  /** Memory that they take. */
  long bytes() {
    return bytes;
  }

  /** Mean over positions of the training step that played them; 0 when empty. */
  double meanTrainingStep() {
    return positions() == 0 ? 0 : trainingSteps / positions();
  }

  /** Whether a position is in it. */
  boolean contains(long id) {
    return id >= oldestId && id < nextId;
  }

  /** Whether a trajectory finds room without another leaving. */
  boolean hasRoomFor(Trajectory trajectory) {
    return positions() + trajectory.sampleablePositions() <= capacity
        && bytes + sizeOf(trajectory) <= capacityBytes;
  }

  /** The entry of a position that is in it. */
  Entry at(long id) {
    Entry entry = entries[slot(id)];
    if (entry == null) {
      throw new IllegalStateException("position " + id + " is not in the buffer");
    }
    return entry;
  }

  private int slot(long id) {
    return (int) (id % capacity);
  }

  /** Appends a trajectory for which there is room. */
  Entry add(Trajectory trajectory, float[] valueTargets) {
    Entry entry = new Entry(nextId, trajectory, valueTargets);
    for (long id = entry.firstId; id < entry.endId(); id++) {
      entries[slot(id)] = entry;
    }
    bytes += sizeOf(trajectory);
    trainingSteps += (double) trajectory.trainingStep() * entry.count();
    trajectories++;
    nextId = entry.endId();
    return entry;
  }

  /** Removes the oldest trajectory. */
  Entry removeOldest() {
    Entry oldest = at(oldestId);
    for (long id = oldest.firstId; id < oldest.endId(); id++) {
      entries[slot(id)] = null;
    }
    bytes -= sizeOf(oldest.trajectory);
    trainingSteps -= (double) oldest.trajectory.trainingStep() * oldest.count();
    trajectories--;
    oldestId = oldest.endId();
    return oldest;
  }

  /** Removes all; the next position gets this id. */
  void clear(long firstId) {
    Arrays.fill(entries, null);
    oldestId = firstId;
    nextId = firstId;
    bytes = 0;
    trajectories = 0;
    trainingSteps = 0;
  }
}
