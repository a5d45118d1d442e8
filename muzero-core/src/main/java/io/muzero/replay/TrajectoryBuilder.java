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
  /** Positions that there is room for at first; the arrays double as they grow. */
  public static final int FIRST_CAPACITY = 16;

  private final StepLayout layout;

  /** Positions before a segment's first that its frame stacks need. */
  private final int before;

  /** Positions after a segment's last that its targets need. */
  private final long after;

  /** Own positions of a segment; unbounded for Monte Carlo returns, which need the end. */
  private final int segmentLength;

  private final ReplayConfig config;
  private final Consumer<Trajectory> sink;

  private int count;

  /** First position that no segment handed out so far has as its own. */
  private int first;

  private StepColumns columns;

  /** Positions that there is room for. */
  private int capacity = FIRST_CAPACITY;

  /**
   * A builder, empty.
   *
   * @param stacker how network inputs are composed
   * @param config segment length, n and how rewards are clipped
   * @param unrollSteps steps K that training unrolls
   * @param sink receives each trajectory, on the thread that records
   */
  public TrajectoryBuilder(
      ObservationStacker stacker, ReplayConfig config, int unrollSteps, Consumer<Trajectory> sink) {
    this.config = config;
    this.sink = sink;
    layout = stacker.layout();
    before = stacker.context();
    after = (long) unrollSteps + config.tdSteps();
    segmentLength = config.monteCarlo() ? Integer.MAX_VALUE : config.segmentLength();
    columns = StepColumns.forRecording(layout, capacity);
  }

  /** Positions recorded and not yet dropped; 0 between episodes. */
  public int positions() {
    return count;
  }

  /**
   * Records one step.
   *
   * @throws IllegalArgumentException when policy, value or reward is not finite, so that nothing
   *     broken is learned from later
   */
  public void append(RecordedStep step) {
    RecordedStep.Found found = step.found();
    RecordedStep.Done done = step.done();
    int actionCount = layout.actionCount();
    if (done.action() < 0 || done.action() >= actionCount) {
      throw new IllegalArgumentException(
          "an action must be within 0 to " + (actionCount - 1) + ", was " + done.action());
    }
    requireFinite("reward", (float) done.reward());
    requireFinite("network value", found.networkValue());
    for (int a = 0; a < actionCount; a++) {
      requireFinite("policy", found.policy()[found.policyOffset() + a]);
    }
    put(step.seen(), found.rootValue());
    float[] policies = columns.floats(Column.POLICIES);
    System.arraycopy(
        found.policy(), found.policyOffset(), policies, count * actionCount, actionCount);
    columns.ints(Column.ACTIONS)[count] = done.action();
    columns.bytes(Column.EXPLORED)[count] = (byte) (done.explored() ? 1 : 0);
    columns.floats(Column.NETWORK_VALUES)[count] = found.networkValue();
    columns.floats(Column.REWARDS)[count] = (float) config.clipped(done.reward());
    columns.longs(Column.TRAINING_STEPS)[count] = found.trainingStep();
    count++;
    if (count - first >= segmentLength + after) {
      handOut(Trajectory.End.NONE, first + segmentLength);
    }
  }

  /**
   * Ends the episode: the game is over.
   *
   * @param frame the last state [C·H·W]
   */
  public void terminate(float[] frame) {
    requireStarted();
    ensureCapacity();
    columns.frames().put(count, frame, 0);
    handOut(Trajectory.End.TERMINATED, count);
    reset();
  }

  /**
   * Ends the episode: it was cut, and its last state has a value to bootstrap from.
   *
   * @param seen the last state
   * @param value its search value in the view of the player to move there
   */
  public void truncate(RecordedStep.Seen seen, float value) {
    requireStarted();
    put(seen, value);
    handOut(Trajectory.End.TRUNCATED, count);
    reset();
  }

  /** Makes the steps recorded so far context of the next ones: none of them is sampled. */
  public void contextSoFar() {
    first = count;
  }

  /** Hands out what was recorded of an episode that goes on, and forgets it. */
  public void breakOff() {
    requireStarted();
    handOut(Trajectory.End.NONE, count);
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
  private void put(RecordedStep.Seen seen, float rootValue) {
    if (seen.toPlay() < 0 || seen.toPlay() > 1) {
      throw new IllegalArgumentException("the player to move must be 0 or 1, was " + seen.toPlay());
    }
    requireFinite("value", rootValue);
    ensureCapacity();
    columns.frames().put(count, seen.frame(), 0);
    columns.bytes(Column.TO_PLAY)[count] = (byte) seen.toPlay();
    columns.floats(Column.ROOT_VALUES)[count] = rootValue;
    long[] legal = columns.longs(Column.LEGAL);
    int from = count * layout.legalWords();
    Arrays.fill(legal, from, from + layout.legalWords(), 0L);
    for (int a = 0; a < layout.actionCount(); a++) {
      if (seen.legal()[a]) {
        legal[from + a / Long.SIZE] |= 1L << (a % Long.SIZE);
      }
    }
  }

  private void ensureCapacity() {
    if (count < capacity) {
      return;
    }
    long doubled = 2L * capacity;
    Size.requireIndexable(
        "replay.segmentLength",
        segmentLength,
        new Size.Array(
            "a recorded part of an episode of more than " + capacity + " positions",
            Size.product(doubled, Math.max(layout.frameSize(), layout.actionCount())),
            Size.MOST_ELEMENTS),
        "with replay.tdSteps 0 an episode is one part");
    capacity = (int) doubled;
    columns.grow(count, capacity);
  }

  private void handOut(Trajectory.End end, int endSampleable) {
    long trainingStep = columns.longs(Column.TRAINING_STEPS)[first];
    StepColumns kept = columns.trajectory(count, end);
    sink.accept(new Trajectory(kept, end, first, endSampleable, trainingStep));
    int dropped = Math.max(0, endSampleable - before);
    columns.drop(dropped, count);
    count -= dropped;
    first = endSampleable - dropped;
  }

  /** Writes the episode in progress, so that {@link #restore} goes on exactly here. */
  public void save(DataOutput out) throws IOException {
    out.writeByte(RecordingFormat.of(layout.format()).number());
    out.writeInt(count);
    out.writeInt(first);
    columns.write(count, Trajectory.End.NONE, out);
  }

  /**
   * Puts the builder into a saved state. Where it was saved before network values were recorded,
   * the search values stand in.
   *
   * @throws IOException when the data is damaged or of another environment
   */
  public void restore(DataInput in) throws IOException {
    RecordingFormat format = RecordingFormat.read("a recording", in);
    int newCount = in.readInt();
    int newFirst = in.readInt();
    StepLayout saved = new StepLayout(layout.frameSize(), format.frames(), layout.actionCount());
    StepColumns read;
    try {
      if (newFirst < 0 || newFirst > newCount) {
        throw new IllegalArgumentException("its first position must be one of its positions");
      }
      read = StepColumns.read(format, saved, newCount, in);
      if (!saved.equals(layout)) {
        read = read.withFrames(layout.format(), newCount);
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "a recording of " + newCount + " positions is damaged or of another environment", e);
    }
    capacity = Math.max(FIRST_CAPACITY, newCount);
    read.grow(newCount, capacity);
    columns = read;
    count = newCount;
    first = newFirst;
  }
}
