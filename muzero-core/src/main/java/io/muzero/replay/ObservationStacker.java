package io.muzero.replay;

import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Symmetry;
import java.util.Arrays;

/**
 * Composes network inputs from frames: the same for self-play and for sampling.
 *
 * <p>With one frame, the input is the observation. With k &gt; 1 it has k·C + k planes of H×W: the
 * newest k observations, the newest first, then one plane for the action that led to each (MuZero,
 * arXiv:1911.08265, Appendix E). What lies before the episode's start is 0. An action plane has 1
 * at the action's cell or column where the actions lie on the board (1 everywhere for a pass), and
 * (a + 1) / A everywhere otherwise; the paper has a / A, which cannot tell the first action from
 * none.
 *
 * <p>A recording holds each frame once, however often it is stacked, and as bytes where the game
 * says so ({@link io.muzero.environment.ObservationFormat}); they become floats here.
 *
 * <p>Each frame is as the player to move saw it at that time. Immutable and thread-safe.
 */
public final class ObservationStacker {
  private final int stackedFrames;
  private final int frameSize;
  private final EnvironmentSpec spec;
  private final StepLayout stepLayout;
  private final int cells;
  private final int width;
  private final int actionCount;
  private final ActionSpace.Layout layout;
  private final int transformations;

  /** Where each number of a frame goes under each transformation [transformations][frameSize]. */
  private final int[][] observationIndex;

  /** What each action becomes under each transformation [transformations][A]. */
  private final int[][] actionIndex;

  /**
   * A stacker.
   *
   * @param spec the environment, with discrete actions
   * @param stackedFrames frames k in an input, at least 1
   */
  public ObservationStacker(EnvironmentSpec spec, int stackedFrames) {
    if (stackedFrames < 1) {
      throw new IllegalArgumentException("stackedFrames must be at least 1, was " + stackedFrames);
    }
    this.spec = spec;
    this.stackedFrames = stackedFrames;
    frameSize = spec.observationSize();
    cells = spec.height() * spec.width();
    width = spec.width();
    actionCount = spec.actionCount();
    stepLayout = new StepLayout(frameSize, spec.format(), actionCount);
    layout =
        spec.actions() instanceof ActionSpace.Discrete discrete
            ? discrete.layout()
            : ActionSpace.Layout.NONE;
    Symmetry symmetry = spec.symmetry();
    transformations = symmetry.count();
    observationIndex = new int[transformations][frameSize];
    actionIndex = new int[transformations][actionCount];
    for (int t = 0; t < transformations; t++) {
      int transformation = t;
      Arrays.setAll(observationIndex[t], i -> symmetry.observationIndex(transformation, i));
      Arrays.setAll(actionIndex[t], a -> symmetry.action(transformation, a));
    }
  }

  /** Frames k in an input. */
  public int stackedFrames() {
    return stackedFrames;
  }

  /** What the game fixes of a recorded step. */
  StepLayout layout() {
    return stepLayout;
  }

  /** Numbers in one frame, C·H·W. */
  public int frameSize() {
    return frameSize;
  }

  /** Planes in an input. */
  public int inputChannels() {
    return inputSize() / cells;
  }

  /** Numbers in an input: what the network takes. */
  public int inputSize() {
    return stackedFrames == 1 ? frameSize : stackedFrames * (frameSize + cells);
  }

  /** Number of actions A. */
  public int actionCount() {
    return actionCount;
  }

  /** Symmetries of the game, the identity included. */
  public int transformations() {
    return transformations;
  }

  /** Positions before one whose frames and actions its input shows. */
  int context() {
    return stackedFrames == 1 ? 0 : stackedFrames;
  }

  /** A history for playing, empty until {@link ObservationHistory#start}. */
  public ObservationHistory newHistory() {
    return new ObservationHistory(this);
  }

  /**
   * Writes the input of a recorded position.
   *
   * @param position index of a frame of the trajectory
   * @param target receives {@link #inputSize()} numbers
   * @param offset index of the first
   */
  public void write(Trajectory trajectory, int position, float[] target, int offset) {
    write(trajectory, position, 0, target, offset);
  }

  /**
   * Where an input is written, and as which symmetry of the game shows it.
   *
   * @param target holds the input
   * @param offset index of its first number
   * @param transformation number of the symmetry; 0 is the identity
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Input(float[] target, int offset, int transformation) {}

  /** Writes the transformed input of a recorded position. */
  void write(Trajectory trajectory, int position, int transformation, float[] target, int offset) {
    Input input = new Input(target, offset, transformation);
    for (int j = 0; j < stackedFrames; j++) {
      int at = position - j;
      writeFrame(trajectory.frames, at, j, input);
      if (stackedFrames > 1) {
        writeAction(at >= 1 ? trajectory.actions[at - 1] : -1, j, input);
      }
    }
  }

