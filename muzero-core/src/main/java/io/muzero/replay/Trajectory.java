package io.muzero.replay;

import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.ObservationFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A recorded part of an episode: T steps with what was seen, done, received and searched at each.
 *
 * <p>A part may be a whole episode or a segment of a longer one. Positions {@code firstSampleable
 * .. endSampleable-1} are its own; those before are there for their frames, those after for the
 * targets, and are the own positions of a neighbouring segment. How it stopped:
 *
 * <ul>
 *   <li>terminated: the game ended with step T−1; frame T shows the end, whose value is 0;
 *   <li>truncated: the episode was cut after step T−1; frame T shows the last state, whose value
 *       was searched to bootstrap from;
 *   <li>neither: the episode went on; frame T−1 is the last.
 * </ul>
 *
 * <p>Immutable and thread-safe; targets searched anew make a new one ({@link #withTargets}).
 */
public final class Trajectory {
  /** What {@link #bytes} counts beside the arrays: object and array headers. */
  private static final int OVERHEAD = 256;

  /** How a recorded part stopped. */
  enum End {
    NONE,
    TERMINATED,
    TRUNCATED
  }

  final Frames frames;
  final int[] actions;
  final float[] rewards;
  final float[] policies;
  final byte[] explored;
  final byte[] toPlay;
  final float[] rootValues;
  final float[] networkValues;
  final long[] legal;
  final End end;

  private final StepColumns columns;
  private final int firstSampleable;
  private final int endSampleable;
  private final long trainingStep;

  /**
   * A trajectory of all that is in {@code columns}, which it owns from now on.
   *
   * @param columns the recorded steps ({@link Column} says of each array what it holds)
   * @param end how they stopped
   * @param firstSampleable the first position of its own
   * @param endSampleable the position after the last of its own
   * @param trainingStep training step of the weights that played its first own position
   */
  Trajectory(
      StepColumns columns, End end, int firstSampleable, int endSampleable, long trainingStep) {
    int length = columns.ints(Column.ACTIONS).length;
    if (firstSampleable < 0 || firstSampleable >= endSampleable || endSampleable > length) {
      throw new IllegalArgumentException(
          "sampleable positions must be a part of "
              + length
              + " steps and not empty, were "
              + firstSampleable
              + " to "
              + endSampleable);
    }
    columns.requireRows(length, end);
    this.columns = columns;
    this.end = end;
    this.firstSampleable = firstSampleable;
    this.endSampleable = endSampleable;
    this.trainingStep = trainingStep;
    frames = columns.frames();
    actions = columns.ints(Column.ACTIONS);
    rewards = columns.floats(Column.REWARDS);
    policies = columns.floats(Column.POLICIES);
    explored = columns.bytes(Column.EXPLORED);
    toPlay = columns.bytes(Column.TO_PLAY);
    rootValues = columns.floats(Column.ROOT_VALUES);
    networkValues = columns.floats(Column.NETWORK_VALUES);
    legal = columns.longs(Column.LEGAL);
  }

  /** Steps T. */
  public int length() {
    return actions.length;
  }

  /** Frames F: T + 1 when the episode ended, otherwise T. */
  public int frameCount() {
    return end == End.NONE ? actions.length : actions.length + 1;
  }

  /** Positions V that were searched: T + 1 when truncated, otherwise T. */
  public int searchedPositions() {
    return rootValues.length;
  }

  /** Numbers in a frame. */
  public int frameSize() {
    return columns.layout().frameSize();
  }

  /** Which numbers a frame consists of. */
  public ObservationFormat format() {
    return columns.layout().format();
  }

  /** Whether all numbers of all frames are finite. */
  public boolean hasFiniteFrames() {
    return frames.areFinite();
  }

  /** Number of actions A. */
  public int actionCount() {
    return columns.layout().actionCount();
  }

  /** Whether the game ended with the last step. */
  public boolean terminated() {
    return end == End.TERMINATED;
  }

  /** Whether the episode was cut after the last step. */
  public boolean truncated() {
    return end == End.TRUNCATED;
  }

  /** The first position of its own. */
  public int firstSampleable() {
    return firstSampleable;
  }

  /** The position after the last of its own. */
  public int endSampleable() {
    return endSampleable;
  }

  /** Positions of its own. */
  public int sampleablePositions() {
    return endSampleable - firstSampleable;
  }

  /** Training step of the weights that played its first own position. */
  public long trainingStep() {
    return trainingStep;
  }

  /** Action of step {@code t}. */
  public int action(int t) {
    return actions[t];
  }

  /** Reward of step {@code t} in the view of the player who made it. */
  public float reward(int t) {
    return rewards[t];
  }

  /**
   * Whether the action of step {@code t} was drawn at random and is another than the search's own
   * choice: value targets end there.
   */
  public boolean isExplored(int t) {
    return explored[t] != 0;
  }

  /** Player to move at a searched position, 0 or 1. */
  public int toPlay(int position) {
    return toPlay[position];
  }

  /** Search value of a searched position in the view of the player to move. */
  public float rootValue(int position) {
    return rootValues[position];
  }

  /**
   * What the network alone said of step {@code t}'s position in the view of its player to move;
   * where it was recorded without, the search value.
   */
  public float networkValue(int t) {
    return networkValues[t];
  }

  /** Policy target of an action at position {@code t}. */
  public float policy(int t, int action) {
    return policies[t * actionCount() + action];
  }

  /** Whether an action was legal at a searched position. */
  public boolean isLegal(int position, int action) {
    int words = columns.layout().legalWords();
    return (legal[position * words + action / Long.SIZE] >>> (action % Long.SIZE) & 1) != 0;
  }

  /** How many actions were legal at a searched position. */
  public int legalActions(int position) {
    int words = columns.layout().legalWords();
    int count = 0;
    for (int i = position * words; i < (position + 1) * words; i++) {
      count += Long.bitCount(legal[i]);
    }
    return count;
  }

  /** Writes A flags: whether each action was legal at a searched position. */
  public void writeLegal(int position, boolean[] target, int offset) {
    for (int a = 0; a < actionCount(); a++) {
      target[offset + a] = isLegal(position, a);
    }
  }

  /** Bytes of a recorded position of a game with discrete actions, all columns together. */
  public static long positionBytes(EnvironmentSpec spec) {
    return new StepLayout(spec.observationSize(), spec.format(), spec.actionCount())
        .positionBytes();
  }

  /** Memory it takes: its arrays and an allowance for their headers. */
  public long bytes() {
    return OVERHEAD + columns.size();
  }

  /** Whether this was made of the other by other targets. */
  boolean hasFramesOf(Trajectory other) {
    return columns.sharesFrames(other.columns);
  }

  /**
   * The same steps with other search values; everything else is shared.
   *
   * @param newRootValues [V], owned by the result from now on
   */
  public Trajectory withRootValues(float[] newRootValues) {
    requireFinite("root values", newRootValues);
    return with(columns.with(Column.ROOT_VALUES, newRootValues));
  }

  private Trajectory with(StepColumns changed) {
    return new Trajectory(changed, end, firstSampleable, endSampleable, trainingStep);
  }

  /**
   * The same steps with targets from a fresh search (MuZero Reanalyze, arXiv:1911.08265, Appendix
   * H).
   *
   * @param newPolicies [T, A], copied
   * @param newRootValues [V], copied
   * @param newNetworkValues what the network that searched says alone [T], copied
   */
  public Trajectory withTargets(
      float[] newPolicies, float[] newRootValues, float[] newNetworkValues) {
    requireFinite("policies", newPolicies);
    requireFinite("root values", newRootValues);
    requireFinite("network values", newNetworkValues);
    return with(
        columns
            .with(Column.POLICIES, newPolicies.clone())
            .with(Column.ROOT_VALUES, newRootValues.clone())
            .with(Column.NETWORK_VALUES, newNetworkValues.clone()));
  }

  private static void requireFinite(String what, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            what + " must be finite, was " + values[i] + " at index " + i);
      }
    }
  }

  /** Writes it, to be read by {@link #read}. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(RecordingFormat.of(columns.layout().format()).number());
    out.writeByte(end.ordinal());
    out.writeInt(firstSampleable);
    out.writeInt(endSampleable);
    out.writeLong(trainingStep);
    columns.write(length(), end, out);
  }

  /**
   * Reads what {@link #write} wrote, or what it wrote before network values were recorded: the
   * search values then stand in.
   *
   * @throws IOException when the data is damaged or of another format
   */
  public static Trajectory read(DataInput in) throws IOException {
    RecordingFormat format = RecordingFormat.read("a trajectory", in);
    int ending = in.readByte();
    if (ending < 0 || ending >= End.values().length) {
      throw new IOException("the data is damaged: a trajectory cannot end in way " + ending);
    }
    End end = End.values()[ending];
    int first = in.readInt();
    int last = in.readInt();
    long trainingStep = in.readLong();
    try {
      StepColumns columns = StepColumns.readTrajectory(format, end, in);
      return new Trajectory(columns, end, first, last, trainingStep);
    } catch (IllegalArgumentException e) {
      throw new IOException("the data is damaged: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Trajectory that
        && end == that.end
        && firstSampleable == that.firstSampleable
        && endSampleable == that.endSampleable
        && trainingStep == that.trainingStep
        && columns.sameAs(that.columns);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(actions) * 31 + Arrays.hashCode(rootValues);
  }

  @Override
  public String toString() {
    return "Trajectory[length="
        + length()
        + ", end="
        + end
        + ", sampleable="
        + firstSampleable
        + ".."
        + endSampleable
        + ", trainingStep="
        + trainingStep
        + "]";
  }
}
