package io.muzero.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A replay buffer at one moment: references to its immutable trajectories and a copy of the rest.
 *
 * <p>Immutable; written by any thread while the buffer goes on.
 */
public final class ReplaySnapshot {
  private static final int MAGIC = 0x4D5A5242; // "MZRB"
  private static final int FORMAT = 1;

  private final Counters counters;
  private final byte[] generatorState;
  private final List<Trajectory> trajectories;

  /** Priority of each position in order of id; empty when all are alike. */
  private final double[] priorities;

  /**
   * What a buffer counts.
   *
   * @param oldestId id of the oldest position
   * @param addedTrajectories trajectories added in all
   * @param addedEpisodes episodes that ended, in all
   * @param reanalyseCursor id of the position after the trajectory last given out to be reanalysed
   */
  record Counters(
      long oldestId, long addedTrajectories, long addedEpisodes, long reanalyseCursor) {}

  ReplaySnapshot(
      Counters counters,
      byte[] generatorState,
      List<Trajectory> trajectories,
      double[] priorities) {
    this.counters = counters;
    this.generatorState = generatorState;
    this.trajectories = trajectories;
    this.priorities = priorities;
  }

  Counters counters() {
    return counters;
  }

  byte[] generatorState() {
    return generatorState;
  }

  List<Trajectory> trajectories() {
    return trajectories;
  }

  double[] priorities() {
    return priorities;
  }

  /** Writes it, to be read by {@link ReplayBuffer#restore}; give it a buffered stream. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(FORMAT);
    out.writeLong(counters.oldestId);
    out.writeLong(counters.addedTrajectories);
    out.writeLong(counters.addedEpisodes);
    out.writeLong(counters.reanalyseCursor);
    ArrayFormat.write(generatorState, generatorState.length, out);
    out.writeInt(trajectories.size());
    for (Trajectory trajectory : trajectories) {
      trajectory.write(out);
    }
    ArrayFormat.write(priorities, priorities.length, out);
    out.writeInt(MAGIC);
  }

  /** Reads what {@link #write} wrote. */
  static ReplaySnapshot read(DataInput in) throws IOException {
    requireMagic(in);
    int format = in.readInt();
    if (format != FORMAT) {
      throw new IOException(
          "a replay buffer has format " + format + ", this version reads " + FORMAT);
    }
    long oldestId = in.readLong();
    long addedTrajectories = in.readLong();
    long addedEpisodes = in.readLong();
    long reanalyseCursor = in.readLong();
    byte[] generatorState = ArrayFormat.readBytes(in);
    int count = in.readInt();
    if (oldestId < 0 || count < 0) {
      throw new IOException("the data is damaged: a replay buffer cannot hold " + count);
    }
    List<Trajectory> trajectories = new ArrayList<>();
    long positions = 0;
    for (int i = 0; i < count; i++) {
      Trajectory trajectory = Trajectory.read(in);
      positions += trajectory.sampleablePositions();
      trajectories.add(trajectory);
    }
    double[] priorities = ArrayFormat.readDoubles(in);
    if (priorities.length != 0 && priorities.length != positions) {
      throw new IOException(
          "the data is damaged: " + priorities.length + " priorities for " + positions);
    }
    for (double priority : priorities) {
      if (!(priority > 0 && priority <= Double.MAX_VALUE)) {
        throw new IOException("the data is damaged: a priority cannot be " + priority);
      }
    }
    requireMagic(in);
    return new ReplaySnapshot(
        new Counters(oldestId, addedTrajectories, addedEpisodes, reanalyseCursor),
        generatorState,
        trajectories,
        priorities);
  }

  private static void requireMagic(DataInput in) throws IOException {
    int magic = in.readInt();
    if (magic != MAGIC) {
      throw new IOException("the data is damaged or no replay buffer");
    }
  }
}