  /** Planes in an input's frames, k·C. */
  int framePlanes() {
    return stackedFrames * frameSize / cells;
  }

  /** How frames are moved by at most so many cells. */
  RandomShift shift(int most) {
    return new RandomShift(spec, most);
  }

  /**
   * An empty batch of inputs of the game: pictures where it shows such ({@link
   * EnvironmentSpec#isOfPictures}), otherwise floats.
   *
   * @param size rows B
   * @param unrollSteps steps K
   * @param withNextObservations whether inputs of the following positions are wanted
   * @throws io.muzero.settings.InvalidSettingException when it is too large
   */
  public TrainingBatch newBatch(int size, int unrollSteps, boolean withNextObservations) {
    int inputs = Math.multiplyExact(size, withNextObservations ? unrollSteps + 1 : 1);
    return new TrainingBatch(
        new TrainingBatch.Dimensions(size, unrollSteps, inputSize(), actionCount),
        withNextObservations,
        spec.isOfPictures() ? newPictures(inputs) : null);
  }

  /** Whether the game shows pictures, whose frames may go to the network as bytes. */
  public boolean showsPictures() {
    return spec.isOfPictures();
  }

  /** Makes room for the inputs of so many positions as pictures. */
  public Pictures newPictures(int rows) {
    return new Pictures(
        new byte[Math.multiplyExact(rows, stackedFrames * frameSize)],
        new int[Math.multiplyExact(rows, stackedFrames)],
        stackedFrames);
  }

  /** Writes the input of a recorded position to a row of pictures. */
  public void write(Trajectory trajectory, int position, Pictures target, int row) {
    for (int j = 0; j < stackedFrames; j++) {
      int at = position - j;
      int slot = row * stackedFrames + j;
      if (at < 0) {
        Arrays.fill(target.frames(), slot * frameSize, (slot + 1) * frameSize, (byte) 0);
      } else {
        trajectory.frames.write(at, stepLayout.format(), target.frames(), slot * frameSize);
      }
      target.actions()[slot] = at >= 1 ? trajectory.actions[at - 1] : -1;
    }
  }

  /** Writes the j-th newest frame; a missing one, below 0, is 0. */
  void writeFrame(Frames frames, int frame, int j, Input input) {
    float[] target = input.target;
    int to = input.offset + j * frameSize;
    if (frame < 0) {
      Arrays.fill(target, to, to + frameSize, 0f);
    } else if (input.transformation == 0) {
      frames.write(frame, target, to);
    } else {
      frames.write(frame, observationIndex[input.transformation], target, to);
    }
  }

  /** Writes the newest frame, as floats, as an image under a symmetry into an input. */
  public void writeNewestFrame(float[] frame, int transformation, float[] target, int offset) {
    if (transformation == 0) {
      System.arraycopy(frame, 0, target, offset, frameSize);
      return;
    }
    int[] index = observationIndex[transformation];
    for (int i = 0; i < frameSize; i++) {
      target[offset + index[i]] = frame[i];
    }
  }

  /** Writes the plane of the action that led to the newest frame into an input. */
  public void writeNewestAction(int action, int transformation, float[] target, int offset) {
    writeAction(action, 0, new Input(target, offset, transformation));
  }

  /** Writes the plane of the action that led to the j-th newest frame; −1 stands for none. */
  void writeAction(int action, int j, Input input) {
    float[] target = input.target;
    int from = input.offset + stackedFrames * frameSize + j * cells;
    int to = from + cells;
    if (action < 0) {
      Arrays.fill(target, from, to, 0f);
      return;
    }
    int transformed = actionIndex[input.transformation][action];
    switch (layout) {
      case NONE -> Arrays.fill(target, from, to, (transformed + 1f) / actionCount);
      case CELLS -> {
        boolean pass = transformed >= cells;
        Arrays.fill(target, from, to, pass ? 1f : 0f);
        if (!pass) {
          target[from + transformed] = 1f;
        }
      }
      case COLUMNS -> {
        Arrays.fill(target, from, to, 0f);
        for (int i = from + transformed; i < to; i += width) {
          target[i] = 1f;
        }
      }
    }
  }

  /** What each action becomes under a transformation [A], not to be changed. */
  public int[] transformedActions(int transformation) {
    return actionIndex[transformation];
  }
}
