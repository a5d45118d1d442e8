package io.muzero.replay;

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
  private static final byte FORMAT = 3;

  /** The format without {@link #networkValues}. */
  private static final byte WITHOUT_NETWORK_VALUES = 2;

  /** What {@link #bytes} counts beside the arrays: object and array headers. */
  private static final int OVERHEAD = 256;

  /** How a recorded part stopped. */
  enum End {
    NONE,
    TERMINATED,
    TRUNCATED
  }

  /** Frames [F, O]: F = T + 1 when the episode ended, otherwise T. */
  final float[] frames;

  /** Action of each step [T]. */
  final int[] actions;

  /** Reward of each step in the view of the player who made it [T]. */
  final float[] rewards;

  /** Policy targets [T, A], 0 where illegal. */
  final float[] policies;

  /** 1 for each step whose action was drawn at random and is not the search's own choice [T]. */
  final byte[] explored;

  /** Player to move at each searched position [V]; V = T + 1 when truncated, otherwise T. */
  final byte[] toPlay;

  /** Search value of each searched position in the view of the player to move [V]. */
  final float[] rootValues;

  /** What the network alone said of each step's position, in the view of its player to move [T]. */
  final float[] networkValues;

  /** Legal actions of each searched position, 64 a number [V, ⌈A/64⌉]. */
  final long[] legal;

  final End end;

  private final int frameSize;
  private final int actionCount;
  private final int firstSampleable;
  private final int endSampleable;
  private final long trainingStep;

  /** Owns the arrays it is given. */
  Trajectory(
      float[] frames,
      int[] actions,
      float[] rewards,
      float[] policies,
      byte[] explored,
      byte[] toPlay,
      float[] rootValues,
      float[] networkValues,
      long[] legal,
      End end,
      int firstSampleable,
      int endSampleable,
      long trainingStep) {
    int length = actions.length;
    if (firstSampleable < 0 || firstSampleable >= endSampleable || endSampleable > length) {
      throw new IllegalArgumentException(
          "sampleable positions must be a part of "
              + length
              + " steps and not empty, were "
              + firstSampleable
              + " to "
              + endSampleable);
    }
    int frameCount = end == End.NONE ? length : length + 1;
    int searched = end == End.TRUNCATED ? length + 1 : length;
    frameSize = frames.length / frameCount;
    actionCount = policies.length / length;
    if (frames.length != frameCount * frameSize
        || rewards.length != length
        || policies.length != length * actionCount
        || explored.length != length
        || toPlay.length != searched
        || rootValues.length != searched
        || networkValues.length != length
        || legal.length != searched * legalWords(actionCount)) {
      throw new IllegalArgumentException(
          "the arrays of a trajectory of " + length + " steps do not fit together");
    }
    this.frames = frames;
    this.actions = actions;
    this.rewards = rewards;
    this.policies = policies;
    this.explored = explored;
    this.toPlay = toPlay;
    this.rootValues = rootValues;
    this.networkValues = networkValues;
    this.legal = legal;
    this.end = end;
    this.firstSampleable = firstSampleable;
    this.endSampleable = endSampleable;
    this.trainingStep = trainingStep;
  }

  /** Numbers that hold a flag for each action. */
  static int legalWords(int actionCount) {
    return (actionCount + Long.SIZE - 1) / Long.SIZE;
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
    return frameSize;
  }

  /** Number of actions A. */
  public int actionCount() {
    return actionCount;
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
    return policies[t * actionCount + action];
  }

  /** Whether an action was legal at a searched position. */
  public boolean isLegal(int position, int action) {
    int words = legalWords(actionCount);
    return (legal[position * words + action / Long.SIZE] >>> (action % Long.SIZE) & 1) != 0;
  }

  /** How many actions were legal at a searched position. */
  public int legalActions(int position) {
    int words = legalWords(actionCount);
    int count = 0;
    for (int i = position * words; i < (position + 1) * words; i++) {
      count += Long.bitCount(legal[i]);
    }
    return count;
  }

  /** Writes A flags: whether each action was legal at a searched position. */
  public void writeLegal(int position, boolean[] target, int offset) {
    for (int a = 0; a < actionCount; a++) {
      target[offset + a] = isLegal(position, a);
    }
  }

  /** Memory it takes: its arrays and an allowance for their headers. */
  public long bytes() {
    return OVERHEAD
        + 4L
            * (frames.length
                + actions.length
                + rewards.length
                + policies.length
                + rootValues.length
                + networkValues.length)
        + 8L * legal.length
        + explored.length
        + toPlay.length;
  }

  /**
   * The same steps with other search values; everything else is shared.
   *
   * @param newRootValues [V], owned by the result from now on
   */
  public Trajectory withRootValues(float[] newRootValues) {
    requireFinite("root values", newRootValues);
    return new Trajectory(
        frames,
        actions,
        rewards,
        policies,
        explored,
        toPlay,
        newRootValues,
        networkValues,
        legal,
        end,
        firstSampleable,
        endSampleable,
        trainingStep);
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
    return new Trajectory(
        frames,
        actions,
        rewards,
        newPolicies.clone(),
        explored,
        toPlay,
        newRootValues.clone(),
        newNetworkValues.clone(),
        legal,
        end,
        firstSampleable,
        endSampleable,
        trainingStep);
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
    out.writeByte(FORMAT);
    out.writeByte(end.ordinal());
    out.writeInt(firstSampleable);
    out.writeInt(endSampleable);
    out.writeLong(trainingStep);
    ArrayFormat.write(frames, frames.length, out);
    ArrayFormat.write(actions, actions.length, out);
    ArrayFormat.write(rewards, rewards.length, out);
    ArrayFormat.write(policies, policies.length, out);
    ArrayFormat.write(explored, explored.length, out);
    ArrayFormat.write(toPlay, toPlay.length, out);
    ArrayFormat.write(rootValues, rootValues.length, out);
    ArrayFormat.write(networkValues, networkValues.length, out);
    ArrayFormat.write(legal, legal.length, out);
  }

  /**
   * Reads what {@link #write} wrote, or what it wrote before network values were recorded: the
   * search values then stand in.
   *
   * @throws IOException when the data is damaged or of another format
   */
  public static Trajectory read(DataInput in) throws IOException {
    int format = in.readByte();
    if (format != FORMAT && format != WITHOUT_NETWORK_VALUES) {
      throw new IOException(
          "a trajectory has format "
              + format
              + ", this version reads "
              + WITHOUT_NETWORK_VALUES
              + " and "
              + FORMAT);
    }
    int end = in.readByte();
    if (end < 0 || end >= End.values().length) {
      throw new IOException("the data is damaged: a trajectory cannot end in way " + end);
    }
    int first = in.readInt();
    int last = in.readInt();
    long trainingStep = in.readLong();
    float[] frames = ArrayFormat.readFloats(in);
    int[] actions = ArrayFormat.readInts(in);
    float[] rewards = ArrayFormat.readFloats(in);
    float[] policies = ArrayFormat.readFloats(in);
    byte[] explored = ArrayFormat.readBytes(in);
    byte[] toPlay = ArrayFormat.readBytes(in);
    float[] rootValues = ArrayFormat.readFloats(in);
    float[] networkValues =
        format == FORMAT ? ArrayFormat.readFloats(in) : Arrays.copyOf(rootValues, actions.length);
    long[] legal = ArrayFormat.readLongs(in);
    try {
      return new Trajectory(
          frames,
          actions,
          rewards,
          policies,
          explored,
          toPlay,
          rootValues,
          networkValues,
          legal,
          End.values()[end],
          first,
          last,
          trainingStep);
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
        && Arrays.equals(frames, that.frames)
        && Arrays.equals(actions, that.actions)
        && Arrays.equals(rewards, that.rewards)
        && Arrays.equals(policies, that.policies)
        && Arrays.equals(explored, that.explored)
        && Arrays.equals(toPlay, that.toPlay)
        && Arrays.equals(rootValues, that.rootValues)
        && Arrays.equals(networkValues, that.networkValues)
        && Arrays.equals(legal, that.legal);
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
