package io.muzero.replay;

import io.muzero.settings.Size;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Records a game in progress and hands it out as {@link Trajectory Trajectories}: a short episode
 * as one, a long one in segments while it still goes on.
 *
 * <p>A segment is handed out once the K + n positions after it that its targets need have been
 * played. {@link #append} each step, then {@link #terminate} or {@link #truncate}; after that the
 * next episode begins. Used by one thread.
 */
public final class TrajectoryBuilder {
  private static final byte FORMAT = 3;

  /** The format without {@link #networkValues}. */
  private static final byte WITHOUT_NETWORK_VALUES = 2;

  private final int frameSize;
  private final int actionCount;
  private final int legalWords;

  /** Positions before a segment's first that its frame stacks need. */
  private final int before;

  /** Positions after a segment's last that its targets need. */
  private final long after;

  /** Own positions of a segment; unbounded for Monte Carlo returns, which need the end. */
  private final int segmentLength;

  private final Consumer<Trajectory> sink;

  private int count;

  /** First position that no segment handed out so far has as its own. */
  private int first;

  private float[] frames;
  private int[] actions;
  private float[] rewards;
  private float[] policies;
  private byte[] explored;
  private byte[] toPlay;
  private float[] rootValues;
  private float[] networkValues;
  private long[] legal;
  private long[] trainingSteps;

  /**
   * A builder, empty.
   *
   * @param stacker how network inputs are composed
   * @param config segment length and n
   * @param unrollSteps steps K that training unrolls
   * @param sink receives each trajectory, on the thread that records
   */
  public TrajectoryBuilder(
      ObservationStacker stacker, ReplayConfig config, int unrollSteps, Consumer<Trajectory> sink) {
    this.sink = sink;
    frameSize = stacker.frameSize();
    actionCount = stacker.actionCount();
    legalWords = Trajectory.legalWords(actionCount);
    before = stacker.context();
    after = (long) unrollSteps + config.tdSteps();
    segmentLength = config.monteCarlo() ? Integer.MAX_VALUE : config.segmentLength();
    int capacity = 16;
    frames = new float[capacity * frameSize];
    actions = new int[capacity];
    rewards = new float[capacity];
    policies = new float[capacity * actionCount];
    explored = new byte[capacity];
    toPlay = new byte[capacity];
    rootValues = new float[capacity];
    networkValues = new float[capacity];
    legal = new long[capacity * legalWords];
    trainingSteps = new long[capacity];
  }

  /** Positions recorded and not yet dropped; 0 between episodes. */
  public int positions() {
    return count;
  }

  /**
   * Records one step.
   *
   * @param frame what the player to move saw before it
   * @param frameOffset index of its first number
   * @param legalActions which actions were legal [A]
   * @param legalOffset index of the first
   * @param toPlay the player to move, 0 or 1
   * @param policy the search's policy target [A]
   * @param policyOffset index of its first number
   * @param rootValue the search's value in the view of that player
   * @param networkValue what the network alone said, in the same view
   * @param action the action played
   * @param explored whether it was drawn at random and is another than the search's own choice, so
   *     that what follows says nothing of the search's value
   * @param reward what it brought, in the view of that player
   * @param trainingStep training step of the weights that searched
   * @throws IllegalArgumentException when policy, value or reward is not finite, so that nothing
   *     broken is learned from later
   */
  public void append(
      float[] frame,
      int frameOffset,
      boolean[] legalActions,
      int legalOffset,
      int toPlay,
      float[] policy,
      int policyOffset,
      float rootValue,
      float networkValue,
      int action,
      boolean explored,
      double reward,
      long trainingStep) {
    if (action < 0 || action >= actionCount) {
      throw new IllegalArgumentException(
          "an action must be within 0 to " + (actionCount - 1) + ", was " + action);
    }
    requireFinite("reward", (float) reward);
    requireFinite("network value", networkValue);
    for (int a = 0; a < actionCount; a++) {
      requireFinite("policy", policy[policyOffset + a]);
    }
    put(frame, frameOffset, legalActions, legalOffset, toPlay, rootValue);
    System.arraycopy(policy, policyOffset, policies, count * actionCount, actionCount);
    actions[count] = action;
    this.explored[count] = (byte) (explored ? 1 : 0);
    networkValues[count] = networkValue;
    rewards[count] = (float) reward;
    trainingSteps[count] = trainingStep;
    count++;
    if (count - first >= segmentLength + after) {
      handOut(Trajectory.End.NONE, first + segmentLength);
    }
  }

  /**
   * Ends the episode: the game is over.
   *
   * @param frame the last state
   * @param frameOffset index of its first number
   */
  public void terminate(float[] frame, int frameOffset) {
    requireStarted();
    ensureCapacity();
    System.arraycopy(frame, frameOffset, frames, count * frameSize, frameSize);
    handOut(Trajectory.End.TERMINATED, count);
    reset();
  }

  /**
   * Ends the episode: it was cut, and its last state has a value to bootstrap from.
   *
   * @param frame the last state
   * @param frameOffset index of its first number
   * @param legalActions which actions are legal there [A]
   * @param legalOffset index of the first
   * @param toPlay the player to move there
   * @param value its search value in the view of that player
   */
  public void truncate(
      float[] frame,
      int frameOffset,
      boolean[] legalActions,
      int legalOffset,
      int toPlay,
      float value) {
    requireStarted();
    put(frame, frameOffset, legalActions, legalOffset, toPlay, value);
    handOut(Trajectory.End.TRUNCATED, count);
    reset();
  }

  /** Forgets the episode in progress. */
  public void reset() {
    count = 0;
    first = 0;
  }

  private void requireStarted() {
    if (count == 0) {
      throw new IllegalStateException("an episode without a step cannot end");
    }
  }

  private static void requireFinite(String what, float value) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException("a recorded " + what + " must be finite, was " + value);
    }
  }

  /** Writes what belongs to every searched position at index {@link #count}. */
  private void put(
      float[] frame,
      int frameOffset,
      boolean[] legalActions,
      int legalOffset,
      int player,
      float rootValue) {
    if (player < 0 || player > 1) {
      throw new IllegalArgumentException("the player to move must be 0 or 1, was " + player);
    }
    requireFinite("value", rootValue);
    ensureCapacity();
    System.arraycopy(frame, frameOffset, frames, count * frameSize, frameSize);
    toPlay[count] = (byte) player;
    rootValues[count] = rootValue;
    Arrays.fill(legal, count * legalWords, (count + 1) * legalWords, 0L);
    for (int a = 0; a < actionCount; a++) {
      if (legalActions[legalOffset + a]) {
        legal[count * legalWords + a / Long.SIZE] |= 1L << (a % Long.SIZE);
      }
    }
  }

  private void ensureCapacity() {
    if (count < actions.length) {
      return;
    }
    long doubled = 2L * actions.length;
    Size.requireIndexable(
        "replay.segmentLength",
        segmentLength,
        "a recorded part of an episode of more than " + actions.length + " positions",
        Size.product(doubled, Math.max(frameSize, actionCount)),
        Size.MOST_ELEMENTS,
        "with replay.tdSteps 0 an episode is one part");
    int capacity = (int) doubled;
    frames = Arrays.copyOf(frames, Math.multiplyExact(capacity, frameSize));
    actions = Arrays.copyOf(actions, capacity);
    rewards = Arrays.copyOf(rewards, capacity);
    policies = Arrays.copyOf(policies, Math.multiplyExact(capacity, actionCount));
    explored = Arrays.copyOf(explored, capacity);
    toPlay = Arrays.copyOf(toPlay, capacity);
    rootValues = Arrays.copyOf(rootValues, capacity);
    networkValues = Arrays.copyOf(networkValues, capacity);
    legal = Arrays.copyOf(legal, capacity * legalWords);
    trainingSteps = Arrays.copyOf(trainingSteps, capacity);
  }

  private void handOut(Trajectory.End end, int endSampleable) {
    int frameCount = end == Trajectory.End.NONE ? count : count + 1;
    int searched = end == Trajectory.End.TRUNCATED ? count + 1 : count;
    sink.accept(
        new Trajectory(
            Arrays.copyOf(frames, frameCount * frameSize),
            Arrays.copyOf(actions, count),
            Arrays.copyOf(rewards, count),
            Arrays.copyOf(policies, count * actionCount),
            Arrays.copyOf(explored, count),
            Arrays.copyOf(toPlay, searched),
            Arrays.copyOf(rootValues, searched),
            Arrays.copyOf(networkValues, count),
            Arrays.copyOf(legal, searched * legalWords),
            end,
            first,
            endSampleable,
            trainingSteps[first]));
    dropBefore(Math.max(0, endSampleable - before));
    first = endSampleable - Math.max(0, endSampleable - before);
  }

  /** Moves everything from a position on to the front. */
  private void dropBefore(int position) {
    int kept = count - position;
    System.arraycopy(frames, position * frameSize, frames, 0, kept * frameSize);
    System.arraycopy(actions, position, actions, 0, kept);
    System.arraycopy(rewards, position, rewards, 0, kept);
    System.arraycopy(policies, position * actionCount, policies, 0, kept * actionCount);
    System.arraycopy(explored, position, explored, 0, kept);
    System.arraycopy(toPlay, position, toPlay, 0, kept);
    System.arraycopy(rootValues, position, rootValues, 0, kept);
    System.arraycopy(networkValues, position, networkValues, 0, kept);
    System.arraycopy(legal, position * legalWords, legal, 0, kept * legalWords);
    System.arraycopy(trainingSteps, position, trainingSteps, 0, kept);
    count = kept;
  }

  /** Writes the episode in progress, so that {@link #restore} goes on exactly here. */
  public void save(DataOutput out) throws IOException {
    out.writeByte(FORMAT);
    out.writeInt(count);
    out.writeInt(first);
    ArrayFormat.write(frames, count * frameSize, out);
    ArrayFormat.write(actions, count, out);
    ArrayFormat.write(rewards, count, out);
    ArrayFormat.write(policies, count * actionCount, out);
    ArrayFormat.write(explored, count, out);
    ArrayFormat.write(toPlay, count, out);
    ArrayFormat.write(rootValues, count, out);
    ArrayFormat.write(networkValues, count, out);
    ArrayFormat.write(legal, count * legalWords, out);
    ArrayFormat.write(trainingSteps, count, out);
  }

  /**
   * Puts the builder into a saved state. Where it was saved before network values were recorded,
   * the search values stand in.
   *
   * @throws IOException when the data is damaged or of another environment
   */
  public void restore(DataInput in) throws IOException {
    int format = in.readByte();
    if (format != FORMAT && format != WITHOUT_NETWORK_VALUES) {
      throw new IOException(
          "a recording has format "
              + format
              + ", this version reads "
              + WITHOUT_NETWORK_VALUES
              + " and "
              + FORMAT);
    }
    int newCount = in.readInt();
    int newFirst = in.readInt();
    float[] newFrames = ArrayFormat.readFloats(in);
    int[] newActions = ArrayFormat.readInts(in);
    float[] newRewards = ArrayFormat.readFloats(in);
    float[] newPolicies = ArrayFormat.readFloats(in);
    byte[] newExplored = ArrayFormat.readBytes(in);
    byte[] newToPlay = ArrayFormat.readBytes(in);
    float[] newRootValues = ArrayFormat.readFloats(in);
    float[] newNetworkValues = format == FORMAT ? ArrayFormat.readFloats(in) : newRootValues;
    long[] newLegal = ArrayFormat.readLongs(in);
    long[] newTrainingSteps = ArrayFormat.readLongs(in);
    if (newFirst < 0
        || newFirst > newCount
        || newFrames.length != newCount * frameSize
        || newActions.length != newCount
        || newRewards.length != newCount
        || newPolicies.length != newCount * actionCount
        || newExplored.length != newCount
        || newToPlay.length != newCount
        || newRootValues.length != newCount
        || newNetworkValues.length != newCount
        || newLegal.length != newCount * legalWords
        || newTrainingSteps.length != newCount) {
      throw new IOException(
          "a recording of " + newCount + " positions is damaged or of another environment");
    }
    int capacity = Math.max(16, newCount);
    frames = Arrays.copyOf(newFrames, capacity * frameSize);
    actions = Arrays.copyOf(newActions, capacity);
    rewards = Arrays.copyOf(newRewards, capacity);
    policies = Arrays.copyOf(newPolicies, capacity * actionCount);
    explored = Arrays.copyOf(newExplored, capacity);
    toPlay = Arrays.copyOf(newToPlay, capacity);
    rootValues = Arrays.copyOf(newRootValues, capacity);
    networkValues = Arrays.copyOf(newNetworkValues, capacity);
    legal = Arrays.copyOf(newLegal, capacity * legalWords);
    trainingSteps = Arrays.copyOf(newTrainingSteps, capacity);
    count = newCount;
    first = newFirst;
  }
}
